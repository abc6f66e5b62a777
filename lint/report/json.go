package report

import (
	"bytes"
	"encoding/json"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
)

// findingJSON is one finding as machines read it. Keys are permanent.
type findingJSON struct {
	Rule        string         `json:"rule"`
	Severity    lint.Severity  `json:"severity"`
	Articles    []law.Citation `json:"articles"`
	File        string         `json:"file"`
	Line        int            `json:"line"`
	Column      int            `json:"column"`
	Path        string         `json:"path"`
	Named       string         `json:"named"`   // the path, with names for positions
	Message     string         `json:"message"` // in the language asked for
	Texts       textsJSON      `json:"texts"`
	Fingerprint string         `json:"fingerprint"`
	Help        string         `json:"help"`
}

// textsJSON has the texts of a finding in both languages.
type textsJSON struct {
	Title   lang.Text `json:"title"`
	Message lang.Text `json:"message"`
	Fix     lang.Text `json:"fix"`
}

// questionJSON is one question that lint leaves to people.
type questionJSON struct {
	Rule     string         `json:"rule,omitempty"`
	Articles []law.Citation `json:"articles"`
	Ask      lang.Text      `json:"ask"`
}

// problemJSON is one reason why a declaration cannot be read.
type problemJSON struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // 0 where the file could not be read at all
	Column  int    `json:"column"`
	Path    string `json:"path"`
	Message string `json:"message"`

	Expected string `json:"expected,omitempty"`
	Fix      string `json:"fix,omitempty"`
}

func (p page) findingJSON(e entry) findingJSON {
	return findingJSON{
		e.Rule, e.Severity, e.Cites, e.Place.File, e.Place.Line, e.Place.Column, e.Place.Path, clean(e.Named),
		e.Message.In(p.lang), textsJSON{e.Title, e.Message, e.Fix}, e.identity, helpOf(e.Rule),
	}
}

func (p page) problemJSON(e entry) problemJSON {
	return problemJSON{e.Place.File, e.Place.Line, e.Place.Column, e.Place.Path, e.Message.In(p.lang), e.expected.In(p.lang), e.Fix.In(p.lang)}
}

// json writes {"findings": […], "not_checked": […]}, with "suppressed" and "baseline"
// where anything is put aside or known, or {"problems": […]} where a
// declaration cannot be read, so that nobody takes it for a clean result. No
// findings are an empty list, never null.
func (p page) json() ([]byte, error) {
	if len(p.problems) > 0 {
		out := struct {
			Problems []problemJSON `json:"problems"`
		}{}
		for _, e := range p.problems {
			out.Problems = append(out.Problems, p.problemJSON(e))
		}
		return encode(out, "  ")
	}
	out := struct {
		Findings   []findingJSON   `json:"findings"`
		Suppressed *suppressedJSON `json:"suppressed,omitempty"`
		Baseline   *baselineJSON   `json:"baseline,omitempty"`
		NotChecked []questionJSON  `json:"not_checked"`
	}{[]findingJSON{}, p.suppressedJSON(), p.baselineJSON(), []questionJSON{}}
	for _, e := range p.entries {
		out.Findings = append(out.Findings, p.findingJSON(e))
	}
	for _, q := range p.questions {
		out.NotChecked = append(out.NotChecked, questionJSON{q.Rule, q.Cites, q.Ask})
	}
	return encode(out, "  ")
}

// jsonl writes one object on each line: a finding as in json, {"suppressed": …}, or
// {"problem": …}.
func (p page) jsonl() ([]byte, error) {
	var b bytes.Buffer
	for _, e := range p.all() {
		var line any = p.findingJSON(e)
		if e.Severity == unreadable {
			line = map[string]problemJSON{"problem": p.problemJSON(e)}
		}
		text, err := encode(line, "")
		if err != nil {
			return nil, err
		}
		b.Write(text)
	}
	for _, h := range p.held {
		if h.aside == nil {
			continue
		}
		text, err := encode(map[string]heldJSON{"suppressed": p.heldJSON(h)}, "")
		if err != nil {
			return nil, err
		}
		b.Write(text)
	}
	return b.Bytes(), nil
}

// encode writes JSON that people can read too.
func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return b.Bytes(), err
}
