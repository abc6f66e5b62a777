package render

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/notice"
)

// signs mark changes in plain text, as differences are marked elsewhere.
var signs = map[declaration.Kind]string{declaration.Added: "+", declaration.Removed: "-", declaration.Changed: "~"}

// DiffText writes a comparison for a terminal.
func DiffText(w io.Writer, c notice.Comparison, ls Languages) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s → %s\n", ls.on(c.Title), notice.Short(c.From.Version), notice.Short(c.To.Version))
	if len(c.Changes) == 0 {
		fmt.Fprintf(&b, "  %s\n", ls.on(words("没有变化", "no changes")))
	}
	section := ""
	for _, change := range c.Changes {
		if change.Section != section {
			section = change.Section
			fmt.Fprintf(&b, "\n%s\n", ls.on(change.Title))
		}
		b.WriteString(changeText(change, ls))
	}
	if _, err := io.WriteString(w, b.String()+"\n"); err != nil {
		return fmt.Errorf("writing a comparison: %w", err)
	}
	return nil
}

func changeText(c notice.Change, ls Languages) string {
	var b strings.Builder
	colon := wordColon.In(ls[0])
	fmt.Fprintf(&b, "%s %s%s%s\n", signs[c.Kind], ls.on(c.Kind.Text()), colon, ls.on(c.What))
	for _, f := range c.Facets {
		if f.From.IsZero() {
			fmt.Fprintf(&b, "    %s%s%s\n", ls.on(f.Is), colon, ls.on(f.To))
			continue
		}
		fmt.Fprintf(&b, "    %s%s%s → %s\n", ls.on(f.Is), colon, ls.on(f.From), ls.on(f.To))
	}
	if c.Reask {
		fmt.Fprintf(&b, "    %s\n", ls.on(c.Why))
	}
	return b.String()
}

// DiffJSON writes comparisons for machines.
func DiffJSON(w io.Writer, all []notice.Comparison) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(struct {
		Comparisons []notice.Comparison `json:"comparisons"`
	}{all}); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}
