package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/volens/volens/connect"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/discover"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
)

type initCommand struct {
	Paths       []string `arg:"" optional:"" name:"path" help:"文件或文件夹：SQL、OpenAPI 3、AndroidManifest.xml、小程序 app.json、依赖清单；默认当前文件夹 | files or folders: SQL, OpenAPI 3, AndroidManifest.xml, app.json of a mini-program, lists of dependencies; by default the current folder"`
	DatabaseEnv []string `help:"存有数据库地址的环境变量名，可写多次；只读表结构，不读数据 | name of an environment variable that holds the address of a database; repeatable; reads its catalogue, no rows" placeholder:"NAME" sep:"none"`
	Output      string   `short:"o" help:"写到哪里，- 为标准输出 | where to write, - for standard output" default:"volens.yaml" placeholder:"FILE"`
	Force       bool     `help:"覆盖已有的文件 | overwrite a file that is there"`
	speech      `embed:""`
}

// Run drafts a declaration. Guesses are no findings: the exit code is 0 whatever
// was found, and the summary goes to standard error.
func (c *initCommand) Run(p *process) error {
	l := c.language(p)
	if c.Output != "-" && !c.Force {
		if _, err := os.Lstat(c.Output); err == nil {
			return usage{bilingual("%s 已经存在，没有改动它", "%s is there already and was left alone", c.Output), "volens init --force, volens init -o -"}
		}
	}
	sources, err := c.sources(p, l)
	if err != nil {
		return err
	}
	drafted := discover.Draft(sources, l)
	if err := sound(drafted.YAML); err != nil {
		return err
	}
	if err := c.write(p, drafted.YAML); err != nil {
		return err
	}
	c.summarise(p, drafted, l)
	return nil
}

// bilingual is an error in both languages.
func bilingual(zh, en string, args ...any) error {
	return errors.New(lang.Text{ZH: fmt.Sprintf(zh, args...), EN: fmt.Sprintf(en, args...)}.Both())
}

// sound makes sure that what is written can be read.
func sound(text string) error {
	_, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}})
	if err != nil {
		return fmt.Errorf("the draft does not parse: %w", err)
	}
	return nil
}

// sources reads files first, then databases.
func (c *initCommand) sources(p *process, l lang.Lang) ([]discover.Source, error) {
	paths := c.Paths
	if len(paths) == 0 && len(c.DatabaseEnv) == 0 {
		paths = []string{"."}
	}
	var all []discover.Source
	broken := false
	for _, path := range paths {
		found, err := gather(path)
		if err != nil {
			p.complain(unreadableSource(path, err).In(l))
			broken = true
		}
		all = append(all, found...)
	}
	if broken {
		return nil, exit(exitUsage)
	}
	for _, name := range c.DatabaseEnv {
		s, err := database(p, name)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		return nil, usage{bilingual("没有找到可读的东西：%s", "nothing to read in %s", strings.Join(paths, ", ")), "volens init --help"}
	}
	return all, nil
}

// A sourceError is what is wrong with one file in a folder.
type sourceError struct {
	path string
	err  error
}

func (e *sourceError) Error() string { return e.path + ": " + e.err.Error() }
func (e *sourceError) Unwrap() error { return e.err }

var errNoTables = errors.New("no tables")

// gather reads a file, or what is known by its name in a folder and below.
func gather(path string) ([]discover.Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		s, err := readSource(path)
		if err == nil && s.Kind == discover.SQL && len(s.Tables) == 0 {
			err = errNoTables
		}
		return []discover.Source{s}, err
	}
	var all []discover.Source
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return &sourceError{name, err}
		case d.IsDir() && name != path && (strings.HasPrefix(d.Name(), ".") || slices.Contains(skipped, d.Name())):
			return filepath.SkipDir
		case !d.Type().IsRegular() || !discover.Wanted(name):
			return nil
		}
		s, err := readSource(name)
		switch {
		case errors.Is(err, discover.ErrUnknown):
			return nil // another kind of app.json
		case err != nil:
			return &sourceError{name, err}
		}
		if len(s.Tables)+len(s.Access)+len(s.Components) > 0 {
			all = append(all, s)
		}
		return nil
	})
	return all, err
}

// skipped are folders of what others wrote or tools made.
var skipped = []string{"node_modules", "vendor", "build", "dist", "target", "Pods", "testdata"}

func readSource(path string) (discover.Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return discover.Source{}, err
	}
	if info.Size() > discover.MaxBytes {
		return discover.Source{}, &discover.Error{Message: lang.Text{ZH: "文件太大", EN: "the file is too large"}}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return discover.Source{}, err
	}
	return discover.Read(filepath.ToSlash(path), text)
}

// unreadableSource says where and why.
func unreadableSource(path string, err error) lang.Text {
	if e, ok := errors.AsType[*sourceError](err); ok {
		path = e.path
	}
	at := func(t lang.Text) lang.Text { return lang.Text{ZH: path + ": " + t.ZH, EN: path + ": " + t.EN} }
	if e, ok := errors.AsType[*discover.Error](err); ok {
		if e.Line > 0 {
			path = fmt.Sprintf("%s:%d:%d", path, e.Line, max(1, e.Column))
		}
		return at(e.Message)
	}
	switch {
	case errors.Is(err, discover.ErrUnknown):
		return at(lang.Text{ZH: "不认识这种文件", EN: "this kind of file is not known"})
	case errors.Is(err, errNoTables):
		return at(lang.Text{ZH: "里面没有建表语句", EN: "there is no CREATE TABLE in it"})
	}
	return at(unreadable(err))
}

// database reads the catalogue of the database whose address is in a variable.
func database(p *process, name string) (discover.Source, error) {
	address := p.getenv(name)
	if address == "" {
		return discover.Source{}, usage{bilingual("环境变量 %s 没有值", "the environment variable %s has no value", name), "export " + name + "=postgres://user@host/name"}
	}
	s, err := connect.Catalogue(context.Background(), address)
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Unwrap() != nil {
		p.complain(f.Unwrap().Error()) // the address is not in it
	}
	s.Name = "$" + name
	return s, err
}

// write puts the draft where it was asked for.
func (c *initCommand) write(p *process, text string) error {
	if c.Output == "-" {
		_, err := fmt.Fprint(p.out, text)
		return err
	}
	mode := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if c.Force {
		mode = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(c.Output, mode, 0o644)
	if err != nil {
		return usage{err, ""}
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// summarise says what was guessed from where.
func (c *initCommand) summarise(p *process, d discover.Drafted, l lang.Lang) {
	for _, t := range d.Tally {
		p.complain(tallied(t).In(l))
	}
	written := c.Output
	if written == "-" {
		written = lang.Text{ZH: "标准输出", EN: "standard output"}.In(l)
	}
	p.complain(lang.Text{ZH: "草稿已写到 " + written + "，逐条看过再用", EN: "a draft was written to " + written + "; read every line before you use it"}.In(l))
	if c.Output != "-" {
		p.complain("hint: volens lint " + c.Output)
	}
}

// tallied counts what one source gave.
func tallied(t discover.Tally) lang.Text {
	high, medium, low := t.Guesses[discover.High], t.Guesses[discover.Medium], t.Guesses[discover.Low]
	return lang.Text{
		ZH: fmt.Sprintf("%s（%s）：看了 %d 项，猜测 %d 处（把握高 %d、中 %d、低 %d）", t.Source.Name, t.Source.Kind.Text().ZH, t.Fields, high+medium+low, high, medium, low),
		EN: fmt.Sprintf("%s (%s): %d looked at, %d guesses (%d high, %d medium, %d low)", t.Source.Name, t.Source.Kind.Text().EN, t.Fields, high+medium+low, high, medium, low),
	}
}
