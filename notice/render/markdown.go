package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/notice"
)

// Markdown writes CommonMark with tables as GitHub reads them. Each section has
// its first layer; the second layer of all follows at the end.
func Markdown(w io.Writer, d notice.Document, ls Languages) error {
	m := &markdown{ls: ls}
	m.heading(1, d.Title)
	for _, f := range stamp(d) {
		m.printf("- %s%s%s\n", m.text(f.Label), wordColon.In(ls[0]), m.text(f.Text))
	}
	m.printf("\n%s\n\n", m.text(wordLegend))
	for _, s := range d.Sections {
		m.section(2, s)
	}
	if layers := secondLayer(d.Sections); layers != nil {
		m.heading(2, wordDetails)
		for _, s := range layers {
			m.details(s)
		}
	}
	m.printf("---\n\n%s\n", m.text(hashes(d)))
	if _, err := io.WriteString(w, m.b.String()); err != nil {
		return fmt.Errorf("writing Markdown: %w", err)
	}
	return nil
}

// secondLayer lists the sections and parts that have entries.
func secondLayer(list []notice.Section) []notice.Section {
	var out []notice.Section
	for _, s := range list {
		for _, b := range s.Blocks {
			if len(b.Entries) > 0 {
				out = append(out, s)
				break
			}
		}
		out = append(out, secondLayer(s.Parts)...)
	}
	return out
}

type markdown struct {
	b  strings.Builder
	ls Languages
}

func (m *markdown) printf(format string, args ...any) { fmt.Fprintf(&m.b, format, args...) }

func (m *markdown) heading(level int, t lang.Text) {
	m.printf("%s %s\n\n", strings.Repeat("#", level), m.text(t))
}

func (m *markdown) section(level int, s notice.Section) {
	m.heading(level, s.Title)
	for _, b := range s.Blocks {
		m.block(b)
	}
	for _, p := range s.Parts {
		m.section(level+1, p)
	}
	if basis := m.ls.basis(s); !basis.IsZero() {
		m.printf("*%s*\n\n", m.text(basis))
	}
}

func (m *markdown) block(b notice.Block) {
	switch {
	case b.Code != "":
		m.code(b.Code)
	case b.List != nil:
		for _, t := range b.List {
			m.printf("- %s\n", m.text(t))
		}
		m.printf("\n")
	case b.Table != nil:
		m.table(b.Table)
	case b.Entries != nil:
		for i, e := range b.Entries {
			m.printf("%d. %s\n", i+1, m.text(e.Line))
		}
		m.printf("\n")
	case b.Open:
		m.printf("> **%s** %s\n\n", m.text(wordOpen), m.text(b.Text))
	default:
		m.printf("%s\n\n", m.text(b.Text))
	}
}

// code fences a file with more backticks than any run in it.
func (m *markdown) code(text string) {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	m.printf("%s\n%s\n%s\n\n", fence, strings.TrimRight(text, "\n"), fence)
}

func (m *markdown) table(t *notice.Table) {
	m.printf("|")
	for _, c := range t.Columns {
		m.printf(" %s |", m.text(c))
	}
	m.printf("\n|%s\n", strings.Repeat(" --- |", len(t.Columns)))
	for _, r := range t.Rows {
		m.printf("|")
		for _, c := range r.Cells {
			m.printf(" %s |", m.text(c))
		}
		m.printf("\n")
	}
	m.printf("\n")
}

func (m *markdown) details(s notice.Section) {
	m.heading(3, s.Title)
	for _, b := range s.Blocks {
		for _, e := range b.Entries {
			m.heading(4, e.Line)
			for _, f := range e.Facts {
				m.printf("- **%s**%s%s\n", m.text(f.Label), wordColon.In(m.ls[0]), m.text(f.Text))
			}
			m.printf("\n")
		}
	}
}

// text is t on one line, escaped.
func (m *markdown) text(t lang.Text) string {
	var parts []string
	for _, s := range m.ls.says(t) {
		parts = append(parts, escape(s.Text))
	}
	return strings.Join(parts, " / ")
}

// escape makes s mean itself wherever in Markdown it stands. The address of a web
// page stays one that can be followed.
func escape(s string) string {
	if link(s) != "" && !strings.ContainsAny(s, "|\\") {
		return "<" + s + ">"
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>#|!&~$", r):
			b.WriteByte('\\')
		case i == 0 && strings.ContainsRune("+-=", r):
			b.WriteByte('\\')
		case r == '\n' || r == '\r':
			r = ' '
		case (r == '.' || r == ')') && numbered(s[:i]):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// numbered reports whether s is a number, so that what follows could open a list.
func numbered(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
