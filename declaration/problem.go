package declaration

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/lang"
)

// maxProblems bounds what one Parse reports; people fix fifty and run it again.
const maxProblems = 50

// A Problem is one mistake in the form of a declaration. Its texts hold keys and
// words of the vocabularies, never values that could be personal data. Only
// Excerpt shows a line as it stands: print it to whoever wrote the file, and do
// not log it.
type Problem struct {
	Place
	Message  lang.Text `json:"message"`  // what is wrong
	Expected lang.Text `json:"expected"` // what could stand here, or zero
	Fix      lang.Text `json:"fix"`      // what to do
	Excerpt  string    `json:"excerpt"`  // the line, with a caret
}

// String returns the place and the message in both languages.
func (p Problem) String() string { return p.Place.String() + ": " + p.Message.Both() }

// In returns the whole problem in one language, with its excerpt.
func (p Problem) In(l lang.Lang) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", p.Place, p.Message.In(l))
	if p.Excerpt != "" {
		b.WriteString(p.Excerpt + "\n")
	}
	wants, fix := "应为：", "怎么办："
	if l == lang.EN {
		wants, fix = "expected: ", "to do: "
	}
	if !p.Expected.IsZero() {
		b.WriteString("  " + wants + p.Expected.In(l) + "\n")
	}
	if !p.Fix.IsZero() {
		b.WriteString("  " + fix + p.Fix.In(l) + "\n")
	}
	return b.String()
}

// Errors are all problems of a source, in the order of files and lines.
type Errors struct {
	Problems []Problem `json:"problems"`
	More     int       `json:"more,omitempty"` // how many more there are
}

// Error lists places and messages in both languages, without excerpts.
func (e *Errors) Error() string {
	lines := make([]string, 0, len(e.Problems)+1)
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	if e.More > 0 {
		lines = append(lines, textf("另有 %d 处", "and %d more", e.More).Both())
	}
	return strings.Join(lines, "\n")
}

// In returns all problems in one language, with excerpts, for a terminal.
func (e *Errors) In(l lang.Lang) string {
	parts := make([]string, 0, len(e.Problems)+1)
	for _, p := range e.Problems {
		parts = append(parts, p.In(l))
	}
	if e.More > 0 {
		parts = append(parts, textf("另有 %d 处。\n", "And %d more.\n", e.More).In(l))
	}
	return strings.Join(parts, "\n")
}

// A flaw is a problem without a place.
type flaw struct{ says, wants, fix lang.Text }

// problemAt returns the error that has this one problem.
func problemAt(at Place, f flaw) *Errors {
	return &Errors{Problems: []Problem{{Place: at, Message: f.says, Expected: f.wants, Fix: f.fix}}}
}

// A report gathers problems.
type report struct {
	problems []Problem
	more     int
}

func (r *report) add(at Place, f flaw) {
	if len(r.problems) == maxProblems {
		r.more++
		return
	}
	r.problems = append(r.problems, Problem{Place: at, Message: f.says, Expected: f.wants, Fix: f.fix})
}

// failed reports whether anything was found.
func (r *report) failed() bool { return len(r.problems) > 0 }

// errors returns what was found, in order, with excerpts from src.
func (r *report) errors(src Source) *Errors {
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return a.Place.before(b.Place) })
	for i := range r.problems {
		r.problems[i].Excerpt = src.Excerpt(r.problems[i].Place, 0)
	}
	return &Errors{Problems: r.problems, More: r.more}
}

// textf formats both halves with the same arguments.
func textf(zh, en string, args ...any) lang.Text {
	return lang.Text{ZH: fmt.Sprintf(zh, args...), EN: fmt.Sprintf(en, args...)}
}
