package decide

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// A Table is a declaration made ready for deciding: everything that does not
// depend on a person is worked out once. Nothing changes it; any number of
// goroutines may use it.
type Table struct {
	declared  *declaration.Declaration
	rows      []row     // what every decision reads, kept small
	cold      []details // the rest, by row
	lacks     []lack
	names     names
	functions map[string][]int32
	ways      map[way]int32
}

// A row is what every decision about a use reads.
type row struct {
	static found // what holds for everybody
	base   int32 // of a giving, the use that the item comes from; otherwise the row itself
	is     traits
	lacks  uint8 // which of Table.lacks are the articles of a consent that is not there
}

// details are what is read less often.
type details struct {
	use    declaration.Use
	mark   declaration.Fingerprint
	gives  []given // to whom the item of this use may be given
	abroad []place // where the use itself takes the item
}

// A given is somebody who is given an item: by a use of its own, or covered.
type given struct {
	recipient string
	row       int32 // noRow where the use covers it
	role      declaration.Standing
	lacking   bool // a foreign authority, and nobody approved (PIPL 41)
	place
}

// A place is where an item goes to when it leaves the country.
type place struct {
	country string
	route   bool // whether a route of PIPL 38 is stated
}

// A way is an item by which a function authenticates.
type way struct{ function, item string }

// noRow is the row of nothing.
const noRow = -1

// traits are what deciding needs to know of a use.
type traits uint16

const (
	byConsent   traits = 1 << iota
	separate           // needs a separate consent
	compelled          // rests on a duty of law, an emergency or another case in law
	byLaw              // rests on a law that is named
	necessary          // refusing it may stop the function
	market             // serves marketing
	personal           // serves personal recommendation
	biometric          // the item is a biometric
	childless          // the service keeps people under fourteen out
	elseway            // the service has a way of authentication without biometrics
	thirdParty         // a giving to a third party
	personalise = personal
)

func (t traits) has(x traits) bool { return t&x != 0 }

// Compile makes the table of a declaration.
func Compile(d *declaration.Declaration) *Table {
	uses := d.Uses()
	t := &Table{
		declared: d, rows: make([]row, len(uses)), cold: make([]details, len(uses)),
		functions: map[string][]int32{}, ways: map[way]int32{},
	}
	ids := make([]declaration.UseID, len(uses))
	for i, u := range uses {
		ids[i] = u.ID
	}
	t.names = name(ids)
	for i := range uses {
		t.rows[i], t.cold[i] = t.compile(uses[i], int32(i))
		f := uses[i].Service.ID + "/" + uses[i].Function.ID
		t.functions[f] = append(t.functions[f], int32(i))
	}
	for i := range t.rows {
		t.addWays(int32(i))
	}
	return t
}

func (t *Table) compile(u declaration.Use, self int32) (row, details) {
	r := row{is: traitsOf(&u), base: self, lacks: t.lacking(&u)}
	c := details{use: u, mark: u.Fingerprint()}
	if base, _, giving := strings.Cut(string(u.ID), ">"); giving {
		if b, ok := t.Row(declaration.UseID(base)); ok {
			r.base = b
		}
	}
	switch {
	case !u.Basis.Carries(u.Purpose.Class):
		r.static |= basisCannotCarry.bit()
	case !u.ByConsent():
		r.static |= otherBasis.bit()
	}
	if u.Recipient == nil {
		c.gives, c.abroad = t.givesOf(&u), abroadOf(&u)
		r.static |= unrouted(keptAbroad(&u))
		return r, c
	}
	c.abroad = places(nil, u.Recipient.Country, u.Recipient.Export)
	r.static |= unrouted(c.abroad)
	if lacksApproval(u.Recipient) {
		r.static |= approvalMissing.bit()
	}
	return r, c
}

func traitsOf(u *declaration.Use) traits {
	var is traits
	for _, t := range []struct {
		holds bool
		trait traits
	}{
		{u.ByConsent(), byConsent},
		{len(u.Separate()) > 0, separate},
		{u.Basis == declaration.BasisLegalDuty || u.Basis == declaration.BasisEmergency || u.Basis == declaration.BasisOtherLaw, compelled},
		{u.ByLaw(), byLaw},
		{u.LawfullyNecessary(), necessary},
		{u.Purpose.Class == declaration.Market, market},
		{u.Purpose.Class == declaration.Personalise, personalise},
		{u.Item.Family == law.Biometric, biometric},
		{u.Service.Children == declaration.ChildrenExcluded, childless},
		{slices.ContainsFunc(u.Service.SignIn.Ways, func(w declaration.Way) bool { return !w.Biometric() }), elseway},
		{u.Recipient != nil, thirdParty},
	} {
		if t.holds {
			is |= t.trait
		}
	}
	return is
}

// givesOf lists to whom the item of u may be given.
func (t *Table) givesOf(u *declaration.Use) []given {
	var all []given
	for _, r := range u.Gives {
		g := given{recipient: r.ID, row: noRow, role: r.Role, lacking: lacksApproval(r), place: place{r.Country, r.Export.Route != ""}}
		if own, ok := t.Row(u.ID + ">" + declaration.UseID(r.ID)); ok {
			g.row = own
		}
		all = append(all, g)
	}
	if c := u.Component; c != nil {
		all = append(all, given{recipient: c.ID, row: noRow, role: c.Role, place: place{c.Country, c.Export.Route != ""}})
	}
	return all
}

// lacksApproval: nothing is given to a foreign court or the like unless the
// competent authority approved (PIPL 41).
func lacksApproval(r *declaration.Recipient) bool { return r.Authority && r.Approved == "" }

// unrouted: what crosses the border needs a route, whatever the action is called
// (PIPL 38).
func unrouted(to []place) found {
	if slices.ContainsFunc(to, func(p place) bool { return !p.route }) {
		return exportWithoutRoute.bit()
	}
	return 0
}

// keptAbroad lists where the use itself, given to nobody, takes the item.
func keptAbroad(u *declaration.Use) []place {
	var all []place
	if u.Store != nil {
		all = places(all, u.Store.Country, u.Store.Export)
	}
	if u.Component != nil {
		all = places(all, u.Component.Country, u.Component.Export)
	}
	return all
}

// abroadOf lists where the use takes the item, those that it covers included.
func abroadOf(u *declaration.Use) []place {
	all := keptAbroad(u)
	for _, r := range u.Gives {
		if r.Role != declaration.ThirdParty {
			all = places(all, r.Country, r.Export)
		}
	}
	return all
}

func places(all []place, country string, e declaration.Export) []place {
	if country == declaration.Home {
		return all
	}
	return append(all, place{country, e.Route != ""})
}

// addWays lets a biometric be found by its function, and its item or the way of
// authentication it serves. A use that signs people in goes before any other.
func (t *Table) addWays(i int32) {
	r, u := &t.rows[i], &t.cold[i].use
	if !r.is.has(biometric) || r.is.has(thirdParty) {
		return
	}
	function := u.Service.ID + "/" + u.Function.ID
	for _, item := range []string{string(u.Item.ID), string(u.Item.Modality)} {
		was, taken := t.ways[way{function, item}]
		if !taken || u.Purpose.Class == declaration.Account && t.cold[was].use.Purpose.Class != declaration.Account {
			t.ways[way{function, item}] = i
		}
	}
}

// Declaration returns what the table was made from.
func (t *Table) Declaration() *declaration.Declaration { return t.declared }

// Rows returns how many uses there are. A row is the number of a use, from 0, in
// the order declared.
func (t *Table) Rows() int { return len(t.rows) }

// Row finds a use.
func (t *Table) Row(id declaration.UseID) (int32, bool) {
	i := t.names.find(id)
	return max(i, 0), i != noRow
}

// Use returns a use by its row.
func (t *Table) Use(row int32) *declaration.Use { return &t.cold[row].use }

// Fingerprint returns the fingerprint of a use by its row.
func (t *Table) Fingerprint(row int32) declaration.Fingerprint { return t.cold[row].mark }
