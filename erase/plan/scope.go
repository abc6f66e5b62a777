package plan

import (
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// A Scope is what is erased: everything about the person where Uses is empty, or
// the items of these uses that no other use still needs.
type Scope struct {
	Uses   []declaration.UseID `json:"uses,omitempty"`
	Spared []Spared            `json:"spared,omitempty"` // of these items; see Narrow
	// Accounts says that rows of accounts go too where all that is in them is in
	// scope: the service ended. Otherwise an account goes with everything only.
	Accounts bool `json:"accounts,omitempty"`
}

// A Spared is an item that another use still needs in a store, or with no store
// named anywhere: erasing a scope leaves it there.
type Spared struct {
	Store string     `json:"store,omitempty"`
	Item  law.ItemID `json:"item"`
}

// Narrow is the scope of some uses of a person: without the items that another use,
// of whatever service, still has a ground to keep in the same store. A use that is
// declared no more names nothing.
func Narrow(d *declaration.Declaration, uses []declaration.UseID, said consent.Standing, now time.Time) Scope {
	return narrow(d, uses, func(u *declaration.Use) bool { return !u.ByConsent() || said.Counts(u, now) })
}

func narrow(d *declaration.Declaration, uses []declaration.UseID, grounded func(*declaration.Use) bool) Scope {
	s := Scope{Uses: uses}
	items := map[law.ItemID]bool{}
	for _, id := range uses {
		if u, ok := d.UseByID(id); ok {
			items[u.Item.ID] = true
		}
	}
	for u := range d.All() {
		if !items[u.Item.ID] || u.Recipient != nil || slices.Contains(uses, u.ID) || !kept(u) || !grounded(u) {
			continue
		}
		p := Spared{Item: u.Item.ID}
		if u.Store != nil {
			p.Store = u.Store.ID
		}
		if !slices.Contains(s.Spared, p) {
			s.Spared = append(s.Spared, p)
		}
	}
	return s
}

// kept reports whether a use keeps its item in a store of the company, as far as the
// declaration says: not on the device, and not for a moment only.
func kept(u *declaration.Use) bool {
	return u.Store != nil || u.Kept.In != declaration.OnDevice && u.Kept.For != declaration.ForMoment
}

// spares reports whether an item stays in a store.
func (s Scope) spares(store string, item law.ItemID) bool {
	return slices.Contains(s.Spared, Spared{Store: store, Item: item}) || slices.Contains(s.Spared, Spared{Item: item})
}

// A place is an item in a store.
type place struct {
	store string
	item  law.ItemID
}

// placesOf are the items of a scope where they are kept, nil for everything.
func placesOf(d *declaration.Declaration, scope Scope) map[place]bool {
	if scope.Everything() {
		return nil
	}
	all := map[place]bool{}
	for _, id := range scope.Uses {
		u, ok := d.UseByID(id)
		if !ok || !kept(&u) {
			continue
		}
		for _, s := range d.Stores {
			if (u.Store == nil || u.Store == s) && !scope.spares(s.ID, u.Item.ID) {
				all[place{s.ID, u.Item.ID}] = true
			}
		}
	}
	return all
}
