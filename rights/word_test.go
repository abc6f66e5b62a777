package rights

import (
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
)

// TestWhatOpensAnAccountIsNotCorrected: a password is never written by a request,
// whoever enters it.
func TestWhatOpensAnAccountIsNotCorrected(t *testing.T) {
	d := &declaration.Declaration{Stores: []*declaration.Store{{Holds: []*declaration.Holding{{Fields: []*declaration.Field{
		{Item: "password"}, {Item: "account-id"}, {Item: "wechat-openid"}, {Item: "payment-password"}, {Item: "nickname"},
	}}}}}}
	for _, id := range []string{"password", "account-id", "wechat-openid", "payment-password"} {
		for _, way := range Ways() {
			o := Order{Kind: Correct, Way: way, Detail: Detail{Values: map[string]string{"nickname": "x", id: "x"}}}
			if err := o.checkDetail(d, now); fault.RuleOf(err) != RuleOwnWay {
				t.Errorf("%s, %s: %v", id, way, err)
			}
		}
	}
}

// TestKeysAreKeys: a key with a wrong checksum would be found out days later.
func TestKeysAreKeys(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	good := id.Recipient().String()
	for key, want := range map[string]bool{
		good: true, "age1" + strings.Repeat("q", 58): false, "age1x": false, good + "\n" + good: false, good + "\n": false,
		"# " + good: false, id.String(): false, good[:len(good)-1]: false,
	} {
		o := Order{Kind: Copy, Detail: Detail{Age: key}}
		if err := o.checkDetail(&declaration.Declaration{}, now); (err == nil) != want {
			t.Errorf("%q: %v", key, err)
		}
	}
}

func TestValuesHaveTheirForm(t *testing.T) {
	for id, values := range map[law.ItemID][2][]string{
		"birthday":        {{"1990-01-31", "2000-02-29"}, {"not a date", "2001-02-29", "1850-01-01", "2999-01-01", "31.1.1990"}},
		"phone":           {{"13800138000", "+86 138 0013 8000", "0571-8888 8888"}, {"12", "call me", "x@y.example"}},
		"recipient-phone": {{"13800138000"}, {"nobody"}},
		"email":           {{"a@x.example"}, {"a@x", "13800138000", "a b@x.example"}},
		"nickname":        {{"not a date"}, nil},
	} {
		for _, v := range values[0] {
			if err := checkForm(id, v, now); err != nil {
				t.Errorf("%s %q: %v", id, v, err)
			}
		}
		for _, v := range values[1] {
			if err := checkForm(id, v, now); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s %q is taken", id, v)
			}
		}
	}
}

// TestOwnWord: what people stated themselves, unless law keeps it or it came another way.
func TestOwnWord(t *testing.T) {
	field := func(id law.ItemID, kept bool) *declaration.Field { return &declaration.Field{Item: id, Kept: kept} }
	d := &declaration.Declaration{Stores: []*declaration.Store{{Holds: []*declaration.Holding{
		{Fields: []*declaration.Field{field("nickname", false), field("recipient-name", false), field("order-history", false), field("ip-address", false), field("tax-number", false)}},
		{Fields: []*declaration.Field{field("recipient-name", true)}},
	}}}}
	for id, want := range map[law.ItemID]bool{
		"nickname": true, "birthday": true, "recipient-name": false, "order-history": false, "ip-address": false, "tax-number": false,
		"invoice-title": false, "age": false, "something-own": false,
	} {
		if got := OwnWord(d, id); got != want {
			t.Errorf("%s: %v", id, got)
		}
	}
}
