package personal

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 25: face, gait, fingerprint, iris and voiceprint are not the only way of
// authentication, so as to force consent; law may say otherwise. Art. 10 of the
// facial recognition measures: the face is not the only way where another reaches
// the same end.
//
// Our reading: a service whose ways of signing in are all biometric leaves no
// other, even where they are several. Art. 10 speaks of the face alone, and is
// cited where the face is the only way. Neither looks at the legal basis.
var biometricOnlyWay = rule.Rule{
	ID:    "biometric-only-way",
	Title: lang.Text{ZH: "只能用生物特征认证", EN: "biometrics are the only way in"},
	Reason: lang.Text{
		ZH: "人脸、步态、指纹、虹膜、声纹不能作为唯一的认证方式：脸换不了，总要有别的路可走。",
		EN: "Face, gait, fingerprint, iris and voiceprint may not be the only way to prove who one is. Nobody can change their face; there has to be another way.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "25"), law.Cite(law.Face, "10")},
	Severity: rule.Breach,
	Bad:      signIn(`[face]`, assessed),
	Good:     signIn(`[face, sms-code]`, assessed),
	Fix: lang.Text{
		ZH: "增加一种不用生物特征的方式，如 password、sms-code，并让它同样好用",
		EN: "offer a way without biometrics, such as password or sms-code, and make it as convenient",
	},
	Concerns: rule.Biometric,
	NotChecked: lang.Text{
		ZH: "登录以外的环节（如支付、核身）也有别的方式可选吗？",
		EN: "Is there another way outside signing in, such as for payment and identity checks?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			ways := s.SignIn.Ways
			if len(ways) == 0 || slices.ContainsFunc(ways, func(w declaration.Way) bool { return !w.Biometric() }) {
				continue
			}
			cites := []law.Citation{law.Cite(law.Draft, "25")}
			if !slices.ContainsFunc(ways, func(w declaration.Way) bool { return w != "face" }) {
				cites = append(cites, law.Cite(law.Face, "10"))
			}
			report("services."+s.ID+".sign-in.ways", rule.Say("服务“%s”只能用%s认证", "service “%s” can only be entered by %s", s.Name, wayNames(ways)), cites...)
		}
	},
}

func wayNames(ways []declaration.Way) lang.Text {
	var zh, en []string
	for _, w := range ways {
		zh, en = append(zh, w.Text().ZH), append(en, w.Text().EN)
	}
	return lang.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// assessed is an assessment with all its parts.
const assessed = `{date: 2026-03-01, necessity: {zh: 大额支付时需要, en: needed for large payments}, security: {zh: 特征只存在设备上, en: features stay on the device}}`

// signIn is a service with these ways of signing in, and the assessment of them
// if there is one.
func signIn(ways, assessment string) string {
	text := "    sign-in:\n      ways: " + ways + "\n"
	if assessment != "" {
		text += "      assessment: " + assessment + "\n"
	}
	return strings.Replace(rule.NewsletterAsks(""), "    functions:\n", text+"    functions:\n", 1)
}
