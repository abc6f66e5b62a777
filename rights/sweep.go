package rights

import (
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/workday"
)

// An Alert is a clock that is close to its end, or past it.
type Alert struct {
	Request RequestID
	Kind    Kind
	Clock   Clock
	Left    int // working days; negative when overdue
	State   State
	Reason  Reason
}

// alerts lists the clocks of a request that are close to their ends or past them.
func (r Request) alerts(cal workday.Calendar, now time.Time) []Alert {
	var all []Alert
	for _, c := range r.Clocks {
		c = c.recount(cal, now)
		if left := c.left(cal, now); r.Open() && left <= Warnings()[0] {
			all = append(all, Alert{Request: r.ID, Kind: r.Kind, Clock: c, Left: left, State: r.State, Reason: r.Reason})
		}
	}
	return all
}

// swept is what time alone does to a request: deadlines are counted anew where a
// year was published, windows end, what nobody proved is closed, and what comes
// close is warned of. It goes only forward: at an earlier time it undoes nothing.
func (r Request) swept(in Situation, now time.Time) step {
	s := step{before: r, after: r}
	if !r.Open() {
		return s
	}
	s.recount(in.Calendar, now)
	switch {
	case r.State == Received && !r.Until.IsZero() && !now.Before(r.Until):
		s.after = s.after.enter(InProgress, CarryingOut, System, now)
	case r.Way == ByVisitor && r.State == Verifying && !now.Before(r.Entered.Add(unprovenFor)):
		s.after = s.after.enter(Refused, NotVerified, System, now)
		s.rows = append(s.rows, SetCode{Request: r.ID, Lookup: r.Lookup})
		return s
	}
	s.warn(in.Calendar, now)
	return s
}

// recount counts the deadlines by another calendar, where it is another.
func (s *step) recount(cal workday.Calendar, now time.Time) {
	for i, c := range s.after.Clocks {
		if c.Calendar == cal.Version() {
			continue
		}
		if s.changed == "" {
			s.after.Clocks, s.changed = slices.Clone(s.after.Clocks), changedCalendar
		}
		s.after.Clocks[i] = c.recount(cal, now)
	}
}

// warn gives the warnings that are due and were not given, one for all of them: the
// most urgent.
func (s *step) warn(cal workday.Calendar, now time.Time) {
	var most Clock
	var left int
	for i, c := range s.after.Clocks {
		days := Left(cal, c.Due, now)
		if rank(days) <= c.Warned {
			continue
		}
		if most.Param == "" || days < left {
			most, left = c, days
		}
		s.after.Clocks = slices.Clone(s.after.Clocks)
		s.after.Clocks[i].Warned = rank(days)
	}
	if most.Param == "" {
		return
	}
	s.changed = changedWarning
	s.rows = append(s.rows, s.after.warning(most, left, now))
}

// warning tells staff. It is not told to the person, whose request goes on.
func (r Request) warning(c Clock, left int, now time.Time) consent.NewWork {
	n := News{
		V: 1, Event: EventWarning, Request: r.ID, Kind: r.Kind, State: r.State, Reason: r.Reason, Text: warningText(left),
		At: now.UnixMilli(), Due: millis(c.Due.At), Param: c.Param, Left: left,
	}
	if left < 0 {
		n.Event = EventOverdue
	}
	return consent.NewWork{Work: consent.Work{
		Kind: consent.WorkTell, Lookup: r.Lookup, Key: string(n.Event) + "/" + string(r.ID), Due: milli(now), Body: plain(n),
	}}
}

func warningText(left int) lang.Text {
	switch {
	case left < 0:
		return lang.Text{ZH: "期限已过", EN: "the deadline has passed"}
	case left == 0:
		return lang.Text{ZH: "今天是最后一天", EN: "today is the last day"}
	}
	return lang.Text{ZH: "期限将至", EN: "the deadline comes close"}
}
