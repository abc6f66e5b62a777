package important

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 29: important data is filed with the cyberspace authority of the city
// within fifteen working days of being identified. Order 790 Art. 29: it is
// identified and declared as prescribed, without a number of days.
//
// Our reading: who has important data names the filing by its day or number, or
// says that it was judged not to be needed. The clock is not run here: a filing
// that is still in time is reported until it is made.
var importantDataNotFiled = rule.Rule{
	ID:    "important-data-not-filed",
	Title: lang.Text{ZH: "重要数据没有备案、申报", EN: "important data not filed"},
	Reason: lang.Text{
		ZH: "识别出重要数据后要备案：征求意见稿限定了天数；施行的条例要求按规定申报，没有写明天数。",
		EN: "Important data is filed once it is identified: by the draft within a set number of days; by the regulation in force as prescribed, without a number of days.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "29"), law.Cite(law.Order790, "29")},
	Severity: rule.Breach,
	Bad:      important() + "filings:\n  officer: {date: 2025-08-20}\n",
	Good:     important() + filed,
	Fix: lang.Text{
		ZH: "备案、申报后，在 filings.important-data 写明日期或编号",
		EN: "file it, then give the day or the number under filings.important-data",
	},
	Concerns: rule.Important,
	NotChecked: lang.Text{
		ZH: "重要数据都识别出来了吗？备案是否在限期内，重大变化后是否重新备案？",
		EN: "Is all important data identified? Was it filed in time, and again after major changes?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if f := d.Filings.ImportantData; holdsImportant(d) && !f.Made() && !f.None {
			report("filings.important-data", lang.Text{ZH: "处理重要数据，没有写明备案、申报", EN: "important data is processed, and no filing is named"})
		}
	},
}
