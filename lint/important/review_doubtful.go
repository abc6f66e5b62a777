package important

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 13(1): a platform operator that has gathered much data bearing on the security
// of the state, the economy or the public applies for the cybersecurity review when it
// merges, is reorganised or is split and that affects or may affect the security of
// the state.
//
// Our reading: with such data it may; whether it does is for people, hence a warning.
var reviewDoubtful = rule.Rule{
	ID:    "review-doubtful",
	Title: lang.Text{ZH: "平台合并、重组、分立，可能须申报网络安全审查", EN: "a platform merges, is reorganised or split, and may need a cybersecurity review"},
	Reason: lang.Text{
		ZH: "征求意见稿：汇聚掌握大量关系国家安全、经济发展、公共利益数据的平台合并、重组、分立，影响或者可能影响国家安全的，要申报网络安全审查。是否影响国家安全，要由人判断。",
		EN: "The draft: where a platform with much data that bears on the state, the economy or the public merges, is reorganised or is split, and that affects or may affect the security of the state, it applies for a cybersecurity review. Whether it does is for people to judge.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "13")},
	Severity: rule.Warning,
	Bad:      largePlatform + event("kind: merger", "state-data: true"),
	Good:     largePlatform + event("kind: merger", "state-data: true", "review-applied: 2026-02-01"),
	Fix: lang.Text{
		ZH: "影响或者可能影响国家安全的，先申报网络安全审查，在该事项的 review-applied 写明日期",
		EN: "where the security of the state is or may be affected, apply for the review first and give the day under review-applied",
	},
	Concerns: rule.Changes,
	NotChecked: lang.Text{
		ZH: "合并、重组、分立影响或者可能影响国家安全吗？是在此之前申报的吗？审查有结论了吗？",
		EN: "Does the merger, reorganisation or split affect the security of the state, or may it? Was the review applied for before it, and is there a result?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, e := range d.Events {
			if e.Reviewed == "" && e.State && platform(d) && slices.Contains(unions, e.Kind) {
				report("events."+e.ID+".review-applied", notReviewed(e))
			}
		}
	},
}
