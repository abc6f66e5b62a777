package report

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/volens/volens/lang"
)

// csvHeader names the columns; they are permanent.
var csvHeader = []string{
	"severity", "rule", "file", "line", "column", "path", "message_zh", "message_en",
	"articles_zh", "articles_en", "fix_zh", "fix_en", "fingerprint", "help",
}

// csv writes a table for spreadsheets. It begins with a byte order mark, without
// which spreadsheet programs on Chinese systems read UTF-8 as GBK, and its lines
// end as RFC 4180 says.
func (p page) csv() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{csvHeader}
	for _, e := range p.all() {
		rows = append(rows, inert([]string{
			string(e.Severity), e.Rule, e.Place.File, strconv.Itoa(e.Place.Line), strconv.Itoa(e.Place.Column), e.Place.Path,
			e.Message.ZH, e.Message.EN, e.articles(lang.ZH), e.articles(lang.EN), e.Fix.ZH, e.Fix.EN, e.identity, helpOf(e.Rule),
		}))
	}
	err := w.WriteAll(rows)
	return b.Bytes(), err
}

// inert puts an apostrophe before whatever a spreadsheet would compute.
func inert(cells []string) []string {
	for i, cell := range cells {
		if strings.IndexAny(strings.TrimLeft(cell, " "), "=+-@＝＋－＠") == 0 {
			cells[i] = "'" + cell
		}
	}
	return cells
}
