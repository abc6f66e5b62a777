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
		out.Message = lang.Text{ZH: "合法性基础为" + b.ZH + "，无须同意", EN: "the legal basis is " + b.EN + ": no consent is needed"}
	case consentGranted:
		if r.who.atBand() == under14 {
			out.Message = lang.Text{ZH: "监护人已同意，且所同意的内容没有实质变化", EN: "the guardian agreed, and what was agreed to has not changed in law"}
			out.Cites = append(append([]law.Citation(nil), out.Cites...), law.Cite(law.PIPL, "31"))
		}
	case recipientCovered:
		r.covered(out)
	case separateConsentNeeded:
		r.separately(out)
	case biometricOnlyWay, anotherWay:
		if w.use.Item.Modality == "face" {
			out.Cites = append(append([]law.Citation(nil), out.Cites...), law.Cite(law.Face, "10"))
		}
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

// separately: these actions need a consent of their own whatever else the use
// rests on, since saying no to it is how people switch them off.
func (r *Ruling) separately(out *Reason) {
	if r.action == ActionRecommend {
		out.Cites = []law.Citation{law.Cite(law.Draft, "49(1)"), law.Cite(law.PIPL, "24")}
		out.Message = lang.Text{ZH: "个性化推荐须有本人的单独同意，而声明以别的为基础，人们无从拒绝", EN: "recommending personally needs the person's separate consent; the declaration rests it on something else, which nobody can refuse"}
		return
	}
	out.Cites = []law.Citation{law.Cite(law.Draft, "25"), law.Cite(law.PIPL, "29")}
	out.Message = lang.Text{ZH: "用生物特征认证须有本人的单独同意，而声明以别的为基础，又没有写明哪部法律要求", EN: "authenticating by a biometric needs the person's separate consent; the declaration rests it on something else, and names no law that asks for it"}
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
		if _, ok := law.AppTypeByKey(w.use.Service.Type); ok && w.use.Function.Basic {
			out.Cites = append(append([]law.Citation(nil), out.Cites...), law.Cite(law.Necessary39, "4"))
		}
		if r.who.atBand() != 0 {
			out.Cites = append(append([]law.Citation(nil), out.Cites...), law.Cite(law.Minors, "32"))
		}
	case r.more != nil && r.more.function != "":
		out.Path = r.table.functionPath(r.more.function)
		out.Message = lang.Text{ZH: "此人没有拒绝此功能所必需的信息，不得拒绝服务", EN: "the person refused nothing that this function cannot work without: service may not be refused"}
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
		if t, ok := law.AppTypeByKey(u.Service.Type); ok && u.Function.Basic {
			out.Cites = append(append([]law.Citation(nil), out.Cites...), law.Cite(law.Necessary39, "3"), t.Cite)
		}
	}
}
