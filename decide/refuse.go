package decide

import (
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// RefuseUse answers whether service may be refused because the person does not
// agree to a use. It may not, unless the person was asked, said no, and the
// function cannot work without the item (draft 19(3), PIPL 16). A use on another
// basis than consent is outside 19(3) by its chapeau.
func RefuseUse(d *declaration.Declaration, id declaration.UseID, said consent.Consents, now time.Time) Verdict {
	u, ok := d.UseByID(id)
	if !ok {
		r := noGround(nil)
		r.Message = lang.Text{ZH: "声明中没有这个使用，不能以此拒绝服务", EN: "the declaration has no such use: it is no reason to refuse service"}
		return verdict(now, r)
	}
	return verdict(now, refusing(u, said[u.ID]))
}

// RefuseFunction answers whether a function may be refused to the person for
// anything it agreed to or not. It may be only where a use that the function
// cannot work without rests on consent and the person refused it.
//
// Errors: ok is false where the declaration has no such function.
func RefuseFunction(d *declaration.Declaration, function string, said consent.Consents, now time.Time) (v Verdict, ok bool) {
	f, ok := d.Function(function)
	if !ok {
		return Verdict{}, false
	}
	var for_, against []Reason
	for _, u := range d.Uses() {
		if u.Service.ID+"/"+u.Function.ID != function || !u.ByConsent() {
			continue
		}
		switch r := refusing(u, said[u.ID]); {
		case r.Permit:
			for_ = append(for_, r)
		case said[u.ID].State != consent.Granted:
			against = append(against, r)
		}
	}
	if len(for_) > 0 {
		return verdict(now, for_...), true
	}
	if len(against) == 0 {
		r := noGround(nil)
		r.Path = f.Path
		r.Message = lang.Text{ZH: "此人没有拒绝此功能所必需的信息，不得拒绝服务", EN: "the person refused nothing that this function cannot work without: service may not be refused"}
		against = []Reason{r}
	}
	return verdict(now, against...), true
}

// refusing answers whether not agreeing to u is a reason to refuse service.
func refusing(u declaration.Use, said consent.Consent) Reason {
	switch {
	case !u.ByConsent():
		return otherBasis(u)
	case u.LawfullyNecessary() && (said.State == "" || said.Fingerprint != u.Fingerprint()):
		return Reason{Rule: RefusalNotAsked, Path: u.Place.Path, Record: record(said), Cites: []law.Citation{law.Cite(law.PIPL, "14"), law.Cite(law.PIPL, "16")},
			Message: lang.Text{ZH: "此项虽为该功能所必需，但此人尚未就现在的内容作答：先询问，不得先拒绝", EN: "the function needs this item, but the person has not answered for it as it is now: ask first, and turn nobody away unasked"}}
	case u.LawfullyNecessary() && said.State != consent.Granted:
		return Reason{Rule: RefusalNecessary, Permit: true, Path: u.Place.Path, Record: record(said), Cites: []law.Citation{law.Cite(law.PIPL, "16")},
			Message: lang.Text{ZH: "此项为该功能所必需，没有同意则该功能无法提供；其他功能不受影响", EN: "the function cannot work without this item: without consent it cannot be provided; other functions are not affected"}}
	}
	r := noGround(&u)
	r.Record = record(said)
	return r
}

// otherBasis answers for a use that rests on no consent, which draft 19(3) does
// not speak of. What the function cannot work without may still be a reason;
// what is necessary in one of the 39 types is for their list to say.
func otherBasis(u declaration.Use) Reason {
	b := u.Basis.Text()
	r := Reason{Rule: RefusalOtherBasis, Permit: u.LawfullyNecessary(), Path: u.Place.Path, Record: -1, Cites: []law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.PIPL, "16")}}
	if r.Permit {
		r.Message = lang.Text{ZH: "此项的合法性基础为" + b.ZH + "，且为该功能所必需：这不是因为不同意而拒绝，征求意见稿第十九条第（三）项不涉及", EN: "the legal basis of this item is " + b.EN + ", and the function cannot work without it: this is not refusing for want of consent, of which draft Art. 19(3) speaks"}
		return r
	}
	if u.Recipient != nil || u.Component != nil {
		r.Message = lang.Text{ZH: "声明没有说提供给该方是此功能所必需，不愿提供不是拒绝服务的理由", EN: "the declaration does not say that the function needs this item given to that party: not wanting to is no reason to refuse service"}
		return r
	}
	r.Message = lang.Text{ZH: "此项并非该功能所必需，缺少它不是拒绝服务的理由", EN: "the function can work without this item: lacking it is no reason to refuse service"}
	if t, ok := law.AppTypeByKey(u.Service.Type); ok && u.Function.Basic {
		r.Cites = append(r.Cites, law.Cite(law.Necessary39, "3"), t.Cite)
	}
	return r
}

func noGround(u *declaration.Use) Reason {
	r := Reason{Rule: RefusalNoGround, Record: -1,
		Cites:   []law.Citation{law.Cite(law.Draft, "19(3)"), law.Cite(law.PIPL, "16"), law.Cite(law.No191, "IV.2")},
		Message: lang.Text{ZH: "不得因个人不同意提供非必需的个人信息而拒绝服务或干扰正常使用", EN: "service may not be refused or disturbed because a person does not agree to what is not necessary"}}
	if u != nil {
		r.Path = u.Place.Path
		if _, ok := law.AppTypeByKey(u.Service.Type); ok && u.Function.Basic {
			r.Cites = append(r.Cites, law.Cite(law.Necessary39, "4"))
		}
	}
	return r
}

func record(said consent.Consent) int64 {
	if said.State == "" {
		return -1
	}
	return said.Version
}
