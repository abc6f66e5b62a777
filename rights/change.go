package rights

import (
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// A step is a change of one request that is not committed yet.
type step struct {
	before   Request // zero for a new one
	after    Request
	changed  string // what it is for, beside a change of state
	attempts int    // of a code
	rows     []ledger.Row
}

// change makes a step into what the store can commit: the entry, the row, the work
// that follows, and what is told.
func (s step) change(d *declaration.Declaration, declared string, who ledger.Identity, n ledger.Nonce, now time.Time) (ledger.Change, error) {
	entry, err := entryOf(bodyOf(s.before, s.after, s.changed, s.attempts), declared, who, n, now)
	if err != nil {
		return ledger.Change{}, err
	}
	var row ledger.Row = SetRequest{Request: s.after}
	if s.before.ID == "" {
		row = NewRequest{Request: s.after}
	}
	c := ledger.NewChange(entry).Writing(row).Writing(s.rows...)
	if s.begins() {
		c = c.Writing(consent.NewWork{Work: consent.Work{Kind: WorkRequest, Key: string(s.after.ID), Due: milli(now)}})
	}
	if s.left() {
		c = c.Writing(consent.NewWork{Work: consent.Work{Kind: WorkVisitor, Key: string(s.after.ID), Due: later(milli(now), s.after.counts())}})
	}
	return c.Writing(s.news(d, now)...), nil
}

// left reports whether the step ends what nobody had proved.
func (s step) left() bool {
	return s.after.Way == ByVisitor && !s.after.Proven() && s.before.Open() && !s.after.Open()
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// moves are the states that the step came through.
func (s step) moves() []Move { return s.after.History[len(s.before.History):] }

// begins reports whether carrying out begins with the step. Package fulfil, which
// comes back to it by itself after a failure, is not called twice.
func (s step) begins() bool {
	return slices.ContainsFunc(s.moves(), func(m Move) bool {
		again := s.before.State == InProgress || s.before.State == Waiting || s.before.State == Held
		return m.State == InProgress && m.Reason == CarryingOut && (m.By != System || !again)
	})
}

// news tells of every state that the step came through, of each sort once. Nobody is
// told of what a visitor has not proved: the contact may be another's.
func (s step) news(d *declaration.Declaration, now time.Time) []ledger.Row {
	if s.after.Way == ByVisitor && !s.after.Proven() {
		return nil
	}
	var all []News
	for _, m := range s.moves() {
		n := newsOf(d, s.after, m, now)
		all = append(slices.DeleteFunc(all, func(x News) bool { return x.Event == n.Event }), n)
	}
	var rows []ledger.Row
	for _, n := range all {
		rows = append(rows, s.after.tell(n, now))
	}
	return rows
}

// newsOf is what is told of a state.
func newsOf(d *declaration.Declaration, r Request, m Move, now time.Time) News {
	n := News{
		V: 1, Event: m.State.event(), Request: r.ID, Kind: r.Kind, State: m.State, Reason: m.Reason, Text: m.Reason.Ground().Text,
		Note: r.Note, At: now.UnixMilli(), Due: millis(r.Due()),
	}
	if m.State == Received {
		n.Until = millis(r.Until)
	}
	if m.State == Refused {
		n.Remedies = Remedies(d)
	}
	return n
}

// tell is the work of telling. Where the person is forgotten by the request itself,
// the work carries the id, for their key will be gone.
func (r Request) tell(n News, now time.Time) ledger.Row {
	w := consent.Work{Kind: consent.WorkTell, Lookup: r.Lookup, Key: string(n.Event) + "/" + string(r.ID), Due: milli(now)}
	if r.forgets() && r.State == Finished {
		w.Lookup, n.Person = ledger.Lookup{}, r.Subject.Raw()
	}
	w.Body = plain(n)
	return consent.NewWork{Work: w}
}

// forgets reports whether carrying the request out leaves nothing about the person.
func (r Request) forgets() bool {
	return r.Service == "" && (r.Kind == Close || r.Kind == Delete && len(r.Uses) == 0)
}

// LastNews is the work of telling how a request ended when everything about the person
// was erased: CarriedOut, ErasedButKept where law keeps something of it, or
// PersonForgotten where it was not answered. What the person was told of the request
// before is no part of it. It has no lookup and outlives the person's key, so that it
// can be committed in the very change that forgets them.
func LastNews(d *declaration.Declaration, r Request, why Reason, note lang.Text, now time.Time) ledger.Row {
	end := Finished
	if why == PersonForgotten {
		end = Refused
	}
	r = r.enter(end, why, System, now)
	r.Note = note
	n := newsOf(d, r, r.History[len(r.History)-1], now)
	n.Person = r.Subject.Raw()
	return consent.NewWork{Work: consent.Work{
		Kind: consent.WorkTell, Key: string(n.Event) + "/" + string(r.ID), Due: milli(now), Body: plain(n),
	}}
}

// event is what is told of a state.
func (s State) event() Event {
	switch s {
	case Received:
		return EventReceived
	case Verifying:
		return EventVerifying
	case InProgress:
		return EventInProgress
	case Waiting:
		return EventWaiting
	case Finished:
		return EventDone
	case Refused:
		return EventRefused
	case Held:
		return EventRestricted
	case Cancelled:
		return EventCancelled
	}
	return ""
}

// Remedies says what whoever was refused can do: complain to the processor, by the
// channels that it declares, complain to an authority, and sue (PIPL 50 ¶2).
func Remedies(d *declaration.Declaration) lang.Text {
	zh, en := "您可以向本处理者投诉", "You may complain to us"
	if d != nil {
		c := d.Processor.Complaints
		for _, way := range []string{c.Phone, c.Mail, c.URL} {
			if way != "" {
				zh, en = zh+"（"+way+"）", en+" ("+way+")"
			}
		}
	}
	cite := law.Cite(law.PIPL, "50").Short()
	return lang.Text{
		ZH: zh + "，也可以向履行个人信息保护职责的部门投诉、举报；还可以依法向人民法院提起诉讼（" + cite.ZH + "）。",
		EN: en + ", or to the authorities in charge of protecting personal information; and you may sue in a people's court (" + cite.EN + ").",
	}
}
