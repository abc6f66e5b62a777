package notice

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// childrenOutline is the special rules for people under fourteen, in words that
// they can read: PIPL 31, Order 790 Art. 21¶2, and the six things that the
// Children's Provisions want told to guardians (Art. 10).
func childrenOutline() outline {
	return outline{kind: Children, title: say("儿童个人信息处理规则（儿童版）", "Rules for children"), after: familiar, parts: []part{
		{"hello", say("这是写给谁的", "Who this is for"), []by{
			{law.PIPL, []string{"31"}}, {law.Order790, []string{"21¶2"}}, {law.Children, []string{"8"}},
		}, forChildren((*author).hello)},
		{"guardian", say("要先问爸爸妈妈或其他监护人", "First we ask your parents or guardian"), []by{
			{law.PIPL, []string{"31"}}, {law.Children, []string{"9", "10"}},
		}, forChildren((*author).guardian)},
		{"uses", say("我们会用到你的什么", "What we use about you"), []by{{law.Children, []string{"10"}}}, func(a *author) ([]Block, []Section) { return a.children().childUses() }},
		{"retention", say("放在哪里、放多久", "Where we keep it, and how long"), []by{{law.Children, []string{"10"}}}, forChildren((*author).retention)},
		{"recipients", say("还会给谁", "Who else gets it"), []by{{law.Children, []string{"9", "10"}}}, forChildren((*author).recipients)},
		{"security", say("怎样保护、可能出什么事", "How we guard it, and what could go wrong"), []by{{law.Children, []string{"10"}}}, forChildren((*author).security)},
		{"rights", say("你和监护人可以要求什么", "What you and your guardian may ask for"), []by{
			{law.Children, []string{"10"}},
		}, forChildren((*author).rights)},
		{"complaints", say("有问题找谁", "Whom to turn to"), []by{{law.Children, []string{"8", "10"}}}, forChildren((*author).childComplaints)},
	}}
}

// children is an author who writes about the services that do not keep children
// out.
func (a *author) children() *author {
	return a.only(func(s *declaration.Service) bool { return s.Children != declaration.ChildrenExcluded })
}

// forChildren is a section about those services alone.
func forChildren(write func(*author) []Block) func(*author) ([]Block, []Section) {
	return func(a *author) ([]Block, []Section) { return write(a.children()), nil }
}

func (a *author) hello() []Block {
	list := a.services()
	if len(list) == 0 {
		return []Block{paragraph("我们声明的服务都不让不满十四岁的小朋友使用。如果你不满十四岁，请不要填写自己的信息，告诉家长就好。",
			"None of our services is open to people under fourteen. If you are under fourteen, please do not enter anything about yourself; tell your parents.")}
	}
	var names []lang.Text
	for _, s := range list {
		names = append(names, with(s.Name, s.Children.Text()))
	}
	return []Block{
		paragraph("如果你不满十四岁，这份说明就是写给你和你的监护人的。请和监护人一起看。",
			"If you are under fourteen, this is for you and for your guardian. Please read it together."),
		paragraph("你的信息都算敏感的个人信息。凡要征得同意的，监护人可以说“不”。",
			"All information about you counts as sensitive. Wherever consent is needed, your guardian can say no."),
		pairs(fact("说的是这些服务", "It is about these services", together(names)), fact("我们是", "We are", a.d.Processor.Name)),
	}
}

func (a *author) guardian() []Block {
	t := &Table{Columns: columns("服务", "Service", "怎样问监护人", "How we ask", "问的时候可以拒绝吗", "Can they refuse when asked", "儿童用户协议", "Agreement for children")}
	for _, s := range a.services() {
		t.Rows = append(t.Rows, row(s.ID, s.Name, s.Guardian, stated(s.Minors.Refusable, say("可以", "yes")), same(s.Minors.Agreement)))
	}
	return table(t, "没有声明有小朋友会来的服务。", "No service that children may come to is declared.")
}

func (a *author) childUses() ([]Block, []Section) {
	var parts []Section
	for _, s := range a.services() {
		for _, f := range s.Functions {
			if len(a.own(s, f)) > 0 {
				parts = append(parts, a.function(s, f))
			}
		}
	}
	if parts == nil {
		return []Block{paragraph("没有声明会用到小朋友的信息。", "No use of children's information is declared.")}, nil
	}
	return []Block{paragraph("一行说一件事。想知道更多，看后面的详细说明，或者请监护人念给你听。",
		"Each line says one thing. If you want to know more, look at what follows it, or ask your guardian to read it to you.")}, parts
}

func (a *author) childComplaints() []Block {
	var people []lang.Text
	for _, s := range a.services() {
		people = append(people, with(same(s.Minors.Person), s.Name))
	}
	c := a.d.Processor.Complaints
	return []Block{pairs(
		fact("专门保护小朋友信息的人", "Who looks after children's information", together(people)),
		fact("怎样联系我们", "How to reach us", complaintWays(c)),
		fact("多久回答你", "When we answer", c.AnsweredWithin.Text()),
	)}
}

// familiar speaks to a child: 你 in place of the formal 您.
func familiar(d *Document) {
	d.each(func(s string) string { return strings.ReplaceAll(s, "您", "你") })
	for _, s := range d.Sections {
		informal(s.Blocks)
		for _, p := range s.Parts {
			informal(p.Blocks)
		}
	}
}

// informal does the same for labels and columns, which each leaves alone.
func informal(blocks []Block) {
	for _, b := range blocks {
		for _, e := range b.Entries {
			for k := range e.Facts {
				e.Facts[k].Label.ZH = strings.ReplaceAll(e.Facts[k].Label.ZH, "您", "你")
			}
		}
		if b.Table != nil {
			for k := range b.Table.Columns {
				b.Table.Columns[k].ZH = strings.ReplaceAll(b.Table.Columns[k].ZH, "您", "你")
			}
		}
	}
}
