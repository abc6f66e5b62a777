package outbound

import (
	"errors"
	"testing"
)

func TestControlIsAboutWhereAConnectionLeads(t *testing.T) {
	g := Guard{Allow: prefixes("10.0.0.0/8"), Public: true}
	for address, allowed := range map[string]bool{
		"1.1.1.1:443": true, "10.1.2.3:80": true, "[2400:3200::1]:443": true, "127.0.0.1:80": false, "[::1]:80": false,
		"[::ffff:127.0.0.1]:80": false, "169.254.169.254:80": false, "192.168.0.1:80": false, "nonsense": false, "": false,
	} {
		err := g.Control(t.Context(), "tcp", address, nil)
		if (err == nil) != allowed || err != nil && !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
}
