package needle

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A rule says what may not be beside a form: what would make it a part of somebody
// else's value.
type rule struct {
	digitFirst, digitLast bool // it begins or ends with a digit: no other is beside it
	country               bool // but a country code may be before it
	mail                  bool // no more of an address of e-mail
	query                 bool // where a plus sign is a space
	alone                 bool // no letter and no digit at all
}

// none is before the first character and after the last; some is a letter that is
// not known, because it is written in bytes.
const (
	none rune = -1
	some rune = 'ÿ'
)

// stands reports whether b[from:to] is a value, and not a part of another.
func (f form) stands(b []byte, from, to int) bool {
	left, width := before(b, from)
	right := after(b, to)
	r := f.rule
	switch {
	case r.mail:
		return (!ofMail(left) || r.query && left == '+' && width == 1) && ends(b[to:], right)
	case r.alone:
		return !letter(left) && !letter(right)
	case r.digitFirst && digit(left) && !(r.country && countryBefore(b, from)):
		return false
	}
	return !r.digitLast || !digit(right)
}

func digit(r rune) bool  { return '0' <= r && r <= '9' }
func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// ofMail reports whether a character may belong to the name in an address of e-mail.
// There may be more of them in one, and what nobody uses parts texts.
func ofMail(r rune) bool {
	return r != some && r <= unicode.MaxASCII && letter(r) || r > 0 && strings.ContainsRune("._+-", r)
}

// endings are those of files, which may be named by an address.
var endings = map[string]bool{
	"avif": true, "bak": true, "csv": true, "doc": true, "docx": true, "eml": true, "gif": true, "gz": true, "heic": true, "html": true, "jpeg": true, "jpg": true,
	"json": true, "jsonl": true, "log": true, "md": true, "ndjson": true, "old": true, "pdf": true, "png": true, "svg": true, "tar": true, "tmp": true, "tsv": true, "txt": true,
	"vcf": true, "webp": true, "xls": true, "xlsx": true, "xml": true, "yaml": true, "yml": true, "zip": true,
}

// ends reports whether an address of e-mail ends before rest, which begins with a
// character. A full stop may end a sentence, or begin the ending of a file.
func ends(rest []byte, next rune) bool {
	if next != '.' || rest[0] != '.' {
		return next != '-' && (!ofMail(next) || !letter(next))
	}
	label := rest[1:]
	if n := bytes.IndexFunc(label, func(r rune) bool { return !ofMail(r) || r == '.' }); n >= 0 {
		label = label[:n]
	}
	return len(label) == 0 || endings[string(label)]
}

// countryBefore reports whether the digits before a mobile number are a country code
// or the zero of a trunk line, and nothing more.
func countryBefore(b []byte, at int) bool {
	var digits []byte
	for len(digits) < 5 {
		r, width := before(b, at)
		if !digit(r) {
			break
		}
		digits, at = append(digits, byte(r)), at-width
	}
	switch string(digits) { // from the right
	case "68", "6800", "0":
		return true
	}
	return false
}

// before returns the character that ends at a place, read as a URL or JSON escapes
// it, and its width in bytes.
func before(b []byte, at int) (rune, int) {
	switch {
	case at == 0:
		return none, 0
	case at >= 3 && b[at-3] == '%':
		if c, ok := byteOf(b[at-2 : at]); ok {
			return c, 3
		}
	case at >= 6 && b[at-6] == '\\' && b[at-5] == 'u':
		if r, ok := unitOf(b[at-4 : at]); ok {
			return r, 6
		}
	}
	last := b[at-1]
	if at >= 2 && b[at-2] == '\\' && bytes.IndexByte([]byte("bfnrt"), last) >= 0 {
		return ' ', 2
	}
	if last >= utf8.RuneSelf {
		r, n := utf8.DecodeLastRune(b[:at])
		if r == utf8.RuneError {
			r = some
		}
		return r, n
	}
	if at >= 2 && b[at-2] > 0x80 && last >= 0x30 {
		if r, n := utf8.DecodeLastRune(b[:at-1]); r == utf8.RuneError && n == 1 {
			return some, 2 // the second byte of a character in GB 18030
		}
	}
	return rune(last), 1
}

// after returns the character that begins at a place, read in the same way.
func after(b []byte, at int) rune {
	rest := b[at:]
	switch {
	case len(rest) == 0:
		return none
	case len(rest) >= 3 && rest[0] == '%':
		if c, ok := byteOf(rest[1:3]); ok {
			return c
		}
	case len(rest) >= 6 && rest[0] == '\\' && rest[1] == 'u':
		if r, ok := unitOf(rest[2:6]); ok {
			return r
		}
	}
	r, _ := utf8.DecodeRune(rest)
	if r == utf8.RuneError {
		r = some
	}
	return r
}

// byteOf reads the two digits of a byte.
func byteOf(digits []byte) (rune, bool) {
	var out [1]byte
	if _, err := hex.Decode(out[:], digits); err != nil {
		return 0, false
	}
	if out[0] >= utf8.RuneSelf {
		return some, true
	}
	return rune(out[0]), true
}

// unitOf reads the four digits of a character of JSON.
func unitOf(digits []byte) (rune, bool) {
	n, err := strconv.ParseUint(string(digits), 16, 16)
	if err != nil {
		return 0, false
	}
	if 0xd800 <= n && n < 0xe000 {
		return some, true
	}
	return rune(n), true
}
