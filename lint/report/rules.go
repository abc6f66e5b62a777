package report

import (
	"fmt"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
)

// RulePage is the page on a rule in docs/rules: in Chinese, and below it in
// English.
func RulePage(r lint.Rule) string {
	return "# " + r.ID + "\n\n" + ruleMarkdown(r, lang.ZH) + "\n---\n\n" + ruleMarkdown(r, lang.EN)
}

// RuleMarkdown explains a rule in one language.
func RuleMarkdown(r lint.Rule, l lang.Lang) string { return "# " + r.ID + "\n\n" + ruleMarkdown(r, l) }

// ruleMarkdown is the body of a page in one language.
func ruleMarkdown(r lint.Rule, l lang.Lang) string {
	var b strings.Builder
	say := func(zh, en string) string { return lang.Text{ZH: zh, EN: en}.In(l) }
	fmt.Fprintf(&b, "**%s**%s\n\n", quiet(r.Title.In(l)), say("（"+r.Severity.Text().ZH+"）", " ("+r.Severity.Text().EN+")"))
	b.WriteString(quiet(r.Reason.In(l)) + "\n\n## " + say("依据", "Articles") + "\n\n")
	for _, c := range r.Cites {
		fmt.Fprintf(&b, "- %s%s", quiet(c.Text().In(l)), say("（"+c.Status().Text().ZH+"）", " ("+c.Status().Text().EN+")"))
		if a, ok := law.Lookup(c); ok {
			b.WriteString(say("：", ": ") + quiet(a.Duty.In(l)))
		}
		b.WriteByte('\n')
	}
	fence := func(title, text string) {
		fmt.Fprintf(&b, "\n## %s\n\n```yaml\n%s\n```\n", title, strings.Trim(text, "\n"))
	}
	fence(say("反例", "Bad"), r.Bad)
	fence(say("正例", "Good"), r.Good)
	fmt.Fprintf(&b, "\n## %s\n\n%s\n", say("改法", "Fix"), quiet(r.Fix.In(l)))
	if !r.NotChecked.IsZero() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", say("须由人判断，没有检查", "For people, not checked"), quiet(r.NotChecked.In(l)))
	}
	return b.String()
}

// RuleIndex is the front page of docs/rules: every rule by chapter, and what lint
// leaves to people.
func RuleIndex() string {
	var b strings.Builder
	b.WriteString(`# 规则 Rules

每条规则一页：依据哪些条文、效力如何、理由、正反例、改法。例子省略了与规则无关的部分。命令行：` + "`volens explain 规则名`、`volens explain 第二十一条`" + `。

One page for each rule: its articles and their status, the reason, an example of each kind, the fix. Examples leave out what does not matter to the rule. On the command line: ` + "`volens explain RULE`, `volens explain PIPL 29`" + `.
`)
	for _, c := range lint.Chapters() {
		fmt.Fprintf(&b, "\n## %s %s\n\n| 规则 rule | 查什么 | what it finds | 条文 | articles |\n|---|---|---|---|---|\n", c.Title.ZH, c.Title.EN)
		for _, r := range c.Rules {
			fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s | %s |\n", r.ID, r.ID, quiet(r.Title.ZH), quiet(r.Title.EN),
				quiet(law.ByStatus(lang.ZH, r.Cites)), quiet(law.ByStatus(lang.EN, r.Cites)))
		}
	}
	b.WriteString("\n## 须由人判断，没有检查 For people, not checked\n\n")
	for _, q := range lint.Questions(lint.Options{}) {
		fmt.Fprintf(&b, "- %s [%s]\n  %s [%s]\n", quiet(q.Ask.ZH), quiet(law.ByStatus(lang.ZH, q.Cites)), quiet(q.Ask.EN), quiet(law.ByStatus(lang.EN, q.Cites)))
	}
	return b.String()
}

// quiet quotes what we wrote ourselves, where little has to be quoted and the page
// is read as it stands too.
func quiet(s string) string { return own.Replace(s) }

var own = strings.NewReplacer("|", "\\|", "<", "\\<", "*", "\\*", "_", "\\_")
