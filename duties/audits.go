package duties

import (
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
	if p := law.Param("audit-people"); p.Met(f.d.Processor.People) {
		years := law.Param("audit-interval")
		d.Cites = []law.Citation{years.Cite, law.Cite(law.PIPL, "54"), law.Cite(law.Order790, "27")}
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
	d.Cites = []law.Citation{law.Cite(law.PIPL, "54"), law.Cite(law.Order790, "27"), law.Cite(law.Draft, "58")}
	d.Count = lang.Text{
		ZH: "定期，法律没有写明间隔；征求意见稿要求委托专业机构，现行法律可以自行审计",
		EN: "at intervals that the law does not number; the draft wants a professional body, the law in force allows an audit of one's own",
	}
	f.add(d)
}

func effective(id law.InstrumentID) workday.Day {
	i, _ := law.InstrumentByID(id)
	return day(i.Effective)
}

// minorsAudit: Minors Regulations Art. 37, every year.
func minorsAudit(f *facts) {
	if !f.minors() {
		return
	}
	f.yearly(Duty{
		ID:    "minors-audit",
		What:  lang.Text{ZH: "自行或委托专业机构对处理未成年人个人信息的情况作合规审计，并向网信等部门报告", EN: "audit, or have audited, the processing of minors' information, and report to the cyberspace authority"},
		Why:   lang.Text{ZH: "有服务未排除未成年人使用", EN: "minors are not kept out of every service"},
		Cites: []law.Citation{law.Cite(law.Minors, "37")},
		Path:  "done.minors-audit",
	}, f.d.Done.Minors, law.Param("minors-audit-interval").Value)
}

// officerFiling: 30 working days after reaching a million people.
func officerFiling(f *facts) {
	if people := law.Param("officer-people"); people.Met(f.d.Processor.People) {
		f.filing(f.d.Filings.Officer, "filings.officer", law.Param("officer-filing"), Duty{
			ID:    "officer-filing",
			What:  lang.Text{ZH: "报送个人信息保护负责人信息", EN: "file who the person in charge of personal information protection is"},
			Why:   f.people(),
			Cites: []law.Citation{law.Cite(law.OfficerFiling, ""), people.Cite, law.Cite(law.PIPL, "52")},
		})
	}
}

// faceFiling: 30 working days after reaching 100,000 people.
func faceFiling(f *facts) {
	if people := law.Param("face-filing-people"); people.Met(f.d.Processor.Faces) {
		f.filing(f.d.Filings.Faces, "filings.faces", law.Param("face-filing"), Duty{
			ID:    "face-filing",
			What:  lang.Text{ZH: "向省级以上网信部门备案人脸识别技术应用", EN: "file the use of face recognition with the cyberspace authority of the province or above"},
			Why:   say("存储 %s 人的人脸信息", "face data of %s people is stored", f.d.Processor.Faces),
			Cites: []law.Citation{people.Cite},
		})
	}
}

// algorithmFiling binds only providers able to shape opinion or mobilise society,
// which people must judge.
func algorithmFiling(f *facts) {
	if f.uses(func(u *declaration.Use) bool { return u.Purpose.Class == declaration.Personalise }) {
		f.filing(f.d.Filings.Algorithm, "filings.algorithm", law.Param("algorithm-filing"), Duty{
			ID:    "algorithm-filing",
			What:  lang.Text{ZH: "备案推荐算法（仅限具有舆论属性或者社会动员能力的服务，须由人判断）", EN: "file the recommendation algorithm, if the service can shape opinion or mobilise society, which people must judge"},
			Why:   lang.Text{ZH: "用算法作个性化推荐", EN: "an algorithm recommends personally"},
			Cites: []law.Citation{law.Cite(law.Algorithm, "24")},
		})
	}
}

// filing adds a filing that is due some working days after its condition was
// met, or, once made, after a change.
func (f *facts) filing(made declaration.Filing, path string, p law.Parameter, d Duty) {
	d.Path = path
	switch {
	case made.None:
		return
	case made.Made():
		d.ID += "-change"
		d.Kind = When
		d.Last = day(made.Date)
		d.What = say("%s：有变更时更新", "%s: bring it up to date on a change", d.What)
		d.Count = say("变更后 %s 个工作日内", "within %s working days of the change", p.Value)
		f.add(d)
	case made.Since == "":
		d.Kind = By
		d.Count = say("达到条件后 %s 个工作日内；没有声明达到之日（%s.since）", "within %s working days of meeting the condition; the day is not declared (%s.since)", p.Value, path)
		f.add(d)
	default:
		f.within(d, day(made.Since), p)
	}
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

// keptAssessments: PIPL 56, the face measures and draft 32 want reports kept.
func keptAssessments(f *facts) {
	for _, a := range f.d.Assessments {
		if a.Date == "" {
			continue
		}
		p, cites := law.Param("impact-assessment-kept"), []law.Citation{law.Cite(law.PIPL, "56")}
		for _, m := range a.Covers {
			switch m {
			case "face":
				cites = append(cites, law.Param("face-assessment-kept").Cite)
			case "important-data":
				cites = append(cites, law.Param("assessment-report-kept-draft").Cite)
			}
		}
		f.add(Duty{
			ID: "assessment-kept", Kind: NotBefore, Day: later(day(a.Date), p.Value), Certainty: workday.Final,
			What:  say("评估报告“%s”在此之前不得销毁", "the assessment report %s is kept until then", a.ID),
			Why:   say("评估于 %s", "assessed on %s", a.Date),
			Count: say("至少保存 %s 年", "kept for at least %s years", p.Value),
			Cites: cites, Path: a.Place.Path,
		})
	}
}

// changes: what changed is told, and agreed to again.
func changes(f *facts) {
	f.add(Duty{
		ID: "change", Kind: When,
		What:  lang.Text{ZH: "目的、方式、种类有变的，重新取得同意，同时修改规则并告知", EN: "where purpose, manner or kinds change, ask for consent again, amend the rules with it and tell people"},
		Why:   lang.Text{ZH: "处理个人信息", EN: "personal information is processed"},
		Count: lang.Text{ZH: "变更之前；volens diff 列出须重新征求的同意", EN: "before the change; volens diff lists the consents to ask for again"},
		Cites: []law.Citation{law.Cite(law.Draft, "21¶2"), law.Cite(law.Order790, "22(6)"), law.Cite(law.PIPL, "14"), law.Cite(law.No191, "II.2")},
	})
}
