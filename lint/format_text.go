package lint

import (
	"fmt"
	"io"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// WriteText writes findings for people: place, rule and articles on the first
// line, so that editors and terminals link it; then what is wrong, the line in
// question, and what to do.
func WriteText(w io.Writer, l lang.Lang, src declaration.Source, findings []Finding) error {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s: %s %s %s [%s]\n", f.Place, f.Severity, f.Rule, f.Title.In(l), law.ByStatus(l, f.Cites))
		fmt.Fprintf(&b, "  %s\n", f.Message.In(l))
		if excerpt := src.Excerpt(f.Place, 0); excerpt != "" {
			b.WriteString(excerpt + "\n")
		}
		fmt.Fprintf(&b, "  = %s%s\n", lang.Text{ZH: "改法：", EN: "fix: "}.In(l), f.Fix.In(l))
		fmt.Fprintf(&b, "  = %svolens explain %s\n\n", lang.Text{ZH: "说明：", EN: "more: "}.In(l), f.Rule)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteSummary writes the closing line: how many findings, how many of them rest
// on law in force, and how many questions lint leaves to people.
func WriteSummary(w io.Writer, l lang.Lang, findings []Finding, questions []Question) error {
	inForce := 0
	for _, f := range findings {
		if f.InForce() {
			inForce++
		}
	}
	t := rule.Say("%s 处问题，其中 %s 处有现行有效的条文为据", "%s, %s resting on articles in force",
		many(len(findings), "finding"), rule.Plain(inForce))
	if len(findings) == 0 {
		t = lang.Text{ZH: "没有发现问题", EN: "no findings"}
	}
	t = rule.Say("%s；另有 %s 个问题须由人判断，没有检查（volens explain）", "%s; %s for people, not checked (volens explain)",
		t, many(len(questions), "question"))
	_, err := fmt.Fprintln(w, t.In(l))
	return err
}

// many counts things: in Chinese the number alone, in English with the noun.
func many(n int, noun string) lang.Text {
	t := lang.Text{ZH: fmt.Sprint(n), EN: fmt.Sprint(n) + " " + noun}
	if n != 1 {
		t.EN += "s"
	}
	return t
}
