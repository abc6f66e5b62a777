package notice

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// collectedOutline is the first of the two lists of MIIT 292.
func collectedOutline() outline {
	return outline{kind: Collected, title: say("已收集个人信息清单", "List of personal information collected"), parts: []part{
		{"collected", say("收集的个人信息", "Personal information collected"), []by{
			{law.SDKNotice, []string{""}}, {law.Order790, []string{"21¶2"}},
		}, plain((*author).collected)},
		{"yours", say("您本人的信息", "Your own information"), nil, plain((*author).yours)},
	}}
}

func (a *author) collected() []Block {
	t := &Table{Columns: columns("信息", "Information", "目的", "Purpose", "使用场景", "Where it is used", "方式", "Manner", "频次或时机", "Frequency or timing", "由谁收集", "Collected by")}
	for _, u := range a.uses(func(u *declaration.Use) bool { return u.Recipient == nil }) {
		t.Rows = append(t.Rows, row(string(u.ID), itemText(u), u.Purpose.Is, u.Function.Name, spoken(u.Manner), u.When.Text(), collector(u)))
	}
	return table(t, "没有声明收集个人信息。", "No collection of personal information is declared.")
}

func collector(u *declaration.Use) lang.Text {
	if u.Component == nil {
		return say("我们", "us")
	}
	return u.Component.Name
}

func (a *author) yours() []Block {
	return []Block{
		paragraph("本清单说的是我们会收集什么。已经收集了您本人的哪些、有多少，您可以查阅。",
			"This list says what we collect. You may see what we hold about you, and how much."),
		pairs(fact("查阅的途径和方法", "Where and how to see it", a.d.Rights.Access.How)),
	}
}

// sharedOutline is the second of the two lists of MIIT 292.
func sharedOutline() outline {
	return outline{kind: Shared, title: say("与第三方共享个人信息清单", "List of personal information shared with third parties"), parts: []part{
		{"recipients", say("接收方", "Recipients"), []by{
			{law.SDKNotice, []string{""}}, {law.PIPL, []string{"23"}}, {law.Order790, []string{"21¶2"}}, {law.Draft, []string{"12(1)", "20¶2(5)"}},
		}, plain((*author).shared)},
		{"components", say("第三方组件（SDK、插件）", "Third-party components (SDKs, plug-ins)"), []by{
			{law.SDKNotice, []string{""}}, {law.No191, []string{"II.1"}}, {law.Draft, []string{"20¶2(4)"}},
		}, plain((*author).components)},
		{"entrusted", say("受托方", "Entrusted parties"), []by{{law.No191, []string{"II.1"}}}, plain((*author).entrusted)},
	}}
}

func (a *author) shared() []Block {
	t := a.recipientTable(func(r *declaration.Recipient) bool { return r.Role != declaration.Entrusted })
	return table(t, "没有声明与第三方共享个人信息。", "No sharing of personal information with third parties is declared.")
}

func (a *author) entrusted() []Block {
	t := a.recipientTable(func(r *declaration.Recipient) bool { return r.Role == declaration.Entrusted })
	return append([]Block{paragraph("受托方只按我们的委托处理，不算共享，一并列出供您了解。",
		"Entrusted parties work for us only. That is no sharing; they are listed so that you know.")},
		table(t, "没有声明受托方。", "No entrusted party is declared.")...)
}

// sdkOutline is the table of components with every column.
func sdkOutline() outline {
	return outline{kind: SDK, title: say("第三方组件（SDK）清单", "List of third-party components (SDKs)"), parts: []part{
		{"components", say("收集个人信息的组件", "Components that collect personal information"), []by{
			{law.No191, []string{"II.1"}}, {law.Draft, []string{"20¶2(4)"}},
		}, plain((*author).everyComponent)},
		{"nothing", say("已查明不收集个人信息的组件", "Components that were looked into and collect nothing"), nil, plain((*author).harmless)},
	}}
}

func (a *author) everyComponent() []Block {
	t := &Table{Columns: columns("组件", "Component", "版本", "Version", "提供者", "Vendor", "提供者地位", "Standing of the vendor", "所在国家或地区", "Country or region",
		"联系方式", "How to reach it", "功能", "Function", "收集的信息", "Information", "目的", "Purpose", "用途", "Put to", "方式", "Manner", "频次或时机", "Frequency or timing",
		"保存期限", "Kept how long", "拒绝的影响", "If you refuse", "提供给", "Given to", "其处理规则", "Its own rules", "出境路径", "Export route")}
	for _, c := range a.d.Components {
		uses := a.collectedBy(c)
		if c.Nothing || a.part() && len(uses) == 0 {
			continue
		}
		if len(uses) == 0 {
			t.Rows = append(t.Rows, componentRow(c, nil))
		}
		for _, u := range uses {
			t.Rows = append(t.Rows, componentRow(c, u))
		}
	}
	return table(t, "没有声明收集个人信息的第三方组件。", "No third-party component that collects personal information is declared.")
}

// componentRow tells one use of a component; u is nil where none is declared.
func componentRow(c *declaration.Component, u *declaration.Use) Row {
	id, abroad := c.ID, lang.Text{ZH: "不适用", EN: "does not apply"}
	if c.Country != declaration.Home {
		abroad = route(c.Export)
	}
	if u == nil {
		u = &declaration.Use{Function: &declaration.Function{}}
	} else {
		id = string(u.ID)
	}
	return row(id, c.Name, same(c.Version), c.Vendor, standing(c.Role), country(c.Country), contact(c.Contact), u.Function.Name, itemText(u),
		u.Purpose.Is, u.PutTo, spoken(u.Manner), u.When.Text(), period(u), u.Without, givenNames(u.Gives), same(c.Rules), abroad)
}

func (a *author) harmless() []Block {
	var names []lang.Text
	for _, c := range a.d.Components {
		if c.Nothing {
			names = append(names, with(filled(c.Name), lang.Text{ZH: c.Version, EN: c.Version}))
		}
	}
	if names == nil {
		return []Block{paragraph("没有声明。", "None is declared.")}
	}
	return []Block{{List: names}}
}
