package declaration

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Excerpt draws the line at a place with a caret under its column, in at most
// cells columns of a terminal (0 means 100). Chinese characters are two wide. It
// returns "" where the source has no such line.
func (s Source) Excerpt(at Place, cells int) string {
	line, ok := s.line(at)
	if !ok {
		return ""
	}
	if cells <= 0 {
		cells = 100
	}
	gutter := fmt.Sprintf("%4d | ", at.Line)
	shown, caret := window(line, at.Column-1, max(16, cells-len(gutter)))
	blank := strings.Repeat(" ", len(gutter)-2) + "| "
	return gutter + shown + "\n" + blank + strings.Repeat(" ", caret) + "^"
}

// line returns the text of the line at a place.
func (s Source) line(at Place) (string, bool) {
	text, ok := s.text(at.File)
	if !ok || at.Line < 1 {
		return "", false
	}
	text = strings.TrimPrefix(text, byteOrderMark)
	for range at.Line - 1 {
		if _, text, ok = strings.Cut(text, "\n"); !ok {
			return "", false
		}
	}
	text, _, _ = strings.Cut(text, "\n")
	return strings.TrimSuffix(text, "\r"), true
}

// near returns the characters of line from most before to most behind the one at
// col, safe to print, the index of that one among them, and whether anything was
// left out. Lines may be very long, and nobody looks at all of them.
func near(line string, col, most int) (chars []rune, i int, before, after bool) {
	col = min(max(col, 0), utf8.RuneCountInString(line))
	k := 0
	for _, c := range line {
		switch {
		case k < col-most:
			before = true
		case k > col+most:
			return chars, min(col, most), before, true
		default:
			chars = append(chars, printable(c))
		}
		k++
	}
	if before {
		col = most
	}
	return chars, col, before, false
}

// printable makes tabs one blank wide, so that the caret stays right, and
// replaces whatever could steer a terminal.
func printable(c rune) rune {
	switch {
	case c == '\t':
		return ' '
	case !unicode.IsPrint(c):
		return unicode.ReplacementChar
	}
	return c
}

// window cuts line to cells columns around the character at col, and returns the
// cut and the columns before that character.
func window(line string, col, cells int) (string, int) {
	chars, i, before, after := near(line, col, cells)
	from, to := 0, len(chars)
	if before || after || columns(chars) > cells {
		from, to = around(chars, i, cells-2)
	}
	shown, caret := string(chars[from:to]), columns(chars[from:i])
	if before || from > 0 {
		shown, caret = "…"+shown, caret+1
	}
	if after || to < len(chars) {
		shown += "…"
	}
	return shown, caret
}

// around returns a range of at most cells columns with col a third into it.
func around(line []rune, col, cells int) (from, to int) {
	from, left := col, cells/3
	for from > 0 && left >= runeWidth(line[from-1]) {
		from--
		left -= runeWidth(line[from])
	}
	to, left = from, cells
	for to < len(line) && left >= runeWidth(line[to]) {
		left -= runeWidth(line[to])
		to++
	}
	return from, to
}

// columns is the width of text in a terminal.
func columns(text []rune) int {
	n := 0
	for _, c := range text {
		n += runeWidth(c)
	}
	return n
}

// runeWidth is 2 for East Asian wide characters, 0 for combining marks, else 1.
func runeWidth(c rune) int {
	if unicode.In(c, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(c).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
