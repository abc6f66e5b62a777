package database

import (
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/volens/volens/fault"
)

// shanghai is the zone of times without one.
var shanghai = time.FixedZone("+08:00", 8*60*60)

var (
	wholeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,19})$`)
	number      = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?$`)
	uuidForm    = regexp.MustCompile(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)
)

var errValue = fault.New(fault.Invalid, "值不合这一列的类型", "the value does not fit the type of the column")

// sorted returns keys in order, each once, without those that can be in no column:
// an empty key would find every row that has nothing there.
func sorted(keys []string) []string {
	var all []string
	for _, k := range keys {
		if k != "" && utf8.ValidString(k) && !strings.ContainsRune(k, 0) {
			all = append(all, k)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// fitting returns the keys that a column of this class can hold. A key is written in
// one way only: 007 is not the number 7.
func fitting(c class, keys []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(k string) bool {
		switch c {
		case integer:
			return !isInteger(k)
		case decimal:
			return !number.MatchString(k)
		case uuid:
			return !uuidForm.MatchString(k)
		case boolean:
			return k != "true" && k != "false"
		case other, text, binary, date, naive, zoned, document, listed:
		}
		return false
	})
}

func isInteger(k string) bool {
	if !wholeNumber.MatchString(k) {
		return false
	}
	_, signed := strconv.ParseInt(k, 10, 64)
	_, unsigned := strconv.ParseUint(k, 10, 64)
	return signed == nil || unsigned == nil
}

// asBytes returns what a key can be in a column of bytes: its own, or those of the
// UUID that it is.
func asBytes(key string) [][]byte {
	all := [][]byte{[]byte(key)}
	if uuidForm.MatchString(key) {
		if b, err := hex.DecodeString(strings.ReplaceAll(key, "-", "")); err == nil {
			all = append(all, b)
		}
	}
	return all
}

// fromHex shows bytes: base64, or the UUID that sixteen bytes of fixed length are.
func fromHex(c *column, shown string) string {
	b, err := hex.DecodeString(shown)
	if err != nil {
		return shown
	}
	if strings.EqualFold(c.Type, "binary(16)") && len(b) == 16 {
		h := hex.EncodeToString(b)
		return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
	}
	return base64.StdEncoding.EncodeToString(b)
}

// The ways in which engines and programs write times.
var timeForms = []string{
	"2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999Z0700", "2006-01-02 15:04:05.999999999Z07",
	"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999 -0700 MST",
}

// The ways without a zone.
var nakedForms = []string{"2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04", "2006-01-02T15:04", time.DateOnly}

// parseTime reads a time; one without a zone is Shanghai's.
func parseTime(s string) (time.Time, bool) {
	for _, form := range timeForms {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	for _, form := range nakedForms {
		if t, err := time.ParseInLocation(form, s, shanghai); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// isoTime writes a time as ISO 8601; what is not one stays as it is.
func isoTime(shown string) string {
	if t, ok := parseTime(shown); ok {
		return t.In(shanghai).Format("2006-01-02T15:04:05.999999Z07:00")
	}
	return shown
}

// stored writes a text as a value for a column, or says that it does not fit.
func stored(c *column, v string) (any, error) {
	fits := utf8.ValidString(v) && !strings.ContainsRune(v, 0)
	switch c.class {
	case text:
		fits = fits && (c.length == 0 || utf8.RuneCountInString(v) <= c.length)
	case integer:
		fits = isInteger(v)
	case decimal:
		fits = number.MatchString(v)
	case uuid:
		fits = uuidForm.MatchString(v)
	case boolean:
		v = truth(v)
		fits = v == "true" || v == "false"
	case listed:
		fits = slices.Contains(c.labels, v)
	case date, naive, zoned:
		return storedTime(c, v)
	case binary:
		b, err := base64.StdEncoding.DecodeString(v)
		if err != nil {
			return nil, errValue
		}
		return b, nil
	case other, document: // the engine says whether it takes it
	}
	if !fits {
		return nil, errValue
	}
	return v, nil
}

func storedTime(c *column, v string) (any, error) {
	t, ok := parseTime(v)
	if !ok {
		return nil, errValue
	}
	t = t.In(shanghai)
	switch c.class {
	case date:
		return t.Format(time.DateOnly), nil
	case zoned:
		return zonedText(c, t), nil
	default:
		return t.Format(naiveForm), nil
	}
}

const naiveForm = "2006-01-02 15:04:05.999999"

// zonedText writes a time for a column that has a zone. MySQL takes none: its
// session is in Shanghai.
func zonedText(c *column, t time.Time) string {
	if c.base == "" {
		return t.In(shanghai).Format(naiveForm)
	}
	return t.Format("2006-01-02 15:04:05.999999Z07:00")
}

// empty returns the value of a column that says nothing, for columns that must have
// one; ok is false where the type has none.
func empty(c *column) (v any, ok bool) {
	switch c.class {
	case text:
		return "", true
	case integer, decimal:
		return "0", true
	case boolean:
		return "false", true
	case uuid:
		return "00000000-0000-0000-0000-000000000000", true
	case binary:
		return []byte{}, true
	case document:
		return "{}", true
	case date:
		return "1970-01-01", true
	case naive:
		return "1970-01-01 00:00:00", true
	case zoned:
		return "1970-01-01 08:00:01", true // the first second that MySQL takes
	case listed:
		if len(c.labels) > 0 {
			return c.labels[0], true
		}
	case other:
	}
	return nil, false
}

func hexOf(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }
