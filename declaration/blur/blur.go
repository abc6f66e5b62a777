// Package blur makes values less exact, so that they speak of many people: dates,
// addresses, numbers, texts. What is blurred already stays as it is; what cannot be
// read as what it should be becomes "", which says nothing.
package blur

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Year returns the first day of the year of a date, with midnight where it had a
// time, and just the year where it was no more than that.
func Year(date string) string { return startOf(date, true) }

// Month returns the first day of the month of a date, in the same way.
func Month(date string) string { return startOf(date, false) }

func startOf(date string, ofYear bool) string {
	m := dated.FindStringSubmatch(date)
	if m == nil {
		return ""
	}
	year, month, day, clock := m[1], m[2], m[3], m[4]
	switch {
	case month == "" && ofYear:
		return year
	case month == "":
		return ""
	case ofYear:
		month = "01"
	}
	to := year + "-" + month
	if day != "" {
		to += "-01"
	}
	if clock != "" {
		to += clock[:1] + "00:00:00"
	}
	return to
}

// dated is a date as databases write it, with what follows.
var dated = regexp.MustCompile(`^(\d{4})(?:-(0[1-9]|1[0-2])(?:-([0-3]\d)([ T]\d\d:\d\d.*)?)?)?$`)

// Band returns the lower end of the band of a number.
func Band(value, width string) string {
	n, ok := new(big.Rat).SetString(strings.TrimSpace(value))
	w, err := strconv.ParseInt(width, 10, 64)
	if !ok || err != nil || w <= 0 || len(value) > 40 || strings.ContainsAny(value, "/eExXpP") {
		return ""
	}
	lower := new(big.Int)
	lower.Div(n.Num(), new(big.Int).Mul(n.Denom(), big.NewInt(w))) // Euclidean: towards the lower end, also below zero
	return lower.Mul(lower, big.NewInt(w)).String()
}

// First returns the first characters of a value.
func First(value, count string) string {
	n, err := strconv.Atoi(count)
	if err != nil || n <= 0 {
		return ""
	}
	for i := range value {
		if n == 0 {
			return value[:i]
		}
		n--
	}
	if !utf8.ValidString(value) {
		return ""
	}
	return value
}

const hashMark = "anon-" // marks what has been hashed, so that nothing is hashed twice

var hashed = regexp.MustCompile(`^` + hashMark + `[0-9a-f]{32}$`)

// Hash returns HMAC-SHA-256 of a value under a key, shortened and marked.
func Hash(key []byte, value string) string {
	if hashed.MatchString(value) {
		return value
	}
	h := hmac.New(sha256.New, key)
	h.Write([]byte(value))
	return hashMark + hex.EncodeToString(h.Sum(nil)[:16])
}
