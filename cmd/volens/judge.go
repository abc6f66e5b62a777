package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/lint/ignore"
	"github.com/volens/volens/lint/report"
	"github.com/volens/volens/workday"
)

// An aside is a declaration with what is put aside in it.
type aside struct {
	source
	list *ignore.List // empty where there is no such file
}

// dir is the folder of the declaration.
func (s source) dir() string {
	if s.folder {
		return s.path
	}
	return filepath.Dir(s.path)
}

// asideFile is the file beside the declaration, as the user would write it.
func (s source) asideFile() string { return filepath.Join(s.dir(), ignore.Name) }

// readAside reads the file beside a declaration, or tells why it cannot be read.
func (s source) readAside(today workday.Day) (aside, []problem) {
	src, err := declaration.Load(os.DirFS(s.dir()), ignore.Name)
	if errors.Is(err, os.ErrNotExist) {
		return aside{s, &ignore.List{}}, nil
	}
	if err == nil {
		var l *ignore.List
		if l, err = ignore.Parse(src.Files[0], today); err == nil {
			return aside{s, l}, nil
		}
	}
	return aside{}, problems(s.asideFile(), err)
}

// other reports whether a name is that of another declaration in the same folder.
func (s source) other(file string) bool {
	if s.folder || file == filepath.Base(s.path) {
		return false
	}
	_, err := os.Stat(filepath.Join(s.dir(), filepath.Base(file)))
	return err == nil
}

// run returns what lint finds, with files as the user would write them.
func (s source) run(o lint.Options) []lint.Finding {
	found := lint.Run(s.declaration, o)
	for i := range found {
		found[i].Place.File = s.name(found[i].Place.File)
	}
	return found
}

// A judged is what came of the declarations: what counts, what is put aside or
// known, and what is wrong with what puts aside.
type judged struct {
	findings   []ignore.Finding // that count, among them those whose time is over
	suppressed []ignore.Finding
	known      []lint.Finding // held by the baseline
	wrong      []problem
	stale      int            // how many the baseline holds that are gone
	all        []lint.Finding // of every rulebook
	files      []string       // that were looked at
}

// judge holds the declarations against the law as of today.
func judge(all []aside, o lint.Options, today workday.Day) judged {
	var j judged
	for _, f := range texts(all).Files {
		j.files = append(j.files, f.Name)
	}
	for _, a := range all {
		found := a.run(o)
		whole := found
		if len(o.Rulebooks) > 0 {
			whole = a.run(lint.Options{})
		}
		j.all = append(j.all, whole...)
		for _, f := range a.list.Apply(found, today) {
			if f.Suppressed() {
				j.suppressed = append(j.suppressed, f)
			} else {
				j.findings = append(j.findings, f)
			}
		}
		for _, w := range a.list.Problems(whole, a.other, today) {
			if w.File = a.asideFile(); !slices.Contains(j.wrong, problem{w}) {
				j.wrong = append(j.wrong, problem{w})
			}
		}
	}
	return j
}

// compare takes what a baseline holds out of what counts. A finding whose time is
// over counts all the same.
func (j *judged) compare(b *baselineFile) {
	if b == nil {
		return
	}
	_, gone := b.Stale(j.all, b.named, b.checked(j.files))
	j.stale = gone.Count()
	held := b.Known(plain(j.findings), b.named)
	var left []ignore.Finding
	for i, f := range j.findings {
		if held[i] && !f.Lapsed {
			j.known = append(j.known, f.Finding)
		} else {
			left = append(left, f)
		}
	}
	j.findings = left
}

// plain are the findings without what was said of them.
func plain(all []ignore.Finding) []lint.Finding {
	var out []lint.Finding
	for _, f := range all {
		out = append(out, f.Finding)
	}
	return out
}

// result is what there is to report.
func (j judged) result(all []aside, b *baselineFile) report.Result {
	r := report.Result{
		Sources: texts(all), Findings: plain(j.findings), Suppressed: j.suppressed,
		Known: j.known, Stale: j.stale, Baseline: b != nil,
	}
	for _, w := range j.wrong {
		r.Entries = append(r.Entries, w.Problem)
	}
	return r
}

// complain tells people what is wrong with what puts aside.
func (j judged) complain(p *process, l lang.Lang) { complainOf(p, j.wrong, l) }

// A failOn says which findings fail.
type failOn struct{ none, breach, inForce bool }

// parseFailOn reads --fail-on.
func parseFailOn(text string) (failOn, error) {
	switch text {
	case "any":
		return failOn{}, nil
	case "none":
		return failOn{none: true}, nil
	}
	var f failOn
	for word := range strings.SplitSeq(text, ",") {
		switch word {
		case "breach":
			f.breach = true
		case "in-force":
			f.inForce = true
		default:
			return f, usage{errors.New("--fail-on: 不认识的词 / unknown word: " + word), "--fail-on any|breach|in-force|breach,in-force|none"}
		}
	}
	return f, nil
}

// verdict is the exit code. What is wrong with what puts aside always fails, unless
// nothing does.
func (f failOn) verdict(j judged) error {
	fails := func(one ignore.Finding) bool {
		return (!f.breach || one.Severity == lint.Breach) && (!f.inForce || one.InForce())
	}
	if !f.none && (len(j.wrong) > 0 || slices.ContainsFunc(j.findings, fails)) {
		return exit(exitFindings)
	}
	return nil
}
