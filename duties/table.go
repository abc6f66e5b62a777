package duties

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// table holds every duty with a date, an interval or a clock, in the order of
// the draft and then of the law in force.
var table = []func(*facts){
	incidents, recordsOfGiving, complaintFigures, erasure, rights, importantDataFiling, training,
	riskAssessment, exportReport, exportContract, consultation, complianceAudit, minorsAudit,
	officerFiling, faceFiling, algorithmFiling, impactAssessment, keptAssessments, platformReports, flaws, complaints, changes,
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
	if f.d.Filings.ImportantData.Made() {
		return
	}
	for _, m := range f.d.ImportantData {
		d := Duty{
			ID:    "important-data-filing",
			What:  lang.Text{ZH: "向设区的市级网信部门备案重要数据", EN: "file the important data with the cyberspace authority of the city"},
			Why:   say("识别出重要数据“%s”", "important data was identified: %s", m.What),
			Cites: []law.Citation{law.Cite(law.Draft, "29"), law.Cite(law.Order790, "29")},
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

// riskAssessment: draft 32¶1 by 31 January; Order 790 Art. 33 and the measures
// of 2026 every year, for important data. Order 790 Art. 28 does not extend
// Art. 33 to processors of many people; draft 26 extends the whole chapter.
func riskAssessment(f *facts) {
	many := law.Param("large-processor-people-draft")
	if f.importantData() || many.Met(f.d.Processor.People) {
		d := Duty{
			ID:    "security-assessment-report",
			What:  lang.Text{ZH: "向设区的市级网信部门报送上一年度数据安全评估报告", EN: "send the data security assessment report of the year before to the cyberspace authority of the city"},
			Why:   f.whyChapterFour(),
			Cites: []law.Citation{law.Cite(law.Draft, "32¶1")},
			Path:  "done.risk-assessment",
		}
		if !f.importantData() {
			d.Cites = append(d.Cites, many.Cite)
		}
		f.reportOfTheYear(d, f.d.Done.Risk)
	}
	if f.importantData() {
		f.yearly(Duty{
			ID:    "risk-assessment",
			What:  lang.Text{ZH: "开展网络数据安全风险评估，向省级以上有关主管部门报送报告", EN: "assess the risks to network data and report to the competent department of the province or above"},
			Why:   f.whyChapterFour(),
			Cites: []law.Citation{law.Cite(law.Order790, "33"), law.Cite(law.DSL, "30"), law.Cite(law.RiskAssessment, "")},
			Path:  "done.risk-assessment",
		}, f.d.Done.Risk, law.Param("risk-assessment-interval").Value)
	}
}

// exportReport: draft 40, by 31 January, whoever sends personal information and
// important data abroad.
func exportReport(f *facts) {
	if !f.abroad() {
		return
	}
	f.reportOfTheYear(Duty{
		ID:    "export-report",
		What:  lang.Text{ZH: "编制并报送上一年度数据出境安全报告", EN: "write and send the data export report on the year before"},
		Why:   lang.Text{ZH: "有数据提供到境外", EN: "data is given abroad"},
		Cites: []law.Citation{law.Cite(law.Draft, "40")},
		Path:  "done.export-report",
	}, f.d.Done.Export)
}

// exportContract: a standard contract is filed within working days of taking
// effect.
func exportContract(f *facts) {
	if f.d.Filings.Contract.Made() {
		return
	}
	one := func(e declaration.Export, path string, name lang.Text) {
		if e.Route != "contract" || e.Date == "" {
			return
		}
		f.within(Duty{
			ID:    "export-contract-filing",
			What:  lang.Text{ZH: "向省级网信部门备案个人信息出境标准合同", EN: "file the standard contract with the cyberspace authority of the province"},
			Why:   say("与“%s”的标准合同于 %s 生效", "the standard contract with %s took effect on %s", name, e.Date),
			Cites: []law.Citation{law.Param("contract-filing").Cite},
			Path:  path,
		}, day(e.Date), law.Param("contract-filing"))
	}
	for _, r := range f.d.Recipients {
		one(r.Export, r.Place.Path+".export", r.Name)
	}
	for _, c := range f.d.Components {
		one(c.Export, c.Place.Path+".export", c.Name)
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
		f.add(Duty{
			ID: "consultation", Kind: NotBefore, Day: deadline.LastDay, Certainty: deadline.Certainty,
			What: lang.Text{ZH: "公开征求意见到期，之后公布采纳情况及理由", EN: "the public consultation may end; then publish what was adopted and why the rest was not"},
			Why:  say("自 %s 起征求意见", "the consultation began on %s", c.From),
			Count: say("不少于 %s 个工作日（首日不计）；次年安排未公布的，真正的最早结束之日可能更晚", "at least %s working days, the first day not counted; where a year's calendar is not published yet, the true earliest end may be later",
				p.Value),
			Cites: []law.Citation{p.Cite},
			Path:  c.Place.Path,
		})
	}
}

// platformReports: Order 790 Art. 44 and PIPL 58; draft 53 asked for an audit.
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
		Cites: []law.Citation{law.Cite(law.Order790, "44"), law.Cite(law.PIPL, "58")},
		Path:  "done.social-report",
	}, f.d.Done.Social, law.Param("responsibility-report-interval").Value)
}
