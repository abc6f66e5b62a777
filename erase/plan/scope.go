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
// named anywhere, for a purpose: erasing a scope leaves it there, where rows serve
// that purpose. With no purpose named it stays in all rows.
type Spared struct {
	Store string     `json:"store,omitempty"`
	Item  law.ItemID `json:"item"`
	For   string     `json:"for,omitempty"`
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
		p := Spared{Item: u.Item.ID, For: u.Purpose.ID}
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

// spares reports whether an item stays in a store, in rows of a holding, or with no
// holding given in any.
func (s Scope) spares(store string, h *declaration.Holding, item law.ItemID) bool {
	return slices.ContainsFunc(s.Spared, func(p Spared) bool {
		return p.Item == item && (p.Store == "" || p.Store == store) && (p.For == "" || h == nil || h.Serves(p.For))
	})
}

// usesOf are the uses of a scope that keep something, nil for everything.
func usesOf(d *declaration.Declaration, scope Scope) []declaration.Use {
	if scope.Everything() {
		return nil
	}
	all := []declaration.Use{}
	for _, id := range scope.Uses {
		if u, ok := d.UseByID(id); ok && kept(&u) {
			all = append(all, u)
		}
	}
	return all
}
