package discover

import (
	"strings"
	"unicode"
)

// split cuts a name into words in small letters: user_mobile2, userMobile and
// UserMobile are all user, mobile. Digits go, other signs separate. Of what is too
// long to be a name only the beginning is read.
func split(name string) []string {
	var words []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			words = append(words, strings.ToLower(b.String()))
			b.Reset()
		}
	}
	rs := []rune(name[:min(len(name), longestName)])
	for i, r := range rs {
		switch {
		case unicode.IsUpper(r):
			if i > 0 && !unicode.IsUpper(rs[i-1]) || i > 0 && i+1 < len(rs) && unicode.IsLower(rs[i+1]) {
				flush()
			}
		case unicode.IsLetter(r):
		default:
			flush()
			continue
		}
		b.WriteRune(r)
	}
	flush()
	return words
}

// longestName is what any database and any person would call a name, in bytes.
const longestName = 128

// singular cuts the s of a plural, roughly: it only has to agree with itself.
func singular(word string) string {
	switch {
	case len(word) < 4 || strings.HasSuffix(word, "ss") || strings.HasSuffix(word, "us") || strings.HasSuffix(word, "is"):
		return word
	case strings.HasSuffix(word, "ies"):
		return strings.TrimSuffix(word, "ies") + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"):
		return strings.TrimSuffix(word, "es")
	}
	return strings.TrimSuffix(word, "s")
}

// A lexicon finds what a word stands for.
type lexicon[T any] map[string]T

// list adds every word of a line.
func (l lexicon[T]) list(words string, means T) {
	for w := range strings.FieldsSeq(words) {
		if _, twice := l[w]; twice {
			panic("discover: " + w + " is listed twice") // a broken table
		}
		l[w] = means
	}
}

// span is a run of words that a lexicon knows, joined: id, card → idcard.
type span[T any] struct {
	from, to int
	means    T
}

// find returns the whole where it is known, else the last and then longest known
// run of words.
func (l lexicon[T]) find(words []string) (span[T], bool) {
	if means, ok := l[strings.Join(words, "")]; ok {
		return span[T]{0, len(words), means}, true
	}
	for to := len(words); to > 0; to-- {
		for from := max(0, to-5); from < to; from++ {
			if means, ok := l[strings.Join(words[from:to], "")]; ok {
				return span[T]{from, to, means}, true
			}
		}
	}
	return span[T]{}, false
}

// ending returns the longest known word that s ends with, and what precedes it.
func (l lexicon[T]) ending(s string) (means T, before string, ok bool) {
	for i := range s {
		if means, ok := l[s[i:]]; ok {
			return means, s[:i], true
		}
	}
	return means, s, false
}

// within reports whether any word of l stands in s, and returns the last one.
func (l lexicon[T]) within(s string) (means T, ok bool) {
	for end := len(s); end > 0; end-- {
		if m, _, found := l.ending(s[:end]); found {
			return m, true
		}
	}
	return means, false
}
