package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 19(1) and Order 790 Art. 22(1): what is processed on consent must be
// necessary for the service. Art. 3 and 5 of the provisions on 39 types of apps
// say what their basic functions need, and Art. 4 that a basic function is not
// refused for want of anything else; draft 19(3), PIPL 16 and No. 191 IV.2 say
// the same of refusing.
//
// Our reading: in a basic function of one of the 39 types, an item off the list
// cannot be declared necessary. By consent, the articles on refusing are cited
// only where refusing is declared to stop something, and pretexts are reported by
// pretext-gates. On another basis only Art. 3 and 5 are cited: they say what is
// necessary, whatever the basis, while draft 19(1) and (3), Order 790 Art. 22 and
// Art. 4 speak of consent; on a contract PIPL 13 asks for necessity too. The list
// says what the basic function needs, so an item on it is still not necessary for
// marketing or research.
//
// Art. 2 and 3: the lists reach apps and mini-programs, and the consumer's side.
// Drivers, shops and hosts, web pages, extra functions and services outside the 39
// types have no list; the purpose decides, see necessity-beyond-purpose. What the
// basis cannot carry anyway is reported by basis-cannot-carry.
var necessityBeyondList = rule.Rule{
	ID:    "necessity-beyond-list",
	Title: lang.Text{ZH: "不在必要信息清单上却称必需", EN: "called necessary though not on the list"},
	Reason: lang.Text{
		ZH: "三十九类常见 App 的基本功能需要哪些个人信息，已有清单。清单之外的信息可以请求，但不能说成必需；其中十三类的基本功能无须任何个人信息。换一个合法性基础，清单也不会变长。",
		EN: "For 39 common types of apps there is a list of what the basic function needs. Other information may be asked for but not called necessary; 13 of the types need none at all. Another legal basis does not make the list longer.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "19(1)"), law.Cite(law.Draft, "19(3)"), law.Cite(law.Order790, "22(1)"),
		law.Cite(law.PIPL, "16"), law.Cite(law.Minors, "32"), law.Cite(law.No191, "IV.2"), law.Cite(law.PIPL, "13"),
		law.Cite(law.Necessary39, "3"), law.Cite(law.Necessary39, "4"), law.Cite(law.Necessary39, "5"),
	},
	Severity: rule.Breach,
	Bad: `
services:
  reader:
    name: {zh: 新闻, en: news}
    type: news            # 基本功能无须个人信息 / its basic function needs no personal information
    children: excluded
    functions:
      read:
        name: {zh: 看新闻, en: reading}
        basic: true
        uses:
          - item: phone
            for: sign-in
            necessary: true
            when: on-start
            without: {zh: 不能看新闻, en: no news}
            kept: {in: main, for: account}
`,
	Good: `
services:
  reader:
    name: {zh: 新闻, en: news}
    type: news
    children: excluded
    functions:
      read:
        name: {zh: 看新闻, en: reading}
        basic: true
      comment:
        name: {zh: 评论, en: comments}
        uses:
          - item: phone
            for: sign-in
            necessary: true   # 评论这一附加功能才需要 / needed for commenting, which is not basic
            when: each-use
            without: {zh: 只能看，不能评论, en: reading only}
            kept: {in: main, for: account}
`,
	Fix: lang.Text{
		ZH: "去掉 necessary，让人可以拒绝而照常使用；确为附加功能所需的，移到该附加功能下",
		EN: "drop necessary, so that people can refuse and go on; what only an extra function needs belongs under that function",
	},
	NotChecked: lang.Text{
		ZH: "写成基本功能的，真是人们为之而来的功能吗？清单上只在特定情形才必需的（如挂号时、租车时），是否只在那时收集？依据法定义务的，该法真的要求吗？",
		EN: "Is what is called basic really what people come for? Is what the list names for certain cases only, such as registering at a hospital or renting a car, collected only then? Where it rests on a duty of law, does that law demand it?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, beyondList) {
			t, _ := s.Uses[0].Listed()
			report(s.Path, beyondListMessage(s, t), beyondListCites(s.Uses)...)
		}
	},
}

// beyondList is the path of u's claim to be necessary where the list denies it.
func beyondList(u *declaration.Use) string {
	if _, denied := offList(u); !denied || u.ByLaw() || u.ByConsent() && pretext(u) || uncarried(u) != carried {
		return ""
	}
	return rule.Field(u, "necessary")
}

// offList returns the type whose list denies u's claim to be necessary.
func offList(u *declaration.Use) (law.AppType, bool) {
	t, listed := u.Listed()
	return t, listed && u.Necessary && (!t.Needs(u.Item.ID) || notBasic(u))
}

// notBasic reports whether the purpose of u is none that a basic function has.
func notBasic(u *declaration.Use) bool {
	return u.Purpose.Class == declaration.Market || u.Purpose.Class == declaration.Research
}

func beyondListMessage(s rule.Spot, t law.AppType) lang.Text {
	message := beyondListText(s, t)
	if s.Uses[0].ByConsent() {
		return message
	}
	return rule.Say("%s；什么是必需由清单说了算，换成别的合法性基础也一样", "%s; the list decides what is necessary, whatever the legal basis", message)
}

func beyondListText(s rule.Spot, t law.AppType) lang.Text {
	names := rule.Names(s.Uses)
	switch {
	case len(t.Necessary) == 0:
		return rule.Say("%s被称为必需，但“%s”的基本功能无须任何个人信息（三十九类中有十三类如此）",
			"%s: called necessary, but the basic function of “%s” needs no personal information at all, as with 13 of the 39 types", names, t.Name)
	case notBasic(s.Uses[0]):
		return rule.Say("%s被称为“%s”所必需，但“%s”的清单只管基本功能（%s），不管这个目的",
			"%s: called necessary to “%s”, but the list of “%s” is for its basic function (%s) and not for that", names, s.Uses[0].Purpose.Is, t.Name, t.BasicFunction)
	}
	return rule.Say("%s被称为必需，但不在“%s”的必要个人信息清单上", "%s: called necessary, but not on the list of necessary information for “%s”", names, t.Name)
}

// beyondListCites are the articles against the claim. A line has one basis.
func beyondListCites(uses []*declaration.Use) []law.Citation {
	var lists []law.Citation
	for _, u := range uses {
		t, _ := u.Listed()
		lists = append(lists, t.Cite)
	}
	if !uses[0].ByConsent() {
		cites := append([]law.Citation{law.Cite(law.Necessary39, "3")}, lists...)
		if uses[0].Basis == declaration.BasisContract {
			cites = append(cites, law.Cite(law.PIPL, "13"))
		}
		return cites
	}
	cites := append([]law.Citation{law.Cite(law.Draft, "19(1)"), law.Cite(law.Order790, "22(1)")}, lists...)
	return append(cites, stopCites(uses)...)
}
