package main

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/lint/report"
	"github.com/volens/volens/workday"
)

type lintCommand struct {
	Paths    []string `arg:"" optional:"" name:"path" help:"声明文件或文件夹，默认 volens.yaml，没有则当前文件夹 | a file or a folder; by default volens.yaml, or else the current folder"`
	Output   []string `short:"o" sep:"none" help:"输出格式，可写多次，默认 full；写 =FILE 则存成文件：full、concise、json、jsonl、sarif、junit、github、markdown、html、csv | format, repeatable, by default full; =FILE writes it to a file" placeholder:"FORMAT[=FILE]"`
	FailOn   string   `help:"遇到哪些问题算不通过：any 全部，breach 不算提醒，in-force 只算有现行有效条文为据的，breach,in-force 两者都要满足，none 只报告 | which findings fail: any; breach: no warnings; in-force: those that rest on law in force; breach,in-force: those that are both; none: report only" default:"any"`
	Baseline string   `help:"基线文件：其中已有的问题只计数，不算不通过 | a baseline: findings that it holds are counted and do not fail" placeholder:"FILE"`
	Fix      bool     `help:"改正写法，不改变声明的内容：列表中的重复项、没有对应问题的“暂不处理” | put right how things are written, never what is declared: entries that stand twice in a list, suppressions of nothing" xor:"fix"`
	Diff     bool     `help:"显示 --fix 会改什么，不写文件 | show what --fix would change, and write nothing" xor:"fix"`
	Today    string   `help:"从哪一天看，默认今天 | as of which day, by default today" placeholder:"YYYY-MM-DD"`
	Rulebook []string `help:"只用哪些规则库，可写多次，默认全部 | only these rulebooks; repeatable, by default all" placeholder:"ID"`
	speech   `embed:""`
}

// Run checks each path as one declaration. Where any of them cannot be read it
// reports no findings at all: every format then says why, and none looks like a
// clean result.
func (c *lintCommand) Run(p *process) error {
	books, err := law.ParseRulebooks(strings.Join(c.Rulebook, ","))
	if err != nil {
		return usage{err, ""}
	}
	outputs, err := parseOutputs(c.Output)
	if err != nil {
		return err
	}
	if err := outputs.over(c.paths()); err != nil {
		return err
	}
	fails, err := parseFailOn(c.FailOn)
	if err != nil {
		return err
	}
	today, err := onDay(c.Today)
	if err != nil {
		return err
	}
	known, err := c.known()
	if err != nil {
		return err
	}
	o, l := lint.Options{Rulebooks: books}, c.language(p)
	all, broken := c.read(today)
	if broken == nil && (c.Fix || c.Diff) {
		if done, err := c.fix(p, all, today); done || err != nil {
			return err
		}
		all, broken = c.read(today)
	}
	if broken != nil {
		return c.unreadable(p, outputs, broken, l)
	}
	j := judge(all, o, today)
	j.compare(known)
	result := j.result(all, known)
	result.Questions, result.Lang, result.Version = lint.Questions(o, declarations(all)...), l, version()
	if err := outputs.write(p, result); err != nil {
		return err
	}
	j.complain(p, l)
	return fails.verdict(j)
}

// read reads all declarations and what is put aside in them, or tells why some
// cannot be read.
func (c *lintCommand) read(today workday.Day) (all []aside, broken []problem) {
	for _, path := range c.paths() {
		s, err := read(path)
		if err != nil {
			broken = append(broken, problems(path, err)...)
			continue
		}
		a, wrong := s.readAside(today)
		all, broken = append(all, a), append(broken, wrong...)
	}
	return all, broken
}

func (c *lintCommand) paths() []string {
	if len(c.Paths) > 0 {
		return c.Paths
	}
	if _, err := os.Stat("volens.yaml"); err == nil {
		return []string{"volens.yaml"}
	}
	return []string{"."}
}

func declarations(all []aside) []*declaration.Declaration {
	var ds []*declaration.Declaration
	for _, s := range all {
		ds = append(ds, s.declaration)
	}
	return ds
}

// unreadable reports declarations that cannot be read: to people on standard error,
// and in every format that was asked for.
func (c *lintCommand) unreadable(p *process, all outputs, broken []problem, l lang.Lang) error {
	complainOf(p, broken, l)
	all = slices.DeleteFunc(all, func(o output) bool { return o.file == "" && o.forPeople() })
	return errors.Join(all.write(p, unread(broken, l)), exit(exitUsage))
}

// complainOf tells people why declarations cannot be read.
func complainOf(p *process, broken []problem, l lang.Lang) {
	for _, b := range broken {
		p.complain(strings.TrimRight(b.In(l), "\n"))
	}
}

// refuse reports declarations that cannot be read, for other commands that need
// them.
func refuse(p *process, format string, broken []problem, l lang.Lang) error {
	complainOf(p, broken, l)
	if format == "json" {
		return errors.Join(report.Write(p.out, report.JSON, unread(broken, l)), exit(exitUsage))
	}
	return exit(exitUsage)
}

func unread(broken []problem, l lang.Lang) report.Result {
	r := report.Result{Lang: l, Version: version()}
	for _, b := range broken {
		r.Problems = append(r.Problems, b.Problem)
	}
	return r
}

// texts returns the files of all declarations.
func texts(all []aside) declaration.Source {
	var src declaration.Source
	for _, s := range all {
		src.Files = append(src.Files, s.text().Files...)
	}
	return src
}
