// Package outbound says where a connection may lead that is made because somebody
// wrote an address down: a webhook, an endpoint of another team, a recipient.
package outbound

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"syscall"
)

// A Guard says where a connection may go. It is asked for the address of each
// connection, after the name was resolved: whatever the name says, and however
// an address was spelled, what counts is where the connection leads.
type Guard struct {
	Allow  []netip.Prefix // what the operator allows beside the public internet
	Public bool           // whether the public internet is allowed
}

// ErrAddress says that a connection was not made because of where it would lead.
var ErrAddress = errors.New("address not allowed")

// never lists what nobody receives webhooks at, whatever the operator allows:
// the neighbourhood of the interface, where clouds hand out credentials, and the
// two places outside it where they do.
var never = prefixes("169.254.0.0/16", "fe80::/10", "100.100.100.200/32", "fd00:ec2::254/128", "0.0.0.0/32", "::/128", "224.0.0.0/4", "ff00::/8", "255.255.255.255/32")

// reserved lists what is not on the public internet (the special-purpose
// registries of IANA), and what carries an IPv4 address inside that the guard
// would not see.
var reserved = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)

// global is all that is given out of IPv6.
var global = netip.MustParsePrefix("2000::/3")

func prefixes(all ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, p := range all {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

// Permits reports whether a connection to a may be made.
func (g Guard) Permits(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" || within(never, a) {
		return false
	}
	if within(g.Allow, a) {
		return true
	}
	return g.Public && !within(reserved, a) && (a.Is4() || global.Contains(a))
}

func within(all []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(all, func(p netip.Prefix) bool { return p.Contains(a) })
}

// Control is for net.Dialer.ControlContext. Errors: ErrAddress.
func (g Guard) Control(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !g.Permits(at.Addr()) {
		return ErrAddress
	}
	return nil
}
