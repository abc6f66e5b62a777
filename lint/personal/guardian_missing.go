package personal

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 21(3), Order 790 Art. 22(3) and PIPL 31: what rests on consent takes, for
// people under fourteen, the consent of a parent or other guardian. Art. 9 of the
// children's provisions asks whoever collects, uses, transfers or discloses their
// information to tell the guardian and get that consent, and Art. 7 of the facial
// recognition measures says so of their faces.
//
// Our reading: PIPL 31 has no words on consent at its head, and we narrow it to what
// rests on consent, since PIPL 13¶2 takes no consent where another basis holds. Children
// may come to a service unless it keeps them out, so silence means that they may. A
// service without uses by consent asks for nothing, and gives no finding. Art. 7 is cited where a face is among what rests on consent.
var guardianMissing = rule.Rule{
	ID:    "guardian-missing",
	Title: lang.Text{ZH: "没有写明如何取得监护人同意", EN: "how a guardian is asked is not stated"},
	Reason: lang.Text{
		ZH: "不满十四周岁的人，由父母或者其他监护人同意。除非不让他们使用，否则要有取得监护人同意的办法。",
		EN: "For people under fourteen a parent or other guardian consents. Unless they are kept out, there must be a way to ask a guardian.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "21(3)"), law.Cite(law.Order790, "22(3)"), law.Cite(law.PIPL, "31"), law.Cite(law.Children, "9"), law.Cite(law.Face, "7")},
	Severity: rule.Breach,
	Bad:      strings.Replace(minors(forChild), "    guardian: "+asksGuardian+"\n", "", 1),
	Good:     minors(forChild),
	Fix: lang.Text{
		ZH: "在 guardian 写明如何取得监护人同意；确实不让不满十四周岁者使用的，写 children: excluded",
		EN: "say under guardian how a guardian is asked; where people under fourteen are really kept out, write children: excluded",
	},
	Concerns: rule.Children,
	NotChecked: lang.Text{
		ZH: "同意的真的是监护人吗？写明排除的，真的挡得住吗？",
		EN: "Is it really the guardian who consents? Where children are excluded, are they really kept out?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		faces := map[*declaration.Service]bool{}
		for u := range d.All() {
			faces[u.Service] = faces[u.Service] || u.ByConsent() && ofFace(u)
		}
		for _, s := range d.Services {
			if s.Children != declaration.ChildrenExcluded && s.Guardian.IsZero() && s.Consents() {
				report("services."+s.ID+".guardian", rule.Say("服务“%s”%s，却没有写明如何取得监护人同意",
					"service “%s”: %s, and how a guardian is asked is not stated", s.Name, s.Children.Text()), guardianCites(faces[s])...)
			}
		}
	},
}

// guardianCites are the articles that ask for a guardian's consent, of faces too where
// there are any.
func guardianCites(faces bool) []law.Citation {
	cites := []law.Citation{law.Cite(law.Draft, "21(3)"), law.Cite(law.Order790, "22(3)"), law.Cite(law.PIPL, "31"), law.Cite(law.Children, "9")}
	if faces {
		cites = append(cites, law.Cite(law.Face, "7"))
	}
	return cites
}
