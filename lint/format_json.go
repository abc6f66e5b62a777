package lint

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// findingJSON is one finding as machines read it. Keys are permanent.
type findingJSON struct {
	Rule     string         `json:"rule"`
	Severity Severity       `json:"severity"`
	Articles []law.Citation `json:"articles"`
	File     string         `json:"file"`
	Line     int            `json:"line"`
	Column   int            `json:"column"`
	Path     string         `json:"path"`
	Message  string         `json:"message"`
}

// WriteJSON writes {"findings": […]}, with messages in one language. No findings
// are an empty list, never null.
func WriteJSON(w io.Writer, l lang.Lang, findings []Finding) error {
	out := struct {
		Findings []findingJSON `json:"findings"`
	}{[]findingJSON{}}
	for _, f := range findings {
		out.Findings = append(out.Findings, findingJSON{
			f.Rule, f.Severity, f.Cites, f.Place.File, f.Place.Line, f.Place.Column, f.Place.Path, f.Message.In(l),
		})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return fmt.Errorf("writing findings: %w", err)
	}
	return nil
}
