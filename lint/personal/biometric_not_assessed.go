package personal

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 25: whoever authenticates people by biometrics assesses whether that is
// necessary and secure. PIPL 55: processing sensitive information is assessed
// beforehand, and biometrics are sensitive. Art. 9 of the facial recognition
// measures asks the same for faces.
//
// Our reading: the assessment has a date and says what it found on necessity and
// on security. Biometrics authenticate people where they are a way to sign in, and
// where an item of that kind is used for an account or to check an identity. Where
// an assessment is declared but lacks a part, only the draft names that part; where
// none is declared, the other two are cited as well, unless an impact assessment
// covers them or impact-assessment-missing reports them. None looks at the legal
// basis.
var biometricNotAssessed = rule.Rule{
	ID:    "biometric-not-assessed",
	Title: lang.Text{ZH: "生物特征认证没有评估", EN: "biometric authentication was not assessed"},
	Reason: lang.Text{
		ZH: "用生物特征认证之前，要评估它是否必要、是否安全，并留下结论。",
		EN: "Before people are authenticated by biometrics, whether that is necessary and secure is assessed, and what was found is kept.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "25"), law.Cite(law.PIPL, "55"), law.Cite(law.Face, "9")},
	Severity: rule.Breach,
	Bad:      "assessments: {}\n" + signIn(`[sms-code, face]`, ``),
	Good:     signIn(`[sms-code, face]`, assessed),
	Fix: lang.Text{
		ZH: "做评估，在 sign-in.assessment 写明日期（date）、必要性结论（necessity）和安全性结论（security）",
		EN: "assess it, and state date, necessity and security under sign-in.assessment",
	},
	Concerns: rule.Biometric,
	NotChecked: lang.Text{
		ZH: "评估的结论站得住脚吗？",
		EN: "Does what the assessment found hold?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		used, all := authenticating(d), assess(d)
		for _, s := range d.Services {
			ways := used[s]
			missing := missingOf(s.SignIn.Assessment)
			if len(ways) == 0 || len(missing) == 0 {
				continue
			}
			cites := []law.Citation{law.Cite(law.Draft, "25")}
			open := func(m declaration.Matter) bool { return len(missing) == 3 && !all[s][m] && !assessedFor(d, s, m) }
			if open("sensitive") {
				cites = append(cites, law.Cite(law.PIPL, "55"))
			}
			if slices.Contains(ways, "face") && open("face") {
				cites = append(cites, law.Cite(law.Face, "9"))
			}
			report("services."+s.ID+".sign-in.assessment", rule.Say("服务“%s”用%s认证，评估缺：%s", "service “%s” authenticates by %s, and the assessment lacks: %s",
				s.Name, wayNames(ways), listed(missing)), cites...)
		}
	},
}

// authenticating returns the biometrics by which each service authenticates people,
// each once.
func authenticating(d *declaration.Declaration) map[*declaration.Service][]declaration.Way {
	all := map[*declaration.Service][]declaration.Way{}
	add := func(s *declaration.Service, w declaration.Way) {
		if w.Biometric() && !slices.Contains(all[s], w) {
			all[s] = append(all[s], w)
		}
	}
	for _, s := range d.Services {
		for _, w := range s.SignIn.Ways {
			add(s, w)
		}
	}
	for u := range d.All() {
		if u.Purpose.Class == declaration.Account || u.Purpose.ID == "identity-check" {
			add(u.Service, modality(u))
		}
	}
	return all
}

// missingOf returns which parts the assessment lacks.
func missingOf(a declaration.Assessment) []lang.Text {
	var missing []lang.Text
	if strings.TrimSpace(a.Date) == "" {
		missing = append(missing, lang.Text{ZH: "日期", EN: "date"})
	}
	if a.Necessity.IsZero() {
		missing = append(missing, lang.Text{ZH: "必要性", EN: "necessity"})
	}
	if a.Security.IsZero() {
		missing = append(missing, lang.Text{ZH: "安全性", EN: "security"})
	}
	return missing
}
