package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// RuleByID finds a rule.
func RuleByID(id string) (Rule, bool) {
	k := slices.IndexFunc(Rules, func(r Rule) bool { return r.ID == id })
	if k < 0 {
		return Rule{}, false
	}
	return Rules[k], true
}

// Explain says everything about a rule: its articles with their status, what they
// ask, an example that breaks it and one that does not, and how to put it right.
func Explain(r Rule, l lang.Lang) string {
	var b strings.Builder
	b.WriteString(lang.Text{
		ZH: fmt.Sprintf("%s  %s（%s）\n", r.ID, r.Title.ZH, r.Severity.Text().ZH),
		EN: fmt.Sprintf("%s  %s (%s)\n", r.ID, r.Title.EN, r.Severity.Text().EN),
	}.In(l))
	part := func(zh, en, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n%s\n%s\n", lang.Text{ZH: zh, EN: en}.In(l), indent(text))
		}
	}
	part("依据", "Articles", duties(r.Cites, l))
	part("理由", "Reason", r.Reason.In(l))
	part("反例", "Bad", r.Bad)
	part("正例", "Good", r.Good)
	part("改法", "Fix", r.Fix.In(l))
	part("须由人判断，没有检查", "For people, not checked", r.NotChecked.In(l))
	return b.String()
}

// duties lists articles, each with its status and what it asks.
func duties(cites []law.Citation, l lang.Lang) string {
	var lines []string
	for _, c := range cites {
		lines = append(lines, titled(c).In(l))
		if a, ok := law.Lookup(c); ok {
			lines = append(lines, "  "+a.Duty.In(l))
		}
	}
	return strings.Join(lines, "\n")
}

// titled cites in full, with the status.
func titled(c law.Citation) lang.Text {
	return lang.Text{
		ZH: c.Text().ZH + "（" + c.Status().Text().ZH + "）",
		EN: c.Text().EN + " (" + c.Status().Text().EN + ")",
	}
}

// indent sets text off by two blanks.
func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.Trim(text, "\n"), "\n", "\n  ")
}
