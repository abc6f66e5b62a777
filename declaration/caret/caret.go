// Package caret draws a line of text with a caret under one of its characters, as
// wide as a terminal shows them.
package caret

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Under draws line with its number and a caret under the character at col, counted
// from 0, in at most cells columns of a terminal (0 means 100). Chinese characters
// are two wide, and whatever could steer a terminal is replaced.
func Under(line string, number, col, cells int) string {
	if cells <= 0 {
		cells = 100
	}
	gutter := fmt.Sprintf("%4d | ", number)
	shown, at := window(line, col, max(16, cells-len(gutter)))
	blank := strings.Repeat(" ", len(gutter)-2) + "| "
	return gutter + shown + "\n" + blank + strings.Repeat(" ", at) + "^"
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
