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
)

type lintCommand struct {
	Paths    []string `arg:"" optional:"" name:"path" help:"声明文件或文件夹，默认 volens.yaml，没有则当前文件夹 | a file or a folder; by default volens.yaml, or else the current folder"`
	Output   []string `short:"o" sep:"none" help:"输出格式，可写多次，默认 full；写 =FILE 则存成文件：full、concise、json、jsonl、sarif、junit、github、markdown、html、csv | format, repeatable, by default full; =FILE writes it to a file" placeholder:"FORMAT[=FILE]"`
	FailOn   string   `help:"遇到哪些问题算不通过：any 全部，in-force 只算有现行有效条文为据的 | which findings fail: any, or those that rest on law in force" enum:"any,in-force" default:"any"`
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
	o, l := lint.Options{Rulebooks: books}, c.language(p)
	all, broken := c.read()
	if broken != nil {
		return c.unreadable(p, outputs, broken, l)
	}
	j := judge(all, o)
	result := report.Result{
		Sources: texts(all), Findings: j.findings, Questions: lint.Questions(o, declarations(all)...), Lang: l, Version: version(),
	}
	if err := outputs.write(p, result); err != nil {
		return err
	}
	return c.verdict(j)
}

// read reads all declarations, or tells why some cannot be read.
func (c *lintCommand) read() (all []source, broken []problem) {
	for _, path := range c.paths() {
		s, err := read(path)
		if err != nil {
			broken = append(broken, problems(path, err)...)
		}
		all = append(all, s)
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

// A judged is what came of the declarations: what is shown, and what counts.
type judged struct {
	findings []lint.Finding
}

// judge holds the declarations against the law. Files are named as the user would
// write them.
func judge(all []source, o lint.Options) judged {
	var j judged
	for _, s := range all {
		found := lint.Run(s.declaration, o)
		for i := range found {
			found[i].Place.File = s.name(found[i].Place.File)
		}
		j.findings = append(j.findings, found...)
	}
	return j
}

func declarations(all []source) []*declaration.Declaration {
	var ds []*declaration.Declaration
	for _, s := range all {
		ds = append(ds, s.declaration)
	}
	return ds
}

func (c *lintCommand) verdict(j judged) error {
	for _, f := range j.findings {
		if c.FailOn == "any" || f.InForce() {
			return exit(exitFindings)
		}
	}
	return nil
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
func texts(all []source) declaration.Source {
	var src declaration.Source
	for _, s := range all {
		src.Files = append(src.Files, s.text().Files...)
	}
	return src
}
