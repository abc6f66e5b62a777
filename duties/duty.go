package duties

import (
	"cmp"
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// A Kind says what the day of a duty means. Values are permanent.
type Kind string

// The kinds.
const (
	By        Kind = "by"         // to be done on the day at the latest
	NotBefore Kind = "not-before" // may not end, or be destroyed, before the day is over
	Regularly Kind = "regularly"  // at intervals that the law does not number
	When      Kind = "when"       // as soon as something happens
)

// Text says the kind to people.
func (k Kind) Text() lang.Text {
	switch k {
	case By:
		return lang.Text{ZH: "期限", EN: "due"}
	case NotBefore:
		return lang.Text{ZH: "不得早于", EN: "not before"}
	case Regularly:
		return lang.Text{ZH: "定期", EN: "at intervals"}
	}
	return lang.Text{ZH: "发生时", EN: "when it happens"}
}

// A Duty is one thing that a processor has to do.
type Duty struct {
	ID    string // permanent slug
	Kind  Kind
	What  lang.Text      // what is to be done
	Why   lang.Text      // the facts of the declaration that bring it
	Count lang.Text      // how the day was counted, and by which reading; or which clock will run
	Cites []law.Citation // never empty
	Path  string         // what it is about in the declaration, such as recipients.courier; or ""

	Day       workday.Day // the last day, for By and NotBefore
	Certainty workday.Certainty
	Last      workday.Day // when it was last done, or zero
	Overdue   bool
}

// Dated reports whether the duty has a day.
func (d *Duty) Dated() bool { return d.Day != workday.Day{} }

// Options say by which law and calendar to count. The zero value takes all of
// the law and no calendar, so that every working day is provisional.
type Options struct {
	Rulebooks []law.Rulebook // none: all
	Calendar  workday.Calendar
}

// List returns the duties of the processor that made the declaration, as of now:
// what is overdue and what comes next by day, then what comes at intervals, then
// what is to be done when something happens. A duty none of whose articles is
// switched on is left out.
func List(d *declaration.Declaration, now time.Time, o Options) []Duty {
	f := &facts{d: d, today: workday.DayOf(now), calendar: o.Calendar}
	for _, add := range table {
		add(f)
	}
	var all []Duty
	for _, one := range f.duties {
		if one.Cites = o.keep(one.Cites); len(one.Cites) > 0 {
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, compare)
	return all
}

// keep returns the citations that are switched on.
func (o Options) keep(cites []law.Citation) []law.Citation {
	return slices.DeleteFunc(slices.Clone(cites), func(c law.Citation) bool {
		return len(o.Rulebooks) > 0 &&
			!slices.ContainsFunc(o.Rulebooks, func(r law.Rulebook) bool { return r.Has(c.Instrument) })
	})
}

func compare(a, b Duty) int {
	return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.Day.String(), b.Day.String()))
}

// rank puts what has a day first.
func (d *Duty) rank() int {
	switch {
	case d.Dated():
		return 0
	case d.Kind == By:
		return 1
	case d.Kind == Regularly:
		return 2
	}
	return 3
}
