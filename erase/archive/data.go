package archive

import (
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
)

// dataHead is data.json before its sections.
type dataHead struct {
	Format    string      `json:"format"`
	Processor lang.Text   `json:"processor"`
	Request   string      `json:"request"`
	At        time.Time   `json:"at"`
	Purposes  []Purpose   `json:"purposes"`
	Missing   []lang.Text `json:"missing"`
}

// sectionHead is a section of data.json before its records.
type sectionHead struct {
	Store   string       `json:"store"`
	Name    lang.Text    `json:"name"`
	Holding string       `json:"holding"`
	Table   string       `json:"table"` // the same as CSV
	Count   int          `json:"count"`
	Columns []dataColumn `json:"columns"`
}

type dataColumn struct {
	Name string              `json:"name"`
	Item lang.Text           `json:"item"`
	Uses []declaration.UseID `json:"uses"`
}

// writeData writes everything as one JSON document, record by record.
func writeData(w io.Writer, c Copy, laid []laidOut) error {
	j := &jsonWriter{w: w}
	j.open(dataHead{Format, c.Processor, c.Request, c.At.UTC(), some(c.Purposes), some(c.Missing)})
	j.text(`,"sections":[`)
	for i, l := range laid {
		j.part(i)
		j.open(headOf(l))
		j.text(`,"records":[`)
		for k := range l.Records {
			j.part(k)
			j.value(l.record(k))
		}
		j.text("]}")
	}
	j.text("\n]}\n")
	return j.err
}

func headOf(l laidOut) sectionHead {
	h := sectionHead{Store: l.Store, Name: l.Name, Holding: l.Holding, Table: l.table, Count: len(l.Records), Columns: []dataColumn{}}
	for _, c := range l.columns {
		h.Columns = append(h.Columns, dataColumn{c.Name, c.Item, some(c.Uses)})
	}
	return h
}

// record returns record k as it is written: of an object, its file instead of its
// content.
func (l laidOut) record(k int) plan.Record {
	if !l.Objects {
		return l.Records[k]
	}
	r := plan.Record{}
	for _, c := range l.columns {
		if v, ok := l.value(k, c.Name); ok {
			r[c.Name] = v
		}
	}
	return r
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// A jsonWriter writes pieces of a document until one fails.
type jsonWriter struct {
	w   io.Writer
	err error
}

func (j *jsonWriter) text(s string) {
	if j.err == nil {
		_, j.err = io.WriteString(j.w, s)
	}
}

func (j *jsonWriter) part(i int) {
	if i > 0 {
		j.text(",")
	}
	j.text("\n")
}

func (j *jsonWriter) value(v any) { j.text(textOf(v)) }

// open writes an object without its closing brace.
func (j *jsonWriter) open(v any) { j.text(strings.TrimSuffix(textOf(v), "}")) }

// textOf marshals what cannot fail: strings, numbers and times of this century.
func textOf(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // it is read by programs and people, never inside a page
	_ = e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n")
}
