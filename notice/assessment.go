package notice

import (
	"fmt"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// assessmentOutline is a draft of the impact assessment: what calls for one (PIPL
// 55), the three items (PIPL 56), and who signs. What the declaration holds is
// filled in; what people have to judge is asked.
func assessmentOutline() outline {
	pipl55, pipl56 := []by{{law.PIPL, []string{"55"}}}, []by{{law.PIPL, []string{"56"}}}
	return outline{kind: Assessment, title: say("个人信息保护影响评估（草稿）", "Personal information protection impact assessment (draft)"), parts: []part{
		{"scope", say("哪些事项须评估", "What calls for an assessment"), append(pipl55, by{law.Face, []string{"9"}}), plain((*author).scope)},
		{"lawful", say("一、目的、方式等是否合法、正当、必要", "1. Whether purpose, manner and the rest are lawful, proper and necessary"), pipl56, (*author).lawful},
		{"impact", say("二、对个人权益的影响与安全风险", "2. Effect on people's rights and interests, and security risks"), pipl56, (*author).impact},
		{"measures", say("三、保护措施是否合法、有效并与风险相适应", "3. Whether protection is lawful, effective and fits the risk"), pipl56, (*author).measures},
		{"conclusion", say("结论与留存", "Conclusion and keeping"), pipl56, plain((*author).conclusion)},
	}}
}

// A trigger is a matter of PIPL 55 that the declaration shows, with what shows
// it.
type trigger struct {
	matter  declaration.Matter
	uses    []*declaration.Use
	parties []*declaration.Recipient
	names   lang.Text // components, functions and stores that show it
}

// triggers are the matters that the declaration shows, in the order of the law.
func (a *author) triggers() []trigger {
	base := func(ok func(*declaration.Use) bool) []*declaration.Use {
		return a.uses(func(u *declaration.Use) bool { return u.Recipient == nil && ok(u) })
	}
	all := []trigger{
		{matter: "sensitive", uses: base(sensitive)},
		{matter: "automated", uses: base(automated), names: a.deciding()},
		a.handing("entrust", func(s declaration.Standing) bool { return s == declaration.Entrusted }),
		a.handing("provide", func(s declaration.Standing) bool { return s == declaration.ThirdParty }),
		a.leaving(),
		{matter: "face", uses: base(func(u *declaration.Use) bool { return u.Item.ID == "face" })},
	}
	return slices.DeleteFunc(all, func(t trigger) bool { return t.uses == nil && t.names.IsZero() })
}

func automated(u *declaration.Use) bool {
	return u.Purpose.Class == declaration.Personalise || len(u.Function.Decides.What) > 0
}

func (a *author) deciding() lang.Text {
	var names []lang.Text
	for _, s := range a.services() {
		for _, f := range s.Functions {
			if len(f.Decides.What) > 0 {
				names = append(names, with(f.Name, spoken(f.Decides.What)))
			}
		}
	}
	return together(names)
}

func (a *author) handing(m declaration.Matter, is func(declaration.Standing) bool) trigger {
	t := trigger{matter: m}
	var names []lang.Text
	for _, r := range a.d.Recipients {
		if uses := a.givenTo(r); is(r.Role) && uses != nil {
			t.uses, t.parties = append(t.uses, uses...), append(t.parties, r)
			names = append(names, r.Name)
		}
	}
	for _, c := range a.d.Components {
		if uses := a.collectedBy(c); is(c.Role) && uses != nil {
			t.uses = append(t.uses, uses...)
			names = append(names, with(c.Name, say("组件", "component")))
		}
	}
	t.names = together(names)
	return t
}

func (a *author) leaving() trigger {
	t := trigger{matter: "export"}
	var names []lang.Text
	for _, b := range a.borders() {
		t.uses = append(t.uses, b.uses...)
		names = append(names, titled(b.name.In(lang.ZH), b.name.In(lang.EN), route(b.export)))
	}
	t.names = together(names)
	return t
}

func (a *author) scope() []Block {
	t := &Table{Columns: columns("事项", "Matter", "涉及的信息", "Information", "目的", "Purpose", "涉及的各方与功能", "Parties and functions", "已声明的评估", "Assessments declared")}
	for _, x := range a.triggers() {
		t.Rows = append(t.Rows, row(string(x.matter), x.matter.Text(), itemNames(x.uses), purposes(x.uses), none(x.names), a.declared(x.matter)))
	}
	return append(table(t, "依声明未见须评估的事项。", "The declaration shows nothing that calls for an assessment."),
		question("是否公开个人信息？是否有其他对个人权益有重大影响的处理活动？声明看不出来，请回答。",
			"Is personal information disclosed? Is there other processing with a major effect on people? The declaration does not show it; please answer."))
}

func (a *author) declared(m declaration.Matter) lang.Text {
	var list []lang.Text
	for _, x := range a.covering(m) {
		list = append(list, with(same(x.ID), lang.Text{ZH: x.Date, EN: x.Date}))
	}
	return together(list)
}

func (a *author) covering(m declaration.Matter) []*declaration.Assessed {
	var list []*declaration.Assessed
	for _, x := range a.d.Assessments {
		if slices.Contains(x.Covers, m) && (x.Services == nil || slices.ContainsFunc(a.services(), func(s *declaration.Service) bool { return slices.Contains(x.Services, s.ID) })) {
			list = append(list, x)
		}
	}
	return list
}

// items writes one item of PIPL 56 for every trigger: what is known, what was
// found, and otherwise the question.
func (a *author) items(id string, known func(trigger) []lang.Text, found func(*declaration.Assessed) lang.Text, asked func(declaration.Matter) Block) []Section {
	var parts []Section
	for _, t := range a.triggers() {
		s := Section{ID: id + "/" + string(t.matter), Title: t.matter.Text()}
		if list := known(t); len(list) > 0 {
			s.Blocks = append(s.Blocks, Block{List: list})
		}
		answered := false
		for _, x := range a.covering(t.matter) {
			if text := found(x); !text.IsZero() {
				answered = true
				s.Blocks = append(s.Blocks, Block{Text: with(filled(text), say("评估 "+x.ID, "assessment "+x.ID))})
			}
		}
		if !answered {
			s.Blocks = append(s.Blocks, asked(t.matter))
		}
		parts = append(parts, s)
	}
	return parts
}

func (a *author) lawful() ([]Block, []Section) {
	return nil, a.items("lawful", func(t trigger) []lang.Text {
		var list []lang.Text
		for _, u := range t.uses {
			necessary := say("声明为非必要", "declared not necessary")
			if u.Necessary {
				necessary = say("声明为必要", "declared necessary")
			}
			list = append(list, joined([]lang.Text{with(u.Item.Name, u.Function.Name), u.Purpose.Is, u.Basis.Text(), necessary}, "，", ", "))
		}
		return distinct(list)
	}, func(x *declaration.Assessed) lang.Text { return x.Lawful }, func(m declaration.Matter) Block {
		return question("目的是否明确、合理，与上述信息直接相关？有没有影响更小的方式？请写明结论和理由。",
			"Is the purpose clear and reasonable, and is the information directly related to it? Is there a way that affects people less? Please give a conclusion and reasons.")
	})
}

func (a *author) impact() ([]Block, []Section) {
	return nil, a.items("impact", func(t trigger) []lang.Text {
		var list []lang.Text
		for _, u := range t.uses {
			list = append(list, labelled(u.Item.Name.In(lang.ZH), u.Item.Name.In(lang.EN), filled(u.Why)))
			if u.Store != nil {
				list = append(list, titled("风险："+storeName(u.Store).In(lang.ZH), "Risks, "+storeName(u.Store).In(lang.EN), u.Store.Risks))
			}
		}
		return distinct(list)
	}, func(x *declaration.Assessed) lang.Text { return x.Impact }, func(declaration.Matter) Block {
		return question("会不会限制个人自主选择、造成差别待遇、损害名誉或财产、带来身心压力？泄露、篡改、丢失的可能性和后果如何？请写明。",
			"Could it limit people's choice, treat them differently, harm name or property, or put them under strain? How likely are leaks, alteration and loss, and with what effect? Please state.")
	})
}

func (a *author) measures() ([]Block, []Section) {
	return nil, a.items("measures", func(t trigger) []lang.Text {
		var list []lang.Text
		for _, u := range t.uses {
			if u.Store != nil {
				list = append(list, titled("措施："+storeName(u.Store).In(lang.ZH), "Measures, "+storeName(u.Store).In(lang.EN), spoken(u.Store.Protects)))
			}
		}
		for _, r := range t.parties {
			list = append(list, titled("约定："+r.Name.In(lang.ZH), "Agreement with "+r.Name.In(lang.EN), spoken(r.Contract.Covers)),
				titled("监督："+r.Name.In(lang.ZH), "Supervision of "+r.Name.In(lang.EN), r.Supervised))
		}
		return distinct(list)
	}, func(x *declaration.Assessed) lang.Text { return x.Measures }, func(declaration.Matter) Block {
		return question("上述措施是否合法、有效，是否与风险程度相适应？还缺什么？请写明。",
			"Are these measures lawful and effective, and do they fit the risk? What is missing? Please state.")
	})
}

func distinct(list []lang.Text) []lang.Text {
	var out []lang.Text
	for _, t := range list {
		if !t.IsZero() && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func (a *author) conclusion() []Block {
	years := law.Param("impact-assessment-kept").Value
	return []Block{
		paragraph(fmt.Sprintf("评估报告和处理情况记录至少保存%d年。", years), fmt.Sprintf("The report and the record of processing are kept for at least %d years.", years)),
		question("结论：可以进行、整改后进行，还是不得进行？评估人、审批人、日期？", "Conclusion: may it go on, go on after changes, or not at all? Who assessed, who approved, and when?"),
	}
}
