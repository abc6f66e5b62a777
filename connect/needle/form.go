package needle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A form is one way of writing a value.
type form struct {
	text []byte
	fold bool // letters in any case; text has small ones
	rule rule
}

var mobile = regexp.MustCompile(`^(?:\+?86|0086)?[ -]?(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})$`)

// joints are what people and URLs write between the parts of a mobile number.
var joints = []string{"", " ", "-", "%20", "+"}

// formsOf returns the forms of a value that may be found within something.
func formsOf(v string) []form {
	runes, plain := utf8.RuneCountInString(v), ascii(v)
	r := rule{digitFirst: digit(rune(v[0])), digitLast: digit(rune(v[len(v)-1]))}
	switch {
	case mobile.MatchString(v):
		r.country, r.digitFirst = true, true
		all := []form{}
		for _, joint := range joints {
			all = append(all, form{text: []byte(strings.Join(mobile.FindStringSubmatch(v)[1:], joint)), rule: r})
		}
		return all
	case mail(v):
		return mailForms(v)
	case runes < 2, plain && runes < 5:
		return nil
	case !plain && runes < 3:
		r.alone = true
	}
	var all []form
	for _, text := range writings(v) {
		all = append(all, form{text: []byte(text), rule: r})
	}
	return all
}

// mail reports whether a value looks like an address of e-mail.
func mail(v string) bool {
	local, domain, _ := strings.Cut(v, "@")
	return local != "" && strings.Contains(domain, ".") && ascii(v) && !strings.ContainsAny(domain, "@") && !strings.ContainsAny(v, " \t\r\n/:<>\"")
}

// mailForms are the forms of an address of e-mail: nobody minds the case of its
// letters.
func mailForms(v string) []form {
	v = strings.ToLower(v)
	var all []form
	for _, text := range append(writings(v), strings.Replace(v, "@", "%40", 1), strings.Replace(v, "@", `\u0040`, 1)) {
		text = strings.ToLower(text)
		all = append(all, form{text: []byte(text), fold: true, rule: rule{mail: true, query: strings.Contains(text, "%40")}})
	}
	return all
}

// writings are a text as it is, as JSON and URLs escape it, and in GB 18030 where it
// is not ASCII.
func writings(v string) []string {
	all := []string{v, url.QueryEscape(v), url.PathEscape(v)}
	all = append(all, lowerEscapes(all[1]), lowerEscapes(all[2]))
	plain := v
	if quoted, err := json.Marshal(v); err == nil {
		plain = string(quoted[1 : len(quoted)-1])
		all = append(all, plain, strings.ReplaceAll(plain, "/", `\/`))
	}
	if ascii(v) {
		return all
	}
	if gb, err := simplifiedchinese.GB18030.NewEncoder().String(v); err == nil {
		all = append(all, gb)
	}
	for _, unit := range []string{`\u%04x`, `\u%04X`} {
		text := escaped(plain, unit)
		all = append(all, text, strings.ReplaceAll(text, "/", `\/`))
	}
	return all
}

func ascii(v string) bool {
	return !strings.ContainsFunc(v, func(r rune) bool { return r > 0x7f })
}

// escaped writes what is not ASCII as JSON may.
func escaped(v, form string) string {
	var out strings.Builder
	for _, r := range v {
		if r <= 0x7f {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			_, _ = fmt.Fprintf(&out, form, unit)
		}
	}
	return out.String()
}

// lowerEscapes writes the escapes of a URL in small letters.
func lowerEscapes(v string) string {
	b := []byte(v)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:], bytes.ToLower(b[i+1:i+3]))
		}
	}
	return string(b)
}

// numbersOf returns what a value is in a column of numbers, where it is long enough to
// be nobody else's.
func numbersOf(v string) []string {
	if m := mobile.FindStringSubmatch(v); m != nil {
		n := m[1] + m[2] + m[3]
		return []string{n, "86" + n}
	}
	if len(v) >= 8 && onlyDigits(v) {
		return []string{v}
	}
	return nil
}

func onlyDigits(v string) bool { return strings.Trim(v, "0123456789") == "" }
