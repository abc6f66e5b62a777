package personal

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Art. 8 of the facial recognition measures: faces stay on the device and are not
// sent over the internet, unless law says otherwise or people agree to it
// separately.
//
// Our reading: a face that is kept in a store or given to anybody has left the
// device. By consent, sensitive-not-separate and third-party-not-separate see that
// it is separate; a duty of law and another law are the law saying otherwise, and
// basis-without-law asks which. No other basis of PIPL 13 opens the way.
var faceOffDevice = rule.Rule{
	ID:    "face-off-device",
	Title: lang.Text{ZH: "人脸信息离开设备", EN: "faces leave the device"},
	Reason: lang.Text{
		ZH: "人脸信息应当存在设备里。要传到别处，除非法律另有规定，就得征得单独同意；合同不算。",
		EN: "Faces stay on the device. To send them elsewhere takes a law that says so, or a separate consent; a contract will not do.",
	},
	Cites:    []law.Citation{law.Cite(law.Face, "8")},
	Severity: rule.Breach,
	Bad:      checksFaces,
	Good:     strings.Replace(checksFaces, "kept: {in: main, for: 1y}", "kept: {in: device, for: 1y}", 1),
	Fix: lang.Text{
		ZH: "只在设备上比对和存放（kept: {in: device}）；确须离开设备的，征得单独同意",
		EN: "compare and keep it on the device (kept: {in: device}); where it must leave, ask for a separate consent",
	},
	Concerns: rule.Biometric,
	NotChecked: lang.Text{
		ZH: "写明只存在设备上的人脸信息，真的没有传出去吗？",
		EN: "Do faces that are declared to stay on the device really never leave it?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if !ofFace(u) || u.Recipient != nil || u.Store == nil && len(u.Gives) == 0 || leaves(u.Basis) {
				return ""
			}
			return rule.Field(u, "kept")
		}) {
			report(s.Path, rule.Say("%s离开了设备，依据是“%s”；须有法律规定或者单独同意", "%s: leaves the device on the basis “%s”; it takes a law or a separate consent",
				rule.Names(s.Uses), s.Uses[0].Basis.Text()))
		}
	},
}

// checksFaces is a service that keeps faces in a store on a contract.
var checksFaces = authenticated(resting("face", "identity-check", "why: {zh: 核对本人；泄露了无法更换, en: to check who it is; a face cannot be changed}",
	"basis: contract", "necessary: true"))

// leaves reports whether faces may leave the device on the basis.
func leaves(b declaration.Basis) bool {
	return b == declaration.BasisConsent || b == declaration.BasisLegalDuty || b == declaration.BasisOtherLaw
}
