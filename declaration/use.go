package declaration

import (
	"iter"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A UseID names a use and can be read aloud:
//
//	shop/order/recipient-address/deliver            the use itself
//	shop/notify/device-id/push@acme-push            the same by a third-party component
//	shop/order/recipient-phone/deliver>courier      giving the item to a third party
//
// It is service/function/item/purpose, then @component, then >recipient.
type UseID string

// A Fingerprint is the hash of what matters legally in a use. Wording does not
// count. A consent given under another fingerprint is stale (draft 21¶2, Order
// 790 Art. 22(6), PIPL 14).
type Fingerprint string

// A Use is the atom of Volens: function F of service S uses item I for purpose
// P. Defaults are resolved. Giving an item to a third party is a use of its
// own, since it asks for a consent of its own (draft 12(1), PIPL 23).
type Use struct {
	Place     Place // of the line that declares it
	ID        UseID
	Service   *Service
	Function  *Function
	Component *Component // nil unless third-party code does it
	Recipient *Recipient // nil unless this use is the giving to this third party
	Item      Item
	Purpose   Purpose
	PutTo     lang.Text
	Basis     Basis
	Under     lang.Text // the law that asks for it, where that is the basis
	Why       lang.Text // why it is needed and what it may mean for the person (PIPL 30)
	Necessary bool      // as declared; see LawfullyNecessary
	Refused   Effect
	Without   lang.Text
	Manner    []Manner
	When      When
	Kept      Kept
	Store     *Store       // where it is kept, nil if nowhere or on the device
	Gives     []*Recipient // everybody who is given it, in every standing
	From      Origin
	Asked     Asked
}

// An Item is a kind of personal information as this declaration knows it.
type Item struct {
	ID        law.ItemID
	Name      lang.Text
	Group     law.Group      // "" for an item of the declaration's own
	Modality  Way            // of a biometric
	Family    law.Family     // "" unless sensitive
	Sensitive bool           // under the declaration's taxonomy
	Cites     []law.Citation // why it is sensitive
}

// A Class says what kind of purpose a purpose is; the law speaks of classes.
type Class string

// The classes. Values are permanent.
const (
	Provide     Class = "provide"     // what the service is for
	Account     Class = "account"     // registering, signing in
	Secure      Class = "secure"      // security, fraud prevention
	Comply      Class = "comply"      // a duty of law
	Support     Class = "support"     // answering people
	Personalise Class = "personalise" // recommendation, targeted push (draft 49)
	Market      Class = "market"      // advertising
	Improve     Class = "improve"     // better quality or experience (draft 21(4))
	Develop     Class = "develop"     // new products (draft 21(4))
	Research    Class = "research"    // statistics, studies
)

// Pretext reports whether purposes of the class may never be a reason to force
// consent (draft 21(4), No.191 IV.5: quality, experience, targeting, research
// and development).
func (c Class) Pretext() bool {
	switch c {
	case Personalise, Improve, Develop:
		return true
	}
	return false
}

// Carries reports whether a basis can carry purposes of a class. What serves the
// processor's own ends is not needed for a contract with the person, for a duty of
// law or in an emergency, and news is no reason for accounts (PIPL 13).
func (b Basis) Carries(c Class) bool {
	switch c {
	case Personalise, Market, Improve, Develop:
		return b != BasisContract && b != BasisLegalDuty && b != BasisEmergency && b != BasisNews
	case Research:
		return b != BasisContract
	case Account, Support:
		return b != BasisNews
	}
	return true
}

// A Purpose is why an item is used.
type Purpose struct {
	Place `yaml:"-"`
	ID    string    `yaml:",key"`
	Class Class     `yaml:"class,required" doc:"目的类别 | class of purpose"`
	Is    lang.Text `yaml:"is,required" doc:"目的 | the purpose"`
	PutTo lang.Text `yaml:"put-to,required" doc:"用途 | what the information is put to"`
}

// A Separation is one ground on which a use needs a separate consent, alone on
// its step: one item, one activity (draft 73(8)).
type Separation string

// The grounds. Values are permanent.
const (
	SeparateSensitive  Separation = "sensitive"      // draft 21(2), Order 790 Art. 22(2), PIPL 29
	SeparateRecommend  Separation = "recommendation" // draft 49(1)
	SeparateThirdParty Separation = "third-party"    // draft 12(1), PIPL 23
	SeparateExport     Separation = "export"         // draft 36, PIPL 39
	SeparateChild      Separation = "child"          // draft 21(3), PIPL 28, 31: of a person under fourteen; a declaration cannot know it, so that no use names it
)

// ByConsent reports whether the use rests on consent; draft 19(1)–(3) and 21
// bind no other use.
func (u *Use) ByConsent() bool { return u.Basis == BasisConsent }

// LawfullyNecessary reports whether refusing the use may stop the function: it
// is declared necessary, is not a pretext, its basis can carry its purpose, and, in
// a basic function of one of the 39 types, the item is on that type's list and not
// put to marketing or research, unless a law that is named demands it. Biometrics are never necessary to sign in (draft
// 25). Giving to a third party and what third-party code does for its vendor are
// never necessary; entrusted code works for the processor.
func (u *Use) LawfullyNecessary() bool {
	if !u.Necessary || u.Purpose.Class.Pretext() || !u.Basis.Carries(u.Purpose.Class) || u.Recipient != nil || u.Component != nil && u.Component.Role != Entrusted {
		return false
	}
	if u.Item.Family == law.Biometric && u.Purpose.Class == Account {
		return false // draft 25: there is another way to sign in
	}
	if t, ok := u.Listed(); ok && !u.ByLaw() {
		return t.Needs(u.Item.ID) && u.Purpose.Class != Market && u.Purpose.Class != Research
	}
	return true
}

// ByLaw reports whether the use rests on a law that is named. What a law demands,
// no list of necessary information takes away.
func (u *Use) ByLaw() bool {
	return (u.Basis == BasisLegalDuty || u.Basis == BasisOtherLaw) && !u.Under.IsZero()
}

// Listed returns the type whose list says what is necessary, where one does: in
// a basic function of one of the 39 types, on its consumer side, in an app or a
// mini-program (provisions on necessary information, Art. 2 and 3).
func (u *Use) Listed() (law.AppType, bool) {
	t, ok := law.AppTypeByKey(u.Service.Type)
	return t, ok && u.Function.Basic && u.Function.Side != "provider" && u.Service.Listed()
}

// All goes through all uses in the order declared, without copying them. They
// are not to be changed.
func (d *Declaration) All() iter.Seq[*Use] {
	return func(yield func(*Use) bool) {
		for i := range d.uses {
			if !yield(&d.uses[i]) {
				return
			}
		}
	}
}
