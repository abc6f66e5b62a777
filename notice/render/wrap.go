package render

import (
	"strings"
	"unicode"
)

const (
	notFirst = "、，。；：！？）」』】》〉”’…·,.;:!?)]}%"
	notLast  = "（「『【《〈“‘([{"
)

// wrap breaks text into lines no wider than width: between words, between Chinese
// characters, never before a closing mark nor behind an opening one. A word wider
// than a line is broken where it must.
func (p *paper) wrap(text string, width, size float64) []string {
	var lines []string
	current, used := "", 0.0
	for _, piece := range pieces(text) {
		if used+p.width(strings.TrimRight(piece, " "), size) <= width {
			current, used = current+piece, used+p.width(piece, size)
			continue
		}
		if trimmed := strings.TrimRight(current, " "); trimmed != "" {
			lines = append(lines, trimmed)
		}
		current = strings.TrimLeft(piece, " ")
		for p.width(strings.TrimRight(current, " "), size) > width {
			head := p.head(current, width, size)
			lines = append(lines, head)
			current = current[len(head):]
			if current == "" {
				break
			}
		}
		used = p.width(current, size)
	}
	if current = strings.TrimRight(current, " "); current != "" {
		lines = append(lines, current)
	}
	return lines
}

// head is as much of text as fits, and at least one character.
func (p *paper) head(text string, width, size float64) string {
	used := 0.0
	for i, r := range text {
		used += p.runeWidth(r, size)
		if used > width && i > 0 {
			return text[:i]
		}
	}
	return text
}

// pieces cuts text where a line may end.
func pieces(text string) []string {
	var out []string
	start, before := 0, rune(0)
	for i, r := range text {
		if i > 0 && mayBreak(before, r) {
			out = append(out, text[start:i])
			start = i
		}
		before = r
	}
	return append(out, text[start:])
}

// mayBreak reports whether a line may end between two characters.
func mayBreak(a, b rune) bool {
	switch {
	case strings.ContainsRune(notFirst, b), strings.ContainsRune(notLast, a), b == ' ':
		return false
	case a == ' ':
		return true
	}
	return wideRune(a) || wideRune(b)
}

// wideRune reports whether a character belongs to a script without spaces between
// words, or to its marks.
func wideRune(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || r == '…' || r == '—'
}
