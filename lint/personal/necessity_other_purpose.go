package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Art. 3 of the provisions on 39 types: necessary is what the basic function cannot
// work without. Art. 5 lists items together with what they are for: the recipient's
// address is there because goods are delivered. PIPL 6 and draft 19: what is
// processed is directly related to its purpose and necessary for it.
//
// Our reading: an item on the list is necessary for what the list has it for. A
// telephone number is needed to deliver a meal, and not to order one at the table.
// A list does not say this of each item, so it is a warning, and an item or a
// purpose that could be meant gives none.
var necessityOtherPurpose = rule.Rule{
	ID:    "necessity-other-purpose",
	Title: lang.Text{ZH: "在清单上，却是为了别的目的", EN: "on the list, but for another purpose"},
	Reason: lang.Text{
		ZH: "清单列出一项信息，是因为某个环节缺它不可。送餐要手机号，堂食点餐不要；换了目的，就不能再拿清单说它必需。",
		EN: "A list names an item because some step fails without it. Delivering a meal takes a telephone number, ordering at the table does not. For another purpose the list is no proof that the item is necessary.",
	},
	Cites:    []law.Citation{law.Cite(law.Necessary39, "3"), law.Cite(law.Necessary39, "5"), law.Cite(law.PIPL, "6"), law.Cite(law.Draft, "19")},
	Severity: rule.Warning,
	Bad:      meals("coupon"),
	Good:     meals("deliver"),
	Fix: lang.Text{
		ZH: "在真正需要它的功能里、以那个目的声明它；这里去掉 necessary",
		EN: "declare it in the function, and for the purpose, that really needs it, and drop necessary here",
	},
	NotChecked: lang.Text{
		ZH: "清单上的信息，是在真正需要它的那一步才收集的吗？",
		EN: "Is what the list names collected only at the step that needs it?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		delivers := deliveries(d)
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if !aside(u, delivers) {
				return ""
			}
			return rule.Field(u, "necessary")
		}) {
			t, _ := s.Uses[0].Listed()
			report(s.Path, rule.Say("%s在“%s”的清单上，但不是为了功能“%s”里的“%s”",
				"%s: on the list of “%s”, but not for “%[4]s” in the function “%[3]s”",
				rule.Names(s.Uses), t.Name, s.Uses[0].Function.Name, s.Uses[0].Purpose.Is),
				law.Cite(law.Necessary39, "3"), t.Cite, law.Cite(law.PIPL, "6"), law.Cite(law.Draft, "19"))
		}
	},
}

// aside reports whether u's item is on the list of its type for something else.
func aside(u *declaration.Use, delivers map[*declaration.Function]bool) bool {
	t, listed := u.Listed()
	if !listed || !u.Necessary || !t.Needs(u.Item.ID) || beyondList(u) != "" || uncarried(u) != carried || u.ByConsent() && pretext(u) {
		return false
	}
	if brings, provides := delivers[u.Function]; provides && !brings && t.Key == "food-delivery" && slices.Contains(deliveryOnly, u.Item.ID) {
		return true
	}
	purposes, known := listedFor[u.Item.ID]
	_, vocabulary := declaration.PurposeByID(u.Purpose.ID)
	return known && vocabulary && u.Purpose.Class == declaration.Provide && !slices.Contains(purposes, u.Purpose.ID)
}

// deliveries says of each function that provides something whether it delivers.
// One that only signs people in provides nothing and is not in it.
func deliveries(d *declaration.Declaration) map[*declaration.Function]bool {
	delivers := map[*declaration.Function]bool{}
	for u := range d.All() {
		if u.Purpose.Class == declaration.Provide {
			delivers[u.Function] = delivers[u.Function] || u.Purpose.ID == "deliver"
		}
	}
	return delivers
}

// meals is a food delivery app that calls an address necessary for a purpose.
func meals(purpose string) string {
	return `
services:
  meals:
    name: {zh: 外卖, en: meals}
    type: food-delivery
    children: excluded
    functions:
      order:
        name: {zh: 点餐, en: ordering}
        basic: true
        uses:
          - item: recipient-address
            for: ` + purpose + `
            necessary: true
            when: each-order
            without: {zh: 不能点餐, en: no meals}
            kept: {in: main, for: 1y}
`
}
