package notice

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

// components has a row for each component, in the words of people.
func (a *author) components() []Block {
	return table(a.componentTable(), "没有声明收集个人信息的第三方组件。", "No third-party component that collects personal information is declared.")
}

func (a *author) componentTable() *Table {
	t := &Table{Columns: columns("组件", "Component", "提供者", "Vendor", "收集的信息", "Information it collects", "目的", "Purpose", "方式", "Manner",
		"频次或时机", "Frequency or timing", "用在哪些功能", "Functions it sits in", "其处理规则", "Its own rules", "提供者联系方式", "How to reach the vendor")}
	for _, c := range a.d.Components {
		uses := a.collectedBy(c)
		if c.Nothing || a.part() && len(uses) == 0 {
			continue
		}
		t.Rows = append(t.Rows, row(c.ID, c.Name, c.Vendor, itemNames(uses), purposes(uses), manners(uses), timings(uses),
			functionNames(uses), same(c.Rules), contact(c.Contact)))
	}
	return t
}

func manners(list []*declaration.Use) lang.Text {
	return each(list, func(u *declaration.Use) lang.Text { return spoken(u.Manner) })
}

func timings(list []*declaration.Use) lang.Text {
	return each(list, func(u *declaration.Use) lang.Text { return u.When.Text() })
}

func (a *author) recipients() []Block {
	t := a.recipientTable(func(*declaration.Recipient) bool { return true })
	return table(t, "没有声明向他人提供个人信息。", "No giving of personal information to anybody is declared.")
}

// recipientTable tells of recipients what PIPL 23 and draft 12(1) and 20¶2(5)
// ask for.
func (a *author) recipientTable(in func(*declaration.Recipient) bool) *Table {
	t := &Table{Columns: columns("接收方", "Recipient", "与我们的关系", "Its standing", "联系方式", "How to reach it", "提供的信息", "What it is given",
		"目的", "Purpose", "方式", "Manner", "涉及的功能", "Functions", "保存期限", "It keeps it for", "保存地点", "It keeps it where")}
	for _, r := range a.d.Recipients {
		uses := a.givenTo(r)
		if !in(r) || a.part() && len(uses) == 0 {
			continue
		}
		t.Rows = append(t.Rows, row(r.ID, r.Name, standing(r.Role), contact(r.Contact), itemNames(uses), purposes(uses), r.Manner, functionNames(uses),
			r.KeptFor.Text(), r.KeptAt))
	}
	return t
}

// standing says what a standing means: who decides what is done.
func standing(s declaration.Standing) lang.Text {
	switch s {
	case declaration.Entrusted:
		return say("受托处理：只按我们的委托处理", "entrusted: it works for us only")
	case declaration.Joint:
		return say("共同处理：与我们共同决定目的和方式", "joint: it decides purpose and manner together with us")
	}
	return say("第三方：自行决定目的和方式", "third party: it decides purpose and manner itself")
}

// export has a row for each recipient, component and store outside China.
func (a *author) export() []Block {
	t := &Table{Columns: columns("境外接收方", "Recipient outside China", "所在国家或地区", "Country or region", "联系方式", "How to reach it", "信息", "Information",
		"目的", "Purpose", "方式", "Manner", "出境路径", "Route", "怎样向其行使权利", "How to exercise your rights against it")}
	for _, b := range a.borders() {
		t.Rows = append(t.Rows, row(b.id, b.name, same(b.country), contact(b.contact), itemNames(b.uses), purposes(b.uses), b.manner, route(b.export), b.export.Rights))
	}
	return table(t, "没有声明向境外提供个人信息。", "No giving of personal information outside China is declared.")
}

// A border is one place where information leaves China.
type border struct {
	id      string
	name    lang.Text
	country string
	contact declaration.Contact
	uses    []*declaration.Use
	manner  lang.Text
	export  declaration.Export
}

func (a *author) borders() []border {
	var all []border
	for _, r := range a.d.Recipients {
		all = append(all, border{"recipient " + r.ID, r.Name, r.Country, r.Contact, a.givenTo(r), r.Manner, r.Export})
	}
	for _, c := range a.d.Components {
		if uses := a.collectedBy(c); !c.Nothing {
			all = append(all, border{"component " + c.ID, c.Name, c.Country, c.Contact, uses, manners(uses), c.Export})
		}
	}
	for _, s := range a.d.Stores {
		uses := a.uses(func(u *declaration.Use) bool { return u.Store == s && u.Recipient == nil })
		all = append(all, border{"store " + s.ID, storeName(s), s.Country, a.d.Processor.Contact, uses, say("存储", "storage"), s.Export})
	}
	return slices.DeleteFunc(all, func(b border) bool { return b.country == declaration.Home || len(b.uses) == 0 })
}

func route(e declaration.Export) lang.Text {
	if e.Route == "" {
		return Unstated
	}
	return with(e.Route.Text(), lang.Text{ZH: e.Date, EN: e.Date})
}

// storeName is what a store is called to people; its id is not a name that they
// know, but it is better than nothing.
func storeName(s *declaration.Store) lang.Text {
	if s.Name.IsZero() {
		return same(s.ID)
	}
	return s.Name
}
