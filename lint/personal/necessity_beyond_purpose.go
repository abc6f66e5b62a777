package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 6: processing has a clear and reasonable purpose, is directly related to it,
// and what is collected is the least that it needs. Draft 19 asks for necessity at
// its head, whatever the basis, and at (1) of what rests on consent, as Order 790
// Art. 22(1) does; PIPL 13 of what rests on a contract. No. 191 IV.1: an app collects
// no kind of information that has nothing to do with its functions. Art. 11 of the
// children's provisions says so of the service and what is collected from children.
//
// Our reading: where no list of the 39 types says what is necessary, the purpose
// does. What a purpose plainly cannot need is a table (beyond) of what nobody would
// dispute; anything else, and the purposes and items that a declaration makes for
// itself, are for people. A function that provides something works without
// marketing or research, so neither makes anything necessary to it. By consent the
// articles on refusing are cited where refusing stops something. An item has nothing
// to do with the functions where no purpose that the service has for it has any use
// for it; advertising and statistics, which need nobody's identity, do not show that.
// Art. 11 is cited for services made for children.
var necessityBeyondPurpose = rule.Rule{
	ID:    "necessity-beyond-purpose",
	Title: lang.Text{ZH: "与目的不相干却称必需", EN: "called necessary though the purpose has no use for it"},
	Reason: lang.Text{
		ZH: "三十九类的清单管不到的地方，是否必需看目的：缺了它，这个目的真的实现不了吗？送货用不着通讯录，看路线用不着身份证号，放广告、做统计不必认出任何人。",
		EN: "Where no list of the 39 types reaches, the purpose decides what is necessary: does it really fail without the information? Delivering takes no address book, showing a route no identity number, and advertising or statistics need nobody's identity.",
	},
	Cites: []law.Citation{
		law.Cite(law.PIPL, "6"), law.Cite(law.Draft, "19"), law.Cite(law.Draft, "19(1)"), law.Cite(law.Order790, "22(1)"), law.Cite(law.PIPL, "13"),
		law.Cite(law.Draft, "19(3)"), law.Cite(law.PIPL, "16"), law.Cite(law.Minors, "32"), law.Cite(law.No191, "IV.2"),
		law.Cite(law.No191, "IV.1"), law.Cite(law.Children, "11"),
	},
	Severity: rule.Breach,
	Bad:      resting("contacts", "deliver", "necessary: true   # 送货用不着通讯录 / no address book brings the goods"),
	Good:     resting("recipient-address", "deliver", "necessary: true"),
	Fix: lang.Text{
		ZH: "去掉 necessary 和 refused，让人可以拒绝；真正需要它的是别的目的的，如实写那个目的",
		EN: "drop necessary and refused so that people can refuse; where another purpose really needs it, declare that one",
	},
	NotChecked: lang.Text{
		ZH: "清单管不到的：三十九类之外的服务、附加功能、提供者一侧、网页。声明为必需的，特别是自定的目的和种类，对目的来说真的缺一不可吗？",
		EN: "Where no list reaches – services outside the 39 types, extra functions, the provider's side, web pages: is what is called necessary really indispensable to its purpose, above all for purposes and kinds of your own?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		served := servedItems(d)
		for _, s := range rule.Spots(d, beyondPurpose(d)) {
			report(s.Path, beyondPurposeMessage(s), append(beyondPurposeCites(s.Uses), unrelatedCites(s.Uses, served)...)...)
		}
	},
}

// beyondPurpose returns, for a use, the path of its claim to be necessary where
// its purpose has plainly no use for the item, or its function for the purpose.
func beyondPurpose(d *declaration.Declaration) func(*declaration.Use) string {
	provided := deliveries(d)
	return func(u *declaration.Use) string {
		_, listed := u.Listed()
		_, provides := provided[u.Function]
		idle := !serves(u) || notBasic(u) && provides
		if listed || !u.Necessary || !idle || u.ByConsent() && pretext(u) || uncarried(u) != carried {
			return ""
		}
		return rule.Field(u, "necessary")
	}
}

func beyondPurposeMessage(s rule.Spot) lang.Text {
	u := s.Uses[0]
	if serves(u) {
		return rule.Say("%s被称为“%s”所必需，而功能“%s”没有它照样能提供服务（%s，由目的判断是否必需）",
			"%s: called necessary to “%s”, without which the function “%s” still does its work (%s; the purpose decides what is necessary)",
			rule.Names(s.Uses), u.Purpose.Is, u.Function.Name, whyNoList(u))
	}
	return rule.Say("%s被称为“%s”所必需，这个目的却用不着（%s，由目的判断是否必需）",
		"%s: called necessary to “%s”, which has no use for it (%s; the purpose decides what is necessary)",
		rule.Names(s.Uses), u.Purpose.Is, whyNoList(u))
}

// whyNoList says why no list of the 39 types judges u.
func whyNoList(u *declaration.Use) lang.Text {
	_, listed := law.AppTypeByKey(u.Service.Type)
	switch {
	case !listed:
		return lang.Text{ZH: "不属于三十九类", EN: "outside the 39 types"}
	case !u.Service.Listed():
		return lang.Text{ZH: "三十九类的清单只及于 App 和小程序", EN: "the lists reach apps and mini-programs only"}
	case u.Function.Side == "provider":
		return lang.Text{ZH: "三十九类的清单不及于提供者一侧", EN: "the lists do not reach the provider's side"}
	}
	return lang.Text{ZH: "三十九类的清单不及于附加功能", EN: "the lists do not reach extra functions"}
}

// beyondPurposeCites are the articles against the claim. A line has one basis.
func beyondPurposeCites(uses []*declaration.Use) []law.Citation {
	cites := []law.Citation{law.Cite(law.PIPL, "6")}
	switch uses[0].Basis {
	case declaration.BasisConsent:
		cites = append(cites, law.Cite(law.Draft, "19(1)"), law.Cite(law.Order790, "22(1)"))
		return append(cites, stopCites(uses)...)
	case declaration.BasisContract:
		return append(cites, law.Cite(law.Draft, "19"), law.Cite(law.PIPL, "13"))
	}
	return append(cites, law.Cite(law.Draft, "19"))
}

// An itemOf is an item as one service uses it.
type itemOf struct {
	service *declaration.Service
	item    law.ItemID
}

// servedItems are the items that some purpose of their service may have use for.
func servedItems(d *declaration.Declaration) map[itemOf]bool {
	served := map[itemOf]bool{}
	for u := range d.All() {
		if serves(u) || beyond[u.Purpose.ID].none {
			served[itemOf{u.Service, u.Item.ID}] = true
		}
	}
	return served
}

// unrelatedCites are the articles against collecting what a service has nothing to do
// with, where one of the uses does.
func unrelatedCites(uses []*declaration.Use, served map[itemOf]bool) []law.Citation {
	var app, children bool
	for _, u := range uses {
		unrelated := !served[itemOf{u.Service, u.Item.ID}]
		app = app || unrelated && u.Service.Listed()
		children = children || unrelated && rule.ForChildren(u.Service)
	}
	var cites []law.Citation
	if app {
		cites = append(cites, law.Cite(law.No191, "IV.1"))
	}
	if children {
		cites = append(cites, law.Cite(law.Children, "11"))
	}
	return cites
}
