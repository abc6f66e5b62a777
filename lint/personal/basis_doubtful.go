package personal

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 13: a contract carries what it needs, a public-health emergency what answers it,
// any emergency what protects life, health and property in it, and news reporting what it needs within reason. PIPL 28:
// sensitive information is processed only with a real need. Draft 25 and Art. 10 of
// the facial recognition measures: biometrics, and the face, are not the only way
// to authenticate people.
//
// Our reading, which others may not share:
//   - where there has to be another way to sign in, no contract needs one of the
//     five biometrics of draft 25 for it, so they take consent;
//   - what happens at every start, at sign-up, at fixed times or all the time is no
//     answer to an emergency, unless it guards security, is a duty, or treats a
//     patient; a public-health emergency may ask for just that, so the message says so;
//   - among the 39 types, news is reported by those that publish.
var basisDoubtful = rule.Rule{
	ID:    "basis-doubtful",
	Title: lang.Text{ZH: "合法性基础未必站得住", EN: "the legal basis may not hold"},
	Reason: lang.Text{
		ZH: "登录总要有生物特征以外的办法，所以合同并不非要生物特征不可；天天发生的事不是紧急情况；不做新闻的服务，难说是在报道新闻。",
		EN: "There has to be a way to sign in without biometrics, so no contract depends on them. What happens daily is no emergency. A service that publishes nothing hardly reports news.",
	},
	Cites: []law.Citation{
		law.Cite(law.PIPL, "13"), law.Cite(law.PIPL, "28"), law.Cite(law.Draft, "25"), law.Cite(law.Face, "10"),
	},
	Severity: rule.Warning,
	Bad: authenticated(resting("voiceprint", "sign-in", "why: {zh: 免输密码；泄露了无法更换, en: no password; once leaked it cannot be changed}",
		"necessary: true", "basis: contract")),
	Good: authenticated(resting("voiceprint", "sign-in", "why: {zh: 免输密码；泄露了无法更换, en: no password; once leaked it cannot be changed}")),
	Fix: lang.Text{
		ZH: "改为征得（单独）同意；确有把握的，留好依据备查",
		EN: "ask for (separate) consent instead; if you are sure of the basis, keep what it rests on at hand",
	},
	NotChecked: lang.Text{
		ZH: "真的发生过所说的紧急情况吗？报道真的是为了公共利益吗？",
		EN: "Was there really such an emergency? Is the reporting really in the public interest?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if doubted(u) == nil {
				return ""
			}
			return rule.Field(u, "basis")
		}) {
			q := doubted(s.Uses[0])
			report(s.Path, q.message(s.Uses), q.cites(s.Uses)...)
		}
	},
}

// A doubt is one reading that speaks against a basis.
type doubt struct {
	message func([]*declaration.Use) lang.Text
	cites   func([]*declaration.Use) []law.Citation
}

// doubted returns what speaks against the basis of u, or nil. What it surely
// cannot carry is reported by basis-cannot-carry.
func doubted(u *declaration.Use) *doubt {
	switch {
	case uncarried(u) != carried || u.Recipient != nil:
		return nil
	case u.Basis == declaration.BasisContract && u.Purpose.Class == declaration.Account && modality(u).Biometric():
		return &doubt{biometricDoubt, biometricDoubtCites}
	case u.Basis == declaration.BasisEmergency && routine(u):
		return &doubt{emergencyDoubt, basesOnly}
	case u.Basis == declaration.BasisNews && !publishes(u.Service):
		return &doubt{newsDoubt, basesOnly}
	}
	return nil
}

func biometricDoubt(uses []*declaration.Use) lang.Text {
	return rule.Say("%s用于“%s”：既然必须有别的认证方式，合同就不是非它不可", "%s: used for “%s”; as there has to be another way, no contract needs it",
		rule.Names(uses), uses[0].Purpose.Is)
}

func biometricDoubtCites(uses []*declaration.Use) []law.Citation {
	cites := []law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.PIPL, "28"), law.Cite(law.Draft, "25")}
	if slices.ContainsFunc(uses, ofFace) {
		cites = append(cites, law.Cite(law.Face, "10"))
	}
	return cites
}

func emergencyDoubt(uses []*declaration.Use) lang.Text {
	return rule.Say("%s说是为了紧急情况，处理的时机却是“%s”；应对突发公共卫生事件的，写明是哪一起", "%s: said to be for an emergency, yet processed %s; where it answers a public-health emergency, say which",
		rule.Names(uses), uses[0].When.Text())
}

func newsDoubt(uses []*declaration.Use) lang.Text {
	return rule.Say("%s说是为了新闻报道，而“%s”不像是做新闻的服务", "%s: said to be for news reporting, which “%s” does not look like",
		rule.Names(uses), uses[0].Service.Name)
}

func basesOnly([]*declaration.Use) []law.Citation { return []law.Citation{law.Cite(law.PIPL, "13")} }

// routine reports whether u goes on whether or not anything happens.
func routine(u *declaration.Use) bool {
	if u.Purpose.Class == declaration.Secure || u.Purpose.Class == declaration.Comply || u.Purpose.ID == "treat" {
		return false
	}
	_, _, interval := u.When.Every()
	return interval || slices.Contains([]declaration.When{declaration.Continuous, "on-start", "at-sign-up", "each-use", "each-order"}, u.When)
}

// publishes reports whether the service may be one that reports news. Outside the
// 39 types nobody can tell from its type.
func publishes(s *declaration.Service) bool {
	_, listed := law.AppTypeByKey(s.Type)
	return !listed || slices.Contains([]string{"news", "online-community", "live-streaming", "audio-video", "short-video", "ebook"}, s.Type)
}

// authenticated adds to a service that its biometric authentication was assessed.
func authenticated(service string) string {
	return strings.Replace(service, "    functions:\n", "    sign-in: {ways: [sms-code], assessment: "+assessed+"}\n    functions:\n", 1)
}

// modality is the biometric modality of u's item, as a way of authentication.
func modality(u *declaration.Use) declaration.Way { return u.Item.Modality }

// ofFace reports whether u is about faces.
func ofFace(u *declaration.Use) bool { return modality(u) == "face" }
