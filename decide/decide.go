// Package decide answers what may be done now: may this use be carried out for
// this person, and may this person be refused service. It is pure: declaration,
// law and what the person said go in; a verdict with every reason comes out. It
// never stops at the first reason: whoever reads a verdict needs them all.
package decide

import (
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// Holds is how long a verdict may be relied on without asking again: the
// published bound between an acknowledged withdrawal and the last permit.
const Holds = 5 * time.Second

// A Verdict is one answer with every reason for it.
type Verdict struct {
	Permit     bool
	Reasons    []Reason
	ValidUntil time.Time
}

// A Reason is why. Permit says which way it points: a verdict permits only if
// none of its reasons points against.
type Reason struct {
	Rule    string         // permanent id
	Permit  bool           // whether this reason is for
	Cites   []law.Citation // articles, each with its status
	Path    string         // place in the declaration, "" where there is none
	Record  int64          // log index of the entry behind it, -1 where there is none
	Message lang.Text
}

// The permanent ids of reasons.
const (
	UseUndeclared       = "use-undeclared"
	RecipientUndeclared = "recipient-undeclared"
	ConsentGranted      = "consent-granted"
	ConsentMissing      = "consent-missing"
	ConsentRefused      = "consent-refused"
	ConsentWithdrawn    = "consent-withdrawn"
	ConsentStale        = "consent-stale"
	OtherBasis          = "other-basis"
	RecipientCovered    = "recipient-covered"
	RefusalNoGround     = "refusal-no-ground"
	RefusalNecessary    = "refusal-necessary"
	RefusalOtherBasis   = "refusal-other-basis"
	RefusalNotAsked     = "refusal-not-asked"
	RecordBehind        = "record-behind"
)

// Process answers whether a use may be carried out now; with a recipient, also
// whether the item may be given to it.
func Process(d *declaration.Declaration, id declaration.UseID, recipient string, said consent.Consents, now time.Time) Verdict {
	u, ok := d.UseByID(id)
	if !ok {
		return verdict(now, Reason{
			Rule: UseUndeclared, Record: -1,
			Cites:   []law.Citation{law.Cite(law.Draft, "20¶1"), law.Cite(law.PIPL, "17"), law.Cite(law.No191, "III.9")},
			Message: lang.Text{ZH: "声明中没有这个使用：未声明的处理不得进行", EN: "the declaration has no such use: what is not declared may not be done"},
		})
	}
	reasons := []Reason{grounds(u, said[u.ID])}
	if base, _, giving := strings.Cut(string(id), ">"); giving {
		// Nothing may be given away that may not be used in the first place.
		if b, ok := d.UseByID(declaration.UseID(base)); ok {
			reasons = append([]Reason{grounds(b, said[b.ID])}, reasons...)
		}
	}
	if recipient != "" {
		reasons = append(reasons, giving(d, u, recipient, said))
	}
	return verdict(now, reasons...)
}

// Behind is the verdict where the caller knows of a later version than the
// record holds: a database rolled back, or another installation's number.
func Behind(now time.Time) Verdict {
	return verdict(now, Reason{Rule: RecordBehind, Record: -1, Message: lang.Text{
		ZH: "记录尚未到达 at_least 所指的版本，故拒绝", EN: "the record has not reached the version in at_least, so the answer is no",
	}})
}

func verdict(now time.Time, reasons ...Reason) Verdict {
	v := Verdict{Permit: true, Reasons: reasons, ValidUntil: now.Add(Holds)}
	for _, r := range reasons {
		v.Permit = v.Permit && r.Permit
	}
	return v
}

// grounds answers whether one use, by itself, has a ground now.
func grounds(u declaration.Use, said consent.Consent) Reason {
	r := Reason{Path: u.Place.Path, Record: -1}
	if !u.ByConsent() {
		r.Rule, r.Permit, r.Cites = OtherBasis, true, []law.Citation{law.Cite(law.PIPL, "13")}
		b := u.Basis.Text()
		r.Message = lang.Text{ZH: "合法性基础为" + b.ZH + "，无须同意", EN: "the legal basis is " + b.EN + ": no consent is needed"}
		return r
	}
	r.Rule, r.Permit = answerOf(u, said)
	if said.State != "" {
		r.Record = said.Version
	}
	r.Cites, r.Message = consentLaw[r.Rule].cites(u), consentLaw[r.Rule].message
	return r
}

func answerOf(u declaration.Use, said consent.Consent) (rule string, permit bool) {
	switch {
	case said.State == "":
		return ConsentMissing, false
	case said.State == consent.Withdrawn:
		return ConsentWithdrawn, false
	case said.State == consent.Refused:
		return ConsentRefused, false
	case said.Fingerprint != u.Fingerprint():
		return ConsentStale, false
	}
	return ConsentGranted, true
}

// giving answers whether the item of u may be given to the recipient. A third
// party needs the consent of a use of its own; an entrusted or joint one is
// covered by the use (PIPL 20, 21).
func giving(d *declaration.Declaration, u declaration.Use, recipient string, said consent.Consents) Reason {
	if own, ok := d.UseByID(u.ID + ">" + declaration.UseID(recipient)); ok {
		return grounds(own, said[own.ID])
	}
	for _, r := range u.Gives {
		if r.ID == recipient {
			article := "21"
			if r.Role == declaration.Joint {
				article = "20"
			}
			role := r.Role.Text()
			return Reason{Rule: RecipientCovered, Permit: true, Path: r.Path, Record: -1, Cites: []law.Citation{law.Cite(law.PIPL, article)},
				Message: lang.Text{ZH: "接收方为" + role.ZH + "，随本使用一并处理", EN: "the recipient is " + role.EN + ": covered by the use itself"}}
		}
	}
	return Reason{Rule: RecipientUndeclared, Path: u.Place.Path, Record: -1,
		Cites:   []law.Citation{law.Cite(law.Draft, "12(1)"), law.Cite(law.PIPL, "23")},
		Message: lang.Text{ZH: "声明中没有把此项提供给这个接收方", EN: "the declaration does not give this item to that recipient"}}
}
