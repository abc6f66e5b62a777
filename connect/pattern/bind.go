package pattern

import (
	"iter"
	"slices"
	"strings"

	"github.com/volens/volens/fault"
)

// separators part a key or a path. In a pattern with several variable parts, an
// identifier with the pattern's own separator in it could be read in two ways:
// cart:1:2:x belongs to person 1 or to person 1:2.
const separators = ":/|#"

var errAmbiguous = fault.New(fault.Invalid, "标识里有这个写法用来分隔的字符，分不清是谁的",
	"an identifier holds the character that separates the parts of this pattern, so that its owner cannot be told").
	Citing("ambiguous-identifier")

// Bind puts the identifiers in, in every combination, each once. A pattern with an
// identifier that nobody has yields nothing, and so does an empty identifier.
//
// Errors: fault.Invalid where an identifier makes the pattern ambiguous; nothing
// follows it.
func (p Pattern) Bind(by map[string][]string) iter.Seq2[Bound, error] {
	return func(yield func(Bound, error) bool) {
		names := p.Names()
		values := make([][]string, len(names))
		for i, n := range names {
			values[i] = sorted(by[n])
			if slices.ContainsFunc(values[i], p.ambiguous) {
				yield(Bound{}, errAmbiguous)
				return
			}
		}
		p.combine(names, values, map[string]string{}, yield)
	}
}

// sorted returns the values in order, each once, without the empty one.
func sorted(values []string) []string {
	all := slices.Compact(slices.Sorted(slices.Values(values)))
	return slices.DeleteFunc(all, func(v string) bool { return v == "" })
}

// combine yields every combination of the values of the names that are left.
func (p Pattern) combine(names []string, values [][]string, chosen map[string]string, yield func(Bound, error) bool) bool {
	if len(names) == 0 {
		return yield(p.with(chosen), nil)
	}
	for _, v := range values[0] {
		chosen[names[0]] = v
		if !p.combine(names[1:], values[1:], chosen, yield) {
			return false
		}
	}
	return true
}

// with puts one value in the place of each identifier.
func (p Pattern) with(chosen map[string]string) Bound {
	var b Bound
	for _, x := range p.pieces {
		if x.kind == name {
			x = piece{literal, chosen[x.text]}
		}
		if n := len(b.pieces); n > 0 && x.kind == literal && b.pieces[n-1].kind == literal {
			b.pieces[n-1].text += x.text
			continue
		}
		b.pieces = append(b.pieces, x)
	}
	return b
}

// ambiguous reports whether the value could be read in two ways in this pattern.
func (p Pattern) ambiguous(value string) bool {
	variable, own := 0, ""
	for _, x := range p.pieces {
		if x.kind != literal {
			variable++
			continue
		}
		for _, c := range x.text {
			if strings.ContainsRune(separators, c) {
				own += string(c)
			}
		}
	}
	return variable > 1 && strings.ContainsAny(value, own)
}
