package notice

import (
	"fmt"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// recordsOutline is the record of processing that PIPL 55 asks for beside the
// assessment, and Order 790 Art. 12 for giving and entrusting.
func recordsOutline() outline {
	return outline{kind: Records, title: say("个人信息处理活动记录", "Record of processing activities"), parts: []part{
		{"processor", say("个人信息处理者", "The processor"), []by{{law.PIPL, []string{"55"}}}, plain((*author).processor)},
		{"activities", say("处理活动", "Processing activities"), []by{{law.PIPL, []string{"55", "56"}}}, plain((*author).activities)},
		{"recipients", say("提供、委托与共同处理", "Giving, entrusting, joint processing"), []by{
			{law.PIPL, []string{"55"}}, {law.Order790, []string{"12"}}, {law.Draft, []string{"12(3)"}},
		}, plain((*author).agreements)},
		{"export", say("向境外提供", "What leaves China"), []by{
			{law.PIPL, []string{"55"}},
		}, plain((*author).exported)},
		{"stores", say("存储与保护", "Stores and protection"), []by{
			{law.PIPL, []string{"55"}},
		}, plain((*author).stores)},
		{"assessments", say("已完成的评估", "Assessments made"), []by{{law.PIPL, []string{"55", "56"}}}, plain((*author).assessed)},
		{"done", say("备案与定期义务", "Filings and recurring duties"), nil, plain((*author).done)},
	}}
}

func (a *author) processor() []Block {
	p, s := a.d.Processor, a.d.Security
	list := []Fact{
		fact("名称", "Name", p.Name), fact("联系方式", "Contact", contact(p.Contact)), fact("所在地", "Country", country(p.Country)),
		fact("法律上的角色", "Roles in law", spoken(p.Roles)), fact("处理多少人的个人信息", "People whose information is processed", count(p.People, " 人", "people")),
		fact("存储多少人的人脸信息", "People whose faces are stored", count(p.Faces, " 人", "people")),
		fact("个人信息保护负责人", "Protection officer", person(p.Officer)), fact("数据安全负责人", "Head of data security", person(s.Head)),
		fact("数据安全管理机构", "Body that manages data security", s.Body), fact("安全管理制度", "Security policy", s.Policy),
		fact("安全事件应急预案", "Incident plan", s.Plan), fact("网络日志留存", "Network logs kept for", s.Logs.Text()),
		fact("每年培训时数", "Hours of training a year", count(s.Training, " 小时", "hours")),
	}
	return []Block{pairs(list...)}
}

func person(o declaration.Officer) lang.Text {
	return joined([]lang.Text{{ZH: o.Name, EN: o.Name}, {ZH: o.Mail, EN: o.Mail}, {ZH: o.Phone, EN: o.Phone}}, "，", ", ")
}

func (a *author) activities() []Block {
	t := &Table{Columns: columns("使用", "Use", "服务与功能", "Service and function", "信息", "Information", "目的", "Purpose", "目的类别", "Class of purpose",
		"方式", "Manner", "频次或时机", "Frequency or timing", "合法性基础", "Legal basis", "是否必要", "Necessary", "拒绝的影响", "If people refuse",
		"须单独同意的原因", "Grounds for separate consent", "保存在", "Kept in", "期限与到期处理", "How long, and what then", "接收方", "Recipients", "来源", "Source")}
	for _, u := range a.uses(func(*declaration.Use) bool { return true }) {
		store := place(u)
		if u.Store != nil {
			store = with(storeName(u.Store), located(u.Store))
		}
		t.Rows = append(t.Rows, row(string(u.ID), same(string(u.ID)), together([]lang.Text{u.Service.Name, u.Function.Name}), itemText(u), u.Purpose.Is, u.Purpose.Class.Text(),
			spoken(u.Manner), u.When.Text(), with(u.Basis.Text(), u.Under), necessary(u), refusing(u),
			none(spoken(grounds(u))), store, period(u), none(givenNames(u.Gives)), origin(u)))
	}
	return table(t, "没有声明使用个人信息。", "No use of personal information is declared.")
}

// necessary says whether the use was declared necessary. Giving what rests on no
// consent is as necessary as the use that gives it, and not declared on its own.
func necessary(u *declaration.Use) lang.Text {
	if u.Recipient != nil && !u.ByConsent() {
		return lang.Text{ZH: "同所提供信息的使用", EN: "as the use that gives it"}
	}
	return yesNo(u.Necessary)
}

// none says that a list is known to be empty, which is not the same as not
// stated.
func none(t lang.Text) lang.Text {
	if t.IsZero() {
		return say("无", "none")
	}
	return t
}

func origin(u *declaration.Use) lang.Text {
	if u.From.Who.IsZero() && u.From.Ground.IsZero() {
		return say("本人", "the person")
	}
	return with(filled(u.From.Who), u.From.Ground)
}

func (a *author) agreements() []Block {
	t := &Table{Columns: columns("接收方", "Recipient", "地位", "Standing", "联系方式", "Contact", "提供的信息", "What it is given", "目的", "Purpose",
		"约定日期", "Agreed on", "约定内容", "Agreement covers", "如何监督", "Supervision", "能否转委托或再提供", "May pass it on", "对方保存期限", "It keeps it for", "对方保存地点", "It keeps it where",
		"提供记录保存", "Records of the giving kept for", "有偿提供", "Given for money", "合法依据", "Lawful ground")}
	for _, r := range a.d.Recipients {
		uses := a.givenTo(r)
		t.Rows = append(t.Rows, row(r.ID, r.Name, r.Role.Text(), contact(r.Contact), itemNames(uses), purposes(uses), same(r.Contract.Date), spoken(r.Contract.Covers),
			r.Supervised, passes(r.Passes), r.KeptFor.Text(), r.KeptAt, r.Records.Text(), yesNo(r.Sold), r.Ground))
	}
	return table(t, "没有声明接收方。", "No recipient is declared.")
}

func passes(word string) lang.Text {
	switch word {
	case "with-consent":
		return say("经同意可以", "with consent")
	case "freely":
		return say("可以，不受限制", "freely")
	}
	return say("不可以", "no")
}

func (a *author) exported() []Block {
	t := &Table{Columns: columns("境外接收方", "Recipient outside China", "国家或地区", "Country or region", "信息", "Information", "目的", "Purpose", "路径", "Route",
		"当年出境人数（不含敏感）", "People this year, not sensitive", "当年敏感信息人数", "People this year, sensitive")}
	for _, b := range a.borders() {
		t.Rows = append(t.Rows, row(b.id, b.name, same(b.country), itemNames(b.uses), purposes(b.uses), route(b.export),
			count(b.export.People, " 人", "people"), count(b.export.Sensitive, " 人", "people")))
	}
	return table(t, "没有声明向境外提供个人信息。", "No giving of personal information outside China is declared.")
}

func (a *author) stores() []Block {
	t := &Table{Columns: columns("存储", "Store", "引擎", "Engine", "地点", "Place", "分级与保护", "Grade and protection", "等级保护", "Multi-level protection",
		"保护措施", "Measures", "明文存放", "In the clear", "实际保留", "Really keeps", "风险", "Risks")}
	for _, s := range a.d.Stores {
		var clear []lang.Text
		for _, id := range s.Clear {
			clear = append(clear, a.itemName(id))
		}
		t.Rows = append(t.Rows, row(s.ID, with(storeName(s), same(s.ID)), same(s.Engine), located(s), a.d.Grade(s).Text(), count(s.MLPS, " 级", "(level)"),
			spoken(s.Protects), none(together(clear)), s.Keeps.Text(), s.Risks))
	}
	return table(t, "没有声明存储。", "No store is declared.")
}

func (a *author) itemName(id law.ItemID) lang.Text {
	if known, ok := law.ItemByID(id); ok {
		return known.Name
	}
	for _, own := range a.d.Items {
		if own.ID == id {
			return own.Name
		}
	}
	return same(string(id))
}

func (a *author) assessed() []Block {
	t := &Table{Columns: columns("评估", "Assessment", "事项", "Matters", "服务", "Services", "日期", "Date", "目的、方式是否合法、正当、必要", "Lawful, proper and necessary",
		"对个人权益的影响与安全风险", "Effect on people and risks", "保护措施", "Protective measures", "报告保存", "Report kept for")}
	for _, x := range a.d.Assessments {
		services := say("全部", "all")
		if len(x.Services) > 0 {
			services = same(fmt.Sprint(x.Services))
		}
		t.Rows = append(t.Rows, row(x.ID, same(x.ID), spoken(x.Covers), services, same(x.Date), x.Lawful, x.Impact, x.Measures, x.Kept.Text()))
	}
	return table(t, "没有声明已完成的评估。", "No assessment is declared to have been made.")
}

func (a *author) done() []Block {
	f, d := a.d.Filings, a.d.Done
	return []Block{
		pairs(
			fact("个人信息保护负责人信息报送", "Filing of the protection officer", filing(f.Officer)),
			fact("人脸识别技术应用备案", "Filing of face recognition", filing(f.Faces)),
			fact("算法备案", "Filing of algorithms", filing(f.Algorithm)),
			fact("个人信息出境标准合同备案", "Filing of the standard contract", filing(f.Contract)),
			fact("等级保护备案", "Filing of multi-level protection", filing(f.MLPS)),
			fact("境内机构、代表信息报送", "Filing of the agency or representative", filing(f.Agency)),
			fact("上次合规审计", "Last compliance audit", same(d.Audit)),
			fact("上次未成年人合规审计", "Last audit on minors", same(d.Minors)),
			fact("上次人脸信息影响评估", "Last assessment on face data", same(d.Faces)),
			fact("上次公布投诉处理情况", "Complaint figures last published", same(d.Complaints)),
			fact("上次全员培训", "Last training of all staff", same(d.Training)),
		),
	}
}

func filing(f declaration.Filing) lang.Text {
	switch {
	case f.Made():
		return together([]lang.Text{{ZH: f.Date, EN: f.Date}, {ZH: f.Number, EN: f.Number}})
	case f.None:
		return say("已判断不须备案", "judged not to be needed")
	case f.Since != "":
		return say("自 "+f.Since+" 起应当备案，尚未声明已备案", "due since "+f.Since+"; not stated to be made")
	}
	return Unstated
}
