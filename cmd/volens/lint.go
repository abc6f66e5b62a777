package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
)

type lintCommand struct {
	Paths    []string `arg:"" optional:"" name:"path" help:"声明文件或文件夹，默认 volens.yaml，没有则当前文件夹 | a file or a folder; by default volens.yaml, or else the current folder"`
	Output   string   `short:"o" help:"输出：text 或 json | format" enum:"text,json" default:"text"`
	FailOn   string   `help:"遇到哪些问题算不通过：any 全部，in-force 只算有现行有效条文为据的 | which findings fail: any, or those that rest on law in force" enum:"any,in-force" default:"any"`
	Rulebook []string `help:"只用哪些规则库，可写多次，默认全部 | only these rulebooks; repeatable, by default all" placeholder:"ID"`
	speech   `embed:""`
}

// Run checks each path as one declaration. Where any of them cannot be read it
// reports no findings at all: with -o json, standard output then holds
// {"problems": […]} instead of {"findings": […]}, so that nobody takes it for a
// clean result.
func (c *lintCommand) Run(p *process) error {
	books, err := law.ParseRulebooks(strings.Join(c.Rulebook, ","))
	if err != nil {
		return usage{err, ""}
	}
	o, l := lint.Options{Rulebooks: books}, c.language(p)
	var all []source
	var broken []problem
	for _, path := range c.paths() {
		s, err := read(path)
		if err != nil {
			broken = append(broken, problems(path, err)...)
		}
		all = append(all, s)
	}
	if broken != nil {
		return c.refuse(p, broken, l)
	}
	findings, err := c.check(p, all, o, l)
	if err != nil {
		return err
	}
	if err := c.finish(p, findings, o, l); err != nil {
		return err
	}
	return c.verdict(findings)
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

// check returns the findings of all declarations and, for people, writes them.
func (c *lintCommand) check(p *process, all []source, o lint.Options, l lang.Lang) ([]lint.Finding, error) {
	var findings []lint.Finding
	for _, s := range all {
		found := lint.Run(s.declaration, o)
		for i := range found {
			found[i].Place.File = s.name(found[i].Place.File)
		}
		findings = append(findings, found...)
		if c.Output == "text" {
			if err := lint.WriteText(p.out, l, s.text(), found); err != nil {
				return nil, err
			}
		}
	}
	return findings, nil
}

// finish writes what comes after all findings, or all of it for machines.
func (c *lintCommand) finish(p *process, findings []lint.Finding, o lint.Options, l lang.Lang) error {
	if c.Output == "json" {
		return lint.WriteJSON(p.out, l, findings)
	}
	return lint.WriteSummary(p.out, l, findings, lint.Questions(o))
}

func (c *lintCommand) verdict(findings []lint.Finding) error {
	for _, f := range findings {
		if c.FailOn == "any" || f.InForce() {
			return exit(exitFindings)
		}
	}
	return nil
}

// refuse reports declarations that cannot be read.
func (c *lintCommand) refuse(p *process, broken []problem, l lang.Lang) error {
	for _, b := range broken {
		p.complain(strings.TrimRight(b.In(l), "\n"))
	}
	if c.Output == "json" {
		return errors.Join(writeProblems(p, broken, l), exit(exitUsage))
	}
	return exit(exitUsage)
}

// A source is one declaration and what its files are called on this command line.
type source struct {
	declaration *declaration.Declaration
	path        string // as given
	folder      bool
}

// read loads and parses the declaration at a path.
func read(path string) (source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return source{}, err
	}
	s := source{path: path, folder: info.IsDir()}
	dir, name := filepath.Split(path)
	if s.folder {
		dir, name = path, "."
	}
	if dir == "" {
		dir = "."
	}
	src, err := declaration.Load(os.DirFS(dir), name)
	if err != nil {
		return s, err
	}
	s.declaration, err = declaration.Parse(src)
	return s, err
}

// name is the path of a file of the declaration, as the user would write it.
func (s source) name(file string) string {
	if s.folder {
		return filepath.Join(s.path, file)
	}
	return s.path
}

// text returns the files under those names.
func (s source) text() declaration.Source {
	src := s.declaration.Source()
	for i := range src.Files {
		src.Files[i].Name = s.name(src.Files[i].Name)
	}
	return src
}

// A problem is one reason why a declaration cannot be read.
type problem struct{ declaration.Problem }

// problems lists what err holds, with files as the user would write them.
func problems(path string, err error) []problem {
	e, ok := errors.AsType[*declaration.Errors](err)
	if !ok {
		return []problem{{declaration.Problem{Place: declaration.Place{File: path}, Message: unreadable(err)}}}
	}
	info, statErr := os.Stat(path)
	s := source{path: path, folder: statErr == nil && info.IsDir()}
	var all []problem
	for _, one := range e.Problems {
		one.File = s.name(one.File)
		all = append(all, problem{one})
	}
	if e.More > 0 {
		all = append(all, problem{declaration.Problem{Place: declaration.Place{File: path}, Message: lang.Text{
			ZH: fmt.Sprintf("另有 %d 处", e.More), EN: fmt.Sprintf("and %d more", e.More),
		}}})
	}
	return all
}

// unreadable says why a file could not be read, without the path, which the
// place already has.
func unreadable(err error) lang.Text {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return lang.Text{ZH: "没有这个文件或文件夹", EN: "there is no such file or folder"}
	case errors.Is(err, os.ErrPermission):
		return lang.Text{ZH: "没有读取的权限", EN: "no permission to read it"}
	}
	return lang.Text{ZH: "读不了：" + err.Error(), EN: "cannot be read: " + err.Error()}
}

// In returns the problem in one language. A file that could not be read has no
// line to point at.
func (b problem) In(l lang.Lang) string {
	if b.Line == 0 {
		return b.File + ": " + b.Message.In(l)
	}
	return b.Problem.In(l)
}

// problemJSON is one problem as machines read it.
type problemJSON struct {
	File     string `json:"file"`
	Line     int    `json:"line"` // 0 where the file could not be read at all
	Column   int    `json:"column"`
	Path     string `json:"path"`
	Message  string `json:"message"`
	Expected string `json:"expected,omitempty"`
	Fix      string `json:"fix,omitempty"`
}

func writeProblems(p *process, broken []problem, l lang.Lang) error {
	out := struct {
		Problems []problemJSON `json:"problems"`
	}{}
	for _, b := range broken {
		out.Problems = append(out.Problems, problemJSON{b.File, b.Line, b.Column, b.Path, b.Message.In(l), b.Expected.In(l), b.Fix.In(l)})
	}
	return writeJSON(p, out)
}

// writeJSON writes a result for machines.
func writeJSON(p *process, v any) error {
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}
