package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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

// sources reads files first, then databases. What cannot be made out in one file
// is said and costs no other; a path that is not there ends it all.
func (c *initCommand) sources(p *process, l lang.Lang) ([]discover.Source, error) {
	paths := c.Paths
	if len(paths) == 0 && len(c.DatabaseEnv) == 0 {
		paths = []string{"."}
	}
	var all []discover.Source
	said, missing := false, false
	for _, path := range paths {
		if strings.Contains(path, "://") { // perhaps with a password in it
			return nil, usage{bilingual("数据库地址不能写在命令行上：先放进环境变量", "the address of a database does not belong on the command line: put it into an environment variable"),
				"volens init --database-env NAME"}
		}
		found, troubles := gather(path)
		for _, err := range troubles {
			p.complain(unreadableSource(path, err).In(l))
			said, missing = true, missing || errors.Is(err, errMissing)
		}
		all = append(all, found...)
	}
	if missing {
		return nil, exit(exitUsage)
	}
	for _, name := range c.DatabaseEnv {
		s, err := discovered(p, name)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	switch {
	case len(all) == 0 && said:
		return nil, exit(exitUsage)
	case len(all) == 0:
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

var (
	errMissing  = errors.New("a path that was named cannot be opened")
	errNoTables = errors.New("no tables")
	errNothing  = errors.New("nothing to guess of")
)

// gather reads a file, or what is known by its name in a folder and below, and
// says what could not be read.
func gather(path string) (all []discover.Source, troubles []error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, []error{errors.Join(errMissing, err)}
	}
	add := func(name string) {
		s, err := readSource(name)
		switch {
		case errors.Is(err, discover.ErrUnknown) && info.IsDir():
			return // another kind of app.json
		case err == nil && s.Empty() && s.Kind == discover.SQL:
			err = errNoTables
		case err == nil && s.Empty():
			err = errNothing
		}
		if err != nil {
			troubles = append(troubles, &sourceError{name, err})
			return
		}
		for _, e := range s.Problems {
			troubles = append(troubles, &sourceError{name, partly{e}})
		}
		all = append(all, s)
	}
	if !info.IsDir() {
		add(path)
		return all, troubles
	}
	_ = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			troubles = append(troubles, &sourceError{name, err})
		case d.IsDir() && name != path && (strings.HasPrefix(d.Name(), ".") || slices.Contains(skipped, d.Name())):
			return filepath.SkipDir
		case d.Type().IsRegular() && discover.Wanted(name):
			add(name)
		}
		return nil // troubles are collected
	})
	return all, troubles
}

// partly is a problem of a file that was read for the rest.
type partly struct{ at *discover.Error }

func (e partly) Error() string { return e.at.Error() }
func (e partly) Unwrap() error { return e.at }

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
		if _, ok := errors.AsType[partly](err); ok {
			return at(lang.Text{ZH: e.Message.ZH + "；其余照读", EN: e.Message.EN + "; the rest was read"})
		}
		return at(e.Message)
	}
	switch {
	case errors.Is(err, discover.ErrUnknown):
		return at(lang.Text{ZH: "不认识这种文件", EN: "this kind of file is not known"})
	case errors.Is(err, errNoTables):
		return at(lang.Text{ZH: "里面没有建表语句", EN: "there is no CREATE TABLE in it"})
	case errors.Is(err, errNothing):
		return at(lang.Text{ZH: "里面没有可猜的东西", EN: "there is nothing in it to guess of"})
	}
	return at(unreadable(err))
}

// variable is what the name of an environment variable looks like.
var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// discovered reads the catalogue of the database whose address is in a variable.
// What is no name of a variable may be the address itself, with a password in it,
// and is not repeated.
func discovered(p *process, name string) (discover.Source, error) {
	if !variable.MatchString(name) {
		return discover.Source{}, usage{bilingual("--database-env 要的是环境变量的名称，不是地址", "--database-env wants the NAME of an environment variable, not an address"), "export SHOP_DB=…; volens init --database-env SHOP_DB"}
	}
	address := p.getenv(name)
	if address == "" {
		return discover.Source{}, usage{bilingual("环境变量 %s 没有值", "the environment variable %s has no value", name), "export " + name + "=postgres://user@host/name"}
	}
	s, err := connect.Catalogue(context.Background(), address)
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Unwrap() != nil {
		p.complain(f.Unwrap().Error()) // nothing of the address is in it
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
		for _, u := range t.Unlisted {
			p.complain(u.Text(t.Source.Name).In(l))
		}
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
