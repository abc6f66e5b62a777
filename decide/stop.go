package decide

import (
	"time"

	"github.com/volens/volens/consent"
)

// stop adds the stops that are in force for the target.
func (r *Ruling) stop(recipient string, f *Facts) {
	for i := range f.Stops {
		s := &f.Stops[i]
		if !inForce(s, f.Now) || !r.reaches(s, recipient) {
			continue
		}
		if r.more == nil {
			r.more = &more{}
		}
		r.more.stops = append(r.more.stops, *s)
		if s.Recipient != "" {
			r.whole |= recipientSuspended.bit()
		} else {
			r.whole |= stopped.bit()
		}
	}
	if r.action == asking && r.more != nil {
		r.row, r.give = r.row&^set(askPossible, askMoment), r.give&^set(askPossible, askMoment)
	}
}

func inForce(s *consent.Stop, now time.Time) bool {
	return !s.Lifted && (s.Until.IsZero() || now.Before(s.Until))
}

// reaches reports whether a stop reaches the target: the use itself, its giving,
// or the recipient that the use covers.
func (r *Ruling) reaches(s *consent.Stop, recipient string) bool {
	base := &r.table.cold[r.target.Row]
	component := ""
	if base.use.Component != nil {
		component = base.use.Component.ID
	}
	if base.under(s, component) || recipient != "" && base.under(s, recipient) {
		return true
	}
	if r.target.Give == noRow {
		return false
	}
	give := &r.table.cold[r.target.Give]
	return give.under(s, give.use.Recipient.ID)
}

// under reports whether every field that the stop sets matches.
func (w *details) under(s *consent.Stop, recipient string) bool {
	u := &w.use
	switch {
	case s.Service == "" && s.Function == "" && s.Use == "" && s.Item == "" && s.Recipient == "":
		return false // names nothing: stops nothing, and is never made
	case s.Service != "" && s.Service != u.Service.ID,
		s.Function != "" && s.Function != u.Service.ID+"/"+u.Function.ID,
		s.Use != "" && s.Use != string(u.ID),
		s.Item != "" && s.Item != string(u.Item.ID),
		s.Recipient != "" && s.Recipient != recipient:
		return false
	}
	return true
}
