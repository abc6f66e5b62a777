package report

import (
	"bytes"
	"fmt"
)

// full writes findings for people: place, rule and articles on the first line, so
// that editors and terminals link it; then what is wrong, the line in question,
// and what to do.
func (p page) full() []byte {
	var b bytes.Buffer
	for _, e := range p.all() {
		p.headline(&b, e)
		fmt.Fprintf(&b, "  %s\n", e.Message.In(p.lang))
		if e.excerpt != "" {
			b.WriteString(e.excerpt + "\n")
		}
		if fix := e.Fix.In(p.lang); fix != "" {
			fmt.Fprintf(&b, "  = %s%s\n", p.say("改法：", "fix: "), fix)
		}
		if e.Rule != "" {
			fmt.Fprintf(&b, "  = %svolens explain %s\n", p.say("说明：", "more: "), e.Rule)
		}
		b.WriteString("\n")
	}
	p.listHeld(&b)
	b.WriteString(p.summary().In(p.lang) + "\n")
	return b.Bytes()
}

func (p page) headline(b *bytes.Buffer, e entry) {
	if e.Rule == "" {
		fmt.Fprintf(b, "%s: %s\n", e.place(), e.Title.In(p.lang))
		return
	}
	fmt.Fprintf(b, "%s: %s %s %s [%s]\n", e.place(), e.Severity, e.Rule, e.Title.In(p.lang), e.articles(p.lang))
}

// concise writes each finding on a line of its own, as compilers do.
func (p page) concise() []byte {
	var b bytes.Buffer
	for _, e := range p.all() {
		fmt.Fprintf(&b, "%s: %s", e.place(), e.Severity)
		if e.Rule != "" {
			b.WriteString(" " + e.Rule)
		}
		fmt.Fprintf(&b, " %s\n", e.Message.In(p.lang))
	}
	b.WriteString(p.summary().In(p.lang) + "\n")
	return b.Bytes()
}
