package consent

import "time"

// A Past is an ask that was put to a person, and what was answered to it.
type Past struct {
	Ask
	Answered map[ChoiceID]Answered
}

// silent reports whether nothing at all was answered to it.
func (p Past) silent() bool { return len(p.Answered) == 0 }

// told reports whether the ask was for the age alone, and the age became known
// then: what is asked next belongs to it.
func (s Standing) told(p Past) bool {
	return p.Age && len(p.Choices) == 0 && !s.Age.At.Before(p.At)
}

// lastAct returns when the person last did something of their own accord:
// answered, withdrew, said their age, used a function or opened the settings.
func (s Standing) lastAct(recent []Past) time.Time {
	var last time.Time
	if s.Age.Method == SelfDeclared {
		last = s.Age.At
	}
	for _, c := range s.Consents {
		if c.Quality == AskedHere {
			last = later(last, c.At)
		}
	}
	for _, p := range recent {
		if p.Trigger != Start || !p.silent() {
			last = later(last, p.At)
		}
	}
	return last
}
