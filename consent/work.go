package consent

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// The bodies of work. Their form is permanent, as that of entries is. They hold
// no id of the person: whoever delivers adds it.
type (
	// TellBody says that a person's consent to uses is in another state since.
	TellBody struct {
		V     int                 `json:"v"`
		Uses  []declaration.UseID `json:"uses"`
		State State               `json:"state"`
		At    int64               `json:"at"` // UTC milliseconds
	}
	// EraseBody says that nothing carries an item of a person in a service any
	// more. The law in force gives no number of days (PIPL 47); the last day is
	// counted by the draft's fifteen working days (draft 22, never in force).
	EraseBody struct {
		V         int               `json:"v"`
		Use       declaration.UseID `json:"use"` // whose consent ended
		Service   string            `json:"service"`
		Item      law.ItemID        `json:"item"`
		At        int64             `json:"at"`       // when it ended: UTC milliseconds
		LastDay   workday.Day       `json:"last_day"` // in Shanghai
		Certainty workday.Certainty `json:"certainty"`
		Calendar  string            `json:"calendar"` // version of the calendar it was counted by
	}
)

// follows returns the work that a change of consents brings: whoever subscribed
// is told of every change, and what only an ended consent carried is erased. Said
// is what the person had said before.
func follows(d *declaration.Declaration, who ledger.Lookup, said Standing, now []Consent, at time.Time) []ledger.Row {
	rows := tell(who, now, at)
	after := said
	after.Consents = maps.Clone(said.Consents)
	if after.Consents == nil {
		after.Consents = Consents{}
	}
	for _, c := range now {
		after.Consents[c.Use] = c
	}
	for _, c := range now {
		if said.Consents[c.Use].State == Granted && c.State != Granted && !grounded(d, after, c.Use, at) {
			rows = append(rows, erase(who, c.Use, at))
		}
	}
	return rows
}

// endsForChild returns the work of learning that a person is under fourteen: what
// they had agreed to themselves permits nothing any more. What they said stays on
// record as they said it.
func endsForChild(d *declaration.Declaration, p Party, a Age, ended []Consent, at time.Time) []ledger.Row {
	said := p.Standing
	said.Age = a
	return follows(d, p.Identity.Lookup, said, ended, at)
}

// endedForChild lists what people agreed to themselves, as withdrawn by law: it
// does not come back when they are older.
func (c Consents) endedForChild(declared string, now time.Time) []Consent {
	var ended []Consent
	for _, x := range c.given(ByPerson).InOrder() {
		ended = append(ended, Consent{Use: x.Use, Fingerprint: x.Fingerprint, Declaration: declared, State: Withdrawn, At: now, By: ByLaw})
	}
	return ended
}

// tell makes one piece of work for each state that uses came into.
func tell(who ledger.Lookup, changed []Consent, at time.Time) []ledger.Row {
	var rows []ledger.Row
	for _, state := range []State{Granted, Refused, Withdrawn} {
		body := TellBody{V: 1, State: state, At: at.UnixMilli()}
		for _, c := range changed {
			if c.State == state {
				body.Uses = append(body.Uses, c.Use)
			}
		}
		if len(body.Uses) > 0 {
			slices.Sort(body.Uses)
			rows = append(rows, NewWork{Work{Kind: WorkTell, Lookup: who, Key: string(state), Due: at, Body: plain(body)}})
		}
	}
	return rows
}

// erase makes the work of erasing what a use had collected.
func erase(who ledger.Lookup, use declaration.UseID, at time.Time) ledger.Row {
	calendar := workday.China()
	due := calendar.After(at, law.Param("erasure-draft").Value)
	service, item := itemOf(use)
	return NewWork{Work{Kind: WorkErase, Lookup: who, Key: string(use), Due: due.At, Body: plain(EraseBody{
		V: 1, Use: use, Service: service, Item: item, At: at.UnixMilli(),
		LastDay: due.LastDay, Certainty: due.Certainty, Calendar: calendar.Version(),
	})}}
}

// grounded reports whether another use of the same item in the same service still
// has a ground: another basis, or consent that counts. Giving an item away is no
// ground to keep it.
func grounded(d *declaration.Declaration, after Standing, ended declaration.UseID, now time.Time) bool {
	service, item := itemOf(ended)
	for u := range d.All() {
		if u.Service.ID != service || u.Item.ID != item || u.Recipient != nil {
			continue
		}
		if !u.ByConsent() || after.Counts(u, now) {
			return true
		}
	}
	return false
}

// itemOf reads service and item out of the id of a use, which may be declared no
// more.
func itemOf(id declaration.UseID) (service string, item law.ItemID) {
	parts := strings.SplitN(string(id), "/", 4)
	if len(parts) < 4 {
		return parts[0], ""
	}
	return parts[0], law.ItemID(parts[2])
}

// plain writes a body of work: strings and whole numbers only, which cannot fail.
func plain(v any) []byte {
	b, _ := json.Marshal(v)
	return b
}
