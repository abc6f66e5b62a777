package needle

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/volens/volens/declaration"
)

// Remade returns what a transform makes of a text, or false where that is nothing at
// all. A text that is as it has to be is the same again. It is worked out here once
// more, so that a value that was made wrongly is found.
//
// What null, blank and hash make depends on where it is; see Hashed.
func Remade(as declaration.Transform, text string) (string, bool) {
	name, argument := as.Parts()
	switch name {
	case declaration.ToFixed:
		return argument, true
	case string(declaration.ToYear):
		return beginning(text, 1)
	case string(declaration.ToMonth):
		return beginning(text, 2)
	case string(declaration.ToCity):
		to, null := as.Apply(text) // which cities there are is known in one place
		return to, !null
	case declaration.ToBand:
		return lowest(text, argument)
	case declaration.ToFirst:
		n, err := strconv.Atoi(argument)
		if err != nil || n < 1 || text == "" || !utf8.ValidString(text) {
			return "", false
		}
		all := []rune(text)
		return string(all[:min(n, len(all))]), true
	}
	return "", false
}

var date = regexp.MustCompile(`^([0-9]{4})(-(?:0[1-9]|1[0-2]))?(-[0-3][0-9])?(?:([ T])[0-2][0-9]:[0-5][0-9].*)?$`)

// beginning is the first moment of the year of a date, or of its month, as exactly
// as it was written; exact is how many parts must be there.
func beginning(text string, exact int) (string, bool) {
	m := date.FindStringSubmatch(text)
	switch {
	case m == nil, m[2] == "" && (exact > 1 || m[3] != ""), m[3] == "" && m[4] != "":
		return "", false
	case m[2] != "" && exact < 2:
		m[2] = "-01"
	}
	to := m[1] + m[2]
	if m[3] != "" {
		to += "-01"
	}
	if m[4] != "" {
		to += m[4] + "00:00:00"
	}
	return to, true
}

var amount = regexp.MustCompile(`^ *[+-]?[0-9]*(\.[0-9]*)? *$`)

// lowest is the greatest multiple of a width that is no greater than a number.
func lowest(text, width string) (string, bool) {
	w, ok := new(big.Int).SetString(width, 10)
	if !ok || w.Sign() <= 0 || len(text) > 40 || !amount.MatchString(text) {
		return "", false
	}
	n, ok := new(big.Rat).SetString(strings.TrimSpace(text))
	if !ok {
		return "", false
	}
	down := new(big.Int).Div(n.Num(), n.Denom()) // the denominator is positive: downwards
	down.Sub(down, new(big.Int).Mod(down, w))
	return down.String(), true
}

var hashed = regexp.MustCompile(`^anon-[0-9a-f]{32}$`)

// Hashed reports whether a text is a keyed hash, and so none that anybody had.
func Hashed(text string) bool { return hashed.MatchString(text) }

var unlike = regexp.MustCompile(`^~(erased-[0-9a-f]{20}|[0-9a-f]{0,20})$`)

// Unlike reports whether a text stands only for being unlike all others, where a
// column must hold something and no two rows the same.
func Unlike(text string) bool { return unlike.MatchString(text) }
