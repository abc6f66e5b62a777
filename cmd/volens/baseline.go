package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/lint/baseline"
)

type baselineCommand struct {
	Create baselineCreate `cmd:"" help:"把今天的问题记为基线，以后只有新的问题算不通过 | take today's findings as the baseline: from now on only new ones fail"`
	Prune  baselinePrune  `cmd:"" help:"从基线中删去已经不在的问题 | remove from the baseline what is no longer found"`
}

// asBaseline are the flags and arguments of both.
type asBaseline struct {
	Paths    []string `arg:"" optional:"" name:"path" help:"声明文件或文件夹，默认 volens.yaml，没有则当前文件夹 | a file or a folder; by default volens.yaml, or else the current folder"`
	Baseline string   `help:"基线文件 | the baseline" default:"volens-baseline.json" placeholder:"FILE"`
	Today    string   `help:"从哪一天看，默认今天 | as of which day, by default today" placeholder:"YYYY-MM-DD"`
	speech   `embed:""`
}

type baselineCreate struct {
	asBaseline `embed:""`
	Replace    bool `help:"已有基线时重写：其后出现的问题也会被记入 | write anew where there is one: what came since is then in it too"`
}

type baselinePrune struct {
	asBaseline `embed:""`
}

// A baselineFile is a baseline and where it stands.
type baselineFile struct {
	baseline.Baseline
	path string
}

// named is how the baseline calls a file: from its own folder, so that it does not
// matter where a check runs.
func (b *baselineFile) named(file string) string {
	from, err1 := filepath.Abs(filepath.Dir(b.path))
	to, err2 := filepath.Abs(file)
	rel, err := filepath.Rel(from, to)
	if err := errors.Join(err1, err2, err); err != nil {
		return filepath.ToSlash(file) // on another drive: nothing better to call it
	}
	return filepath.ToSlash(rel)
}

// checked reports of a file in the baseline whether it was looked at, or is gone.
func (b *baselineFile) checked(files []string) func(string) bool {
	var looked []string
	for _, f := range files {
		looked = append(looked, b.named(f))
	}
	return func(file string) bool {
		_, err := os.Stat(filepath.Join(filepath.Dir(b.path), filepath.FromSlash(file)))
		return slices.Contains(looked, file) || errors.Is(err, os.ErrNotExist)
	}
}

// readBaseline reads a baseline.
func readBaseline(path string) (*baselineFile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, usage{fmt.Errorf("%s: %s", path, unreadable(err).Both()), "volens baseline create --baseline " + path}
	}
	b, err := baseline.Read(bytes.NewReader(text))
	if err != nil {
		return nil, usage{fmt.Errorf("%s: %w", path, err), ""}
	}
	return &baselineFile{b, path}, nil
}

// known reads the baseline that was asked for, if one was.
func (c *lintCommand) known() (*baselineFile, error) {
	if c.Baseline == "" {
		return nil, nil
	}
	return readBaseline(c.Baseline)
}

// judged checks the declarations under every rulebook, or reports why some cannot
// be read.
func (c *asBaseline) judged(p *process) (judged, error) {
	today, err := onDay(c.Today)
	if err != nil {
		return judged{}, err
	}
	all, broken := (&lintCommand{Paths: c.Paths}).read(today)
	if broken != nil {
		return judged{}, refuse(p, "", broken, c.language(p))
	}
	return judge(all, lint.Options{}, today), nil
}

// Run writes the baseline. What is put aside is not in it: it comes back when its
// time is over.
func (c *baselineCreate) Run(p *process) error {
	j, err := c.judged(p)
	if err != nil {
		return err
	}
	if err := notRead(c.Baseline, (&lintCommand{Paths: c.Paths}).paths()); err != nil {
		return err
	}
	if _, err := os.Stat(c.Baseline); err == nil && !c.Replace {
		return usage{fmt.Errorf("%s: 已有基线 / there is a baseline", c.Baseline), "volens baseline prune, or --replace"}
	}
	b := &baselineFile{path: c.Baseline}
	b.Baseline = baseline.Of(plain(j.findings), b.named)
	if err := b.save(); err != nil {
		return err
	}
	p.complain(lang.Text{
		ZH: fmt.Sprintf("%s：记下 %d 处问题", c.Baseline, b.Count()),
		EN: fmt.Sprintf("%s: findings taken down: %d", c.Baseline, b.Count()),
	}.In(c.language(p)))
	return nil
}

// Run removes what is no longer found, and lists it.
func (c *baselinePrune) Run(p *process) error {
	b, err := readBaseline(c.Baseline)
	if err != nil {
		return err
	}
	j, err := c.judged(p)
	if err != nil {
		return err
	}
	live, stale := b.Stale(j.all, b.named, b.checked(j.files))
	for _, e := range stale.Entries() {
		if _, err := fmt.Fprintf(p.out, "%s: %s %s\n", e.File, e.Rule, e.Path); err != nil {
			return fmt.Errorf("writing what is gone: %w", err)
		}
	}
	p.complain(lang.Text{
		ZH: fmt.Sprintf("%s：删去 %d 处，还有 %d 处", c.Baseline, stale.Count(), live.Count()),
		EN: fmt.Sprintf("%s: removed: %d, left: %d", c.Baseline, stale.Count(), live.Count()),
	}.In(c.language(p)))
	if stale.Count() == 0 {
		return nil
	}
	return (&baselineFile{live, c.Baseline}).save()
}

func (b *baselineFile) save() error {
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		return err
	}
	return replaceFile(b.path, out.String())
}
