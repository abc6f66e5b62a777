package declaration

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/volens/volens/lang"
)

// nearest returns the word that was most likely meant, or "".
func nearest(word string, words []string) string {
	if len(word) > 64 {
		return ""
	}
	folded := strings.ToLower(strings.ReplaceAll(word, "_", "-"))
	best, least := "", max(1, len(folded)/3)+1
	for _, w := range words {
		if d := distance(folded, w, least); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance is the number of insertions, deletions, replacements and swaps of
// neighbours between a and b, counted in bytes; limit where it is no less.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	var before, last, row []int
	last = make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row = make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return min(limit, last[len(b)])
}

// choose says what to do about a wrong word, given the right ones.
func choose(word string, words []string) lang.Text {
	if n := nearest(word, words); n != "" {
		return textf("想写的可能是 %s", "perhaps %s was meant", n)
	}
	return lang.Text{ZH: "改用其中一个", EN: "use one of these"}
}

// oneOf lists words, and only the first of very many.
func oneOf(words []string) lang.Text {
	const most = 40
	more := lang.Text{}
	if len(words) > most {
		more = textf(" 等 %d 个", " and more, %d in all", len(words))
		words = words[:most]
	}
	if len(words) == 0 {
		return lang.Text{}
	}
	return lang.Text{
		ZH: strings.Join(words, "、") + more.ZH,
		EN: strings.Join(words, ", ") + more.EN,
	}
}

var wordlike = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,39}$`)

// quoted returns a value for a message, if it looks like a word of a vocabulary;
// anything else may be personal data and is left out.
func quoted(value string) lang.Text {
	if !wordlike.MatchString(value) {
		return lang.Text{}
	}
	return lang.Text{ZH: "“" + value + "”", EN: ` "` + value + `"`}
}

// label returns a key as messages and paths show it.
func label(key string) string {
	if isID(key) {
		return key
	}
	odd := func(c rune) bool { return !unicode.IsPrint(c) || strings.ContainsRune(".[]", c) }
	if len(key) > 64 || len(key) == 0 || strings.ContainsFunc(key, odd) {
		return "…"
	}
	return key
}
