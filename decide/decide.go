// Package decide answers what may be done now: may this use be carried out for
// this person, may the item be given away or leave the country, may the person be
// refused service. It is pure: declaration, law and what the person said go in; a
// verdict with every reason comes out. It never stops at the first reason: whoever
// reads a verdict needs them all.
//
// A declaration is compiled into a Table once. A Ruling is the answer as a few
// machine words, the same from the primary and from a replica; a Verdict is the
// same with words and articles.
package decide

import (
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// Holds is how long a verdict may be relied on without asking again: the
// published bound between an acknowledged withdrawal and the last permit.
const Holds = 5 * time.Second

// A Verdict is one answer with every reason for it.
type Verdict struct {
	Permit     bool
	Reasons    []Reason
	Version    int64 // log index of the last entry about the person that the answer knows of; ledger.Absent for nobody
	ValidUntil time.Time
}

// A Reason is why. Permit says which way it points, and NotChecked that it points
// no way: a question that only people can answer. A verdict permits only if one of
// its reasons points for and none against.
type Reason struct {
	Rule       string         // permanent id
	Permit     bool           // whether this reason is for
	NotChecked bool           // whether it is neither for nor against
	Cites      []law.Citation // articles, each with its status
	Path       string         // place in the declaration, "" where there is none
	Record     int64          // log index of the entry behind it, -1 where there is none or the replica does not know it
	Message    lang.Text
}

// Against reports whether the reason denies.
func (r Reason) Against() bool { return !r.Permit && !r.NotChecked }

// Process answers whether a use may be carried out now; with a recipient, also
// whether the item may be given to it. It is Rule for a person of whom nothing is
// known but what they said.
func Process(t *Table, id declaration.UseID, recipient string, said consent.Consents, now time.Time) Verdict {
	q := Question{Action: ActionProcess, Use: id, Recipient: recipient}
	return t.Judge(&q, &consent.Standing{Version: ledger.Absent, Consents: said}, nil, now)
}

// Judge answers q, which Check found well formed, from a person's whole standing.
// now is when the standing was read.
func (t *Table) Judge(q *Question, s *consent.Standing, stops []consent.Stop, now time.Time) Verdict {
	r := t.Decide(q, s, stops, now)
	return r.Verdict(now)
}

// Decide is Judge without the words.
func (t *Table) Decide(q *Question, s *consent.Standing, stops []consent.Stop, now time.Time) (r Ruling) {
	target := t.Target(q)
	f := Facts{Who: WhoOf(s), Consents: s.Consents, Stops: stops, Version: s.Version, Now: now}
	state := func(row int32) State {
		u := &t.cold[row]
		return Of(s.Consents[u.use.ID], u.mark)
	}
	if q.Action == ActionRefuseService && q.Function != "" {
		return t.RuleFunction(q, state, &f)
	}
	if target.Row != noRow {
		f.Said = state(target.Row)
	}
	if target.Give != noRow {
		f.Given = state(target.Give)
	}
	t.Rule(&r, q, target, &f)
	return r
}

// Behind is the answer where the caller knows of a later version than the record
// holds: a database rolled back, or another installation's number.
func Behind() Ruling {
	return Ruling{whole: recordBehind.bit(), target: nowhere, version: ledger.Absent}
}

// Lapsed is the answer of a replica that has not heard from the primary within
// Holds.
func Lapsed() Ruling {
	return Ruling{whole: replicaStale.bit(), target: nowhere, version: ledger.Absent}
}

var nowhere = Target{noRow, noRow, toNobody}
