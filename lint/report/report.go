package report

import (
	"fmt"
	"io"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/lint/ignore"
)

// A Format is a way to write a result. Values are permanent.
type Format string

// The formats.
const (
	Full     Format = "full"     // for people, with the line in question
	Concise  Format = "concise"  // one line for each finding
	JSON     Format = "json"     // one object
	JSONL    Format = "jsonl"    // one object on each line
	SARIF    Format = "sarif"    // SARIF 2.1.0
	JUnit    Format = "junit"    // JUnit XML
	GitHub   Format = "github"   // commands that GitHub Actions turns into annotations
	Markdown Format = "markdown" // a table, for comments on changes
	HTML     Format = "html"     // one page that needs nothing else
	CSV      Format = "csv"      // for spreadsheets
)

// Formats returns every format.
func Formats() []Format {
	return []Format{Full, Concise, JSON, JSONL, SARIF, JUnit, GitHub, Markdown, HTML, CSV}
}

// ParseFormat finds a format by its name; "text" is another name of Full.
func ParseFormat(name string) (Format, bool) {
	if name == "text" {
		return Full, true
	}
	for _, f := range Formats() {
		if string(f) == name {
			return f, true
		}
	}
	return "", false
}

// A Result is all that there is to say of one run of lint. Where a declaration
// cannot be read it has problems, and then neither findings nor questions: nobody
// is to take them for the whole.
type Result struct {
	Sources   declaration.Source // the files of all declarations, named as in findings and problems
	Findings  []lint.Finding
	Questions []lint.Question // what lint leaves to people
	Problems  []declaration.Problem

	Suppressed []ignore.Finding      // put aside for today
	Entries    []declaration.Problem // what is wrong with entries that put aside
	Known      []lint.Finding        // held by the baseline
	Stale      int                   // how many findings the baseline holds that are gone
	Baseline   bool                  // whether there is one

	Lang    lang.Lang // of formats that speak one language
	Version string    // of Volens, or ""
}

// Write writes r in a format. Findings keep their order.
func Write(w io.Writer, f Format, r Result) error {
	text, err := r.render(f)
	if err == nil {
		_, err = w.Write(text)
	}
	if err != nil {
		return fmt.Errorf("writing findings as %s: %w", f, err)
	}
	return nil
}

func (r Result) render(f Format) ([]byte, error) {
	p := r.page()
	switch f {
	case Full:
		return p.full(), nil
	case Concise:
		return p.concise(), nil
	case JSON:
		return p.json()
	case JSONL:
		return p.jsonl()
	case SARIF:
		return p.sarif()
	case JUnit:
		return p.junit()
	case GitHub:
		return p.github(), nil
	case Markdown:
		return p.markdown(), nil
	case HTML:
		return p.html()
	case CSV:
		return p.csv()
	}
	return nil, fmt.Errorf("no such format")
}

// Summary is the line that closes what people read: how many findings, how many of
// them rest on law in force, how many are put aside and until when, how many the
// baseline holds, and how many questions lint leaves to people.
func Summary(r Result) lang.Text { return r.page().summary() }
