package pattern

import (
	"regexp"
	"slices"
	"strings"

	"github.com/volens/volens/fault"
)

// A kind is what a piece of a pattern is.
type kind int

const (
	literal kind = iota
	name         // an identifier stands here
	star         // anything stands here
)

type piece struct {
	kind kind
	text string
}

// A Pattern is text with identifiers and stars in it.
type Pattern struct{ pieces []piece }

var errPattern = fault.New(fault.Invalid, "键或路径的写法不对", "this is not a pattern of keys or paths").
	WithFix("标识写作 {名字}，任意内容写作 *；两者不能相邻，之间要有别的字符", "write an identifier as {name} and anything as *, with some other character between any two of them")

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// Parse reads a pattern. Errors: fault.Invalid for an unknown form, and where two
// variable parts touch: 12 in cart:{person}* could be of person 1 as well.
func Parse(text string) (Pattern, error) {
	var p Pattern
	for rest := text; rest != ""; {
		var next piece
		switch rest[0] {
		case '*':
			next, rest = piece{star, "*"}, rest[1:]
		case '{':
			inside, after, ok := strings.Cut(rest[1:], "}")
			if !ok || !nameForm.MatchString(inside) {
				return Pattern{}, errPattern
			}
			next, rest = piece{name, inside}, after
		default:
			end := strings.IndexAny(rest, "*{")
			if end < 0 {
				end = len(rest)
			}
			next, rest = piece{literal, rest[:end]}, rest[end:]
		}
		if n := len(p.pieces); n > 0 && next.kind != literal && p.pieces[n-1].kind != literal {
			return Pattern{}, errPattern
		}
		p.pieces = append(p.pieces, next)
	}
	if len(p.pieces) == 0 || strings.Contains(text, "\x00") {
		return Pattern{}, errPattern
	}
	return p, nil
}

// Names returns the identifiers in the pattern, in order and without repetitions.
func (p Pattern) Names() []string {
	var all []string
	for _, x := range p.pieces {
		if x.kind == name && !slices.Contains(all, x.text) {
			all = append(all, x.text)
		}
	}
	return all
}

// Anybody is the pattern with anything in the place of every identifier.
func (p Pattern) Anybody() Bound {
	var b Bound
	for _, x := range p.pieces {
		if x.kind == name {
			x = piece{star, "*"}
		}
		b.pieces = append(b.pieces, x)
	}
	return b
}
