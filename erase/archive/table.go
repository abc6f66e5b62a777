package archive

import (
	"bufio"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// bom lets spreadsheets know that a table is UTF-8, so that Chinese can be read.
const bom = "\uFEFF"

// writeTable writes a section as CSV: every cell in quotes, lines ended as RFC 4180
// has it, the columns' own names first.
func writeTable(w io.Writer, l laidOut) error {
	b := bufio.NewWriter(w)
	line := func(cell func(Column) string) {
		for i, c := range l.columns {
			if i > 0 {
				_ = b.WriteByte(',') // bufio keeps the first error for Flush
			}
			_, _ = b.WriteString(`"` + strings.ReplaceAll(harmless(cell(c)), `"`, `""`) + `"`)
		}
		_, _ = b.WriteString("\r\n")
	}
	_, _ = b.WriteString(bom)
	line(func(c Column) string { return c.Name })
	for i := range l.Records {
		line(func(c Column) string { v, _ := l.value(i, c.Name); return v })
	}
	return b.Flush()
}

// formula lists what begins a formula in a spreadsheet, in both widths.
const formula = "=+-@\t\r＝＋－＠"

// harmless returns a cell that a spreadsheet shows and does not carry out: an
// apostrophe before what would be a formula. Control characters that no text has are
// replaced, as data.json and the page do.
func harmless(cell string) string {
	cell = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(cell, string(utf8.RuneError)))
	if first, _ := utf8.DecodeRuneInString(cell); cell != "" && strings.ContainsRune(formula, first) {
		return "'" + cell
	}
	return cell
}
