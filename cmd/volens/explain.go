package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/lint/report"
)

type explainCommand struct {
	What   []string `arg:"" optional:"" name:"what" help:"规则名，或一条条文，如 第二十一条、个保法 29、draft 19(3)、no191 IV.2；不写则列出全部规则和须由人判断的问题 | name of a rule, or an article, such as 21(4), PIPL 29, draft 19(3), no191 IV.2; without it, all rules and the questions left to people"`
	All    bool     `help:"解释全部规则 | explain all rules"`
	Format string   `help:"格式：text 或 markdown（只用于规则） | text, or markdown for rules" enum:"text,markdown" default:"text"`
	speech `embed:""`
}

// Run explains one rule, one article, or all rules, or lists the rules. Where
// several articles may be meant it lists them; that is an answer and no error.
func (c *explainCommand) Run(p *process) error {
	l, what := c.language(p), strings.Join(c.What, " ")
	text, err := c.text(what, l)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(p.out, text)
	return err
}

func (c *explainCommand) text(what string, l lang.Lang) (string, error) {
	if what == "" && c.All {
		var all []string
		for _, r := range lint.Rules {
			all = append(all, c.rule(r, l))
		}
		return strings.Join(all, "\n"), nil
	}
	if what == "" {
		return catalogue(l), nil
	}
	if r, ok := lint.RuleByID(what); ok {
		return c.rule(r, l), nil
	}
	switch found := lint.Articles(what); len(found) {
	case 0:
		return "", unknown(what, l)
	case 1:
		text := article(found[0], l)
		if lint.Whole(what, found[0]) {
			text = lang.Text{ZH: "数据里没有单列这一项（也许没有这一项），以下是整条：", EN: "The data does not tell this part apart, and there may be none; the whole article:"}.In(l) + "\n\n" + text
		}
		return text, nil
	default:
		return candidates(found, l), nil
	}
}

func (c *explainCommand) rule(r lint.Rule, l lang.Lang) string {
	if c.Format == "markdown" {
		return report.RuleMarkdown(r, l)
	}
	return lint.Explain(r, l)
}

// article explains the entries of one article.
func article(entries []law.Article, l lang.Lang) string {
	var all []string
	for _, a := range entries {
		all = append(all, lint.ExplainArticle(a, l))
	}
	return strings.Join(all, "\n")
}

// candidates lists articles that may be meant, each with what to write for it.
func candidates(found [][]law.Article, l lang.Lang) string {
	var b strings.Builder
	b.WriteString(lang.Text{ZH: "可能是以下条文：", EN: "These may be meant:"}.In(l) + "\n")
	for _, entries := range found {
		a := entries[0]
		c := a.Citation()
		fmt.Fprintf(&b, "\n%s [%s]\n  %s\n  volens explain \"%s\"\n", c.Short().In(l), c.Status().Text().In(l), a.Duty.In(l),
			strings.TrimSpace(string(c.Instrument)+" "+c.Ref()))
	}
	return b.String()
}

func unknown(what string, l lang.Lang) error {
	says := lang.Text{ZH: "没有这条规则，也没有这条条文：" + what, EN: "there is no such rule and no such article: " + what}
	hint := "volens explain"
	if near := nearestRule(what); near != "" {
		hint = "volens explain " + near
	}
	return usage{errors.New(says.In(l)), hint}
}

// catalogue lists the rules in the order of the statute, and then what lint
// leaves to people.
func catalogue(l lang.Lang) string {
	var b strings.Builder
	for _, r := range lint.Rules {
		fmt.Fprintf(&b, "%-26s %s\n", r.ID, r.Title.In(l))
	}
	b.WriteString("\n" + lang.Text{ZH: "须由人判断，没有检查：", EN: "For people, not checked:"}.In(l) + "\n")
	for _, q := range lint.Questions(lint.Options{}) {
		fmt.Fprintf(&b, "- %s [%s]\n", q.Ask.In(l), law.ByStatus(l, q.Cites))
	}
	return b.String()
}

// nearestRule returns the rule that was most likely meant, or "".
func nearestRule(id string) string {
	best, least := "", len(id)/2+1
	for _, r := range lint.Rules {
		if d := distance(id, r.ID); d < least {
			best, least = r.ID, d
		}
	}
	return best
}

// distance is the number of bytes to insert, delete or replace between a and b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := corner
			if a[i] != b[j] {
				replace++
			}
			corner = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
