package notice

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

func (a *author) security() []Block {
	t := &Table{Columns: columns("存放处", "Store", "地点", "Place", "保护措施", "Measures", "风险", "Risks")}
	for _, s := range a.d.Stores {
		if a.keepsPersonal(s) {
			t.Rows = append(t.Rows, row(s.ID, storeName(s), located(s), spoken(s.Protects), s.Risks))
		}
	}
	s := a.d.Security
	return append(table(t, "没有声明保存个人信息的存储。", "No store of personal information is declared."), pairs(
		fact("安全管理制度", "Security policy", s.Policy),
		fact("安全事件应急预案", "Incident plan", s.Plan),
	))
}

func (a *author) keepsPersonal(s *declaration.Store) bool {
	return len(a.uses(func(u *declaration.Use) bool { return u.Store == s })) > 0
}

func located(s *declaration.Store) lang.Text {
	if s.Country != declaration.Home {
		return with(filled(s.Location), country(s.Country))
	}
	return s.Location
}

func (a *author) officer() []Block {
	o := a.d.Processor.Officer
	return []Block{pairs(officerFacts(o)...)}
}

func officerFacts(o declaration.Officer) []Fact {
	return []Fact{fact("姓名", "Name", same(o.Name)), fact("电子邮箱", "E-mail", same(o.Mail)), fact("电话", "Telephone", same(o.Phone))}
}

func (a *author) complaints() []Block {
	c := a.d.Processor.Complaints
	list := []Fact{
		fact("渠道", "Channel", complaintWays(c)),
		fact("责任人", "Person responsible", same(c.Person)),
		fact("多久答复", "Answered within", c.AnsweredWithin.Text()),
	}
	var authorities []lang.Text
	for _, x := range a.d.Processor.Authorities {
		authorities = append(authorities, with(x.Name, joined([]lang.Text{{ZH: x.Phone, EN: x.Phone}, {ZH: x.URL, EN: x.URL}}, "，", ", ")))
	}
	return []Block{pairs(append(list, fact("也可以向这些部门投诉举报", "Authorities you can turn to as well", together(authorities)))...)}
}

func complaintWays(c declaration.Complaints) lang.Text {
	return contact(declaration.Contact{Mail: c.Mail, Phone: c.Phone, URL: c.URL})
}

func (a *author) minors() []Block {
	t := &Table{Columns: columns("服务", "Service", "不满十四周岁的儿童", "Children under fourteen", "怎样取得监护人同意", "How a guardian is asked", "征求时可否拒绝", "Refusal offered when asked",
		"儿童专门规则", "Special rules for children", "儿童用户协议", "User agreement for children", "儿童信息保护专人", "Person in charge of children's information", "自动化商业营销", "Automated marketing")}
	for _, s := range a.services() {
		m := s.Minors
		t.Rows = append(t.Rows, row(s.ID, s.Name, s.Children.Text(), s.Guardian, stated(m.Refusable, say("可以", "yes")),
			same(m.Rules), same(m.Agreement), same(m.Person), marketing(m.Marketing)))
	}
	return []Block{{Table: t}}
}

func marketing(word string) lang.Text {
	switch word {
	case "excluded":
		return say("排除未成年人", "minors are left out")
	case "included":
		return say("未排除未成年人", "minors are not left out")
	}
	return Unstated
}
