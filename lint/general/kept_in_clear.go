package general

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

var inClearCites = []law.Citation{law.Cite(law.Draft, "9"), law.Cite(law.Order790, "9"), law.Cite(law.PIPL, "51")}

// Draft 9 and Order 790 Art. 9 name encryption among the measures; PIPL 51
// encryption and de-identification. Art. 13 of the children's provisions: what is
// collected from children is stored with encryption and the like.
//
// Our reading: the articles leave some choice of measures. For passwords and
// sensitive information, and for anything of children in a service meant for them,
// they leave none: it does not lie in the clear.
var sensitiveInClear = rule.Rule{
	ID:    "sensitive-in-clear",
	Title: lang.Text{ZH: "密码、敏感个人信息以明文存放", EN: "passwords or sensitive information in the clear"},
	Reason: lang.Text{
		ZH: "处理者要采取加密、去标识化等措施。密码和敏感个人信息一旦泄露后果最重，不能明文存放。",
		EN: "Processors encrypt, de-identify and the like. Passwords and sensitive information do the most harm when they leak, and do not lie in the clear.",
	},
	Cites:    append(slices.Clip(inClearCites), law.Cite(law.Children, "13")),
	Severity: rule.Breach,
	Bad:      inClear("[password]"),
	Good:     inClear("[]"),
	Fix: lang.Text{
		ZH: "密码改存加盐散列，其他敏感个人信息加密存放，再从该存储的 clear 中删去",
		EN: "keep salted hashes of passwords, encrypt the other sensitive information, then take it off clear of the store",
	},
	NotChecked: lang.Text{
		ZH: "日志、备份、导出文件里有没有明文的密码和敏感个人信息？",
		EN: "Do logs, backups or exported files hold passwords or sensitive information in the clear?",
	},
	Check: checkClear(true),
}

// The same articles on all other personal information.
//
// Our reading: encryption of the store as a whole may be enough for it, so that
// lying in the clear is a warning.
var personalInClear = rule.Rule{
	ID:    "personal-in-clear",
	Title: lang.Text{ZH: "个人信息以明文存放", EN: "personal information in the clear"},
	Reason: lang.Text{
		ZH: "处理者要采取加密、去标识化等措施保护个人信息。",
		EN: "Processors protect personal information by encryption, de-identification and the like.",
	},
	Cites:    inClearCites,
	Severity: rule.Warning,
	Bad:      inClear("[email]"),
	Good:     inClear("[]"),
	Fix: lang.Text{
		ZH: "加密或去标识化后存放，再从该存储的 clear 中删去",
		EN: "encrypt or de-identify it, then take it off clear of the store",
	},
	Check: checkClear(false),
}

// checkClear checks what lies in the clear: what is grave, or all the rest.
func checkClear(grave bool) func(*declaration.Declaration, rule.Report) {
	return func(d *declaration.Declaration, report rule.Report) {
		children := ofChildren(d)
		for _, s := range d.Stores {
			cites := inClearCites
			var items []law.ItemID
			for _, id := range s.Clear {
				if of := children[itemIn{s, id}]; (of || isGrave(d, id)) == grave {
					items = append(items, id)
					if of {
						cites = append(slices.Clip(inClearCites), law.Cite(law.Children, "13"))
					}
				}
			}
			if len(items) > 0 {
				report("stores."+s.ID+".clear", rule.Say("存储“%s”以明文存放：%s", "store %s keeps in the clear: %s",
					rule.Plain(s.ID), itemNames(d, items)), cites...)
			}
		}
	}
}

// An itemIn is an item as one store keeps it.
type itemIn struct {
	store *declaration.Store
	item  law.ItemID
}

// ofChildren are the items that services made for children keep.
func ofChildren(d *declaration.Declaration) map[itemIn]bool {
	all := map[itemIn]bool{}
	for u := range d.All() {
		if u.Store != nil && rule.ForChildren(u.Service) {
			all[itemIn{u.Store, u.Item.ID}] = true
		}
	}
	return all
}

// isGrave reports whether the item must not lie in the clear anywhere.
func isGrave(d *declaration.Declaration, id law.ItemID) bool {
	if _, _, sensitive := d.Taxonomy.Sensitive(id); sensitive || id == "password" {
		return true
	}
	return slices.ContainsFunc(d.Items, func(o *declaration.OwnItem) bool { return o.ID == id && o.Family != "" })
}

// itemNames joins the names of items.
func itemNames(d *declaration.Declaration, ids []law.ItemID) lang.Text {
	var zh, en []string
	for _, id := range ids {
		name := rule.Plain(id)
		if known, ok := law.ItemByID(id); ok {
			name = known.Name
		} else if k := slices.IndexFunc(d.Items, func(o *declaration.OwnItem) bool { return o.ID == id }); k >= 0 {
			name = d.Items[k].Name
		}
		zh, en = append(zh, name.In(lang.ZH)), append(en, name.In(lang.EN))
	}
	return lang.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// inClear is a store that keeps these items in the clear.
func inClear(items string) string {
	return `
stores:
  main:
    engine: mysql
    protects: [backup, encryption, access-control, authentication]
    clear: ` + items + `
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
`
}
