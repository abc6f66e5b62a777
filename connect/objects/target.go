package objects

import (
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/connect/pattern"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// mostPrefixes is how many places are listed one by one; where there are more, what
// they have in common is listed once.
const mostPrefixes = 1000

// A goal is a target that was understood.
type goal struct {
	paths    pattern.Group
	prefixes []string // what to list, none within another
	within   []plan.Window
	limit    int
}

// understand makes sense of a target. Errors: fault.Invalid.
func understand(t plan.Target, by plan.Keys) (goal, error) {
	p, err := pattern.Parse(completed(t.Holding))
	if err != nil {
		return goal{}, err
	}
	if !straight(t.Holding) || len(t.Found) > 0 {
		return goal{}, errTarget
	}
	g := goal{within: t.Within, limit: t.Limit}
	for _, w := range t.Within {
		if w.Column != "" && w.Column != declaration.Written {
			return goal{}, errTarget // there is one time
		}
	}
	bounds := p.Bind(by)
	switch {
	case t.Everyone:
		if !slices.ContainsFunc(t.Within, func(w plan.Window) bool { return !w.To.IsZero() }) {
			return goal{}, errTarget
		}
		bounds = func(yield func(pattern.Bound, error) bool) { yield(p.Anybody(), nil) }
	case len(p.Names()) == 0:
		return goal{}, errTarget // it would be everybody's
	case unsafe(p.Names(), by):
		return goal{}, errIdentifier
	}
	if g.paths, err = pattern.Collect(bounds); err != nil {
		return goal{}, err
	}
	g.prefixes = prefixesOf(p, g.paths)
	return g, nil
}

// completed writes a folder as everything below it.
func completed(holding string) string {
	if strings.HasSuffix(holding, "/") {
		return holding + "*"
	}
	return holding
}

// straight reports whether a declared path leads where it says.
func straight(holding string) bool {
	if strings.HasPrefix(holding, "/") {
		return false
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(holding, "/"), "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}

// unsafe reports whether an identifier cannot be a part of a path.
func unsafe(names []string, by plan.Keys) bool {
	for _, n := range names {
		for _, v := range by[n] {
			if v == "." || v == ".." || strings.ContainsAny(v, "/\\\x00") {
				return true
			}
		}
	}
	return false
}

// prefixesOf says what has to be listed: nothing twice.
func prefixesOf(p pattern.Pattern, paths pattern.Group) []string {
	var all []string
	for b := range paths.Bounds() {
		all = append(all, b.Prefix())
		if len(all) > mostPrefixes {
			return []string{p.Anybody().Prefix()}
		}
	}
	slices.Sort(all)
	var kept []string
	for _, prefix := range all {
		if n := len(kept); n == 0 || !strings.HasPrefix(prefix, kept[n-1]) {
			kept = append(kept, prefix)
		}
	}
	return kept
}

// means reports whether an object is of the goal.
func (g goal) means(o object) bool {
	if !g.paths.Match(o.path) {
		return false
	}
	for _, w := range g.within {
		if !inside(w, o.written) {
			return false
		}
	}
	return true
}

// inside reports whether a time lies in the window.
func inside(w plan.Window, at time.Time) bool {
	return (w.From.IsZero() || !at.Before(w.From)) && (w.To.IsZero() || at.Before(w.To))
}
