package consent

import (
	"cmp"
	"slices"
	"time"

	"github.com/volens/volens/lang"
)

// Evidence is how the choice was shown and answered, as the asking side saw it.
// The processor bears the burden of proof (draft 21¶3).
type Evidence struct {
	Act         string  `json:"act,omitempty"`         // id of the person's act, such as one press of one button; a grant needs it
	Language    string  `json:"language,omitempty"`    // in which the choice was read, such as zh-CN
	Element     string  `json:"element,omitempty"`     // what was pressed
	ShownAt     int64   `json:"shown_at,omitempty"`    // UTC milliseconds
	AnsweredAt  int64   `json:"answered_at,omitempty"` // UTC milliseconds
	Preselected bool    `json:"preselected,omitempty"` // whether yes stood ticked before the person acted
	Order       int     `json:"order,omitempty"`       // place on the screen, from 1
	Yes         *Button `json:"yes,omitempty"`         // what agrees
	No          *Button `json:"no,omitempty"`          // what refuses
}

// A Button is how heavily a control weighs on the screen.
type Button struct {
	Width    int `json:"width"`    // CSS pixels
	Height   int `json:"height"`   // CSS pixels
	Contrast int `json:"contrast"` // of its text, in hundredths of a ratio: 450 is 4.5 to 1
}

// A Flag says what about the evidence of an answer cannot be, or pressed the
// person. Flagged answers are taken, and the flags kept in the record beside
// them: whoever weighs the consent later sees them. Values are permanent.
type Flag string

// The flags.
const (
	FlagBeforeShown Flag = "answered-before-shown"
	FlagBeforeAsk   Flag = "shown-before-ask"
	FlagFuture      Flag = "in-the-future"
	FlagTooFast     Flag = "too-fast"
	FlagHeavierYes  Flag = "yes-heavier"
	FlagNoRefuse    Flag = "no-refuse-button"
	FlagOrder       Flag = "wrong-order"
)

// Flags returns all flags.
func Flags() []Flag {
	return []Flag{FlagBeforeShown, FlagBeforeAsk, FlagFuture, FlagTooFast, FlagHeavierYes, FlagNoRefuse, FlagOrder}
}

// Text says the flag to people.
func (f Flag) Text() lang.Text {
	switch f {
	case FlagBeforeShown:
		return lang.Text{ZH: "作答早于展示", EN: "answered before it was shown"}
	case FlagBeforeAsk:
		return lang.Text{ZH: "展示早于询问", EN: "shown before the ask was made"}
	case FlagFuture:
		return lang.Text{ZH: "时间在将来", EN: "a time in the future"}
	case FlagTooFast:
		return lang.Text{ZH: "同意得太快，来不及读", EN: "agreed to faster than anybody reads"}
	case FlagHeavierYes:
		return lang.Text{ZH: "同意按钮比拒绝按钮更大或更醒目", EN: "the button that agrees is larger or stands out more than the one that refuses"}
	case FlagNoRefuse:
		return lang.Text{ZH: "没有拒绝按钮", EN: "there was no button to refuse"}
	case FlagOrder:
		return lang.Text{ZH: "展示的次序与询问的不符", EN: "shown in another order than asked"}
	}
	return lang.Text{}
}

const (
	// Skew is how far clocks of devices may be off before a time counts as
	// impossible: our choice, not law.
	Skew = 2 * time.Minute
	// Reading is the least time in which anybody reads a choice before agreeing to
	// it: our choice, not law.
	Reading = time.Second
)

// flags judges the evidence of one answer by itself. What was not reported is
// not judged.
func (e Evidence) flags(ask Ask, grant bool, now time.Time) []Flag {
	var all []Flag
	add := func(is bool, f Flag) {
		if is {
			all = append(all, f)
		}
	}
	timed := e.ShownAt != 0 && e.AnsweredAt != 0
	latest := now.Add(Skew).UnixMilli()
	add(timed && e.AnsweredAt < e.ShownAt, FlagBeforeShown)
	add(e.ShownAt != 0 && e.ShownAt < ask.At.Add(-Skew).UnixMilli(), FlagBeforeAsk)
	add(e.ShownAt > latest || e.AnsweredAt > latest, FlagFuture)
	add(grant && timed && e.AnsweredAt >= e.ShownAt && e.AnsweredAt-e.ShownAt < Reading.Milliseconds(), FlagTooFast)
	add(e.Yes != nil && e.No != nil && e.Yes.heavier(*e.No), FlagHeavierYes)
	add(e.Yes != nil && e.No == nil, FlagNoRefuse)
	return all
}

// heavier reports whether b is larger or stands out more than other.
func (b Button) heavier(other Button) bool {
	return int64(b.Width)*int64(b.Height) > int64(other.Width)*int64(other.Height) || b.Contrast > other.Contrast
}

// misplaced returns the choices that were shown elsewhere than they were asked:
// a separate one not first and alone on its screen, others against the order of
// the ask.
func (a Ask) misplaced(answers []Answer) map[ChoiceID]bool {
	wrong := map[ChoiceID]bool{}
	place := func(id ChoiceID) int {
		return slices.IndexFunc(a.Choices, func(c Choice) bool { return c.ID == id })
	}
	sorted := slices.SortedFunc(slices.Values(answers), func(x, y Answer) int { return cmp.Compare(place(x.Choice), place(y.Choice)) })
	last := 0
	for _, x := range sorted {
		c, _ := a.choice(x.Choice)
		switch order := x.Evidence.Order; {
		case order == 0:
		case c.Alone():
			wrong[x.Choice] = order != 1
		default:
			wrong[x.Choice] = order <= last
			last = max(last, order)
		}
	}
	return wrong
}
