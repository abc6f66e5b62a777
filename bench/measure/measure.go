// Package measure compares two things that run in turn, A B A B …, in one
// process, and prints the ratios. Absolute figures say more about a machine than
// about a program; the ratio of neighbours says something about the program.
//
// The rule: at least five pairs, the median of the ratios of neighbours with the
// least and the greatest beside it, and no verdict where the thing compared with
// is itself unsteady.
package measure

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
)

// Fewest is how many pairs a verdict rests on at least.
const Fewest = 5

// Steady is the spread of the baseline, its greatest figure by its least, beyond
// which a ratio says nothing.
const Steady = 2

// A Goal is what a ratio should be: at most, at least, or nothing.
type Goal struct {
	most  bool
	value float64
	set   bool
	id    string
}

// AtMost is a goal that the ratio should not pass. The id is what people call it.
func AtMost(id string, v float64) Goal { return Goal{most: true, value: v, set: true, id: id} }

// AtLeast is a goal that the ratio should reach.
func AtLeast(id string, v float64) Goal { return Goal{value: v, set: true, id: id} }

// String says the goal.
func (g Goal) String() string {
	switch {
	case !g.set:
		return "-"
	case g.most:
		return strings.TrimSpace(fmt.Sprintf("%s ≤ %g", g.id, g.value))
	}
	return strings.TrimSpace(fmt.Sprintf("%s ≥ %g", g.id, g.value))
}

// A Pair is something measured and what it is compared with. The two return one
// figure each time they are run: a time, or a rate, the same of both.
type Pair struct {
	What, With string
	Unit       string // of the figures
	Run1, Run2 func() float64
	Goal       Goal
}

// A Ratio is what came out: the first figure by the second.
type Ratio struct {
	Median, Least, Most float64
	First, Second       float64 // medians of the two figures
	Spread              float64 // of what is compared with: its greatest by its least
	Pairs               int
}

// Run measures the two in turn, the first pair for warming up alone.
func (p Pair) Run(rounds int) Ratio {
	p.Run1()
	p.Run2()
	var ratios, first, second []float64
	for range max(rounds, 1) {
		a, b := p.Run1(), p.Run2()
		ratios, first, second = append(ratios, a/b), append(first, a), append(second, b)
	}
	return summed(ratios, first, second)
}

func summed(ratios, first, second []float64) Ratio {
	for _, list := range [][]float64{ratios, first, second} {
		slices.Sort(list)
	}
	n := len(ratios)
	return Ratio{
		Median: ratios[n/2], Least: ratios[0], Most: ratios[n-1],
		First: first[n/2], Second: second[n/2],
		Spread: second[n-1] / second[0], Pairs: n,
	}
}

// Verdict says whether the goal was met, or that nothing can be said.
func (p Pair) Verdict(r Ratio) string {
	switch {
	case !p.Goal.set:
		return ""
	case r.Pairs < Fewest:
		return fmt.Sprintf("not judged: %d pairs", r.Pairs)
	case r.Spread > Steady:
		return fmt.Sprintf("not judged: the baseline's own spread is %.1f", r.Spread)
	case p.Goal.most == (r.Median <= p.Goal.value) || r.Median == p.Goal.value:
		return "met"
	}
	return "missed"
}

// A Table prints ratios as they come, so that a long run can be watched.
type Table struct {
	out    io.Writer
	rounds int
	head   bool
}

// NewTable returns a table of ratios over so many pairs.
func NewTable(out io.Writer, rounds int) *Table { return &Table{out: out, rounds: rounds} }

// Run measures pairs and prints a line for each.
func (t *Table) Run(pairs ...Pair) {
	if !t.head {
		fmt.Fprintf(t.out, "\nmedian of %d pairs (least–greatest)\n", t.rounds)
		t.head = true
	}
	for _, p := range pairs {
		r := p.Run(t.rounds)
		w := tabwriter.NewWriter(t.out, 52, 0, 2, ' ', 0)
		fmt.Fprintf(w, "%s / %s\t%s\t(%s–%s)\t%s by %s %s\t%s\t%s\n",
			p.What, p.With, Figure(r.Median), Figure(r.Least), Figure(r.Most),
			Figure(r.First), Figure(r.Second), p.Unit, p.Goal, p.Verdict(r))
		_ = w.Flush()
	}
}

// Figure writes a number with three digits that count.
func Figure(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v >= 0.095:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3g", v)
}

// Machine says where the figures come from.
func Machine(w io.Writer) {
	fmt.Fprintf(w, "%s, %s/%s, %d processors, %s, load %s\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), processor(), load())
}

func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(name), ":"))
		}
	}
	return "processor unknown"
}

// load is what else the machine does: a shared one is rarely idle.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(text), " ")
	return first
}
