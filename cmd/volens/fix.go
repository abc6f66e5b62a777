package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/volens/volens/lint"
	"github.com/volens/volens/lint/fix"
	"github.com/volens/volens/lint/ignore"
	"github.com/volens/volens/workday"
)

// A change is what --fix does to one file.
type change struct{ file, before, after string }

// fix makes the changes, or shows them and reports that all is done.
func (c *lintCommand) fix(p *process, all []aside, today workday.Day) (done bool, err error) {
	changes := changes(all, today)
	for _, one := range changes {
		if c.Diff {
			_, err = p.out.Write(diff.Diff(one.file, []byte(one.before), one.file, []byte(one.after)))
		} else if err = replaceFile(one.file, one.after); err == nil {
			p.complain("--fix: " + one.file)
		}
		if err != nil {
			return true, fmt.Errorf("writing the changes: %w", err)
		}
	}
	if c.Diff && len(changes) > 0 {
		return true, exit(exitFindings)
	}
	return c.Diff, nil
}

// changes lists what can be put right without changing what is declared: entries
// that stand twice in a list, and suppressions of nothing that have not lapsed. One
// that lapsed stays, for its time is over and somebody has to decide.
func changes(all []aside, today workday.Day) []change {
	var out []change
	seen := map[string]bool{}
	add := func(file, before, after string) {
		if before != after && !seen[file] {
			seen[file] = true
			out = append(out, change{file, before, after})
		}
	}
	for _, a := range all {
		before := a.declaration.Source()
		for i, f := range fix.Apply(before, fix.Edits(before)).Files {
			add(a.name(f.Name), before.Files[i].Text, f.Text)
		}
		if text, ok := a.withoutUnused(all, today); ok {
			add(a.asideFile(), a.list.Text(), text)
		}
	}
	return out
}

// withoutUnused returns the file beside the declaration without what suppresses
// nothing in any of the declarations beside which it stands.
func (a aside) withoutUnused(all []aside, today workday.Day) (string, bool) {
	var found []lint.Finding
	for _, b := range all {
		if b.asideFile() == a.asideFile() {
			found = append(found, b.run(lint.Options{})...)
		}
	}
	var gone []*ignore.Entry
	for _, e := range a.list.Unused(found, a.other) {
		if e.Left(today) >= 0 {
			gone = append(gone, e)
		}
	}
	text, err := a.list.Without(gone, today)
	return text, err == nil && len(gone) > 0
}

// replaceFile writes a file anew: all of it or, where that fails, nothing. Who may
// read it stays as it was.
func replaceFile(name, text string) error {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".volens-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Chmod(mode), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
