package duties

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A clock is a duty that starts to run when something happens.
func (f *facts) clock(id string, what, why, count lang.Text, cites ...law.Citation) {
	f.add(Duty{ID: id, Kind: When, What: what, Why: why, Count: count, Cites: cites})
}

var always = lang.Text{ZH: "处理个人信息", EN: "personal information is processed"}

// incidents: each instrument has its own clock and its own start, side by side.
func incidents(f *facts) {
	d := law.Param("incident-report-draft")
	f.clock("incident-report-draft",
		say("向设区的市级网信部门和有关主管部门报告：重要数据或 %s 人以上个人信息泄露、毁损、丢失", "report to the cyberspace authority of the city and the competent department: important data, or personal information of %s people or more, leaked, destroyed or lost",
			law.Param("incident-report-people-draft").Value),
		always, say("自事件发生起 %s 小时，夜间和假日照算；不是自发现起", "%s hours from the occurrence, nights and holidays included; not from the discovery", d.Value), d.Cite)
	n := law.Param("notify-people-draft")
	f.clock("incident-notice-draft",
		lang.Text{ZH: "事件对个人、组织造成危害的，通知利害关系人：事件与风险、危害后果、已采取的补救措施", EN: "where an incident harms people or organisations, tell those concerned: the incident and its risks, the harm, the remedies taken"},
		always, say("%s 个工作日；文本没有写明起算点，我们自发现起算，并列出自发生起算的读法", "%s working days; the text does not say from when: we count from the discovery and show the reading from the occurrence beside it", n.Value), n.Cite)
	r := law.Param("incident-final-report-draft")
	f.clock("incident-final-report-draft",
		lang.Text{ZH: "报送事件调查评估报告", EN: "send the report of investigation and assessment"},
		always, say("处置完毕后 %s 个工作日", "%s working days after handling is finished", r.Value), r.Cite)
	f.reports()
	f.clock("incident-notice",
		lang.Text{ZH: "立即补救，及时通知个人和监管部门", EN: "remedy at once, and tell people and the authorities promptly"},
		always, lang.Text{ZH: "立即、及时，没有数字；已有效避免危害的，可以不通知个人，但主管部门认为可能造成危害的，有权要求通知", EN: "at once and promptly, without a number; people need not be told where harm was averted, unless the authority thinks that harm may come of it and asks for it"},
		law.Cite(law.PIPL, "57"), law.Cite(law.Order790, "11¶2"))
	if f.minors() {
		f.clock("incident-minors",
			lang.Text{ZH: "涉及未成年人的，及时报告，并告知未成年人及其监护人", EN: "where minors are concerned, report promptly and tell the minors and their guardians"},
			lang.Text{ZH: "有服务未排除未成年人使用", EN: "minors are not kept out of every service"},
			lang.Text{ZH: "立即、及时，没有数字", EN: "at once and promptly, without a number"}, law.Cite(law.Minors, "35"))
	}
}

// reports: the incident reporting measures, Art. 4 and 8. Who is told differs with
// who reports.
func (f *facts) reports() {
	h, s := law.Param("incident-report"), law.Param("incident-summary")
	f.clock("incident-report",
		lang.Text{ZH: "报告较大以上网络安全事件：涉及关键信息基础设施的，向保护工作部门、公安机关；中央和国家机关及其直属单位，向本部门网信工作机构；其他运营者，向属地省级网信部门", EN: "report an incident that is larger or worse: with critical infrastructure to the protection department and the police; central state organs and their units to their own cyberspace office; others to the cyberspace authority of the province"},
		always, say("自发现或获知起，依次最迟 %s 小时、%s 小时、%s 小时", "at the latest %s, %s and %s hours, in that order, from discovering or learning of it",
			law.Param("incident-report-infrastructure").Value, law.Param("incident-report-state-organ").Value, h.Value), h.Cite, law.Cite(law.Incident, ""))
	f.clock("incident-summary",
		lang.Text{ZH: "按原渠道报送较大以上网络安全事件的处置总结报告", EN: "send the summary of an incident that is larger or worse, the same way as the first report"},
		always, say("处置工作结束后 %s 日内", "within %s days of the end of handling", s.Value), s.Cite)
}

// flaws: draft 10, the Data Security Law, 29, the Cybersecurity Law, 24, and Order
// 790 Art. 10 at once; the last has a number where the state or the public is
// endangered.
func flaws(f *facts) {
	f.clock("flaw",
		lang.Text{ZH: "产品、服务有缺陷、漏洞等风险的，立即补救", EN: "where a product or service has a flaw or the like, remedy it"},
		always, lang.Text{ZH: "立即，没有数字", EN: "at once, without a number"},
		law.Cite(law.Order790, "10"), law.Cite(law.DSL, "29"), law.Cite(law.CSL, "24"), law.Cite(law.Draft, "10"))
	f.clock("flaw-told",
		lang.Text{ZH: "提供的产品、服务有缺陷、漏洞等风险的，按规定告知用户并向主管部门报告", EN: "where a product or service that one provides has a flaw or the like, tell users and report as prescribed"},
		always, lang.Text{ZH: "及时，没有数字", EN: "promptly, without a number"},
		law.Cite(law.Order790, "10"), law.Cite(law.CSL, "24"))
	p := law.Param("flaw-report")
	f.clock("flaw-report",
		lang.Text{ZH: "缺陷、漏洞等风险危害国家安全、公共利益的，向主管部门报告", EN: "where a flaw or the like endangers the state or the public, report it to the competent department"},
		always, say("%s 小时内", "within %s hours", p.Value), p.Cite)
}

// erasure: draft 22; the law in force gives no number.
func erasure(f *facts) {
	p := law.Param("erasure-draft")
	f.clock("erasure-draft",
		lang.Text{ZH: "目的实现、期限届满、终止服务、注销账号等情形，删除或匿名化", EN: "delete or anonymise once the purpose is reached, the period is over, the service ends, the account is closed and the like"},
		always, say("发生后 %s 个工作日内", "within %s working days of it", p.Value), p.Cite)
	f.clock("erasure",
		lang.Text{ZH: "目的实现、期限届满、终止服务、撤回同意、注销账号等情形，主动删除；注销账号的，也可以匿名化", EN: "delete, unasked, once the purpose is reached, the period is over, the service ends, consent is withdrawn, the account is closed and the like; for a closed account anonymising will do"},
		always, lang.Text{ZH: "现行法律没有数字", EN: "the law in force has no number"},
		law.Cite(law.PIPL, "47"), law.Cite(law.Order790, "24"))
}

// rights: draft 23(3) and No. 191 VI.3 have numbers, the law in force has none;
// access has no clock, it is there at once.
func rights(f *facts) {
	p := law.Param("rights-answer-draft")
	f.clock("rights-answer-draft",
		lang.Text{ZH: "处理复制、更正、补充、限制、删除、撤回、注销的申请并反馈", EN: "handle and answer requests to copy, correct, complete, restrict, delete, withdraw or cancel"},
		always, say("收到后 %s 个工作日", "%s working days from receipt", p.Value), p.Cite)
	f.clock("rights-answer",
		lang.Text{ZH: "受理和处理个人行使权利的申请；拒绝的说明理由", EN: "accept and handle requests of people who use their rights; a refusal gives reasons"},
		always, lang.Text{ZH: "及时，没有数字", EN: "promptly, without a number"}, law.Cite(law.Order790, "23"), law.Cite(law.PIPL, "50"))
	if !f.apps() {
		return
	}
	q := law.Param("rights-answer")
	f.clock("rights-answer-app",
		lang.Text{ZH: "应用：人工处理更正、删除、注销的申请，完成核查和处理", EN: "apps: check and handle requests to correct, delete or cancel that people handle"},
		inAnApp, say("承诺的时限内，最长 %s 个工作日；没有承诺的，以此为限", "within the time promised, at most %s working days, which also applies where none is promised", q.Value), q.Cite)
}

var inAnApp = lang.Text{ZH: "有服务以应用或小程序提供", EN: "a service runs in an app or mini-program"}

// complaints: promptly; No. 191 VI.5, for apps, at most 15 working days, or what was
// promised.
func complaints(f *facts) {
	f.clock("complaint-answer",
		lang.Text{ZH: "受理、处理投诉举报", EN: "take up and handle complaints"},
		always, lang.Text{ZH: "及时，没有数字", EN: "promptly, without a number"},
		law.Cite(law.Order790, "20"), law.Cite(law.CSL, "51"), law.Cite(law.Draft, "18¶1"))
	if !f.apps() {
		return
	}
	p := law.Param("complaint-answer")
	f.clock("complaint-answer-app",
		lang.Text{ZH: "应用：受理并处理投诉、举报", EN: "apps: take up and handle complaints"},
		inAnApp, say("承诺的时间内，最长 %s 个工作日；没有承诺的，以此为限", "within the time promised, at most %s working days, which also applies where none is promised", p.Value), p.Cite)
}

// recordsOfGiving: Order 790 Art. 12 three years; draft 12(3) five, where it is a
// third party or important data.
func recordsOfGiving(f *facts) {
	if len(f.d.Recipients) == 0 {
		return
	}
	why := lang.Text{ZH: "有接收方", EN: "there are recipients"}
	p := law.Param("provision-records")
	f.clock("records-of-giving",
		lang.Text{ZH: "留存提供、委托处理个人信息和重要数据的记录", EN: "keep records of giving and entrusting personal information and important data"},
		why, say("至少 %s 年", "at least %s years", p.Value), p.Cite)
	third := slices.ContainsFunc(f.d.Recipients, func(r *declaration.Recipient) bool { return r.Role == declaration.ThirdParty })
	important := slices.ContainsFunc(f.d.ImportantData, func(i *declaration.ImportantData) bool { return len(i.Gives) > 0 })
	if !third && !important {
		return
	}
	q := law.Param("provision-records-draft")
	f.clock("records-of-giving-draft",
		lang.Text{ZH: "留存向第三方提供个人信息的同意记录和提供日志，以及共享、交易、委托处理重要数据的审批记录和日志", EN: "keep consents and logs of giving personal information to third parties, and approvals and logs of sharing, trading or entrusting important data"},
		why, say("至少 %s 年", "at least %s years", q.Value), q.Cite)
}
