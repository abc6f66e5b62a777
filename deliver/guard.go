package deliver

import (
	"context"
	"net/netip"
	"syscall"

	"github.com/volens/volens/internal/outbound"
)

// A guard says where a delivery may go.
type guard struct {
	allow  []netip.Prefix // what the operator allows beside the public internet
	public bool           // whether the public internet is allowed
}

var errAddress = outbound.ErrAddress

// permits reports whether a connection to a may be made.
func (g guard) permits(a netip.Addr) bool {
	return outbound.Guard{Allow: g.allow, Public: g.public}.Permits(a)
}

// control is for net.Dialer.ControlContext.
func (g guard) control(ctx context.Context, network, address string, c syscall.RawConn) error {
	return outbound.Guard{Allow: g.allow, Public: g.public}.Control(ctx, network, address, c)
}
