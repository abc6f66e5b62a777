package duties

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// table holds every duty with a date, an interval or a clock, in the order of
// the draft and then of the law in force.
var table = []func(*facts){
	incidents, recordsOfGiving, complaintFigures, erasure, rights, importantDataFiling, importantDataDeclaration, training,
	riskAssessment, exportReport, exportContract, consultation, complianceAudit, minorsAudit,
	officerFiling, faceFiling, algorithmFiling, impactAssessment, keptAssessments, platformReports, minorsReport, flaws, complaints, changes,
}

// complaintFigures: draft 18¶2, every processor, every year.
func complaintFigures(f *facts) {
	f.yearly(Duty{
		ID:    "complaint-figures",
		What:  lang.Text{ZH: "公布个人信息安全投诉的收到和受理数量、处理情况、平均处理时间", EN: "publish how many complaints about the security of personal information were received and taken up, how they were handled and how long it took on average"},
		Why:   lang.Text{ZH: "处理个人信息", EN: "personal information is processed"},
		Cites: []law.Citation{law.Cite(law.Draft, "18¶2")},
		Path:  "done.complaint-figures",
	}, f.d.Done.Complaints, law.Param("complaint-figures-draft").Value)
}

// importantDataFiling: draft 29, 15 working days after identification.
func importantDataFiling(f *facts) {
	if made := f.d.Filings.ImportantData; made.Made() || made.None {
		return
	}
	for _, m := range f.d.ImportantData {
		d := Duty{
			ID:    "important-data-filing",
			What:  lang.Text{ZH: "向设区的市级网信部门备案重要数据", EN: "file the important data with the cyberspace authority of the city"},
			Why:   say("识别出重要数据“%s”", "important data was identified: %s", m.What),
			Cites: []law.Citation{law.Param("important-data-filing-draft").Cite},
			Path:  m.Place.Path,
		}
		if m.Identified == "" {
			d.Kind = By
			d.Count = say("识别后 %s 个工作日内；没有声明识别之日", "within %s working days of identifying it; the day is not declared", law.Param("important-data-filing-draft").Value)
			f.add(d)
			continue
		}
		f.within(d, day(m.Identified), law.Param("important-data-filing-draft"))
	}
}

// importantDataDeclaration: Order 790 Art. 29 has neither a number of days nor an
// addressee.
func importantDataDeclaration(f *facts) {
	if made := f.d.Filings.ImportantData; made.Made() || made.None || !f.importantData() {
		return
	}
	f.add(Duty{
		ID: "important-data-declaration", Kind: When,
		What:  lang.Text{ZH: "按规定识别、申报重要数据", EN: "identify and declare important data as prescribed"},
		Why:   lang.Text{ZH: "处理重要数据", EN: "important data is processed"},
		Count: lang.Text{ZH: "按规定，现行条例没有天数", EN: "as prescribed; the regulations in force have no number of days"},
		Cites: []law.Citation{law.Cite(law.Order790, "29")},
		Path:  "filings.important-data",
	})
}

// training: draft 30, processors of important data and, by draft 26, those of a
// million people.
func training(f *facts) {
	many := law.Param("large-processor-people-draft")
	if !f.importantData() && !many.Met(f.d.Processor.People) {
		return
	}
	d := Duty{
		ID: "training",
		What: say("对全员作数据安全教育培训；技术和管理人员全年不少于 %s 小时", "train all staff in data security; technical and management staff at least %s hours a year",
			law.Param("training-hours-draft").Value),
		Why:   f.whyChapterFour(),
		Cites: []law.Citation{law.Cite(law.Draft, "30")},
		Path:  "done.training",
	}
	if !f.importantData() {
		d.Cites = append(d.Cites, many.Cite)
	}
	f.yearly(d, f.d.Done.Training, 1)
}

// whyChapterFour says what brings the chapter on important data.
func (f *facts) whyChapterFour() lang.Text {
	if f.importantData() {
		return lang.Text{ZH: "处理重要数据", EN: "important data is processed"}
	}
	return f.people()
}

// riskAssessment: draft 32¶1 by 31 January, for important data and for whoever is
// listed abroad, Hong Kong included; Order 790 Art. 33 and the measures of 2026 every
// year, for important data. Order 790 Art. 28 does not extend Art. 33 to processors of
// many people; draft 26 extends the whole chapter.
func riskAssessment(f *facts) {
	many := law.Param("large-processor-people-draft")
	if f.importantData() || f.listedAbroad() || many.Met(f.d.Processor.People) {
		d := Duty{
			ID:    "security-assessment-report",
			What:  lang.Text{ZH: "向设区的市级网信部门报送上一年度数据安全评估报告", EN: "send the data security assessment report of the year before to the cyberspace authority of the city"},
			Why:   f.whyChapterFour(),
			Cites: []law.Citation{law.Cite(law.Draft, "32¶1")},
			Path:  "done.security-report",
		}
		switch {
		case f.importantData():
		case f.listedAbroad():
			d.Why = lang.Text{ZH: "赴境外（含香港）上市", EN: "listed abroad, Hong Kong included"}
		default:
			d.Cites = append(d.Cites, many.Cite)
		}
		f.reportOfTheYear(d, f.d.Done.Security)
	}
	if f.importantData() {
		interval := law.Param("risk-assessment-interval")
		f.yearly(Duty{
			ID:    "risk-assessment",
			What:  lang.Text{ZH: "开展网络数据安全风险评估，向省级以上有关主管部门报送报告", EN: "assess the risks to network data and report to the competent department of the province or above"},
			Why:   f.whyChapterFour(),
			Cites: []law.Citation{interval.Cite, law.Cite(law.RiskAssessment, "")},
			Path:  "done.risk-assessment",
		}, f.d.Done.Risk, interval.Value)
		f.add(Duty{
			ID: "risk-assessment-regular", Kind: Regularly,
			What:  lang.Text{ZH: "对重要数据的处理活动开展风险评估并报送报告", EN: "assess the risks of processing important data, and send the report"},
			Why:   f.whyChapterFour(),
			Count: lang.Text{ZH: "定期，数据安全法没有写明间隔", EN: "at intervals that the Data Security Law does not number"},
			Cites: []law.Citation{law.Cite(law.DSL, "30")},
		})
	}
}

// exportReport: draft 40, by 31 January, whoever sends personal information and
// important data abroad. Our reading: either of the two is enough.
func exportReport(f *facts) {
	if !f.abroad() {
		return
	}
	f.reportOfTheYear(Duty{
		ID:    "export-report",
		What:  lang.Text{ZH: "编制上一年度数据出境安全报告，报设区的市级网信部门", EN: "write the data export report on the year before and send it to the cyberspace authority of the city"},
		Why:   lang.Text{ZH: "有数据提供到境外（“个人信息和重要数据”，我们读作有其一即可）", EN: "data is given abroad (“personal information and important data”: by our reading either is enough)"},
		Cites: []law.Citation{law.Cite(law.Draft, "40")},
		Path:  "done.export-report",
	}, f.d.Done.Export)
}

// exportContract: a standard contract is filed within working days of taking
// effect.
func exportContract(f *facts) {
	if f.d.Filings.Contract.Made() || f.d.Filings.Contract.None {
		return
	}
	one := func(e declaration.Export, path string, name lang.Text) {
		if e.Route != "contract" || e.Date == "" {
			return
		}
		p := law.Param("contract-filing")
		f.withinFrom(Duty{
			ID:    "export-contract-filing",
			What:  lang.Text{ZH: "向省级网信部门备案个人信息出境标准合同", EN: "file the standard contract with the cyberspace authority of the province"},
			Why:   say("与“%s”的标准合同于 %s 生效", "the standard contract with %s took effect on %s", name, e.Date),
			Cites: []law.Citation{p.Cite},
			Path:  path,
		}, day(e.Date), effective(law.Contract), p)
	}
	for _, r := range f.d.Recipients {
		one(r.Export, r.Place.Path+".export", r.Name)
	}
	for _, c := range f.d.Components {
		one(c.Export, c.Place.Path+".export", c.Name)
	}
	for _, s := range f.d.Stores {
		name := s.Name
		if name.IsZero() {
			name = lang.Text{ZH: s.ID, EN: s.ID}
		}
		one(s.Export, s.Place.Path+".export", name)
	}
}

// consultation: draft 43¶2, at least 30 working days.
func consultation(f *facts) {
	p := law.Param("rules-consultation-draft")
	for _, c := range f.d.Platform.Consultations {
		if c.Outcome != "" {
			continue
		}
		deadline := f.calendar.After(day(c.From).Start(), p.Value)
		d := Duty{
			ID: "consultation", Kind: NotBefore, Day: deadline.LastDay, Certainty: deadline.Certainty,
			What:  lang.Text{ZH: "公开征求意见到期，之后公布采纳情况及理由", EN: "the public consultation may end; then publish what was adopted and why the rest was not"},
			Why:   say("自 %s 起征求意见", "the consultation began on %s", c.From),
			Count: say("不少于 %s 个工作日（首日不计）", "at least %s working days, the first day not counted", p.Value),
			Cites: []law.Citation{p.Cite},
			Path:  c.Place.Path,
		}
		if d.Certainty == workday.Provisional { // the earliest bound would end it too soon
			d.Count = say("%s；次年的放假安排还没有载入，只知道不会早于 %s，载入后再算", "%s; next year's holidays are not loaded: it is not before %s, and the day can be told once they are", d.Count, d.Day)
			d.Day = workday.Day{}
		}
		f.add(d)
	}
}

// platformReports: Order 790 Art. 44 every year; draft 53 asked for an audit. PIPL 58
// wants a report on social responsibility at intervals that it does not number.
func platformReports(f *facts) {
	if !f.large() {
		return
	}
	why := lang.Text{ZH: "是大型平台运营者", EN: "a large platform operator"}
	f.yearly(Duty{
		ID: "platform-audit", Why: why,
		What:  lang.Text{ZH: "委托第三方审计数据安全、平台规则、个人信息保护和数据利用，并披露结果", EN: "have a third party audit data security, platform rules, protection of personal information and use of data, and publish the result"},
		Cites: []law.Citation{law.Cite(law.Draft, "53")},
		Path:  "done.platform-audit",
	}, f.d.Done.Platform, law.Param("platform-audit-interval-draft").Value)
	f.yearly(Duty{
		ID: "responsibility-report", Why: why,
		What:  lang.Text{ZH: "发布个人信息保护社会责任报告", EN: "publish a report on social responsibility for personal information"},
		Cites: []law.Citation{law.Cite(law.Order790, "44")},
		Path:  "done.social-report",
	}, f.d.Done.Social, law.Param("responsibility-report-interval").Value)
}

// minorsReport: Minors Regulations Art. 20 binds platforms with very many minors
// or of marked influence on them, which people must judge.
func minorsReport(f *facts) {
	if !f.large() || !f.minors() {
		return
	}
	p := law.Param("minors-report-interval")
	f.yearly(Duty{
		ID:    "minors-responsibility-report",
		What:  lang.Text{ZH: "发布未成年人网络保护社会责任报告，并定期开展影响评估（仅限未成年人用户数量巨大或者影响显著的平台，须由人判断）", EN: "publish a social responsibility report on protecting minors, and assess the impact at intervals, if the platform has very many minors or marked influence on them, which people must judge"},
		Why:   lang.Text{ZH: "是大型平台运营者，有服务未排除未成年人使用", EN: "a large platform operator, and minors are not kept out of every service"},
		Cites: []law.Citation{p.Cite},
		Path:  "done.minors-report",
	}, f.d.Done.Impact, p.Value)
}
