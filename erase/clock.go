package erase

import (
	"time"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// A clock is what a trigger sets going: by which numbers, and on which articles.
type clock struct {
	params []string
	cites  []law.Citation
}

// clockOf returns the clock of a trigger. The law in force gives no number of
// days for erasing; the numbers are those of the draft, never in force, and of the
// method for apps, which counts where no shorter time was promised.
func clockOf(t Trigger) clock {
	draft, pipl, order := article(law.Draft), article(law.PIPL), article(law.Order790)
	switch t {
	case TriggerRequest:
		return clock{[]string{"rights-answer-draft", "rights-answer"}, []law.Citation{draft("23(3)"), law.Cite(law.No191, "VI.3"), pipl("47¶1"), order("23")}}
	case TriggerAccount:
		return clock{[]string{"erasure-draft", "rights-answer"}, []law.Citation{draft("22(3)"), law.Cite(law.No191, "VI.3"), pipl("47¶1"), order("24")}}
	case TriggerService:
		return clock{[]string{"erasure-draft"}, []law.Citation{draft("22(3)"), pipl("47¶1(2)")}}
	case TriggerPurpose:
		return clock{[]string{"erasure-draft"}, []law.Citation{draft("22(1)"), pipl("47¶1")}}
	case TriggerPeriod:
		return clock{[]string{"erasure-draft"}, []law.Citation{draft("22(2)"), pipl("47¶1(2)")}}
	case TriggerUnavoidable:
		return clock{[]string{"erasure-draft"}, []law.Citation{draft("22(4)"), order("24")}}
	case TriggerConsent, TriggerUnlawful, TriggerRestore: // PIPL 47 without a counterpart in the draft, by its number of days
	}
	return clock{[]string{"erasure-draft"}, []law.Citation{pipl("47¶1"), draft("22")}}
}

// Cites lists the articles that the clock of a trigger rests on, those of the draft with
// the rest: each says its status.
func (t Trigger) Cites() []law.Citation { return clockOf(t).cites }

// Reading says from when the clock of a trigger runs, where the words of the law can be
// read in more ways than one; nothing where they cannot.
func (t Trigger) Reading() lang.Text {
	if t != TriggerUnavoidable {
		return lang.Text{}
	}
	return lang.Text{ZH: "从严自采集之时起算；另一种读法自发现之时起", EN: "counted, on the stricter reading, from the collection; on another reading, from when it was noticed"}
}

// article cites one instrument.
func article(id law.InstrumentID) func(string) law.Citation {
	return func(ref string) law.Citation { return law.Cite(id, ref) }
}

// due is the earliest of the deadlines of a clock. Nothing pauses it.
func (k clock) due(from time.Time, cal workday.Calendar) workday.Deadline {
	var first workday.Deadline
	for _, p := range k.params {
		if d := cal.After(from, law.Param(p).Value); first.At.IsZero() || d.At.Before(first.At) {
			first = d
		}
	}
	return first
}

// Overdue reports whether an open case is past its deadline.
func (c Case) Overdue(now time.Time) bool { return c.Ended.IsZero() && !now.Before(c.Due.At) }
