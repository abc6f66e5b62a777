package decide

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// special fills in what depends on the use.
func (r *Ruling) special(out *Reason, c code, at int32) {
	var w *details
	if at != noRow {
		w = &r.table.cold[at]
	}
	switch c {
	case consentMissing:
		out.Cites = r.table.lacks[r.table.rows[at].lacks].missing
	case consentRefused:
		out.Cites = r.table.lacks[r.table.rows[at].lacks].refused
	case otherBasis:
		b := w.use.Basis.Text()
		out.Message = lang.Text{ZH: "声明写明的合法性基础为" + b.ZH + "，以此为基础的无须取得同意", EN: "the declaration states this legal basis: " + b.EN + "; what rests on it needs no consent"}
	case consentGranted:
		if r.who.atBand() == under14 {
			out.Message = lang.Text{ZH: "监护人已同意，且所同意的内容没有实质变化", EN: "the guardian agreed, and what was agreed to has not changed in substance"}
			out.Cites = append(append([]law.Citation(nil), out.Cites...), law.Cite(law.PIPL, "31"))
		}
	case recipientCovered:
		r.covered(out)
	case separateConsentNeeded:
		r.separately(out)
	case guardianMissing, consentByChild:
		r.guardianWords(out, c, w)
	case biometricOnlyWay, anotherWay, biometricByLaw:
		biometricWords(out, c, w)
	case frequencyKept, frequencyExceeded, frequencyNotChecked, functionInUse:
		frequencyWords(out, c, w.use.When)
	case refusalNoGround:
		r.noGround(out, w)
	case refusalOtherBasis, refusalOtherBasisNeeded:
		refusalWords(out, c, w)
	default:
	}
}

// atBand is the band as recorded.
func (w *Who) atBand() uint8 {
	if w == nil {
		return 0
	}
	return w.Band
}

// covered: an entrusted or joint recipient is covered by the use (PIPL 20, 21), and
// the vendor of a component by the use of its code.
func (r *Ruling) covered(out *Reason) {
	g := &r.table.cold[r.target.Row].gives[r.target.to]
	role := g.role.Text()
	switch g.role {
	case declaration.Joint:
		out.Cites = []law.Citation{law.Cite(law.PIPL, "20")}
	case declaration.ThirdParty:
		out.Cites = []law.Citation{law.Cite(law.PIPL, "23")}
	case declaration.Entrusted:
	}
	out.Message = lang.Text{ZH: "接收方为" + role.ZH + "，随本使用一并处理", EN: "the recipient is " + role.EN + ": covered by the use itself"}
}

// guardianWords: draft 21 and Order 790 Art. 22 bind what rests on consent only,
// so that for any other basis only PIPL 31 is left. Faces have a rule of their own.
func (r *Ruling) guardianWords(out *Reason, c code, w *details) {
	if w == nil {
		return
	}
	if c == guardianMissing && !w.use.ByConsent() {
		out.Cites = []law.Citation{law.Cite(law.PIPL, "31"), law.Cite(law.Children, "9")}
		out.Message = lang.Text{
			ZH: "此人不满十四周岁，现在没有可以作答的监护人；此项不以同意为基础，仍须有监护人，是我们对个保法第三十一条从严的理解",
			EN: "the person is under fourteen, and no guardian may answer for them now; that this holds for a use on another basis than consent, too, is our strict reading of PIPL Art. 31",
		}
	}
	if w.use.Item.Modality == "face" {
		out.Cites = append(append([]law.Citation(nil), out.Cites...), law.Cite(law.Face, "7"))
	}
}

// biometricWords: for faces the rule is in force; for any other biometric only the
// draft has it in so many words, and PIPL 28 asks for real need.
func biometricWords(out *Reason, c code, w *details) {
	out.Cites = append([]law.Citation(nil), out.Cites...)
	if w.use.Item.Modality == "face" {
		out.Cites = append(out.Cites, law.Cite(law.Face, "10"))
		return
	}
	if c != biometricOnlyWay {
		return
	}
	out.Cites = append(out.Cites, law.Cite(law.PIPL, "28"))
	out.Message = lang.Text{
		ZH: "声明没有写别的认证方式：征求意见稿（从未生效）不许生物特征成为唯一的认证方式；现行规定只对人脸有此明文，其他生物特征须有充分的必要性",
		EN: "the declaration names no other way of authentication: the draft (never in force) does not let biometrics be the only one; in force the rule is express for faces alone, and any other biometric needs real need",
	}
}

// separately: these actions need a consent of their own whatever else the use
// rests on, since saying no to it is how people switch them off.
func (r *Ruling) separately(out *Reason) {
	if r.action == recommending {
		out.Cites = []law.Citation{law.Cite(law.Draft, "49(1)"), law.Cite(law.PIPL, "24"), law.Cite(law.Order790, "42"), law.Cite(law.Algorithm, "17")}
		out.Message = lang.Text{
			ZH: "声明没有把个性化推荐建立在同意上，此处无从关闭：征求意见稿（从未生效）要求单独同意，现行法要求可以便捷地拒绝或关闭",
			EN: "the declaration rests the recommendation on something else than consent, so that nobody can switch it off here: the draft (never in force) asks for a separate consent, the law in force for an easy way to refuse it or switch it off",
		}
		return
	}
	out.Cites = []law.Citation{law.Cite(law.Draft, "25"), law.Cite(law.PIPL, "29")}
	out.Message = lang.Text{
		ZH: "声明没有把生物特征认证建立在同意上，又没有写明哪部法律要求：须有本人的单独同意，是我们从严的理解",
		EN: "the declaration rests authentication by a biometric on something else than consent, and names no law that asks for it: that the person's separate consent is needed is our strict reading",
	}
}

func frequencyWords(out *Reason, c code, when declaration.When) {
	w := when.Text()
	switch c {
	case frequencyKept:
		out.Message = lang.Text{ZH: "声明的频次为" + w.ZH + "，距上次收集已够久", EN: "the declared frequency is " + w.EN + ", and the last collection is long enough ago"}
	case frequencyExceeded:
		out.Message = lang.Text{ZH: "声明的频次为" + w.ZH + "，现在又收集就超过了", EN: "the declared frequency is " + w.EN + ": to collect again now would exceed it"}
	case frequencyNotChecked:
		out.Message = lang.Text{ZH: "未核查：声明的频次为" + w.ZH + "，没有 last_at，无从得知上次何时收集", EN: "not checked: the declared frequency is " + w.EN + ", and without last_at nobody knows when the item was last collected"}
		if when == "" {
			out.Message = lang.Text{ZH: "未核查：声明没有写频次或时机；这是实现目的所需的最低频次吗？", EN: "not checked: the declaration states no frequency or timing; is this the lowest frequency that the purpose needs?"}
		}
	default:
		out.Message = lang.Text{ZH: "未核查：声明的时机为" + w.ZH + "，此人此刻是否正在这样使用该功能？", EN: "not checked: the declared timing is " + w.EN + "; is the person using the function in that way at this moment?"}
		if when == "" {
			out.Message = lang.Text{ZH: "未核查：此人此刻是否正在使用该功能？", EN: "not checked: is the person using the function at this moment?"}
		}
	}
}

// noGround adds the articles that say the same of the 39 types and of minors.
func (r *Ruling) noGround(out *Reason, w *details) {
	switch {
	case w != nil:
		if _, ok := w.use.Listed(); ok {
			out.Cites = append(append([]law.Citation(nil), out.Cites...), law.Cite(law.Necessary39, "4"))
		}
		if r.who.atBand() != 0 && w.use.Function.Basic {
			out.Cites = append(append([]law.Citation(nil), out.Cites...), law.Cite(law.Minors, "32"))
		}
	case r.more != nil && r.more.function != "":
		out.Path = r.table.functionPath(r.more.function)
		out.Message = lang.Text{ZH: "此人没有拒绝此功能所必需的信息，不得以不同意为由拒绝服务", EN: "the person refused nothing that this function cannot work without: service may not be refused for want of consent"}
	default:
		out.Message = lang.Text{ZH: "声明中没有这个使用，不能以此拒绝服务", EN: "the declaration has no such use: it is no reason to refuse service"}
	}
}

func (t *Table) functionPath(function string) string {
	if f, ok := t.declared.Function(function); ok {
		return f.Path
	}
	return ""
}

// refusalWords answers for a use that rests on no consent, which draft 19(3) does
// not speak of. What the function cannot work without may still be a reason; what
// is necessary in one of the 39 types is for their list to say.
func refusalWords(out *Reason, c code, w *details) {
	u := &w.use
	b := u.Basis.Text()
	switch {
	case c == refusalOtherBasisNeeded:
		out.Message = lang.Text{ZH: "此项的合法性基础为" + b.ZH + "，且为该功能所必需：这不是因为不同意而拒绝，征求意见稿第十九条第（三）项不涉及", EN: "the legal basis of this item is " + b.EN + ", and the function cannot work without it: this is not refusing for want of consent, of which draft Art. 19(3) speaks"}
	case u.Recipient != nil || u.Component != nil:
		out.Message = lang.Text{ZH: "声明没有说提供给该方是此功能所必需，不愿提供不是拒绝服务的理由", EN: "the declaration does not say that the function needs this item given to that party: not wanting to is no reason to refuse service"}
	default:
		out.Message = lang.Text{ZH: "此项并非该功能所必需，缺少它不是拒绝服务的理由", EN: "the function can work without this item: lacking it is no reason to refuse service"}
		if t, ok := u.Listed(); ok {
			out.Cites = append(append([]law.Citation(nil), out.Cites...), law.Cite(law.Necessary39, "3"), t.Cite)
		}
	}
}
