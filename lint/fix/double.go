package fix

import (
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/declaration"
)

// doubles finds the entries of lists that stand there a second time and that can go
// without touching anything else: comments stay where they are.
func doubles(f declaration.File) []Edit {
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(f.Text), &root); err != nil {
		return nil
	}
	t := text{f.Name, f.Text, lineStarts(f.Text)}
	var all []Edit
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.SequenceNode {
			all = append(all, t.doubles(n)...)
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(&root)
	slices.SortFunc(all, func(a, b Edit) int { return a.Start - b.Start })
	return all
}

// A text is a file and where its lines start.
type text struct {
	name, all string
	lines     []int
}

func lineStarts(s string) []int {
	starts := []int{0}
	for i := range len(s) {
		if s[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

func (t text) doubles(list *yaml.Node) []Edit {
	var all []Edit
	seen := map[string]bool{}
	for i, n := range list.Content {
		if n.Kind != yaml.ScalarNode {
			return nil
		}
		if !seen[n.Value] {
			seen[n.Value] = true
			continue
		}
		cut := t.line
		if list.Style&yaml.FlowStyle != 0 {
			cut = func(n *yaml.Node) (int, int, bool) { return t.behind(list.Content[i-1], n) }
		}
		if start, end, ok := cut(n); ok {
			at := declaration.Place{File: t.name, Line: n.Line, Column: n.Column}
			all = append(all, Edit{at, start, end})
		}
	}
	return all
}

// behind is what follows before, up to the end of n: a comma and blanks, then n.
func (t text) behind(before, n *yaml.Node) (start, end int, ok bool) {
	_, start, ok1 := t.span(before)
	from, end, ok2 := t.span(n)
	if !ok1 || !ok2 || from < start {
		return 0, 0, false
	}
	return start, end, strings.TrimSpace(t.all[start:from]) == ","
}

// line is the whole line of n, where nothing but n is on it.
func (t text) line(n *yaml.Node) (start, end int, ok bool) {
	from, to, ok := t.span(n)
	if !ok {
		return 0, 0, false
	}
	start, end = t.lines[n.Line-1], len(t.all)
	if n.Line < len(t.lines) {
		end = t.lines[n.Line]
	}
	return start, end, strings.TrimSpace(t.all[start:from]) == "-" && strings.TrimSpace(t.all[to:end]) == ""
}

// span is where a scalar stands, if it is written as what it means: plainly, or
// between quotes without escapes.
func (t text) span(n *yaml.Node) (start, end int, ok bool) {
	if n.Line < 1 || n.Line > len(t.lines) || n.Column < 1 {
		return 0, 0, false
	}
	start = t.lines[n.Line-1]
	for range n.Column - 1 {
		_, size := utf8.DecodeRuneInString(t.all[start:])
		start += size
	}
	value := n.Value
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		value = `"` + value + `"`
	case n.Style&yaml.SingleQuotedStyle != 0:
		value = "'" + value + "'"
	}
	return start, start + len(value), strings.HasPrefix(t.all[start:], value)
}
