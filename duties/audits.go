package duties

import (
	"cmp"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// complianceAudit: PIPL 54, Order 790 Art. 27, draft 58; the audit measures give
// a number to processors of very many people. Their first two years run from the
// day on which the measures took effect.
func complianceAudit(f *facts) {
	d := Duty{
		ID:   "compliance-audit",
		What: lang.Text{ZH: "开展个人信息保护合规审计", EN: "have the protection of personal information audited for compliance"},
		Why:  f.people(),
		Path: "done.compliance-audit",
		Last: day(f.d.Done.Audit),
	}
	f.add(Duty{
		ID: "compliance-audit-draft", Kind: Regularly, Why: f.people(), Path: d.Path, Last: d.Last,
		What:  lang.Text{ZH: "委托专业机构开展个人信息保护合规审计", EN: "have a professional body audit the protection of personal information for compliance"},
		Count: lang.Text{ZH: "定期，征求意见稿没有写明间隔，要求委托专业机构", EN: "at intervals that the draft does not number, by a professional body"},
		Cites: []law.Citation{law.Cite(law.Draft, "58")},
	})
	if p := law.Param("audit-people"); p.Met(f.d.Processor.People) {
		years := law.Param("audit-interval")
		d.Cites = []law.Citation{years.Cite}
		from := d.Last
		d.Count = say("上次为 %s，每%s至少一次", "last done on %s, at least once %s", from, every(years.Value))
		if from == (workday.Day{}) {
			from = effective(law.Audit)
			d.Count = say("没有声明上次审计；自办法 %s 施行起 %s 年内（我们的读法）", "no last audit is declared; within %[2]s years of the measures taking effect on %[1]s (our reading)", from, years.Value)
		}
		f.by(d, later(from, years.Value), workday.Final)
		return
	}
	d.Kind = Regularly
	d.Cites = []law.Citation{law.Cite(law.PIPL, "54"), law.Cite(law.Order790, "27")}
	d.Count = lang.Text{ZH: "定期，法律没有写明间隔；可以自行或者委托专业机构审计", EN: "at intervals that the law does not number; by oneself or by a professional body"}
	f.add(d)
}

// effective is the first day on which anybody is bound: an announcement that names no
// other day binds from its own.
func effective(id law.InstrumentID) workday.Day {
	i, _ := law.InstrumentByID(id)
	return day(cmp.Or(i.Effective, i.Published))
}

// existing is the last day of filing for those who met the condition before an
// announcement, by the announcement; zero where it has none.
func existing(id law.InstrumentID) workday.Day {
	a, _ := law.Lookup(law.Citation{Instrument: id})
	s, _ := a.Params["existing"].(string)
	return day(s)
}

// minorsAudit: Minors Regulations Art. 37, every year; the announcement of 2025 has
// the result reported by the end of January.
func minorsAudit(f *facts) {
	if !f.minors() {
		return
	}
	why := lang.Text{ZH: "有服务未排除未成年人使用", EN: "minors are not kept out of every service"}
	if !f.today.Before(effective(law.MinorsAudit)) {
		f.reportOfTheYear(Duty{
			ID:    "minors-audit-report",
			What:  lang.Text{ZH: "向设区的市级网信部门报送上一年度未成年人个人信息合规审计情况", EN: "report last year's audit on minors' information to the cyberspace authority of the city"},
			Why:   why,
			Cites: []law.Citation{law.Cite(law.MinorsAudit, "")},
			Path:  "done.minors-audit-report",
		}, f.d.Done.MinorsSent)
	}
	f.yearly(Duty{
		ID:    "minors-audit",
		What:  lang.Text{ZH: "自行或委托专业机构对处理未成年人个人信息的情况作合规审计，并向网信等部门报告", EN: "audit, or have audited, the processing of minors' information, and report to the cyberspace authority"},
		Why:   why,
		Cites: []law.Citation{law.Cite(law.Minors, "37")},
		Path:  "done.minors-audit",
	}, f.d.Done.Minors, law.Param("minors-audit-interval").Value)
}

// officerFiling: 30 working days after reaching a million people; who had reached it
// before the announcement had a day of its own.
func officerFiling(f *facts) {
	if people := law.Param("officer-people"); people.Met(f.d.Processor.People) {
		f.filing(f.d.Filings.Officer, "filings.officer", filed{
			within: law.Param("officer-filing"), changed: law.Param("officer-filing"), of: law.OfficerFiling,
		}, Duty{
			ID:    "officer-filing",
			What:  lang.Text{ZH: "报送个人信息保护负责人信息", EN: "file who the person in charge of personal information protection is"},
			Why:   f.people(),
			Cites: []law.Citation{law.Cite(law.OfficerFiling, "")},
		})
	}
}

// faceFiling: 30 working days after reaching 100,000 people; who had reached it before
// the measures took effect had a day of its own.
func faceFiling(f *facts) {
	people := law.Param("face-filing-people")
	if !people.Met(f.d.Processor.Faces) {
		return
	}
	made := f.d.Filings.Faces
	d := Duty{
		ID:    "face-filing",
		What:  lang.Text{ZH: "向省级以上网信部门备案人脸识别技术应用", EN: "file the use of face recognition with the cyberspace authority of the province or above"},
		Why:   say("存储 %s 人的人脸信息", "face data of %s people is stored", f.d.Processor.Faces),
		Cites: []law.Citation{people.Cite},
	}
	if !made.Made() && day(made.Since) != (workday.Day{}) && day(made.Since).Before(effective(law.Face)) {
		d.Cites = []law.Citation{law.Cite(law.FaceFiling, "")}
	}
	term := law.Param("face-filing")
	f.filing(made, "filings.faces", filed{within: term, changed: term, ended: term, of: law.Face, announced: law.FaceFiling}, d)
}

// algorithmFiling binds only providers able to shape opinion or mobilise society,
// which people must judge.
func algorithmFiling(f *facts) {
	if f.uses(func(u *declaration.Use) bool { return u.Purpose.Class == declaration.Personalise }) {
		f.filing(f.d.Filings.Algorithm, "filings.algorithm", filed{
			within: law.Param("algorithm-filing"), changed: law.Param("algorithm-change"), ended: law.Param("algorithm-termination"), of: law.Algorithm,
		}, Duty{
			ID:    "algorithm-filing",
			What:  lang.Text{ZH: "备案推荐算法（仅限具有舆论属性或者社会动员能力的服务，须由人判断）", EN: "file the recommendation algorithm, if the service can shape opinion or mobilise society, which people must judge"},
			Why:   lang.Text{ZH: "用算法作个性化推荐", EN: "an algorithm recommends personally"},
			Cites: []law.Citation{law.Cite(law.Algorithm, "24")},
		})
	}
}

// filed is how a filing is timed: within working days of its condition, of a change,
// and of its end where that is filed too; of which instrument, and by which
// announcement where another has a day for those who met the condition before.
type filed struct {
	within, changed, ended law.Parameter
	of, announced          law.InstrumentID
}

// filing adds a filing that is due some working days after its condition was
// met, or, once made, after a change or the end.
func (f *facts) filing(made declaration.Filing, path string, p filed, d Duty) {
	d.Path = path
	from, before := effective(p.of), existing(cmp.Or(p.announced, p.of))
	since := day(made.Since)
	switch {
	case made.None:
		return
	case made.Made():
		f.changed(made, p, d)
	case made.Since == "":
		d.Kind = By
		d.Count = say("达到条件后 %s 个工作日内；没有声明达到之日（%s.since）", "within %s working days of meeting the condition; the day is not declared (%s.since)", p.within.Value, path)
		f.add(d)
	case since.Before(from) && before != (workday.Day{}):
		d.Count = say("%s 已达到条件，早于 %s；公告要求在 %s 前完成", "the condition was met on %s, before %s; the announcement wants it by %s", since, from, before)
		f.by(d, before, workday.Final)
	default:
		f.withinFrom(d, since, from, p.within)
	}
}

// changed adds what is left to do of a filing that was made.
func (f *facts) changed(made declaration.Filing, p filed, d Duty) {
	d.ID += "-change"
	d.Kind = When
	d.Last = day(made.Date)
	d.Count = say("变更后 %s 个工作日内", "within %s working days of the change", p.changed.Value)
	if p.ended.ID == "" {
		d.What = say("%s：有变更时更新", "%s: bring it up to date on a change", d.What)
		f.add(d)
		return
	}
	d.What = say("%s：有变更时更新，终止时注销", "%s: bring it up to date on a change, and cancel it at the end", d.What)
	d.Count = say("%s；终止后 %s 个工作日内", "%s, and %s of the end", d.Count, p.ended.Value)
	f.add(d)
}

// impactAssessment: PIPL 55, before the processing begins.
func impactAssessment(f *facts) {
	if !f.uses(func(u *declaration.Use) bool {
		return u.Item.Sensitive || u.Purpose.Class == declaration.Personalise || len(u.Gives) > 0 || u.Component != nil
	}) {
		return
	}
	f.add(Duty{
		ID: "impact-assessment", Kind: When,
		What:  lang.Text{ZH: "处理之前作个人信息保护影响评估，并记录处理情况", EN: "assess the impact before processing, and record the processing"},
		Why:   lang.Text{ZH: "处理敏感个人信息、作自动化决策、委托或提供个人信息等", EN: "sensitive information, automated decisions, entrusting or giving, and the like"},
		Count: lang.Text{ZH: "每次开始此类处理之前", EN: "before each such processing begins"},
		Cites: []law.Citation{law.Cite(law.PIPL, "55"), law.Cite(law.PIPL, "56")},
		Path:  "assessments",
	})
}

// keptAssessments: PIPL 56 and the face measures want reports on personal information
// kept, draft 32¶2 those on important data.
func keptAssessments(f *facts) {
	for _, a := range f.d.Assessments {
		if a.Date == "" {
			continue
		}
		years, cites := 0, []law.Citation(nil)
		keep := func(p law.Parameter, holds bool) {
			if holds {
				years, cites = max(years, p.Value), append(cites, p.Cite)
			}
		}
		keep(law.Param("impact-assessment-kept"), slices.ContainsFunc(a.Covers, func(m declaration.Matter) bool { return m != "important-data" }))
		keep(law.Param("face-assessment-kept"), slices.Contains(a.Covers, "face"))
		keep(law.Param("assessment-report-kept-draft"), slices.Contains(a.Covers, "important-data"))
		if len(cites) == 0 {
			continue
		}
		f.add(Duty{
			ID: "assessment-kept", Kind: NotBefore, Day: later(day(a.Date), years), Certainty: workday.Final,
			What:  say("评估报告“%s”在此之前不得销毁", "the assessment report %s is kept until then", a.ID),
			Why:   say("评估于 %s", "assessed on %s", a.Date),
			Count: say("至少保存 %s 年", "kept for at least %s years", years),
			Cites: cites, Path: a.Place.Path,
		})
	}
}

// changes: what changed is agreed to again and told. That the rules are amended with
// it stands in the draft; No. 191 speaks of apps.
func changes(f *facts) {
	before := lang.Text{ZH: "变更之前；volens diff 列出须重新征求的同意", EN: "before the change; volens diff lists the consents to ask for again"}
	f.clock("change",
		lang.Text{ZH: "目的、方式、种类有变的，重新取得同意", EN: "where purpose, manner or kinds change, ask for consent again"},
		always, before, law.Cite(law.Draft, "21¶2"), law.Cite(law.Order790, "22(6)"), law.Cite(law.PIPL, "14"))
	f.clock("change-rules-draft",
		lang.Text{ZH: "目的、方式、种类有变的，同时修改个人信息处理规则", EN: "where purpose, manner or kinds change, amend the processing rules with it"},
		always, lang.Text{ZH: "与变更同时", EN: "with the change"}, law.Cite(law.Draft, "21¶2"))
	told := []law.Citation{law.Cite(law.PIPL, "17")}
	if f.apps() {
		told = append(told, law.Cite(law.No191, "II.2"))
	}
	f.clock("change-told",
		lang.Text{ZH: "告知个人所变更的部分", EN: "tell people what changed"},
		always, lang.Text{ZH: "没有天数", EN: "without a number of days"}, told...)
}
