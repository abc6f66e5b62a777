package consent

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

// Wording is the exact text of a choice: a question, why it stands alone if it
// does, why it is needed and what it may mean for the person (PIPL 30), and the
// facts that draft 12(1) and 20¶2(1) and PIPL 17, 23 and 39 want told.
type Wording struct {
	Question lang.Text `json:"question"`
	Why      lang.Text `json:"why"`      // why it is asked separately; zero for a group
	Need     lang.Text `json:"need"`     // why it is needed and what it may mean for the person; zero where the declaration does not say
	Refusing lang.Text `json:"refusing"` // the effect of refusing
	Facts    []Fact    `json:"facts"`
}

// A Fact is one labelled line under a question.
type Fact struct {
	Label lang.Text `json:"label"`
	Text  lang.Text `json:"text"`
}

func wording(c Choice, uses []declaration.Use, child bool) Wording {
	first := uses[0]
	w := Wording{Question: question(first, items(uses), child), Refusing: distinct(uses, func(u declaration.Use) lang.Text { return u.Without })}
	w.Need = distinct(uses, func(u declaration.Use) lang.Text { return u.Why })
	for i, s := range c.Separate {
		if i > 0 {
			w.Why.ZH += "；"
			w.Why.EN += "; "
		}
		w.Why.ZH += s.Text().ZH
		w.Why.EN += s.Text().EN
	}
	w.fact("用途", "Used", first.PutTo)
	w.fact("方式", "How", distinct(uses, manner))
	w.fact("频次或时机", "When", distinct(uses, func(u declaration.Use) lang.Text { return u.When.Text() }))
	w.fact("保存地点", "Kept where", distinct(uses, place))
	w.fact("保存期限", "Kept how long", distinct(uses, period))
	w.fact("提供给", "Given to", distinct(uses, recipients))
	w.fact("接收方联系方式", "How to reach the recipient", distinct(uses, contact))
	w.tellRecipient(first)
	w.fact("提供者", "Vendor", distinct(uses, vendor))
	w.fact("其处理规则", "Its rules", distinct(uses, rules))
	w.fact("来源", "Source", distinct(uses, func(u declaration.Use) lang.Text { return u.From.Who }))
	return w
}

// tellRecipient adds what is told of a third party besides: where it is, what it
// does with the item, how long and where it keeps it (draft 12(1), PIPL 23), and
// how people exercise their rights against whoever gets it abroad (PIPL 39).
func (w *Wording) tellRecipient(u declaration.Use) {
	switch {
	case u.Recipient != nil:
		r := u.Recipient
		w.abroad("接收方在境外", "The recipient is across the border", r.Country, r.Export)
		w.fact("接收方如何处理", "What the recipient does with it", r.Manner)
		w.fact("接收方保存期限", "How long the recipient keeps it", r.KeptFor.Text())
		w.fact("接收方保存地点", "Where the recipient keeps it", r.KeptAt)
	case u.Component != nil:
		w.abroad("提供者在境外", "The vendor is across the border", u.Component.Country, u.Component.Export)
	}
	if u.Recipient == nil && u.Store != nil && u.Store.Country != declaration.Home {
		w.abroad("保存在境外", "Kept across the border", u.Store.Country, u.Store.Export)
	}
}

func (w *Wording) abroad(zh, en, country string, e declaration.Export) {
	if country != declaration.Home {
		w.fact(zh, en, lang.Text{ZH: country, EN: country})
		w.fact("向境外接收方行使权利的方式", "How to exercise rights against whoever gets it there", e.Rights)
	}
}

// question asks the person, or the guardian of a child, by name of what is used.
func question(u declaration.Use, items lang.Text, child bool) lang.Text {
	whose := lang.Text{ZH: "您的", EN: "your "}
	if child {
		whose = lang.Text{ZH: "您孩子的", EN: "your child's "}
	}
	what := lang.Text{ZH: whose.ZH + items.ZH, EN: whose.EN + items.EN}
	switch {
	case u.Recipient != nil:
		return lang.Text{
			ZH: "是否同意将" + what.ZH + "提供给" + u.Recipient.Name.In(lang.ZH) + "，用于" + u.Purpose.Is.ZH + "？",
			EN: "May we give " + what.EN + " to " + u.Recipient.Name.In(lang.EN) + "? Purpose: " + u.Purpose.Is.EN + ".",
		}
	case u.Component != nil:
		return lang.Text{
			ZH: "是否同意第三方组件“" + u.Component.Name.In(lang.ZH) + "”收集" + what.ZH + "，用于" + u.Purpose.Is.ZH + "？",
			EN: "May the third-party component “" + u.Component.Name.In(lang.EN) + "” collect " + what.EN + "? Purpose: " + u.Purpose.Is.EN + ".",
		}
	}
	return lang.Text{
		ZH: "是否同意使用" + what.ZH + "，用于" + u.Purpose.Is.ZH + "？",
		EN: "May we use " + what.EN + "? Purpose: " + u.Purpose.Is.EN + ".",
	}
}

// tellGuardian adds what a guardian is told besides (Children's Provisions 10):
// how the information is protected, whom to complain to, and how to have it
// corrected or erased.
func (w *Wording) tellGuardian(d *declaration.Declaration, u declaration.Use) {
	if u.Store != nil {
		w.fact("安全措施", "Protected by", join(u.Store.Protects, "、", ", ", declaration.Measure.Text))
	}
	c := d.Processor.Complaints
	w.fact("投诉举报", "Complaints", join([]lang.Text{{ZH: c.Mail}, {ZH: c.Phone}, {ZH: c.URL}}, "，", ", ", func(t lang.Text) lang.Text { return t }))
	w.fact("更正、删除", "Correction, erasure", lang.Text{ZH: "可随时在“我的同意”页撤回，并可向处理者要求更正或删除", EN: "withdraw at any time on the consents page; ask the processor to correct or erase"})
}

func (w *Wording) fact(zh, en string, t lang.Text) {
	if !t.IsZero() {
		w.Facts = append(w.Facts, Fact{Label: lang.Text{ZH: zh, EN: en}, Text: t})
	}
}

func items(uses []declaration.Use) lang.Text {
	return join(uses, "、", ", ", func(u declaration.Use) lang.Text { return u.Item.Name })
}

// distinct says what the uses share once, and lists what differs item by item.
func distinct(uses []declaration.Use, of func(declaration.Use) lang.Text) lang.Text {
	same := true
	for _, u := range uses {
		same = same && of(u) == of(uses[0])
	}
	if same {
		return of(uses[0])
	}
	return join(uses, "；", "; ", func(u declaration.Use) lang.Text {
		t := of(u)
		if t.IsZero() {
			return t
		}
		return lang.Text{ZH: u.Item.Name.ZH + "：" + t.In(lang.ZH), EN: u.Item.Name.EN + ": " + t.In(lang.EN)}
	})
}

func join[T any](list []T, sepZH, sepEN string, of func(T) lang.Text) lang.Text {
	var zh, en []string
	for _, x := range list {
		if t := of(x); !t.IsZero() {
			zh, en = append(zh, t.In(lang.ZH)), append(en, t.In(lang.EN))
		}
	}
	return lang.Text{ZH: strings.Join(zh, sepZH), EN: strings.Join(en, sepEN)}
}

func manner(u declaration.Use) lang.Text {
	var zh, en []string
	for _, m := range u.Manner {
		zh, en = append(zh, m.Text().ZH), append(en, m.Text().EN)
	}
	return lang.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

func place(u declaration.Use) lang.Text {
	switch {
	case u.Kept.In == declaration.OnDevice:
		return lang.Text{ZH: "只在您自己的设备上", EN: "only on your own device"}
	case u.Store == nil:
		return lang.Text{}
	}
	return u.Store.Location
}

func period(u declaration.Use) lang.Text {
	if u.Kept.For == "" {
		return lang.Text{}
	}
	t := u.Kept.For.Text()
	if u.Kept.For == declaration.ForMoment {
		return t
	}
	then := u.Kept.Then.Text()
	return lang.Text{ZH: t.ZH + "，" + then.ZH, EN: t.EN + ", " + then.EN}
}

func recipients(u declaration.Use) lang.Text {
	var zh, en []string
	for _, r := range u.Gives {
		zh = append(zh, r.Name.In(lang.ZH)+"（"+r.Role.Text().ZH+"）")
		en = append(en, r.Name.In(lang.EN)+" ("+r.Role.Text().EN+")")
	}
	return lang.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// contact is how to reach the third party that a use gives an item to, or whose
// code collects it (PIPL 23).
func contact(u declaration.Use) lang.Text {
	var c declaration.Contact
	switch {
	case u.Recipient != nil:
		c = u.Recipient.Contact
	case u.Component != nil:
		c = u.Component.Contact
	}
	var zh, en []string
	for _, way := range []lang.Text{{ZH: c.Mail}, {ZH: c.Phone}, {ZH: c.URL}, c.Address} {
		if !way.IsZero() {
			zh, en = append(zh, way.In(lang.ZH)), append(en, way.In(lang.EN))
		}
	}
	return lang.Text{ZH: strings.Join(zh, "，"), EN: strings.Join(en, ", ")}
}

func vendor(u declaration.Use) lang.Text {
	if u.Component == nil {
		return lang.Text{}
	}
	return u.Component.Vendor
}

// rules is the address of a component's own rules, the same in both languages.
func rules(u declaration.Use) lang.Text {
	if u.Component == nil {
		return lang.Text{}
	}
	return lang.Text{ZH: u.Component.Rules, EN: u.Component.Rules}
}
