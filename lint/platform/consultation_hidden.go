package platform

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 43¶2: the text is published on the operator's own site and on the
// platform of the trade association for personal information. Never in force.
var consultationHidden = rule.Rule{
	ID:    "consultation-hidden",
	Title: lang.Text{ZH: "征求意见没有在两处公开", EN: "the consultation is not published in both places"},
	Reason: lang.Text{
		ZH: "征求意见要在自己的网站和个人信息保护行业组织的平台上同时公开。",
		EN: "A consultation is published on the own site and on the platform of the trade association.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "43¶2")},
	Severity: rule.Breach,
	Bad: operator + disclosed + `  consultations:
    - {of: privacy-policy, from: 2026-09-11, until: 2026-10-29, sites: [own]}
`,
	Good: operator + disclosed + `  consultations:
    - {of: privacy-policy, from: 2026-09-11, until: 2026-10-29, sites: [own, association]}
`,
	Fix: lang.Text{
		ZH: "在自己的网站和行业组织平台都公开，sites 写 [own, association]",
		EN: "publish it on the own site and on the association's platform: sites: [own, association]",
	},
	Concerns: rule.Platform,
	NotChecked: lang.Text{
		ZH: "征求意见结束后，是否公布了采纳情况和不采纳的理由？",
		EN: "After a consultation, was it published what was adopted, and why the rest was not?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, c := range d.Platform.Consultations {
			zh, en := missing(part{!slices.Contains(c.Sites, "own"), "自己的网站", "the own site"},
				part{!slices.Contains(c.Sites, "association"), "行业组织平台", "the association's platform"})
			if zh != "" {
				report(c.Place.Path+".sites", lang.Text{ZH: "没有公布在" + zh, EN: "not published on " + en})
			}
		}
	},
}
