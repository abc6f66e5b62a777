package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/volens/volens/duties"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

type dutiesCommand struct {
	Path     string   `arg:"" optional:"" help:"声明文件或文件夹，默认 volens.yaml，没有则当前文件夹 | a file or a folder; by default volens.yaml, or else the current folder"`
	Output   string   `short:"o" help:"输出：text、json 或 ical（日历文件） | format" enum:"text,json,ical" default:"text"`
	Today    string   `help:"从哪一天看，默认今天 | as of which day, by default today" placeholder:"YYYY-MM-DD"`
	Calendar []string `help:"加载一年的放假安排，可写多次 | load the holiday notice of a year; repeatable" placeholder:"FILE"`
	Rulebook []string `help:"只用哪些规则库，可写多次，默认全部 | only these rulebooks; repeatable, by default all" placeholder:"ID"`
	speech   `embed:""`
}

// Run lists what the processor has to do, and when. That something is due is no
// fault of the command line, so the exit code is 0.
func (c *dutiesCommand) Run(p *process) error {
	l := c.language(p)
	now, err := c.now()
	if err != nil {
		return err
	}
	o, err := c.options()
	if err != nil {
		return err
	}
	path := (&lintCommand{Paths: nonEmpty(c.Path)}).paths()[0]
	s, err := read(path)
	if err != nil {
		return refuse(p, "", problems(path, err), l)
	}
	all := duties.List(s.declaration, now, o)
	switch c.Output {
	case "json":
		return duties.WriteJSON(p.out, all, now, o.Calendar)
	case "ical":
		return duties.WriteCalendar(p.out, l, all, now)
	}
	if err := duties.WriteText(p.out, l, all); err != nil {
		return err
	}
	_, last := o.Calendar.Years()
	_, err = fmt.Fprintln(p.out, lang.Text{
		ZH: fmt.Sprintf("放假安排加载到 %d 年；之后的日期是暂定的，安排公布后用 --calendar 加载再算", last),
		EN: fmt.Sprintf("holiday notices are loaded up to %d; later days are provisional: load the next notice with --calendar and count again", last),
	}.In(l))
	return err
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// now is noon of the day asked for, or the present.
func (c *dutiesCommand) now() (time.Time, error) {
	if c.Today == "" {
		return time.Now(), nil
	}
	day, err := workday.ParseDay(c.Today)
	if err != nil {
		return time.Time{}, usage{fmt.Errorf("--today: %w", err), "--today 2026-11-21"}
	}
	return day.Start().Add(12 * time.Hour), nil
}

func (c *dutiesCommand) options() (duties.Options, error) {
	books, err := law.ParseRulebooks(strings.Join(c.Rulebook, ","))
	if err != nil {
		return duties.Options{}, usage{err, ""}
	}
	o := duties.Options{Rulebooks: books, Calendar: workday.China()}
	for _, name := range c.Calendar {
		if o.Calendar, err = load(o.Calendar, name); err != nil {
			return o, usage{fmt.Errorf("%s: %w", name, err), ""}
		}
	}
	return o, nil
}

// load returns the calendar with the year in the file.
func load(c workday.Calendar, name string) (workday.Calendar, error) {
	f, err := os.Open(name)
	if err != nil {
		return c, errors.New(unreadable(err).Both())
	}
	defer f.Close()
	return c.With(f)
}
