package deliver

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/webhook"
)

// corpus lists addresses that a webhook must not reach: this machine, its
// networks, what clouds answer credentials at, and IPv6 that hides an IPv4
// address.
var corpus = []string{
	"127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
	"100.64.0.1", "100.100.100.200", "169.254.169.254", "169.254.0.1", "192.0.0.192", "192.0.2.1", "198.18.0.1",
	"198.51.100.7", "203.0.113.9", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
	"::", "::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
	"64:ff9b:1::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "fd12:3456::1", "ff02::1",
	"2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "100::1", "5f00::1",
}

func TestGuardRefusesWhatIsNotPublic(t *testing.T) {
	g := guard{public: true}
	for _, text := range corpus {
		if a := netip.MustParseAddr(text); g.permits(a) {
			t.Errorf("%s is let through", a)
		}
	}
	for _, text := range []string{"1.1.1.1", "223.5.5.5", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2400:3200::1", "2606:4700::1111", "::ffff:223.5.5.5"} {
		if a := netip.MustParseAddr(text); !g.permits(a) || (guard{}).permits(a) {
			t.Errorf("%s: with TLS %v, without %v", a, g.permits(a), (guard{}).permits(a))
		}
	}
}

func TestOperatorAllowsNetworksButNotWhereCredentialsAre(t *testing.T) {
	all := prefixes("0.0.0.0/0", "::/0")
	for _, public := range []bool{true, false} {
		g := guard{allow: all, public: public}
		for _, text := range []string{"10.1.2.3", "127.0.0.1", "192.168.0.9", "::1", "fd12::1", "::ffff:10.1.2.3"} {
			if !g.permits(netip.MustParseAddr(text)) {
				t.Errorf("%s is allowed and refused", text)
			}
		}
		for _, text := range []string{"169.254.169.254", "::ffff:169.254.169.254", "100.100.100.200", "fd00:ec2::254", "fe80::1", "224.0.0.1", "0.0.0.0", "::"} {
			if g.permits(netip.MustParseAddr(text)) {
				t.Errorf("%s is let through", text)
			}
		}
	}
	if (guard{allow: prefixes("10.0.0.0/8")}).permits(netip.MustParseAddr("192.168.0.1")) {
		t.Error("what was not allowed is let through")
	}
}

// TestSpellings: whatever a URL calls this machine, the connection is refused.
// The receiver listens, so a connection that were made would be answered.
func TestSpellings(t *testing.T) {
	reached := make(chan string, 100)
	r := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { reached <- r.Host }))
	defer r.Close()
	port := r.URL[strings.LastIndex(r.URL, ":"):]
	p := newPost(nil)
	for _, host := range []string{
		"127.0.0.1", "localhost", "LOCALHOST.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0", "[::1]", "[::]",
		"[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "127.0.0.1.", "①②⑦.0.0.1",
	} {
		for _, scheme := range []string{"http://", "https://"} {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			if result := p.send(ctx, scheme+host+port+"/", webhook.Signed{}, nil); strings.HasSuffix(result, "xx") {
				t.Errorf("%s%s: %s", scheme, host, result)
			}
			cancel()
		}
	}
	select {
	case host := <-reached:
		t.Errorf("reached as %s", host)
	default:
	}
	if result := p.send(t.Context(), r.URL, webhook.Signed{}, nil); result != "address-not-allowed" {
		t.Errorf("refused as %s", result)
	}
	if result := newPost(prefixes("127.0.0.1/32")).send(t.Context(), r.URL, webhook.Signed{}, nil); result != "2xx" {
		t.Errorf("allowed, and %s", result)
	}
}

// TestProxiesOfTheEnvironmentAreNotUsed: a proxy would connect past the guard.
func TestProxiesOfTheEnvironmentAreNotUsed(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	for _, c := range []*http.Client{newPost(nil).plain, newPost(nil).secure} {
		if c.Transport.(*http.Transport).Proxy != nil {
			t.Error("a proxy is asked for")
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	followed := false
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed = true }))
	defer target.Close()
	r := httptest.NewServer(http.RedirectHandler(target.URL, http.StatusTemporaryRedirect))
	defer r.Close()
	if result := newPost(prefixes("127.0.0.1/32")).send(t.Context(), r.URL, webhook.Signed{}, nil); result != "3xx" || followed {
		t.Errorf("%s, followed %v", result, followed)
	}
}

// TestAnswersAreNotTakenIn: a receiver that answers without end costs one attempt.
func TestAnswersAreNotTakenIn(t *testing.T) {
	done := make(chan int, 1)
	r := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := 0
		for r.Context().Err() == nil && n < 256<<20 {
			k, err := w.Write(make([]byte, 64<<10))
			if n += k; err != nil {
				break
			}
		}
		done <- n
	}))
	defer r.Close()
	if result := newPost(prefixes("127.0.0.1/32")).send(t.Context(), r.URL, webhook.Signed{}, nil); result != "2xx" {
		t.Error(result)
	}
	if n := <-done; n >= 256<<20 {
		t.Errorf("%d bytes were taken in", n)
	}
}

func prefixes(all ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, p := range all {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}
