package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
)

type explainCommand struct {
	Rule   string `arg:"" optional:"" help:"规则名；不写则列出全部规则和须由人判断的问题 | name of a rule; without it, all rules and the questions left to people"`
	speech `embed:""`
}

// Run explains one rule, or lists them all.
func (c *explainCommand) Run(p *process) error {
	l := c.language(p)
	text := catalogue(l)
	if c.Rule != "" {
		r, ok := lint.RuleByID(c.Rule)
		if !ok {
			return unknownRule(c.Rule, l)
		}
		text = lint.Explain(r, l)
	}
	_, err := fmt.Fprint(p.out, text)
	return err
}

func unknownRule(id string, l lang.Lang) error {
	says := lang.Text{ZH: "没有这条规则：" + id, EN: "there is no such rule: " + id}
	hint := "volens explain"
	if near := nearestRule(id); near != "" {
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
