package duties

import (
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
		lang.Text{ZH: "通知利害关系人：事件与风险、危害后果、已采取的补救措施", EN: "tell the people concerned: the incident and its risks, the harm, the remedies taken"},
		always, say("%s 个工作日；文本没有写明起算点，我们自发现起算，并列出自发生起算的读法", "%s working days; the text does not say from when: we count from the discovery and show the reading from the occurrence beside it", n.Value), n.Cite)
	r := law.Param("incident-final-report-draft")
	f.clock("incident-final-report-draft",
		lang.Text{ZH: "报送事件调查评估报告", EN: "send the report of investigation and assessment"},
		always, say("处置完毕后 %s 个工作日", "%s working days after handling is finished", r.Value), r.Cite)
	h, s := law.Param("incident-report"), law.Param("incident-summary")
	f.clock("incident-report",
		lang.Text{ZH: "较大以上网络安全事件向省级网信部门报告", EN: "report an incident that is larger or worse to the cyberspace authority of the province"},
		always, say("自发现或知悉起 %s 小时（关键信息基础设施 %s 小时）；结束后 %s 日内报总结", "%s hours from discovering or learning of it (%s for critical infrastructure); a summary within %s days of its end",
			h.Value, law.Param("incident-report-infrastructure").Value, s.Value), law.Cite(law.Incident, "4"), law.Cite(law.Incident, ""))
	f.clock("incident-notice",
		lang.Text{ZH: "立即补救，及时通知个人和监管部门", EN: "remedy at once, and tell people and the authorities promptly"},
		always, lang.Text{ZH: "立即、及时，没有数字；已有效避免危害的，可以不通知个人", EN: "at once and promptly, without a number; people need not be told where harm was averted"},
		law.Cite(law.PIPL, "57"), law.Cite(law.Order790, "11¶2"))
	if f.minors() {
		f.clock("incident-minors",
			lang.Text{ZH: "涉及未成年人的，及时报告，并告知未成年人及其监护人", EN: "where minors are concerned, report promptly and tell the minors and their guardians"},
			lang.Text{ZH: "有服务未排除未成年人使用", EN: "minors are not kept out of every service"},
			lang.Text{ZH: "立即、及时，没有数字", EN: "at once and promptly, without a number"}, law.Cite(law.Minors, "35"))
	}
}

// flaws: draft 10, the Data Security Law, 29, and the Cybersecurity Law, 24, at once;
// Order 790 Art. 10 has a number where the state or the
// public is endangered.
func flaws(f *facts) {
	p := law.Param("flaw-report")
	f.clock("flaw",
		lang.Text{ZH: "产品、服务有缺陷或漏洞的，立即补救、告知用户并按规定报告", EN: "where a product or service has a flaw, remedy it at once, tell users and report as prescribed"},
		always, say("立即；危害国家安全、公共利益的 %s 小时内报告", "at once; within %s hours where the state or the public is endangered", p.Value),
		p.Cite, law.Cite(law.DSL, "29"), law.Cite(law.CSL, "24"), law.Cite(law.Draft, "10"))
}

// erasure: draft 22; the law in force gives no number.
func erasure(f *facts) {
	p := law.Param("erasure-draft")
	f.clock("erasure",
		lang.Text{ZH: "目的实现、期限届满、终止服务、注销账号的，删除或匿名化", EN: "delete or anonymise once the purpose is reached, the period is over, the service ends or the account is closed"},
		always, say("征求意见稿：%s 个工作日；现行法律没有数字", "%s working days by the draft; the law in force has no number", p.Value),
		p.Cite, law.Cite(law.PIPL, "47"), law.Cite(law.Order790, "24"))
}

// rights: draft 23(3) and No. 191 VI.3; access has no clock, it is there at once.
func rights(f *facts) {
	f.clock("rights-answer",
		lang.Text{ZH: "处理复制、更正、补充、限制、删除、撤回、注销的申请；查阅随时可用", EN: "answer requests to copy, correct, complete, restrict, delete, withdraw or cancel; seeing one's data is there at any time"},
		always, say("收到后 %s 个工作日；现行条例为及时受理", "%s working days from receipt; by the regulations in force, promptly", law.Param("rights-answer-draft").Value),
		law.Param("rights-answer-draft").Cite, law.Cite(law.Order790, "23"), law.Cite(law.PIPL, "50"), law.Param("rights-answer").Cite)
}

// complaints: No. 191 VI.5, at most 15 working days, or what was promised.
func complaints(f *facts) {
	p := law.Param("complaint-answer")
	f.clock("complaint-answer",
		lang.Text{ZH: "受理并处理投诉、举报", EN: "take up and answer complaints"},
		always, say("承诺的时间内，最长 %s 个工作日", "within the time promised, at most %s working days", p.Value),
		p.Cite, law.Cite(law.Order790, "20"), law.Cite(law.Draft, "18¶1"))
}

// recordsOfGiving: draft 12(3) five years, Order 790 Art. 12 three.
func recordsOfGiving(f *facts) {
	if len(f.d.Recipients) == 0 {
		return
	}
	f.clock("records-of-giving",
		lang.Text{ZH: "留存提供、委托处理个人信息的记录", EN: "keep records of giving and entrusting personal information"},
		lang.Text{ZH: "有接收方", EN: "there are recipients"},
		say("现行条例至少 %s 年；征求意见稿对向第三方提供要求至少 %s 年", "at least %s years by the regulations in force; the draft asks for %s where it is given to third parties",
			law.Param("provision-records").Value, law.Param("provision-records-draft").Value),
		law.Param("provision-records").Cite, law.Param("provision-records-draft").Cite)
}
