package important

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 13(2): a processor of a million people or more that lists abroad applies for
// the cybersecurity review. Art. 7 of the review measures in force asks it of platform
// operators with more than a million users; the number itself is not included there.
//
// Our reading: a listing in Hong Kong is reviewed only if it may affect the security of
// the state, which software cannot tell, nor what else may: a question that stands on
// its own asks people both. Mergers and the like are reviewDoubtful. A platform
// operator is who says so in its roles.
var reviewNotApplied = rule.Rule{
	ID:    "review-not-applied",
	Title: lang.Text{ZH: "赴国外上市没有申报网络安全审查", EN: "listing abroad without applying for the cybersecurity review"},
	Reason: lang.Text{
		ZH: "处理的个人信息达到规定人数的处理者赴国外上市，要先申报网络安全审查；现行办法只约束网络平台运营者，人数须超过一百万。",
		EN: "A processor of a set number of people applies for a cybersecurity review before it lists abroad; the measures in force bind platform operators alone, with more than a million users.",
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
		ZH: "是在上市之前申报的吗？审查有结论了吗？",
		EN: "Was the review applied for before the listing, and is there a result?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, e := range d.Events {
			if e.Kind != "listing-abroad" || e.Reviewed != "" {
				continue
			}
			if cites := reviewCites(d); len(cites) > 0 {
				report("events."+e.ID+".review-applied", notReviewed(e), cites...)
			}
		}
	},
}

// notReviewed says that no review was applied for.
func notReviewed(e *declaration.Event) lang.Text {
	return rule.Say("%s，没有写明何时申报网络安全审查", "%s, and no day is stated on which the cybersecurity review was applied for", e.Kind.Text())
}

// reviewCites returns the articles by which a listing abroad needs a review.
func reviewCites(d *declaration.Declaration) []law.Citation {
	var cites []law.Citation
	if law.Param("security-review-people-draft").Met(d.Processor.People) {
		cites = append(cites, law.Cite(law.Draft, "13"))
	}
	if platform(d) && law.Param("review-listing-people").Met(d.Processor.People) {
		cites = append(cites, law.Cite(law.Review, "7"))
	}
	return cites
}

// platform reports whether the processor says that it runs a platform.
func platform(d *declaration.Declaration) bool {
	return has(d, declaration.RolePlatform) || has(d, declaration.RoleLargePlatform)
}

// unions are the events by which a going concern changes hands.
var unions = []declaration.Happening{"merger", "reorganisation", "split"}
