package declaration

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volens/volens/lang"
)

// What is in a store is called as the store calls it, within these letters.
const nameLetters = `[\p{L}\p{N}_$@#.:/*=+-]`

// holdingPattern is a table, or a pattern with identifiers in braces.
var holdingPattern = regexp.MustCompile(`^(` + nameLetters + `|\{` + idPattern + `\})+$`)

const maxHolding = 200 // bytes

var (
	holdingWanted = lang.Text{
		ZH: "库表名，或键、路径的样式，标识写在花括号里，如 orders、session:{person}、avatars/{person}/；不含空格，至多 200 个字节",
		EN: "a table, or a pattern of keys or paths with identifiers in braces, such as orders, session:{person} or avatars/{person}/; without blanks, at most 200 bytes",
	}
	columnWanted = lang.Text{
		ZH: "列名，不含空格，如 user_id",
		EN: "the name of a column without blanks, such as user_id",
	}
	transformWanted = lang.Text{
		ZH: "null、blank、fixed:文字、year、month、city、band:数、first:字数 或 hash",
		EN: "null, blank, fixed:TEXT, year, month, city, band:NUMBER, first:COUNT or hash",
	}
)

// isHolding is holdingPattern by hand, since it is put to every key that has no
// place of its own.
func isHolding(v string) bool {
	if v == "" || len(v) > maxHolding || !utf8.ValidString(v) {
		return false
	}
	for v != "" {
		if v[0] == '{' {
			end := strings.IndexByte(v, '}')
			if end < 0 || !isID(v[1:end]) {
				return false
			}
			v = v[end+1:]
			continue
		}
		c, size := utf8.DecodeRuneInString(v)
		if !unicode.In(c, unicode.L, unicode.N) && !strings.ContainsRune("_$@#.:/*=+-", c) {
			return false
		}
		v = v[size:]
	}
	return true
}
