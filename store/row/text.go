package row

import (
	"strconv"
	"strings"

	"github.com/volens/volens/ledger"
)

// maxID is longer than any id.
const maxID = 64

// PartOf returns the subject partition that the id of an ask, a request or a piece of
// work begins with: "07-…".
func PartOf[ID ~string](id ID) (part int, ok bool) {
	if len(id) < 4 || len(id) > maxID || id[2] != '-' {
		return 0, false
	}
	for _, c := range []byte(id) {
		if c <= ' ' || c > '~' {
			return 0, false
		}
	}
	a, b := int(id[0]-'0'), int(id[1]-'0')
	part = a*10 + b
	return part, a >= 0 && a <= 9 && b >= 0 && b <= 9 && part < ledger.Partitions
}

// List writes parameters of one row, from a number on: ($2,$3).
func List(first, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(map[bool]string{true: "($", false: ",$"}[i == 0])
		b.WriteString(strconv.Itoa(first + i))
	}
	return b.String() + ")"
}

// Tuples writes parameters for rows of width values: ($1,$2),($3,$4).
func Tuples(rows, width int) string {
	var b strings.Builder
	for i := range rows * width {
		switch {
		case i == 0:
			b.WriteString("($")
		case i%width == 0:
			b.WriteString("),($")
		default:
			b.WriteString(",$")
		}
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteByte(')')
	return b.String()
}
