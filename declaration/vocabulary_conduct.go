package declaration

import (
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

var channels = vocabulary{
	{"app", lang.Text{ZH: "App", EN: "app"}},
	{"android", lang.Text{ZH: "安卓 App", EN: "Android app"}},
	{"ios", lang.Text{ZH: "iOS App", EN: "iOS app"}},
	{"harmony", lang.Text{ZH: "鸿蒙 App", EN: "HarmonyOS app"}},
	{"wechat", lang.Text{ZH: "微信小程序", EN: "WeChat mini-program"}},
	{"alipay", lang.Text{ZH: "支付宝小程序", EN: "Alipay mini-program"}},
	{"mini-program", lang.Text{ZH: "其他小程序", EN: "other mini-program"}},
	{"preinstalled", lang.Text{ZH: "预装应用", EN: "pre-installed app"}},
	{"web", lang.Text{ZH: "网页", EN: "web pages"}},
	{"offline", lang.Text{ZH: "线下", EN: "in person"}},
}

var decisions = vocabulary{
	{"price", lang.Text{ZH: "价格等交易条件", EN: "prices and terms of trade"}},
	{"ranking", lang.Text{ZH: "展示和排序", EN: "what is shown and in which order"}},
	{"credit", lang.Text{ZH: "授信", EN: "credit"}},
	{"work", lang.Text{ZH: "录用、派单与考核", EN: "hiring, allotting and rating work"}},
	{"insurance", lang.Text{ZH: "承保与理赔", EN: "insurance and claims"}},
	{"access", lang.Text{ZH: "能否使用服务", EN: "whether somebody may use the service"}},
}

var terms = vocabulary{
	{"purpose", lang.Text{ZH: "目的", EN: "purpose"}},
	{"manner", lang.Text{ZH: "方式", EN: "manner"}},
	{"scope", lang.Text{ZH: "范围", EN: "scope"}},
	{"kinds", lang.Text{ZH: "个人信息种类", EN: "kinds of personal information"}},
	{"period", lang.Text{ZH: "期限", EN: "period"}},
	{"measures", lang.Text{ZH: "保护措施", EN: "protective measures"}},
	{"duties", lang.Text{ZH: "双方的权利和义务", EN: "rights and duties of both sides"}},
	{"liability", lang.Text{ZH: "安全责任", EN: "responsibility for security"}},
	{"return", lang.Text{ZH: "返还或删除", EN: "return or deletion"}},
}

var routes = vocabulary{
	{"assessment", lang.Text{ZH: "通过数据出境安全评估", EN: "security assessment passed"}},
	{"certification", lang.Text{ZH: "个人信息保护认证", EN: "certification"}},
	{"contract", lang.Text{ZH: "订立个人信息出境标准合同", EN: "standard contract"}},
	{"contract-need", lang.Text{ZH: "为订立、履行个人作为一方的合同确需", EN: "needed for a contract with the person"}},
	{"staff", lang.Text{ZH: "跨境人力资源管理确需", EN: "needed for managing staff across borders"}},
	{"emergency", lang.Text{ZH: "紧急情况下保护生命健康和财产安全", EN: "protecting life, health or property in an emergency"}},
	{"below-threshold", lang.Text{ZH: "未达到规定数量而豁免", EN: "exempt, below the threshold"}},
	{"legal-duty", lang.Text{ZH: "履行法定职责或法定义务确需", EN: "needed for a duty of law"}},
	{"other-law", lang.Text{ZH: "法律、行政法规或国家网信部门规定的其他条件", EN: "another condition in law"}},
}

var matters = vocabulary{
	{"sensitive", lang.Text{ZH: "处理敏感个人信息", EN: "processing sensitive personal information"}},
	{"automated", lang.Text{ZH: "利用个人信息进行自动化决策", EN: "automated decisions"}},
	{"entrust", lang.Text{ZH: "委托处理个人信息", EN: "entrusting personal information"}},
	{"provide", lang.Text{ZH: "向其他处理者提供个人信息", EN: "giving personal information to other processors"}},
	{"disclose", lang.Text{ZH: "公开个人信息", EN: "disclosing personal information"}},
	{"export", lang.Text{ZH: "向境外提供个人信息", EN: "giving personal information abroad"}},
	{"face", lang.Text{ZH: "应用人脸识别技术处理人脸信息", EN: "processing face data by face recognition"}},
	{"important-data", lang.Text{ZH: "共享、交易、委托处理、出境重要数据", EN: "sharing, selling, entrusting or exporting important data"}},
}

var importantFamilies = func() vocabulary {
	var v vocabulary
	for _, f := range law.ImportantFamilies() {
		v = append(v, term{f.ID, f.Name})
	}
	return v
}()

var aids = vocabulary{
	{"technical", lang.Text{ZH: "技术支持", EN: "technical support"}},
	{"tools", lang.Text{ZH: "工具", EN: "tools"}},
	{"programs", lang.Text{ZH: "程序", EN: "programs"}},
	{"promotion", lang.Text{ZH: "广告推广", EN: "promotion"}},
	{"payment", lang.Text{ZH: "支付结算", EN: "payment"}},
}

var happenings = vocabulary{
	{"merger", lang.Text{ZH: "合并", EN: "merger"}},
	{"reorganisation", lang.Text{ZH: "重组", EN: "reorganisation"}},
	{"split", lang.Text{ZH: "分立", EN: "split"}},
	{"dissolution", lang.Text{ZH: "解散", EN: "dissolution"}},
	{"bankruptcy", lang.Text{ZH: "破产", EN: "bankruptcy"}},
	{"listing-abroad", lang.Text{ZH: "赴国外上市", EN: "listing abroad"}},
	{"listing-hong-kong", lang.Text{ZH: "赴香港上市", EN: "listing in Hong Kong"}},
	{"headquarters-abroad", lang.Text{ZH: "在境外设立总部", EN: "headquarters set up abroad"}},
	{"operations-abroad", lang.Text{ZH: "在境外设立运营中心", EN: "operation centre set up abroad"}},
	{"research-abroad", lang.Text{ZH: "在境外设立研发中心", EN: "research and development centre set up abroad"}},
}

var ranks = vocabulary{
	{string(RankLaw), lang.Text{ZH: "法律", EN: "law"}},
	{string(RankRegulation), lang.Text{ZH: "行政法规", EN: "administrative regulation"}},
}

// Text says to people where a service runs.
func (c Channel) Text() lang.Text { return channels.text(string(c)) }

// Text says to people what is decided.
func (d Decision) Text() lang.Text { return decisions.text(string(d)) }

// Text says the term to people.
func (t Term) Text() lang.Text { return terms.text(string(t)) }

// Text says the route to people.
func (r Route) Text() lang.Text { return routes.text(string(r)) }

// Text says to people what was assessed.
func (m Matter) Text() lang.Text { return matters.text(string(m)) }

// Text says the family to people.
func (f ImportantFamily) Text() lang.Text { return importantFamilies.text(string(f)) }

// Text says the kind of support to people.
func (a Aid) Text() lang.Text { return aids.text(string(a)) }

// Text says to people what happens.
func (h Happening) Text() lang.Text { return happenings.text(string(h)) }

// Text says the rank to people.
func (r Rank) Text() lang.Text { return ranks.text(string(r)) }
