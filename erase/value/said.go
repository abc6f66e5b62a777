package value

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volens/volens/law"
)

// longNumber is the digits from which a number within others is no chance.
const longNumber = 8

// Said reports whether a text that people wrote says a value, in small letters or
// capitals, of full width or half, a number or a Chinese name also with spaces or dashes
// in it.
//
// A name of two Han characters counts wherever it stands: Chinese is written without
// spaces, and nothing shows where a name ends. Anything else counts anywhere from five
// characters, and a number from eight digits. What is shorter has to stand by itself,
// for 7 is in the number of many a ticket and Ann in annual.
func Said(text, known string) bool {
	text, known = folded(text), strings.TrimSpace(folded(known))
	bare := joined(known)
	switch digits := strings.TrimSuffix(bare, "x"); {
	case bare == "":
		return known != "" && strings.Contains(text, known)
	case strings.Trim(digits, "0123456789") == "":
		if len(digits) >= longNumber {
			return strings.Contains(joined(text), national(bare))
		}
	case han(bare):
		return strings.Contains(joined(text), bare)
	case utf8.RuneCountInString(known) >= 5:
		return strings.Contains(text, known)
	}
	return Veil(text, known, "") != text
}

// folded writes letters small and of half width, and drops what nobody sees.
func folded(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case unicode.Is(unicode.Cf, c):
			return -1
		case unicode.IsSpace(c):
			return ' '
		case c >= '！' && c <= '～':
			c -= '！' - '!'
		}
		return unicode.ToLower(c)
	}, s)
}

// joined leaves out what people write between the parts of a number or a name.
func joined(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || unicode.Is(unicode.Pd, c) || strings.ContainsRune("·+().", c) {
			return -1
		}
		return c
	}, s)
}

// national is a mobile number without the code of the country, which few write down.
func national(number string) string {
	if short, ok := strings.CutPrefix(strings.TrimPrefix(number, "00"), "86"); ok && len(short) == 11 {
		return short
	}
	return number
}

func han(s string) bool {
	return utf8.RuneCountInString(s) >= 2 && strings.IndexFunc(s, func(c rune) bool { return !unicode.Is(unicode.Han, c) }) < 0
}

// Naming reports whether values of an item call somebody by name or number, however many
// are called the same. A title of an invoice does not: for most people it is the word for
// a private person.
func Naming(id law.ItemID) bool {
	switch id {
	case "nickname", "payee":
		return true
	case "id-type", "id-validity", "id-copy", "id-image", "signature", "invoice-title":
		return false
	}
	i, ok := law.ItemByID(id)
	return ok && slices.Contains([]law.Group{law.Contact, law.Identity}, i.Group) && !strings.HasSuffix(string(id), "-address")
}
