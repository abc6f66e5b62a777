package declaration

import (
	"slices"
	"sync"

	"github.com/volens/volens/law"
)

// Separate returns the grounds on which the use needs a separate consent, in
// their own order; nil where it needs none. Only consent can be separate: a use
// on another basis asks for nothing.
//
// What is given to a third party is judged at the giving, a use of its own; the
// use itself answers for its store, its component, and for whoever gets the item
// without being a third party.
func (u *Use) Separate() []Separation {
	if !u.ByConsent() {
		return nil
	}
	var why []Separation
	if u.Item.Sensitive {
		why = append(why, SeparateSensitive)
	}
	if u.Purpose.Class == Personalise {
		why = append(why, SeparateRecommend)
	}
	if u.toThirdParty() {
		why = append(why, SeparateThirdParty)
	}
	if u.abroad() {
		why = append(why, SeparateExport)
	}
	return why
}

// toThirdParty reports whether the use itself gives the item to a third party:
// as a giving, or by letting third-party code collect it.
func (u *Use) toThirdParty() bool {
	return u.Recipient != nil || u.Component != nil && u.Component.Role == ThirdParty
}

// abroad reports whether the use itself takes the item out of China.
func (u *Use) abroad() bool {
	if u.Recipient != nil {
		return u.Recipient.Country != Home
	}
	if u.Store != nil && u.Store.Country != Home || u.Component != nil && u.Component.Country != Home {
		return true
	}
	for _, r := range u.Gives {
		if r.Role != ThirdParty && r.Country != Home {
			return true
		}
	}
	return false
}

// Cites returns the articles of the ground. Those of the draft were never in
// force, and their status says so.
func (s Separation) Cites() []law.Citation { return slices.Clone(separationCites()[s]) }

// separationCites looks the articles up once: every decision asks for them.
var separationCites = sync.OnceValue(func() map[Separation][]law.Citation {
	return map[Separation][]law.Citation{
		SeparateSensitive:  {law.Cite(law.Draft, "21(2)"), law.Cite(law.Order790, "22(2)"), law.Cite(law.PIPL, "29")},
		SeparateRecommend:  {law.Cite(law.Draft, "49(1)")},
		SeparateThirdParty: {law.Cite(law.Draft, "12(1)"), law.Cite(law.PIPL, "23")},
		SeparateExport:     {law.Cite(law.Draft, "36"), law.Cite(law.PIPL, "39")},
		SeparateChild:      {law.Cite(law.Draft, "21(3)"), law.Cite(law.Order790, "22(3)"), law.Cite(law.PIPL, "28"), law.Cite(law.PIPL, "31")},
	}
})
