package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// A scope says what a purpose plainly does not need. It is a reading, and short on
// purpose: only what nobody would dispute.
type scope struct {
	not  []law.Group
	but  []law.ItemID // of those groups, what it may need after all
	nor  []law.ItemID // of other groups
	none bool         // it needs no personal information at all
}

// prying is what few purposes can need, and what is taken too often.
var prying = []law.ItemID{"contacts", "call-log", "sms-content", "call-content", "installed-apps", "clipboard"}

// beyond is what purposes of the vocabulary plainly do not need. A purpose that is
// not here, one of the declaration's own, and an item of its own are for people.
var beyond = map[string]scope{
	"register": {
		not: []law.Group{law.Biometrics, law.Health, law.Trade, law.Whereabouts, law.Behaviour, law.Content},
		nor: prying,
	},
	"sign-in": {
		not: []law.Group{law.Person, law.Health, law.Finance, law.Trade, law.Whereabouts, law.Behaviour, law.Content, law.Social},
		but: []law.ItemID{"payment-account"}, nor: prying,
	},
	"authenticate-face": {
		not: []law.Group{law.Health, law.Finance, law.Trade, law.Whereabouts, law.Behaviour, law.Content, law.Social},
		but: []law.ItemID{"photos", "videos"}, nor: prying,
	},

	"deliver": {
		not: []law.Group{law.Biometrics, law.Health, law.Behaviour, law.Content, law.Social, law.Person},
		but: []law.ItemID{"prescription", "photos", "videos", "files", "age", "birthday"}, nor: prying,
	},
	"pay": {
		not: []law.Group{law.Health, law.Whereabouts, law.Behaviour, law.Content, law.Social},
		nor: prying,
	},
	"after-sale": {not: []law.Group{law.Biometrics, law.Behaviour, law.Social}, nor: prying},
	"invoice": {
		not: []law.Group{law.Biometrics, law.Health, law.Behaviour, law.Content, law.Social, law.Device, law.Person},
		nor: prying,
	},
	"notify": {not: []law.Group{law.Biometrics}, nor: prying},
	"navigate": {
		not: []law.Group{law.Identity, law.Person, law.Biometrics, law.Health, law.Trade, law.Social, law.Contact},
		but: []law.ItemID{"home-address", "postal-address", "recipient-address", "sender-address"}, nor: prying,
	},
	"book": {
		not: []law.Group{law.Biometrics, law.Behaviour, law.Content, law.Device},
		nor: prying,
	},
	"search": {
		not: []law.Group{law.Contact, law.Identity, law.Biometrics, law.Finance},
		nor: []law.ItemID{"call-log", "call-content", "clipboard", "installed-apps"},
	},
	"message":          {not: []law.Group{law.Biometrics, law.Health, law.Finance}},
	"social":           {not: []law.Group{law.Biometrics, law.Finance}, nor: []law.ItemID{"call-log", "sms-content", "call-content", "installed-apps", "clipboard"}},
	"publish":          {not: []law.Group{law.Biometrics, law.Finance}, nor: prying},
	"comment":          {not: []law.Group{law.Biometrics, law.Finance, law.Health}, nor: prying},
	"assess-credit":    {not: []law.Group{law.Content, law.Health}, nor: prying},
	"teach":            {not: []law.Group{law.Biometrics, law.Finance}, nor: prying},
	"record-exercise":  {not: []law.Group{law.Contact, law.Identity, law.Biometrics, law.Finance, law.Trade, law.Social}, nor: prying},
	"show-track":       {not: []law.Group{law.Contact, law.Identity, law.Biometrics, law.Finance, law.Trade, law.Social}, nor: prying},
	"keep-favourites":  {not: []law.Group{law.Contact, law.Identity, law.Biometrics, law.Health, law.Finance, law.Social, law.Person}, nor: prying},
	"keep-cart":        {not: []law.Group{law.Contact, law.Identity, law.Biometrics, law.Health, law.Finance, law.Social, law.Person}, nor: prying},
	"coupon":           {not: []law.Group{law.Biometrics, law.Health, law.Content}, nor: prying},
	"customer-service": {not: []law.Group{law.Biometrics}, nor: []law.ItemID{"contacts", "sms-content", "installed-apps", "clipboard"}},
	"promote": {
		not: []law.Group{law.Identity, law.Person, law.Biometrics, law.Health, law.Finance, law.Trade, law.Whereabouts, law.Behaviour, law.Content, law.Social},
		nor: prying,
	},
	"advertise":  {none: true},
	"statistics": {none: true},
}

// serves reports whether u's item may serve its purpose; true where nobody can
// tell from the table.
func serves(u *declaration.Use) bool {
	s, sure := beyond[u.Purpose.ID]
	i := &u.Item
	switch {
	case !sure:
		return true
	case s.none:
		return false
	case i.Group == "" || slices.Contains(s.but, i.ID):
		return true
	}
	return !slices.Contains(s.not, i.Group) && !slices.Contains(s.nor, i.ID)
}

// listedFor are the purposes that an item of the lists is there for, among those
// of providing a service. An item that is not here may be there for any.
var listedFor = map[law.ItemID][]string{
	"recipient-name":      {"deliver", "after-sale", "notify", "book"},
	"recipient-address":   {"deliver", "after-sale", "notify", "book"},
	"recipient-phone":     {"deliver", "after-sale", "notify", "book"},
	"payment-record":      {"pay", "after-sale", "invoice", "notify", "book"},
	"bank-card":           {"pay", "after-sale", "apply", "assess-credit"},
	"bank-reserved-phone": {"pay", "after-sale", "apply", "notify"},
	"payee":               {"pay", "after-sale", "notify"},
	"resume":              {"match", "apply", "publish", "message"},
	"driving-licence":     {"book", "apply", "match"},
}

// deliveryOnly are the items that the list of food delivery holds for bringing
// meals.
var deliveryOnly = []law.ItemID{"phone", "recipient-name", "recipient-address", "recipient-phone"}
