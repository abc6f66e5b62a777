package erase

import (
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// A moment decides which rows of an action may be touched now.
//
// What is found by the number of a row, such as that of an order, goes: such a
// number has no new owner. So does what is found by the person's own id, whenever it
// was written, unless they registered anew: then what was written after the erasure
// is theirs to keep. What is found by a piece of personal information, such as a
// phone number, may belong to its new owner, and goes only where it was written
// before. Without a time of writing the two cannot be told apart, and later than the
// first time such rows are left alone.
type moment struct {
	now    time.Time
	cut    time.Time       // of the erasure
	first  bool            // the store was not found empty yet
	anew   bool            // the person registered anew, or agreed again
	unsure bool            // whether they did could not be found out
	blind  bool            // whether they did cannot be told: no account says when it was opened
	part   bool            // only some uses are erased
	passes map[string]bool // identifiers that may come to be somebody else's
}

// A hold is how firmly an identifier belongs to the person.
type hold int

const (
	borrowed hold = iota // somebody else may have it tomorrow
	own                  // the own id, which a new registration may have again
	forGood              // the number of a row
)

// holds says how firmly the person has an identifier.
func (m moment) holds(name string) hold {
	switch {
	case name == declaration.Person:
		return own
	case m.passes[name]:
		return borrowed
	}
	return forGood
}

// passing lists the identifiers that may come to be somebody else's: fields give
// them that are pieces of personal information.
func passing(d *declaration.Declaration) map[string]bool {
	all := map[string]bool{}
	for _, s := range d.Stores {
		for _, h := range s.Holds {
			for _, f := range h.Fields {
				if f.Gives != "" && f.Item != "" {
					all[f.Gives] = true
				}
			}
		}
	}
	return all
}

// aim returns the targets of an action, and whether rows were left alone because
// nobody can tell whose they are.
func (m moment) aim(a *plan.Action) (all []plan.Target, untold bool) {
	whole := a.At(m.now)
	if len(whole.Found) == 0 {
		firmest := borrowed
		for _, name := range a.By { // all of them are in the name of the key or object
			firmest = max(firmest, m.holds(name))
		}
		t, ok := m.narrow(a, whole, firmest)
		if !ok || len(a.By) == 0 { // without any identifier it would be everybody's
			return nil, true
		}
		return []plan.Target{t}, false
	}
	theirs := func(f *declaration.Found) bool { return m.firm(m.holds(f.By)) }
	firm := plan.Filtered(whole.Found, theirs)
	switch {
	case len(firm) == len(whole.Found):
		return []plan.Target{whole}, false
	case a.Born == "" && m.first && (m.part || !m.anew):
		return []plan.Target{whole}, false
	case a.Born == "":
		whole.Found = firm
		return plan.Filtered([]plan.Target{whole}, func(t plan.Target) bool { return len(t.Found) > 0 }), true
	}
	// Two sets without a row in common, so that counts are right.
	before, after := whole, whole
	before.Within = append(slices.Clip(whole.Within), plan.Window{Column: a.Born, To: m.after(), Null: m.first})
	after.Within = append(slices.Clip(whole.Within), plan.Window{Column: a.Born, From: m.after(), Null: !m.first})
	if after.Found = firm; len(firm) == 0 {
		return []plan.Target{before}, false
	}
	return []plan.Target{before, after}, false
}

// firm reports whether what an identifier leads to is the person's whenever it was
// written. After a store was found empty, what has the own id is somebody's new account
// as likely as it is late, where no account says when it was opened.
func (m moment) firm(h hold) bool { return h == forGood || h == own && !m.anew && !m.blind }

// after is the first moment that is later than the erasure.
func (m moment) after() time.Time { return m.cut.Add(time.Millisecond) }

// narrow leaves out keys and objects that may be somebody else's.
func (m moment) narrow(a *plan.Action, t plan.Target, h hold) (plan.Target, bool) {
	switch {
	case m.firm(h):
		return t, true
	case a.Born == "":
		return t, m.first && (h == borrowed || m.part)
	}
	t.Within = append(slices.Clip(t.Within), plan.Window{Column: a.Born, To: m.after(), Null: m.first})
	return t, true
}

// byIdentifier is what is looked for by the person's identifiers after the deeds.
func (m moment) byIdentifier(deeds []*plan.Action, by plan.Keys) plan.Search {
	s := plan.Search{By: by}
	for _, a := range deeds {
		all, _ := m.aim(a)
		for _, t := range all {
			switch {
			case a.Deed.Change != nil && len(a.Deed.Change) == 0: // all of it is kept
			case a.Stays(t):
				s.Changed = append(s.Changed, plan.Changed{Target: t, As: a.Deed.Change})
			case a.Keep == nil:
				s.Targets = append(s.Targets, t)
			}
			if a.Keep != nil {
				s.Spare = append(s.Spare, t)
			}
		}
	}
	return s
}

// byValue is what is looked for everywhere. Rows that a ground keeps, and those
// that were written after the erasure, may hold the same words. Where only some
// uses are erased, so may all that other uses need.
func (m moment) byValue(deeds, needed []*plan.Action, by plan.Keys, values []string) plan.Search {
	s := plan.Search{By: by, Values: values}
	for _, a := range deeds {
		all, untold := m.aim(a)
		if a.Keep != nil {
			s.Spare = append(s.Spare, all...)
		}
		if a.Born != "" {
			s.Spare = append(s.Spare, plan.Target{Holding: a.Target.Holding, Everyone: true,
				Within: []plan.Window{{Column: a.Born, From: m.after(), To: m.now.AddDate(1, 0, 0)}}})
		} else if untold {
			s.Spare = append(s.Spare, a.Target)
		}
	}
	for _, a := range needed {
		s.Spare = append(s.Spare, a.Target)
	}
	return s
}

// sorted puts the fields of a step in order.
func (s Step) sorted() Step {
	slices.Sort(s.Fields)
	return s
}
