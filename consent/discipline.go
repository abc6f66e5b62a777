package consent

import (
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
)

// A Discipline is how much we may ask on our own initiative. The law says only
// that one may not ask often and may not disturb (draft 21(8), Order 790 Art.
// 22(5), No. 191 III.2); the numbers are practice or our choice.
type Discipline struct {
	Interval   time.Duration // between asks of our own initiative about what was left unanswered, and between asks at a function after a refusal: practice; may be longer, never shorter
	Unanswered int           // so many asks of our own initiative left unanswered, and we stay silent until the person acts: our choice
	Window     time.Duration // at most one ask of our own initiative within it, over all services: our choice
}

// Defaults returns the discipline that applies where nothing else is set.
func Defaults() Discipline {
	return Discipline{Interval: ReaskInterval(), Unanswered: 3, Window: 24 * time.Hour}
}

// ReaskInterval is the shortest interval between asks: the practice parameter of
// the law data.
func ReaskInterval() time.Duration {
	return time.Duration(law.Param("reask-interval").Value) * time.Hour
}

// Check refuses a discipline laxer than practice.
//
// Errors: fault.Refused for a shorter interval; fault.Invalid for a count below
// one and a window below zero.
func (d Discipline) Check() error {
	switch {
	case d.Interval < ReaskInterval():
		return fault.New(fault.Refused, "再次询问的间隔不得短于行业惯例", "the interval between asks may not be shorter than practice has it").
			Citing("reask-interval", law.Cite(law.Draft, "21(8)"), law.Cite(law.Order790, "22(5)"), law.Param("reask-interval").Cite)
	case d.Unanswered < 1, d.Window < 0:
		return fault.New(fault.Invalid, "未作答次数至少为 1，打扰窗口不得为负", "the count of unanswered asks is at least 1, and the window not negative")
	}
	return nil
}
