package notice

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// rulesOutline is the processing rules: the seven items of draft 20¶2, the four
// of Order 790 Art. 21, and what PIPL 17, 23, 24, 30 and 39 want told.
func rulesOutline() outline {
	return outline{kind: Rules, title: say("个人信息处理规则", "Personal information processing rules"), parts: []part{
		{"who", say("我们是谁", "Who we are"), []by{
			{law.PIPL, []string{"17"}}, {law.Order790, []string{"21¶1(1)"}},
		}, plain((*author).who)},
		{"uses", say("我们用到哪些信息、做什么", "What we use, and what for"), []by{
			{law.PIPL, []string{"17", "30"}}, {law.Order790, []string{"21¶1(2)", "21¶2"}}, {law.Draft, []string{"20¶2(1)"}}, {law.No191, []string{"II.1"}},
		}, (*author).functions},
		{"decisions", say("由机器作出的决定", "Decisions made by machine"), []by{
			{law.PIPL, []string{"24"}},
		}, plain((*author).decisions)},
		{"recommendation", say("个性化推荐怎样关闭", "How to switch recommendation off"), []by{
			{law.PIPL, []string{"24"}},
		}, plain((*author).recommendation)},
		{"retention", say("保存多久、到期怎么办", "How long we keep it, and what then"), []by{
			{law.PIPL, []string{"17"}}, {law.Order790, []string{"21¶1(3)"}}, {law.Draft, []string{"20¶2(2)"}},
		}, plain((*author).retention)},
		{"rights", say("您的权利怎样行使", "How to exercise your rights"), []by{
			{law.PIPL, []string{"17"}}, {law.Order790, []string{"21¶1(4)"}}, {law.Draft, []string{"20¶2(3)"}},
		}, plain((*author).rights)},
		{"sdk", say("第三方组件（SDK、插件）", "Third-party components (SDKs, plug-ins)"), []by{
			{law.No191, []string{"II.1"}}, {law.Draft, []string{"20¶2(4)"}},
		}, plain((*author).components)},
		{"recipients", say("提供给谁", "Whom we give it to"), []by{
			{law.PIPL, []string{"23"}}, {law.Order790, []string{"21¶2"}}, {law.Draft, []string{"12(1)", "20¶2(5)"}},
		}, plain((*author).recipients)},
		{"export", say("向境外提供", "What leaves China"), []by{
			{law.PIPL, []string{"39"}}, {law.Draft, []string{"36"}},
		}, plain((*author).export)},
		{"security", say("有何风险、怎样保护", "Risks, and how we protect it"), []by{
			{law.Draft, []string{"20¶2(6)"}},
		}, plain((*author).security)},
		{"minors", say("未成年人", "Minors"), []by{
			{law.PIPL, []string{"31"}}, {law.Order790, []string{"21¶2"}}, {law.Children, []string{"8"}},
		}, plain((*author).minors)},
		{"officer", say("个人信息保护负责人", "The personal information protection officer"), []by{
			{law.PIPL, []string{"52"}}, {law.Draft, []string{"20¶2(7)"}},
		}, plain((*author).officer)},
		{"complaints", say("投诉举报", "Complaints"), []by{
			{law.Order790, []string{"20"}}, {law.No191, []string{"VI.5"}}, {law.Draft, []string{"18¶1", "20¶2(7)"}},
		}, plain((*author).complaints)},
		{"changes", say("变更与版本", "Changes and version"), []by{
			{law.PIPL, []string{"17"}}, {law.No191, []string{"II.2"}},
		}, plain((*author).changes)},
	}}
}

// plain is a section without parts.
func plain(write func(*author) []Block) func(*author) ([]Block, []Section) {
	return func(a *author) ([]Block, []Section) { return write(a), nil }
}

func (a *author) who() []Block {
	p := a.d.Processor
	list := []Fact{
		fact("名称", "Name", p.Name),
		fact("联系方式", "How to reach us", contact(p.Contact)),
		fact("所在地", "Where we are", country(p.Country)),
		fact("法律上的角色", "Our roles in law", spoken(p.Roles)),
	}
	if p.Country != declaration.Home || !p.Representative.Name.IsZero() {
		list = append(list,
			fact("境内机构或代表", "Agency or representative in China", p.Representative.Name),
			fact("其联系方式", "How to reach it", contact(p.Representative.Contact)))
	}
	var services []lang.Text
	for _, s := range a.services() {
		services = append(services, with(s.Name, spoken(s.On)))
	}
	return []Block{pairs(append(list, fact("本规则涉及的服务", "Services that these rules cover", together(services)))...)}
}

// functions has a part for each function: a list of every use, by function, is
// what draft 20¶2(1) and Order 790 Art. 21¶2 ask for.
func (a *author) functions() ([]Block, []Section) {
	intro := paragraph(
		"下面按功能逐项列出。每行先说要点，全部事实列在其后。",
		"Listed function by function. Each line says the point; all facts follow behind it.")
	var parts []Section
	for _, s := range a.services() {
		for _, f := range s.Functions {
			parts = append(parts, a.function(s, f))
		}
	}
	return []Block{intro}, parts
}

func (a *author) function(s *declaration.Service, f *declaration.Function) Section {
	part := Section{ID: "uses/" + s.ID + "/" + f.ID, Title: lang.Text{
		ZH: s.Name.In(lang.ZH) + " · " + f.Name.In(lang.ZH), EN: s.Name.In(lang.EN) + " · " + f.Name.In(lang.EN),
	}}
	if f.Basic {
		part.Blocks = append(part.Blocks, paragraph("这是服务的基本功能。", "This is a basic function of the service."))
	}
	uses := a.own(s, f)
	if len(uses) == 0 {
		part.Blocks = append(part.Blocks, paragraph("没有声明本功能自身使用个人信息。", "No use of personal information by this function itself is declared."))
		return part
	}
	var entries []Entry
	for _, u := range uses {
		entries = append(entries, entry(u))
	}
	part.Blocks = append(part.Blocks, Block{Entries: entries})
	return part
}

func (a *author) decisions() []Block {
	t := &Table{Columns: columns("功能", "Function", "决定什么", "What is decided", "相同条件结果不同的理由", "Why people in the same situation may be treated differently",
		"怎样要求说明、拒绝仅由机器决定", "How to ask for an explanation and refuse a decision by machine alone")}
	for _, s := range a.services() {
		for _, f := range s.Functions {
			if len(f.Decides.What) > 0 {
				t.Rows = append(t.Rows, row(s.ID+"/"+f.ID, f.Name, spoken(f.Decides.What), f.Decides.Reason, f.Decides.Human))
			} else if a.personalises(f) {
				t.Rows = append(t.Rows, row(s.ID+"/"+f.ID, f.Name, lang.Text{ZH: "给您看什么、按什么顺序（个性化推荐）", EN: "what you are shown, and in which order (personalised recommendation)"},
					elsewhere, elsewhere))
			}
		}
	}
	return table(t, "没有声明由机器对个人作出决定。", "No decision about people by machine is declared.")
}

// elsewhere sends readers to the section on switching recommendation off.
var elsewhere = lang.Text{ZH: "见“个性化推荐怎样关闭”", EN: "see how to switch recommendation off"}

func (a *author) personalises(f *declaration.Function) bool {
	return len(a.uses(func(u *declaration.Use) bool { return u.Function == f && u.Purpose.Class == declaration.Personalise })) > 0
}

func (a *author) recommendation() []Block {
	t := &Table{Columns: columns("服务", "Service", "关闭要点几下", "Clicks to switch it off", "何时生效", "When it takes effect",
		"重置、修改定向参数", "Reset and change targeting parameters", "删除标签和由此产生的信息", "Delete tags and what recommending produced")}
	for _, s := range a.services() {
		personal := len(a.uses(func(u *declaration.Use) bool { return u.Service == s && u.Purpose.Class == declaration.Personalise })) > 0
		if personal || !s.Recommend.Place.IsZero() {
			t.Rows = append(t.Rows, recommendRow(s))
		}
	}
	return table(t, "没有声明个性化推荐。", "No personalised recommendation is declared.")
}

func recommendRow(s *declaration.Service) Row {
	r := s.Recommend
	if r.Place.IsZero() {
		return row(s.ID, s.Name, Unstated, Unstated, Unstated, Unstated)
	}
	clicks, effect := count(r.OffClicks, " 下", "clicks"), say("立即", "at once")
	if r.OffClicks == 0 {
		clicks = say("没有关闭选项", "it cannot be switched off")
	}
	if r.Effective == "later" {
		effect = say("稍后", "later")
	}
	can := say("可以", "possible")
	return row(s.ID, s.Name, clicks, effect, stated(r.Reset, can), stated(r.Delete, can))
}

// retention groups what is kept in one place for one time.
func (a *author) retention() []Block {
	t := &Table{Columns: columns("期限与到期处理", "How long, and what then", "保存地点", "Kept where", "哪些信息", "Which information")}
	uses := map[string][]*declaration.Use{}
	var order []string
	for _, u := range a.uses(func(u *declaration.Use) bool { return u.Recipient == nil }) {
		key := string(u.Kept.For) + " " + string(u.Kept.Then) + " " + u.Kept.In
		if uses[key] == nil {
			order = append(order, key)
		}
		uses[key] = append(uses[key], u)
	}
	for _, key := range order {
		list := uses[key]
		t.Rows = append(t.Rows, row(key, period(list[0]), place(list[0]), each(list, func(u *declaration.Use) lang.Text { return u.Item.Name })))
	}
	return table(t, "没有声明使用个人信息。", "No use of personal information is declared.")
}

func (a *author) rights() []Block {
	t := &Table{Columns: columns("您可以", "You may", "途径和方法", "Where and how", "从主界面点几下", "Clicks from the main screen", "条件", "Conditions", "多久处理完毕", "Handled within")}
	for _, r := range a.d.Rights.List() {
		t.Rows = append(t.Rows, row(r.ID, r.Name, r.Path.How, count(r.Path.Clicks, " 下", "clicks"), r.Path.Conditions, r.Path.Within.Text()))
	}
	return []Block{{Table: t}}
}

func (a *author) changes() []Block {
	return []Block{
		paragraph("处理的目的、方式、种类变更的，法律要求把变更部分告知您；依据同意处理的，须重新取得您的同意。",
			"Where purpose, manner or kind of information change, the law asks us to tell you what has changed and, for what rests on consent, to ask you again."),
		pairs(fact("规则变更怎样通知您", "How you are told of changes", Unstated), fact("规则公开在哪里", "Where these rules are published", a.published())),
	}
}

func (a *author) published() lang.Text {
	var where []lang.Text
	for _, s := range a.services() {
		if s.Rules.URL != "" {
			where = append(where, with(same(s.Rules.URL), s.Name))
		}
	}
	return together(where)
}
