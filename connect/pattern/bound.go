package pattern

import "strings"

// A Bound is a pattern with identifiers in their places: literals and stars.
type Bound struct{ pieces []piece }

// Exact returns the one text that the pattern stands for, where it has no star.
func (b Bound) Exact() (string, bool) {
	if len(b.pieces) == 1 && b.pieces[0].kind == literal {
		return b.pieces[0].text, true
	}
	return "", false
}

// Prefix returns what every match begins with.
func (b Bound) Prefix() string {
	if len(b.pieces) > 0 && b.pieces[0].kind == literal {
		return b.pieces[0].text
	}
	return ""
}

// Match reports whether the whole text is one that the pattern stands for.
func (b Bound) Match(text string) bool {
	last := len(b.pieces) - 1
	open := false // whether a star came before
	for i, x := range b.pieces {
		switch {
		case x.kind == star:
			open = true
			continue
		case !open:
			rest, ok := strings.CutPrefix(text, x.text)
			if !ok {
				return false
			}
			text = rest
		case i == last:
			return strings.HasSuffix(text, x.text)
		default:
			_, rest, ok := strings.Cut(text, x.text)
			if !ok {
				return false
			}
			text = rest
		}
		open = false
	}
	return open || text == ""
}

// special is what a glob of Redis takes for something other than itself.
var special = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`, `^`, `\^`, `-`, `\-`)

// Glob writes the pattern for the MATCH of Redis, with everything but its own stars
// escaped.
func (b Bound) Glob() string {
	var out strings.Builder
	for _, x := range b.pieces {
		if x.kind == star {
			out.WriteString("*")
			continue
		}
		out.WriteString(special.Replace(x.text))
	}
	return out.String()
}
