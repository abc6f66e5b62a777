package important

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 13: a platform operator that holds much data bearing on the state, the
// economy or the public applies for the cybersecurity review when it merges, is
// reorganised or is split, and so does a processor of a million people or more
// that lists abroad. Art. 7 of the review measures in force asks it of platform
// operators with more than a million users that list abroad; the number itself is
// not included there.
//
// Our reading: a listing in Hong Kong is reviewed only if it may affect the
// security of the state, which software cannot tell, nor what else may: a question
// that stands on its own asks people both. A platform operator is who says so in
// its roles.
var reviewNotApplied = rule.Rule{
	ID:    "review-not-applied",
	Title: lang.Text{ZH: "没有申报网络安全审查", EN: "cybersecurity review not applied for"},
	Reason: lang.Text{
		ZH: "掌握大量关系国家安全、公共利益数据的平台合并、重组、分立，或者处理的个人信息达到规定人数的处理者赴国外上市，要先申报网络安全审查。",
		EN: "A platform with much data that bears on the state or the public applies for a cybersecurity review before it merges, is reorganised or is split; so does a processor of a set number of people before it lists abroad.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "13"), law.Cite(law.Review, "7")},
	Severity: rule.Breach,
	Bad:      ofMany(managed...) + event("kind: listing-abroad"),
	Good:     ofMany(managed...) + event("kind: listing-abroad", "review-applied: 2026-02-01"),
	Fix: lang.Text{
		ZH: "先申报网络安全审查，在该事项的 review-applied 写明日期",
		EN: "apply for the review first and give the day under review-applied",
	},
	Concerns: rule.Changes,
	NotChecked: lang.Text{
		ZH: "是在合并、上市等事项之前申报的吗？审查有结论了吗？",
		EN: "Was the review applied for before the merger or the listing, and is there a result?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, e := range d.Events {
			if e.Reviewed != "" {
				continue
			}
			if cites := reviewCites(d, e); len(cites) > 0 {
				report("events."+e.ID+".review-applied", rule.Say("%s，没有写明何时申报网络安全审查", "%s, and no day is stated on which the cybersecurity review was applied for", e.Kind.Text()), cites...)
			}
		}
	},
}

// reviewCites returns the articles by which e needs a review.
func reviewCites(d *declaration.Declaration, e *declaration.Event) []law.Citation {
	platform := has(d, declaration.RolePlatform) || has(d, declaration.RoleLargePlatform)
	var cites []law.Citation
	switch {
	case e.Kind == "listing-abroad":
		if law.Param("security-review-people-draft").Met(d.Processor.People) {
			cites = append(cites, law.Cite(law.Draft, "13"))
		}
		if platform && law.Param("review-listing-people").Met(d.Processor.People) {
			cites = append(cites, law.Cite(law.Review, "7"))
		}
	case platform && e.State && slices.Contains(unions, e.Kind):
		cites = append(cites, law.Cite(law.Draft, "13"))
	}
	return cites
}

// unions are the events by which a going concern changes hands.
var unions = []declaration.Happening{"merger", "reorganisation", "split"}
