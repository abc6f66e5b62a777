package main

import (
	"fmt"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

type diffCommand struct {
	Old    string `arg:"" help:"旧声明：文件或文件夹 | the old declaration: a file or a folder"`
	New    string `arg:"" help:"新声明 | the new declaration"`
	Output string `short:"o" help:"输出：text 或 json | format" enum:"text,json" default:"text"`
	speech `embed:""`
}

// Run compares two declarations. That people have to be asked again is not a
// fault, so the exit code is 0 whatever differs.
func (c *diffCommand) Run(p *process) error {
	l := c.language(p)
	var broken []problem
	var both []*declaration.Declaration
	for _, path := range []string{c.Old, c.New} {
		s, err := read(path)
		if err != nil {
			broken = append(broken, problems(path, err)...)
		}
		both = append(both, s.declaration)
	}
	if broken != nil {
		return refuse(p, c.Output, broken, l)
	}
	differences := declaration.Diff(both[0], both[1])
	if c.Output == "json" {
		return writeJSON(p, differencesJSON(differences, l))
	}
	_, err := fmt.Fprint(p.out, differencesText(differences, l))
	return err
}

// differencesText lists what has to be asked again first, since that is the
// question.
func differencesText(all []declaration.Difference, l lang.Lang) string {
	if len(all) == 0 {
		return lang.Text{ZH: "没有差异，不须重新征求", EN: "no differences, nothing to ask again"}.In(l) + "\n"
	}
	var ask, rest strings.Builder
	asked := 0
	for _, d := range all {
		b := &rest
		if d.Reask {
			b, asked = &ask, asked+1
		}
		b.WriteString(differenceText(d, l))
	}
	tail := lang.Text{
		ZH: fmt.Sprintf("%d 项须征求，%d 项不须", asked, len(all)-asked),
		EN: fmt.Sprintf("%d to ask, %d not", asked, len(all)-asked),
	}
	return ask.String() + rest.String() + tail.In(l) + "\n"
}

func differenceText(d declaration.Difference, l lang.Lang) string {
	verdict := lang.Text{ZH: "不须征求", EN: "not asked"}
	if d.Reask {
		verdict = lang.Text{ZH: "须征求", EN: "to ask"}
	}
	colon := lang.Text{ZH: "：", EN: ": "}.In(l)
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", d.Use, d.Kind.Text().In(l), verdict.In(l))
	for _, f := range d.Facets {
		fmt.Fprintf(&b, "  %s%s%s → %s\n", f.Is.In(l), colon, shown(f.From, l), shown(f.To, l))
	}
	fmt.Fprintf(&b, "  %s", d.Why.In(l))
	if len(d.Cites) > 0 {
		fmt.Fprintf(&b, " [%s]", law.ByStatus(l, d.Cites))
	}
	b.WriteString("\n\n")
	return b.String()
}

// shown is a text for people, where nothing is said too.
func shown(t lang.Text, l lang.Lang) string {
	if t.IsZero() {
		return lang.Text{ZH: "（无）", EN: "(none)"}.In(l)
	}
	return t.In(l)
}

type facetJSON struct {
	Key  string `json:"key"`
	Is   string `json:"is"`
	From string `json:"from"`
	To   string `json:"to"`
}

type differenceJSON struct {
	Use      declaration.UseID `json:"use"`
	Kind     declaration.Kind  `json:"kind"`
	Reask    bool              `json:"reask"`
	Why      string            `json:"why"`
	Facets   []facetJSON       `json:"facets"`
	Articles []law.Citation    `json:"articles"`
}

func differencesJSON(all []declaration.Difference, l lang.Lang) any {
	out := []differenceJSON{}
	for _, d := range all {
		j := differenceJSON{d.Use, d.Kind, d.Reask, d.Why.In(l), []facetJSON{}, append([]law.Citation{}, d.Cites...)}
		for _, f := range d.Facets {
			j.Facets = append(j.Facets, facetJSON{f.Key, f.Is.In(l), f.From.In(l), f.To.In(l)})
		}
		out = append(out, j)
	}
	return map[string]any{"differences": out}
}
