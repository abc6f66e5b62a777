package consent

import (
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// A Target is what a person withdraws from: named uses, a function
// ("shop/for-you"), or a service. Exactly one is set.
type Target struct {
	Uses     []declaration.UseID
	Function string
	Service  string
}

// Withdraw ends consent at once. A use that is named and was never agreed to is
// recorded as refused: the person said no, and is not to be asked again. Where
// nothing is left to withdraw the change is empty and done lists nothing.
//
// Errors: fault.Invalid for a target that is not exactly one thing, for a use
// that is neither declared by consent nor known of this person, and for a
// function or service that is neither.
func Withdraw(d *declaration.Declaration, declared string, t Target, said Consents, who ledger.Identity, n ledger.Nonce, now time.Time) (done []declaration.UseID, change ledger.Change, err error) {
	uses, err := t.uses(d, said)
	if err != nil {
		return nil, ledger.Change{}, err
	}
	body := WithdrawalBody{V: 1}
	for _, id := range uses {
		before := said[id]
		fp := before.Fingerprint
		if u, ok := d.UseByID(id); ok {
			fp = u.Fingerprint()
		}
		if before.In(Withdrawn, fp) || before.In(Refused, fp) {
			continue
		}
		state := Refused // they never agreed: this is a no in advance
		if before.State == Granted {
			state = Withdrawn
		}
		done = append(done, id)
		body.Uses = append(body.Uses, WithdrawnUse{Use: id, Fingerprint: fp})
		change.Rows = append(change.Rows, SetConsent{Lookup: who.Lookup, Consent: Consent{
			Use: id, Fingerprint: fp, Declaration: declared, State: state, At: now,
		}})
	}
	if len(done) == 0 {
		return nil, ledger.Change{}, nil
	}
	entry, err := ledger.PersonalEntry(ledger.KindWithdrawal, now, declared, who, n, body)
	if err != nil {
		return nil, ledger.Change{}, err
	}
	change.Entries = []ledger.Entry{entry}
	return done, change, nil
}

// uses resolves a target, sorted: named uses as they are; a function or service
// to everything the person agreed to in it, declared today or not.
func (t Target) uses(d *declaration.Declaration, said Consents) ([]declaration.UseID, error) {
	if n := min(len(t.Uses), 1) + min(len(t.Function), 1) + min(len(t.Service), 1); n != 1 {
		return nil, fault.New(fault.Invalid, "uses、function、service 须且只须写一个", "give exactly one of uses, function, service")
	}
	if len(t.Uses) > 0 {
		return t.named(d, said)
	}
	prefix := t.Service + t.Function + "/"
	var all []declaration.UseID
	_, known := d.Function(t.Function)
	if _, ok := d.Service(t.Service); ok {
		known = true
	}
	for id, c := range said {
		if !strings.HasPrefix(string(id), prefix) {
			continue
		}
		known = true
		if c.State == Granted {
			all = append(all, id)
		}
	}
	if !known {
		return nil, fault.New(fault.Invalid, "没有这个功能或服务", "there is no such function or service").
			WithFix("function 写作 服务/功能，service 写作声明中的键", "a function is written service/function, a service as its key in the declaration")
	}
	slices.Sort(all)
	return all, nil
}

func (t Target) named(d *declaration.Declaration, said Consents) ([]declaration.UseID, error) {
	for _, id := range t.Uses {
		_, known := said[id]
		if u, ok := d.UseByID(id); !known && (!ok || !u.ByConsent()) {
			return nil, fault.New(fault.Invalid, "没有这个以同意为基础的使用", "there is no such use that rests on consent").
				WithFix("use 的写法为 服务/功能/种类/目的", "a use is written service/function/item/purpose")
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(t.Uses))), nil
}
