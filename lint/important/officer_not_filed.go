package important

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 52 has the person in charge of personal information filed with the
// authority. The announcement of 2025 sets how: within thirty working days of
// reaching a million people, the number of Art. 12 of the audit measures.
//
// Our reading: the filing is named by its day or number. From that number on
// nobody can judge it needless. The clock is not run here: a filing that is
// still in time is reported until it is made.
var officerNotFiled = rule.Rule{
	ID:    "officer-not-filed",
	Title: lang.Text{ZH: "个人信息保护负责人信息没有报送", EN: "the protection officer was not filed"},
	Reason: lang.Text{
		ZH: "处理的个人信息达到规定人数的，要在限期内把个人信息保护负责人的信息报送网信部门，变更也一样。",
		EN: "From a set number of people on, the protection officer is filed with the cyberspace authority in a set time, and so is a change.",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "52"), law.Cite(law.Audit, "12"), law.Cite(law.OfficerFiling, "")},
	Severity: rule.Breach,
	Bad:      ofMany(managed...) + "filings:\n  mlps: {date: 2025-08-20}\n",
	Good:     ofMany(managed...) + "filings:\n  officer: {date: 2025-08-20}\n",
	Fix: lang.Text{
		ZH: "报送后，在 filings.officer 写明日期或编号",
		EN: "file it, then give the day or the number under filings.officer",
	},
	NotChecked: lang.Text{
		ZH: "是否在限期内报送？负责人变更后是否重新报送？",
		EN: "Was it filed in time, and again when the officer changed?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		from := law.Param("officer-people")
		if !from.Met(d.Processor.People) || d.Filings.Officer.Made() {
			return
		}
		report("filings.officer", rule.Say("处理的人数已达 %s，没有写明负责人信息的报送；期限为达到之日起 %s 个工作日",
			"the number of people has reached %s, and no filing of the officer is named; it is due within %s working days of that",
			rule.Plain(from.Value), rule.Plain(law.Param("officer-filing").Value)))
	},
}
