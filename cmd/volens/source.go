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
)

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

// notRead reports why nothing may be written to name: because a declaration at one
// of the paths is read from it.
func notRead(name string, paths []string) error {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		same := sameFile(name, path)
		if info.IsDir() && (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")) {
			same = sameFile(filepath.Dir(name), path)
		}
		if same {
			says := lang.Text{ZH: name + " 是读入的声明，不能写在它上面", EN: name + " belongs to the declaration; nothing is written over it"}
			return usage{errors.New(says.Both()), ""}
		}
	}
	return nil
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}
