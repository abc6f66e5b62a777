package rights

import (
	"maps"
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/workday"
)

// repeated returns the open request that r repeats: the same kind and scope, by or
// for the same person. The first goes on, and with it its clock. What nobody has
// proved yet stands in nobody's way; relatives, and guardians whom only the word of
// staff links, are not told of each other or of the person; and a copy that staff
// hand over does not stand for one on the person's own page.
func repeated(past []Request, r Request) (Request, bool) {
	i := slices.IndexFunc(past, func(e Request) bool {
		return e.ID != r.ID && e.Open() && e.Kind == r.Kind && e.sameScope(r) &&
			!e.apart() && !r.apart() && e.Downloadable() == r.Downloadable() &&
			(e.Proven() || e.Way == ByStaff && r.Way == ByStaff)
	})
	if i < 0 {
		return Request{}, false
	}
	return past[i], true
}

// apart reports whether the request is nobody else's to know of.
func (r Request) apart() bool { return r.Speaker == Relative || r.unlinked() }

func (r Request) sameScope(o Request) bool {
	return r.Lookup == o.Lookup && r.Service == o.Service && slices.Equal(r.Uses, o.Uses) && r.Detail.same(o.Detail, r.Kind)
}

// same reports whether two details ask for the same. Words matter where they are
// all there is.
func (x Detail) same(y Detail, k Kind) bool {
	words := k != Correct && k != Complete && k != Explain && k != Complain || x.Text == y.Text
	return words && x.Trigger == y.Trigger && x.Event.Equal(y.Event) && x.Target == y.Target && x.Age == y.Age && maps.Equal(x.Values, y.Values)
}

// again is what a repetition does to the first: it may turn out to have come earlier,
// and whoever waits out a window says that they will not.
func (r Request) again(d *declaration.Declaration, o Request, cal workday.Calendar, now time.Time) step {
	s := step{before: r, after: r}
	if first, earlier := r.earlier(d, o.Received, cal); earlier {
		s.after, s.changed = first, changedReceipt
	}
	if o.Detail.AtOnce && o.Proven() && r.State == Received && !r.Until.IsZero() {
		s.after.Detail.AtOnce, s.after.Until = true, time.Time{}
		s.after = s.after.enter(InProgress, CarryingOut, o.History[0].By, now)
	}
	return s
}

// earlier moves the receipt of a request back, where it turns out that the same was
// asked for before: a letter that was entered late. Its clocks run from then.
func (r Request) earlier(d *declaration.Declaration, received time.Time, cal workday.Calendar) (Request, bool) {
	if !received.Before(r.Received) {
		return r, false
	}
	warned := map[string]int{}
	for _, c := range r.Clocks {
		warned[c.Param] = c.Warned
	}
	r.Received = milli(received)
	r.Clocks = clocksOf(d, r.Kind, r.Way, r.Received, cal)
	for i, c := range r.Clocks {
		r.Clocks[i].Warned = max(c.Warned, warned[c.Param])
	}
	if r.State == Received && !r.Until.IsZero() {
		if last := cal.After(received, leave).At; last.Before(r.Until) {
			r.Until = milli(last)
		}
	}
	return r, true
}
