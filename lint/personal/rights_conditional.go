package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 23(1): a person's own information is shown without limits of time, place
// and the like. Draft 23(2) and Order 790 Art. 23: no unreasonable condition on
// copying, correcting, restricting, deleting, withdrawing and closing the account.
// No. 191 VI.2: nor a needless one on correcting, deleting and closing. PIPL 15 and
// 50: all this is convenient. E-Commerce Law 24: an e-commerce operator sets no
// unreasonable condition on looking up, correcting, deleting and closing.
//
// Our reading: what is unreasonable is for people to judge, so that any condition
// gives a warning. Moving information to another processor has conditions in the
// law itself (draft 24, Order 790 Art. 25) and gives none. The E-Commerce Law is cited
// where a service is of a type that sells.
var rightsConditional = rule.Rule{
	ID:    "rights-conditional",
	Title: lang.Text{ZH: "行使权利设了条件", EN: "a right comes with conditions"},
	Reason: lang.Text{
		ZH: "更正、删除、注销、撤回等，不得设不必要、不合理的条件；设了条件，就要看它是不是非有不可。",
		EN: "Correcting, deleting, withdrawing and the like are not tied to needless or unreasonable conditions. Each one that is set has to be looked at.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "23(1)"), law.Cite(law.Draft, "23(2)"), law.Cite(law.Order790, "23"),
		law.Cite(law.PIPL, "15"), law.Cite(law.PIPL, "50"), law.Cite(law.No191, "VI.2"), law.Cite(law.ECommerce, "24"),
	},
	Severity: rule.Warning,
	Bad:      rights("close-account", "{how: {zh: 设置页, en: settings}, conditions: {zh: 须寄送手持身份证照片, en: a photo of yourself with your identity card}}"),
	Good:     rights("close-account", "{how: {zh: 设置页, en: settings}}"),
	Fix: lang.Text{
		ZH: "去掉 conditions；确有必要的（如核对身份），只要求办这件事非有不可的那一点，并在 reason 写明理由",
		EN: "drop conditions; where one is needed, such as to check who asks, ask for no more than that takes and state why under reason",
	},
	NotChecked: lang.Text{
		ZH: "更正、删除、注销，有没有不必要、不合理的条件？",
		EN: "Is correcting, deleting or closing an account tied to needless or unreasonable conditions?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		sells := slices.ContainsFunc(d.Services, rule.Sells)
		for _, r := range owed(d) {
			if cites := unconditional(r.ID); len(cites) > 0 && !r.Path.Conditions.IsZero() && r.Path.Reason.IsZero() {
				if sells && ofShoppers(r.ID) {
					cites = append(cites, law.Cite(law.ECommerce, "24"))
				}
				report("rights."+r.ID+".conditions", rule.Say("“%s”设了条件：%s；没有写明为何必要、合理",
					"there are conditions before people %s: %s; why they are needed and reasonable is not stated", r.Name, r.Path.Conditions), cites...)
			}
		}
	},
}

// unconditional returns the articles that keep conditions off the right.
func unconditional(right string) []law.Citation {
	switch right {
	case "access":
		return []law.Citation{law.Cite(law.Draft, "23(1)"), law.Cite(law.Order790, "23"), law.Cite(law.PIPL, "50")}
	case "transfer":
		return nil
	}
	cites := []law.Citation{law.Cite(law.Draft, "23(2)"), law.Cite(law.Order790, "23")}
	switch right {
	case "withdraw":
		return append(cites, law.Cite(law.PIPL, "15"))
	case "correct", "delete", "close-account":
		return append(cites, law.Cite(law.PIPL, "50"), law.Cite(law.No191, "VI.2"))
	}
	return append(cites, law.Cite(law.PIPL, "50"))
}
