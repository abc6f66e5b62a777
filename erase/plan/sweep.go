package plan

import (
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// Limit is how long rows of a holding that hold these items may stay in a store: the
// longest period of the uses that the rows serve and whose items they are. It is false where any of them is kept
// by no number, such as while the account exists, and where no use is known of one.
func Limit(d *declaration.Declaration, s *declaration.Store, holding string, items []law.ItemID, now time.Time) (declaration.Period, bool) {
	h, ok := s.Holding(holding)
	var longest declaration.Period
	known := map[law.ItemID]bool{}
	for u := range d.All() {
		if u.Store == nil || u.Store.ID != s.ID || !slices.Contains(items, u.Item.ID) || ok && !h.Serves(u.Purpose.ID) || u.Recipient != nil {
			continue
		}
		known[u.Item.ID] = true
		if _, unit, ok := u.Kept.For.Parts(); !ok || unit == "wd" {
			return "", false
		}
		if longest == "" || Began(u.Kept.For, now).Before(Began(longest, now)) {
			longest = u.Kept.For
		}
	}
	for _, item := range items {
		if !known[item] {
			return "", false
		}
	}
	return longest, longest != ""
}

// Over is the scope of the services that ended, without what a service that goes on
// keeps in the same store.
func Over(d *declaration.Declaration, now time.Time) Scope {
	var all []declaration.UseID
	for u := range d.All() {
		if ended(u.Service, now) && u.Recipient == nil {
			all = append(all, u.ID)
		}
	}
	s := narrow(d, all, func(*declaration.Use) bool { return true })
	s.Accounts = true
	return s
}

// ended reports whether a service has ended: its last day is over.
func ended(s *declaration.Service, now time.Time) bool {
	if s.Ended == "" {
		return false
	}
	day, err := workday.ParseDay(s.Ended)
	return err == nil && !now.Before(day.End())
}

// Expired is the rows of an action that everybody has beyond a time. Within a ground
// for keeping they stay.
func (a *Action) Expired(now, before time.Time) (Target, bool) {
	if a.Born == "" || a.Keep != nil {
		return Target{}, false
	}
	t := a.At(now)
	t.Found, t.Everyone = nil, true
	t.Within = append(slices.Clip(t.Within), Window{Column: a.Born, To: before})
	return t, true
}
