package notice

import (
	"slices"
	"unicode/utf8"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

// LongestLine is how many characters a line of layer one has at most, in Chinese.
const LongestLine = 60

// longestEnglish is the same for English, whose words are longer.
const longestEnglish = 150

// line says a use at a glance: what, for what, and what refusing means. Where
// that is too long it ends in an ellipsis and the facts have all of it.
func line(u *declaration.Use) lang.Text {
	what := u.Item.Name
	if sensitive(u) {
		what = with(what, say("敏感", "sensitive"))
	}
	head := lang.Text{ZH: what.ZH + "：" + filled(u.PutTo).ZH, EN: what.EN + ": " + filled(u.PutTo).EN}
	whole := head
	if !u.Without.IsZero() {
		whole.ZH += "；拒绝：" + u.Without.In(lang.ZH)
		whole.EN += "; if you refuse: " + u.Without.In(lang.EN)
	}
	return lang.Text{ZH: cut(visible(whole.ZH), LongestLine), EN: cut(visible(whole.EN), longestEnglish)}
}

// refusing says what refusing means, in the words declared. What rests on no consent
// is not asked for, and cannot be refused as consent can.
func refusing(u *declaration.Use) lang.Text {
	switch {
	case !u.Without.IsZero() || u.ByConsent():
		return u.Without
	case u.Recipient != nil || !u.Necessary:
		return lang.Text{ZH: "不以同意为依据，不另外征求", EN: "rests on no consent and is not asked for"}
	}
	stops := u.Refused.Text()
	return lang.Text{ZH: "不以同意为依据，不另外征求；缺了它，" + stops.ZH, EN: "rests on no consent and is not asked for; without it, " + stops.EN}
}

// cut keeps at most n characters, the last of them an ellipsis where some are
// gone.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// entry tells a use in two layers.
func entry(u *declaration.Use) Entry {
	list := []Fact{
		fact("种类", "Kind of information", itemText(u)),
		fact("目的", "Purpose", u.Purpose.Is),
		fact("用途", "Put to", u.PutTo),
		fact("方式", "Manner", spoken(u.Manner)),
		fact("频次或时机", "Frequency or timing", u.When.Text()),
		fact("保存地点", "Kept where", place(u)),
		fact("保存期限", "Kept how long", period(u)),
		fact("合法性基础", "Legal basis", with(u.Basis.Text(), u.Under)),
		fact("是否必要", "Necessary", yesNo(u.Necessary)),
		fact("拒绝的影响", "If you refuse", refusing(u)),
	}
	if sensitive(u) || !u.Why.IsZero() {
		list = append(list, fact("为什么需要、对您有何影响", "Why it is needed and what it may mean for you", u.Why))
	}
	list = append(list, known(
		fact("须单独同意的原因", "Why it is asked alone", spoken(grounds(u))),
		fact("提供给", "Given to", givenNames(u.Gives)),
		fact("来源", "Source", with(u.From.Who, u.From.Ground)),
	)...)
	return Entry{ID: string(u.ID), Line: line(u), Facts: list}
}

// itemText names the item and says why it is sensitive, where it is.
func itemText(u *declaration.Use) lang.Text {
	switch family := u.Item.Family.Text(); {
	case u.Item.Sensitive:
		return with(u.Item.Name, say("敏感个人信息："+family.ZH, "sensitive: "+family.EN))
	case sensitive(u):
		return with(u.Item.Name, say("敏感个人信息：不满十四周岁者的信息", "sensitive: of people under fourteen"))
	}
	return u.Item.Name
}

// sensitive reports whether what u uses is sensitive: by its kind, or because the
// service is made for people under fourteen, all of whose information is (PIPL 28).
func sensitive(u *declaration.Use) bool { return u.Item.Sensitive || ofChildren(u) }

// ofChildren reports whether u is in a service made for people under fourteen.
func ofChildren(u *declaration.Use) bool {
	return u.Service != nil && u.Service.Children == declaration.ChildrenIntended
}

// grounds are those on which u takes a separate consent, that of children's
// information among them.
func grounds(u *declaration.Use) []declaration.Separation {
	list := u.Separate()
	if u.ByConsent() && ofChildren(u) && !u.Item.Sensitive {
		list = append([]declaration.Separation{declaration.SeparateSensitive}, list...)
	}
	return list
}

func place(u *declaration.Use) lang.Text {
	switch {
	case u.Kept.In == declaration.OnDevice:
		return say("只在您自己的设备上", "only on your own device")
	case u.Store != nil && u.Store.Country != declaration.Home:
		return with(filled(u.Store.Location), country(u.Store.Country))
	case u.Store != nil:
		return u.Store.Location
	case u.Kept.For == declaration.ForMoment:
		return say("不保存", "not kept")
	}
	return lang.Text{}
}

func period(u *declaration.Use) lang.Text { return keeping(u.Kept.For, u.Kept.Then) }

func keeping(p declaration.Period, then declaration.Then) lang.Text {
	t := p.Text()
	if p == "" || p == declaration.ForMoment {
		return t
	}
	return lang.Text{ZH: t.ZH + "，" + then.Text().ZH, EN: t.EN + ", " + then.Text().EN}
}

func givenNames(list []*declaration.Recipient) lang.Text {
	var names []lang.Text
	for _, r := range list {
		names = append(names, with(r.Name, r.Role.Text()))
	}
	return together(names)
}

// own are the uses of a function by the service itself: neither by a component
// nor the giving to a third party, which other sections tell.
func (a *author) own(s *declaration.Service, f *declaration.Function) []*declaration.Use {
	return a.uses(func(u *declaration.Use) bool {
		return u.Service == s && u.Function == f && u.Component == nil && u.Recipient == nil
	})
}

// uses are the uses that ok accepts, in their order.
func (a *author) uses(ok func(*declaration.Use) bool) []*declaration.Use {
	var list []*declaration.Use
	for u := range a.d.All() {
		if a.in(u.Service) && ok(u) {
			list = append(list, u)
		}
	}
	return list
}

// givenTo are the uses that a recipient is given the items of.
func (a *author) givenTo(r *declaration.Recipient) []*declaration.Use {
	return a.uses(func(u *declaration.Use) bool { return u.Recipient == nil && slices.Contains(u.Gives, r) })
}

// collectedBy are the uses of a component.
func (a *author) collectedBy(c *declaration.Component) []*declaration.Use {
	return a.uses(func(u *declaration.Use) bool { return u.Component == c && u.Recipient == nil })
}

func itemNames(list []*declaration.Use) lang.Text {
	return each(list, func(u *declaration.Use) lang.Text { return itemText(u) })
}

func purposes(list []*declaration.Use) lang.Text {
	return each(list, func(u *declaration.Use) lang.Text { return u.Purpose.Is })
}

func functionNames(list []*declaration.Use) lang.Text {
	return each(list, func(u *declaration.Use) lang.Text { return u.Function.Name })
}

// each lists what text says of the uses, each once.
func each(list []*declaration.Use, text func(*declaration.Use) lang.Text) lang.Text {
	texts := make([]lang.Text, len(list))
	for i, u := range list {
		texts[i] = text(u)
	}
	return together(texts)
}
