package personal

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 20¶2(3), Order 790 Art. 21¶1(4) and PIPL 17: people are told how to see,
// copy, correct, complete, delete and move their information, to restrict its
// processing, to withdraw consent and to close the account. No. 191 VI.1: an app
// lets people correct, delete and close the account. PIPL 15 and No. 191 III.8:
// there is a way to withdraw. E-Commerce Law 24: an e-commerce operator states how to
// look up, correct and delete one's information and close the account.
//
// Our reading: a way that is not declared is neither stated nor there. Withdrawing
// is owed where something rests on consent, closing an account where people have
// one; the rest is owed by everybody who processes personal information. What is
// missing is one omission of one page, so it is reported once. The E-Commerce Law is
// cited where a service is of a type that sells.
var rightsWithoutWay = rule.Rule{
	ID:    "rights-without-way",
	Title: lang.Text{ZH: "没有写明行使权利的途径", EN: "how to use a right is not stated"},
	Reason: lang.Text{
		ZH: "人们能查阅、复制、更正、删除、转移自己的信息，能限制处理、撤回同意、注销账号；每一样怎么办，都要写明。",
		EN: "People may see, copy, correct, delete and move their information, restrict its processing, withdraw and close the account. How is stated for each.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "20¶2(3)"), law.Cite(law.Order790, "21¶1(4)"), law.Cite(law.PIPL, "17"),
		law.Cite(law.PIPL, "15"), law.Cite(law.No191, "III.8"), law.Cite(law.No191, "VI.1"), law.Cite(law.ECommerce, "24"),
	},
	Severity: rule.Breach,
	Bad:      rights("delete", ""),
	Good:     rights("delete", "{how: {zh: 隐私中心, en: privacy centre}}"),
	Fix: lang.Text{
		ZH: "在 rights 下为每一项写明 how：到哪里、怎么办；由 Volens 受理的，写个人信息中心的位置",
		EN: "state under rights, for each, where and how; where Volens takes the requests, say where its privacy centre is",
	},
	NotChecked: lang.Text{
		ZH: "照所写的途径真能办成吗？前台办完，后台也办完了吗？",
		EN: "Do the stated ways work, and does the back end do what the screen says?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		missing, cites := pathless(d)
		if len(missing) > 0 {
			report("rights", rule.Say("没有写明怎样%s", "not stated how people %s", listed(missing)), cites...)
		}
	},
}

// pathless returns the rights that d owes and states no way to, and the articles
// that ask for them.
func pathless(d *declaration.Declaration) ([]lang.Text, []law.Citation) {
	var missing []lang.Text
	cites := []law.Citation{law.Cite(law.Draft, "20¶2(3)"), law.Cite(law.Order790, "21¶1(4)"), law.Cite(law.PIPL, "17")}
	sells := slices.ContainsFunc(d.Services, rule.Sells)
	for _, r := range owed(d) {
		if !r.Path.How.IsZero() {
			continue
		}
		missing = append(missing, r.Name)
		if sells && ofShoppers(r.ID) {
			cites = append(cites, law.Cite(law.ECommerce, "24"))
		}
		switch r.ID {
		case "withdraw":
			cites = append(cites, law.Cite(law.PIPL, "15"), law.Cite(law.No191, "III.8"))
		case "correct", "delete", "close-account":
			cites = append(cites, law.Cite(law.No191, "VI.1"))
		}
	}
	return missing, cites
}

// ofShoppers reports whether the right is among those of E-Commerce Law 24.
func ofShoppers(right string) bool {
	return slices.Contains([]string{"access", "correct", "delete", "close-account"}, right)
}

// owed returns the rights that people have against d.
func owed(d *declaration.Declaration) []declaration.Right {
	var consents, accounts, any bool
	for u := range d.All() {
		any = true
		consents = consents || u.ByConsent()
		accounts = accounts || u.Purpose.Class == declaration.Account || u.Kept.For == declaration.ForAccount ||
			u.When == "at-sign-up" || len(u.Service.SignIn.Ways) > 0
	}
	return slices.DeleteFunc(d.Rights.List(), func(r declaration.Right) bool {
		return !any || r.ID == "withdraw" && !consents || r.ID == "close-account" && !accounts
	})
}

// rights is a block of rights in which one is declared in this way, or not at all.
func rights(id, path string) string {
	var b strings.Builder
	b.WriteString("\nrights:\n")
	for _, r := range (&declaration.Rights{}).List() {
		switch {
		case r.ID != id:
			b.WriteString("  " + r.ID + ": {how: {zh: 隐私中心, en: privacy centre}}\n")
		case path != "":
			b.WriteString("  " + id + ": " + path + "\n")
		}
	}
	return b.String()
}
