package consent

import (
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// A Target is what is withdrawn from: named uses, a function ("shop/for-you"), a
// service, or everything. Exactly one is set.
type Target struct {
	Uses     []declaration.UseID
	Function string
	Service  string
	All      bool
}

// Withdraw ends consent at once. A use that is named and was never agreed to is
// recorded as refused: the person said no, and is not to be asked again. Where
// nothing is left to withdraw the change is empty and done lists nothing.
//
// Errors: fault.Invalid for a target that is not exactly one thing, for a use
// that is neither declared by consent nor known of this person, and for a
// function or service that is neither; fault.Refused for a speaker who is neither
// the person nor their guardian, and for a guardian whose link or whose child's
// band came to its end by time and who names what no guardian gave.
func Withdraw(d *declaration.Declaration, declared string, t Target, p Party, n ledger.Nonce, now time.Time) (done []declaration.UseID, change ledger.Change, err error) {
	by, given, err := p.withdrawer(now)
	if err != nil {
		return nil, ledger.Change{}, err
	}
	said := p.Standing.Consents
	if given {
		said = said.given(by)
	}
	uses, err := t.uses(d, said, given)
	if err != nil {
		return nil, ledger.Change{}, err
	}
	body := WithdrawalBody{V: 1, By: by}
	var says []Consent
	for _, id := range uses {
		before := p.Standing.Consents[id]
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
		says = append(says, Consent{Use: id, Fingerprint: fp, Declaration: declared, State: state, At: now, By: by})
	}
	if len(done) == 0 {
		return nil, ledger.Change{}, nil
	}
	entry, err := ledger.PersonalEntry(ledger.KindWithdrawal, now, declared, p.Identity, n, body)
	if err != nil {
		return nil, ledger.Change{}, err
	}
	return done, setting(ledger.NewChange(entry), d, p, says, now), nil
}

// uses resolves a target, sorted: named uses as they are; a function or service
// to everything the person agreed to in it, declared today or not. With given
// there is nothing else than what was said.
func (t Target) uses(d *declaration.Declaration, said Consents, given bool) ([]declaration.UseID, error) {
	n := min(len(t.Uses), 1) + min(len(t.Function), 1) + min(len(t.Service), 1)
	if t.All {
		n++
	}
	if n != 1 {
		return nil, fault.New(fault.Invalid, "uses、function、service、all 须且只须写一个", "give exactly one of uses, function, service, all")
	}
	if t.All {
		return said.granted(""), nil
	}
	if len(t.Uses) > 0 {
		return t.named(d, said, given)
	}
	prefix := t.Service + t.Function + "/"
	_, function := d.Function(t.Function)
	_, service := d.Service(t.Service)
	if !function && !service && !said.any(prefix) {
		return nil, fault.New(fault.Invalid, "没有这个功能或服务", "there is no such function or service").
			WithFix("function 写作 服务/功能，service 写作声明中的键", "a function is written service/function, a service as its key in the declaration")
	}
	return said.granted(prefix), nil
}

// any reports whether anything was said on a use whose id begins so.
func (c Consents) any(prefix string) bool {
	for id := range c {
		if strings.HasPrefix(string(id), prefix) {
			return true
		}
	}
	return false
}

// granted lists the uses whose id begins so and that were agreed to, sorted.
func (c Consents) granted(prefix string) []declaration.UseID {
	var all []declaration.UseID
	for id, said := range c {
		if said.State == Granted && strings.HasPrefix(string(id), prefix) {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}

func (t Target) named(d *declaration.Declaration, said Consents, given bool) ([]declaration.UseID, error) {
	for _, id := range t.Uses {
		_, known := said[id]
		if given && !known {
			return nil, errForAnother()
		}
		if u, ok := d.UseByID(id); !known && (!ok || !u.ByConsent()) {
			return nil, fault.New(fault.Invalid, "没有这个以同意为基础的使用", "there is no such use that rests on consent").
				WithFix("use 的写法为 服务/功能/种类/目的", "a use is written service/function/item/purpose")
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(t.Uses))), nil
}
