package keys

import (
	"bytes"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/volens/volens/fault"
)

func identity(t *testing.T) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestOnlyBothCustodiansTogetherOpenWhatIsKept(t *testing.T) {
	a, b, c := identity(t), identity(t), identity(t)
	both, err := NewCustodians(a.Recipient().String(), " "+b.Recipient().String()+"\n")
	if err != nil {
		t.Fatal(err)
	}
	plain := []byte("订单 A-1 13800138000")
	sealed, err := both.Seal(plain)
	if err != nil || bytes.Contains(sealed, []byte("A-1")) {
		t.Fatalf("sealed: %v", err)
	}
	got, err := OpenKept(sealed, b.String(), a.String())
	if err != nil || !bytes.Equal(got, plain) {
		t.Errorf("both together: %q, %v", got, err)
	}
	for what, keys := range map[string][2]string{
		"the inner alone": {a.String(), a.String()}, "the outer alone": {b.String(), b.String()}, "the wrong way round": {a.String(), b.String()},
		"a stranger outside": {c.String(), a.String()}, "a stranger inside": {b.String(), c.String()}, "no key": {"", ""}, "no private key": {b.Recipient().String(), a.String()},
	} {
		got, err := OpenKept(sealed, keys[0], keys[1])
		if fault.KindOf(err) != fault.Invalid || got != nil {
			t.Errorf("%s: %q, %v", what, got, err)
		}
		for _, k := range keys {
			if err != nil && k != "" && strings.Contains(err.Error(), k) {
				t.Errorf("%s: the error repeats a key", what)
			}
		}
	}
	for i := range sealed {
		if i%37 != 0 && i < len(sealed)-3 {
			continue
		}
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := OpenKept(bad, b.String(), a.String()); err == nil {
			t.Errorf("byte %d changed and opened", i)
		}
	}
	if _, err := OpenKept(sealed[:len(sealed)-1], b.String(), a.String()); err == nil {
		t.Error("cut off and opened")
	}
}

func TestCustodiansAreTwo(t *testing.T) {
	a, b := identity(t).Recipient().String(), identity(t).Recipient().String()
	for what, keys := range map[string][2]string{"one twice": {a, a}, "none": {"", ""}, "one": {a, ""}, "no key": {a, "ssh-ed25519 AAAA"}, "none and one": {"x", b}} {
		if _, err := NewCustodians(keys[0], keys[1]); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := (Custodians{}).Seal([]byte("x")); err == nil {
		t.Error("nobody sealed")
	}
}
