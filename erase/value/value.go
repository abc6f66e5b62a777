// Package value knows what single values are to erasing: what an empty one of a type
// is, whether one may point at one person, and how one is kept out of a name.
package value

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// Empty is the emptiest value of a type of column.
func Empty(typ string) declaration.Transform {
	typ = strings.ToLower(typ)
	has := func(any ...string) bool {
		return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(typ, w) })
	}
	switch {
	case has("json"):
		return "fixed:{}"
	case has("uuid"):
		return "fixed:00000000-0000-0000-0000-000000000000"
	case has("bool"):
		return "fixed:false"
	case typ == "year" || strings.HasPrefix(typ, "year("):
		return "fixed:1970"
	case has("date", "timestamp"):
		return "fixed:1970-01-01"
	case strings.HasPrefix(typ, "time"):
		return "fixed:00:00:00"
	case has("char", "text", "clob", "enum"):
		return declaration.ToBlank
	case has("int", "num", "dec", "float", "double", "real", "money", "serial"):
		return "fixed:0"
	}
	return declaration.ToBlank
}

// Singular reports whether values of an item may point at one person and no other.
func Singular(id law.ItemID) bool {
	switch id {
	case "id-type", "id-validity":
		return false
	case "nickname", "avatar", "signature-line", "wechat-openid", "wechat-unionid", "wechat-session-key", "third-party-account",
		"bank-card", "bank-account", "bank-reserved-phone", "payment-account", "fund-account", "securities-account", "payee", "tax-number",
		"vin", "plate", "house-basic", "order-note", "payment-record", "delivery-record", "invoice-record", "refund-record", "contacts",
		"device-id", "advertising-id", "mac-address", "imei", "cookie-id", "push-token":
		return true
	}
	i, ok := law.ItemByID(id)
	return ok && slices.Contains([]law.Group{law.Contact, law.Identity, law.Content}, i.Group) || !ok && id != ""
}

// Telling reports whether a text can be told from chance: six digits, or five
// characters.
func Telling(s string) bool {
	digits := 0
	for _, c := range s {
		if !unicode.IsDigit(c) {
			return utf8.RuneCountInString(s) >= 5
		}
		digits++
	}
	return digits >= 6
}

// Veil replaces a value where it stands by itself.
func Veil(where, value, by string) string {
	if value == "" {
		return where
	}
	var b strings.Builder
	copied := 0
	for from := 0; ; {
		i := strings.Index(where[from:], value)
		if i < 0 {
			return b.String() + where[copied:]
		}
		at, end := from+i, from+i+len(value)
		before, _ := utf8.DecodeLastRuneInString(where[:at])
		after, _ := utf8.DecodeRuneInString(where[end:])
		if from = end; part(before) || part(after) {
			continue
		}
		b.WriteString(where[copied:at] + by)
		copied = end
	}
}

func part(c rune) bool { return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsDigit(c)) }
