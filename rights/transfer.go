package rights

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Finding says whether a condition is met. Values are permanent.
type Finding string

// The findings. What software cannot see is never called met.
const (
	Met        Finding = "met"
	NotMet     Finding = "not-met"
	NotChecked Finding = "not-checked" // people answer it
)

// A Condition is one that the law sets for a transfer.
type Condition struct {
	ID    string // permanent slug
	Text  lang.Text
	Cites []law.Citation
	Found Finding
	Uses  []declaration.UseID // those in scope that it is about
}

// Conditions lists the conditions of a transfer and what can be seen of them in the
// declaration and the request. What is not checked is for staff to answer before
// they let it go on (Turn to InProgress with CarryingOut).
func Conditions(d *declaration.Declaration, r Request) []Condition {
	can, cannot := portable(d, r)
	basis := Condition{ID: "basis", Uses: can, Found: Met,
		Text:  lang.Text{ZH: "所转移的是基于同意或为订立、履行合同所必需而收集的", EN: "what is transferred was collected on consent, or as a contract needs"},
		Cites: []law.Citation{law.Cite(law.Order790, "25"), law.Cite(law.Draft, "24")}}
	switch {
	case len(can) == 0:
		basis.Found, basis.Uses = NotMet, cannot
	case len(cannot) > 0:
		basis.Text.ZH += "（其余的使用不在转移之列）"
		basis.Text.EN += " (other uses in scope are left out)"
	}
	identity := Condition{ID: "identity", Found: NotMet,
		Text:  lang.Text{ZH: "能够确认申请人是谁", EN: "who asks is known"},
		Cites: []law.Citation{law.Cite(law.Order790, "25"), law.Cite(law.Draft, "24")}}
	if r.Proven() {
		identity.Found = Met
	}
	ask := func(id, zh, en string, cites ...law.Citation) Condition {
		return Condition{ID: id, Found: NotChecked, Text: lang.Text{ZH: zh, EN: en}, Cites: cites}
	}
	return []Condition{basis, identity,
		ask("others", "其中他人的信息是合法取得的，转移不违背他人意愿", "what is in it about others was lawfully got, and its transfer is not against their will", law.Cite(law.Draft, "24")),
		ask("no-harm", "转移不损害他人合法权益", "the transfer does not harm the lawful rights of others", law.Cite(law.Order790, "25")),
		ask("feasible", "转移在技术上可行", "the transfer is technically feasible", law.Cite(law.Order790, "25")),
		ask("authority", "符合国家网信部门规定的条件", "the conditions that the cyberspace authority sets are met", law.Cite(law.PIPL, "45¶3")),
	}
}

// mayTransfer refuses to let a transfer go on where a condition is not met, or where
// nothing is said of those that people judge.
func (r Request) mayTransfer(d *declaration.Declaration, note lang.Text) error {
	if r.Kind != Transfer {
		return nil
	}
	for _, c := range Conditions(d, r) {
		if c.Found == NotMet {
			return fault.New(fault.Conflict, "不符合转移的条件："+c.Text.ZH, "a condition of the transfer is not met: "+c.Text.EN).
				Citing(RuleConditions, c.Cites...).WithFix("以 not-portable 不予办理，或与申请人商定范围", "refuse it as not-portable, or agree on the scope with whoever asked")
		}
	}
	if strings.TrimSpace(note.In(lang.ZH)) == "" {
		return fault.New(fault.Invalid, "请写明那些由人判断的条件是怎样判断的", "say how the conditions that people judge were judged").
			Citing(RuleConditions, law.Cite(law.Order790, "25"))
	}
	return nil
}

// Portable lists the uses in the scope of a transfer whose items may be transferred:
// those that rest on consent or on a contract.
func Portable(d *declaration.Declaration, r Request) []declaration.UseID {
	can, _ := portable(d, r)
	return can
}

func portable(d *declaration.Declaration, r Request) (can, cannot []declaration.UseID) {
	for u := range d.All() {
		switch {
		case r.Service != "" && u.Service.ID != r.Service, len(r.Uses) > 0 && !slices.Contains(r.Uses, u.ID), u.Recipient != nil:
		case u.Basis == declaration.BasisConsent || u.Basis == declaration.BasisContract:
			can = append(can, u.ID)
		default:
			cannot = append(cannot, u.ID)
		}
	}
	return can, cannot
}

// Risks lists what the person is warned of before a transfer to a recipient: the id
// of one that the declaration knows, or an address (draft 24). None of it forbids
// the transfer.
func Risks(d *declaration.Declaration, target string) []consent.Term {
	var all []consent.Term
	if i := slices.IndexFunc(d.Recipients, func(x *declaration.Recipient) bool { return x.ID == target }); i >= 0 {
		if known := d.Recipients[i]; known.Country != declaration.Home {
			all = append(all, term("abroad", "接收方在境外："+known.Country, "the recipient is across the border: "+known.Country))
		}
		return all
	}
	all = append(all, term("unknown-recipient", "接收方不在本声明之中，我们不了解它怎样保护信息", "the recipient is not in the declaration: we do not know how it protects information"))
	u, err := url.Parse(target)
	switch {
	case err != nil || u.Host == "":
		all = append(all, term("no-address", "所写的不是网址，须由工作人员联系接收方", "what was given is no address: staff have to reach the recipient"))
	case u.Scheme != "https":
		all = append(all, term("not-encrypted", "地址不是 https，传输途中可能被他人看到", "the address is not https: others may read it on the way"))
	}
	return append(all, term("place-unknown", "不知道接收方是否在境外", "it is not known whether the recipient is across the border"))
}

const (
	// ManyTransfers is how many transfers within ManyWithin are called clearly many:
	// our choice, not law, which gives no number.
	ManyTransfers = 6
	// ManyWithin is the time in which they are counted.
	ManyWithin = 365 * 24 * time.Hour
)

// Many counts the transfers that a person asked for lately, and reports whether they
// are clearly many. The law then lets a fee be asked that covers the cost (Order 790
// Art. 25, draft 24). Staff may name one; nothing is ever charged or refused for it
// by itself.
func Many(past []Request, now time.Time) (n int, many bool) {
	for _, r := range past {
		if r.Kind == Transfer && r.Entered.After(now.Add(-ManyWithin)) {
			n++
		}
	}
	return n, n > ManyTransfers
}
