package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/volens/volens/law"
)

// plain quotes text for Markdown, in a cell of a table too. Addresses would become
// links by themselves, and a name after @ would tell its owner of the comment, which
// no backslash keeps from happening.
func plain(s string) string { return quoted.Replace(s) }

var quoted = strings.NewReplacer(
	"\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "{", "\\{", "}", "\\}", "[", "\\[", "]", "\\]",
	"<", "\\<", ">", "\\>", "|", "\\|", "~", "\\~", "$", "\\$", "&", "\\&", "!", "\\!",
	"://", ":\\//", "www.", "www\\.", "@", "＠",
)

// code puts text into a code span in which nothing ends it or its cell.
func code(s string) string {
	return "`" + strings.NewReplacer("`", "'", "|", "¦").Replace(s) + "`"
}

// markdown writes a table of findings, and then what is not checked.
func (p page) markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "## volens lint\n\n%s\n", plain(p.summary().In(p.lang)))
	if len(p.all()) > 0 {
		b.WriteString("\n" + p.say("| 位置 | 规则 | 问题 | 条文 | 改法 |", "| place | rule | what is wrong | articles | fix |") + "\n|---|---|---|---|---|\n")
	}
	for _, e := range p.all() {
		name := plain(e.severity().In(p.lang))
		if e.Rule != "" {
			name += " [" + plain(e.Rule) + "](" + helpOf(e.Rule) + ")"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", code(e.place()), name,
			plain(e.Message.In(p.lang)), plain(e.articles(p.lang)), plain(e.Fix.In(p.lang)))
	}
	if len(p.questions) > 0 {
		fmt.Fprintf(&b, "\n<details><summary>%s</summary>\n\n", p.say("须由人判断，没有检查", "for people, not checked"))
		for _, q := range p.questions {
			fmt.Fprintf(&b, "- %s%s\n", plain(q.Ask.In(p.lang)), plain(" ["+law.ByStatus(p.lang, q.Cites)+"]"))
		}
		b.WriteString("\n</details>\n")
	}
	return b.Bytes()
}
