package law

import (
	"fmt"
	"slices"

	"github.com/volens/volens/lang"
)

// A Unit is what a parameter counts.
type Unit string

// The units.
const (
	Workday Unit = "workday" // working days in China; the day of the event is not counted
	Day     Unit = "day"     // calendar days
	Hour    Unit = "hour"    // natural hours, through nights and holidays
	Month   Unit = "month"   // calendar months
	Year    Unit = "year"
	People  Unit = "people" // persons whose information is held or affected, users of a platform
	Yuan    Unit = "yuan"
	Click   Unit = "click"
	Level   Unit = "level" // of the multi-level protection scheme
)

// A Bound says on which side of a parameter a number must lie, and whether the
// number itself is on that side.
type Bound string

// The bounds.
const (
	AtLeast  Bound = "at-least"  // 以上、不少于: the number is included
	MoreThan Bound = "more-than" // 超过: the number is not included
	LessThan Bound = "less-than" // 不满: the number is not included
	AtMost   Bound = "at-most"   // 以内: the number is included
)

// A Parameter is one number that an instrument sets. Ids are permanent; those
// that end in "-draft" come from the draft of 2021, which was never in force.
type Parameter struct {
	ID         string     `json:"id"`
	Value      int        `json:"value"`
	Unit       Unit       `json:"unit"`
	Bound      Bound      `json:"bound"`
	Cite       Citation   `json:"cite"`
	Note       lang.Text  `json:"note"` // what it counts, and from when
	Confidence Confidence `json:"confidence"`
}

// Met reports whether n lies on the side that the bound names: 100,000 people
// meet "at least 100,000" and do not meet "more than 100,000".
func (p Parameter) Met(n int) bool {
	switch p.Bound {
	case AtLeast:
		return n >= p.Value
	case MoreThan:
		return n > p.Value
	case LessThan:
		return n < p.Value
	default:
		return n <= p.Value
	}
}

// Param returns a parameter. It is for ids written in code and panics where
// there is none.
func Param(id string) Parameter {
	p, ok := loaded().parameter(id)
	if !ok {
		panic(fmt.Sprintf("law: no parameter %q", id))
	}
	return p
}

// Parameters returns all parameters in the order of their instruments.
func Parameters() []Parameter { return slices.Clone(loaded().parameters) }
