package ignore

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/workday"
)

// Name is what the file is called. It begins with a dot so that nobody takes it for
// a part of the declaration that it stands beside.
const Name = ".volens-ignore.yaml"

// Longest is for how many days a finding can be put aside at a time.
const Longest = 180

// A List is a file of entries.
type List struct {
	Entries []*Entry
	file    declaration.File
}

// Text is the file, or "" of no file.
func (l *List) Text() string { return l.file.Text }

// written is a list as it stands in YAML.
type written struct {
	Version int      `yaml:"volens-ignore,required" doc:"格式版本，现为 1 | version of this format, now 1"`
	Entries []*Entry `yaml:"findings,required" doc:"暂不处理的问题 | the findings put aside"`
}

// An Entry puts one finding aside.
type Entry struct {
	declaration.Place `yaml:"-"`
	Rule              string    `yaml:"rule,required" doc:"规则 | the rule"`
	Named             string    `yaml:"path" doc:"问题的路径，以名称代替序号 | the path of the finding, with names for positions"`
	Fingerprint       string    `yaml:"fingerprint" doc:"问题的指纹，代替 path | the fingerprint of the finding, in place of path"`
	In                string    `yaml:"file" doc:"在哪个声明文件里，默认任何一个 | in which file of the declaration, by default any"`
	Times             int       `yaml:"times" doc:"这条规则在这条路径上的几处问题，默认 1 | how many findings of the rule at this path, by default 1"`
	Reason            lang.Text `yaml:"reason,required" doc:"为什么暂不处理 | why it is put aside"`
	Since             string    `yaml:"since" format:"date" doc:"从哪天起，默认今天 | since when, by default today"`
	Until             string    `yaml:"until,required" format:"date" doc:"到哪天为止（含当天），至多 180 天 | the last day, at most 180 days on"`
	By                string    `yaml:"by,required" doc:"谁决定的 | who decided it"`
}

// Parse reads a list as of today. It returns *declaration.Errors with the place of
// every mistake, what was expected there and what to do.
func Parse(f declaration.File, today workday.Day) (*List, error) {
	var w written
	at, err := declaration.ParseBeside(f, &w)
	if err != nil {
		return nil, err
	}
	c := &checker{src: declaration.Source{Files: []declaration.File{f}}, at: at, today: today}
	if w.Version != 1 {
		c.add("volens-ignore", wrongVersion)
	}
	for i, e := range w.Entries {
		c.entry(e, w.Entries[:i])
	}
	if len(c.problems) > 0 {
		return nil, &declaration.Errors{Problems: c.problems}
	}
	return &List{w.Entries, f}, nil
}

// A checker gathers mistakes.
type checker struct {
	src      declaration.Source
	at       func(string) declaration.Place
	today    workday.Day
	problems []declaration.Problem
}

// mistake is a problem without a place.
type mistake struct{ says, wants, fix lang.Text }

func (c *checker) add(path string, m mistake) {
	at := c.at(path)
	c.problems = append(c.problems, declaration.Problem{
		Place: at, Message: m.says, Expected: m.wants, Fix: m.fix, Excerpt: c.src.Excerpt(at, 0),
	})
}

var print = regexp.MustCompile(`^[0-9a-f]{32}$`)

func (c *checker) entry(e *Entry, before []*Entry) {
	path := e.Place.Path
	if _, ok := lint.RuleByID(e.Rule); !ok {
		c.add(path+".rule", unknownRule)
	}
	switch {
	case e.Named == "" && e.Fingerprint == "":
		c.add(path, neither)
	case e.Named != "" && e.Fingerprint != "":
		c.add(path+".fingerprint", both)
	case e.Fingerprint != "" && !print.MatchString(e.Fingerprint):
		c.add(path+".fingerprint", noFingerprint)
	}
	if k := slices.IndexFunc(before, e.same); k >= 0 {
		c.add(path, twice(before[k].Place))
	}
	c.period(e)
}

// same reports whether two entries put the same finding aside.
func (e *Entry) same(o *Entry) bool {
	return e.Rule == o.Rule && e.Named == o.Named && e.Fingerprint == o.Fingerprint && e.In == o.In
}

// period checks for how long the entry holds.
func (c *checker) period(e *Entry) {
	since, until := c.today, e.until()
	if e.Since != "" {
		since, _ = workday.ParseDay(e.Since) // its form was checked
	}
	switch {
	case c.today.Before(since):
		c.add(e.Place.Path+".since", notYet)
	case e.Since != "" && until.Before(since):
		c.add(e.Place.Path+".until", backwards)
	case LastDay(since).Before(until):
		c.add(e.Place.Path+".until", tooLong(LastDay(since)))
	}
}

// until is the last day on which the entry holds.
func (e *Entry) until() workday.Day {
	day, _ := workday.ParseDay(e.Until) // its form was checked
	return day
}

// Left is how many days the entry still holds: 0 on its last day, less afterwards.
func (e *Entry) Left(today workday.Day) int {
	return int(e.until().Start().Sub(today.Start()).Hours() / 24)
}

// LastDay is the last day to which something put aside on a day can be.
func LastDay(since workday.Day) workday.Day {
	return workday.DayOf(since.Start().AddDate(0, 0, Longest))
}

var (
	wrongVersion = mistake{
		says:  lang.Text{ZH: "不认识这个格式版本", EN: "this version of the format is not known"},
		wants: lang.Text{ZH: "1", EN: "1"}, fix: lang.Text{ZH: "写 volens-ignore: 1", EN: "write volens-ignore: 1"},
	}
	unknownRule = mistake{
		says:  lang.Text{ZH: "没有这条规则", EN: "there is no such rule"},
		wants: lang.Text{ZH: "规则名，如 use-without-retention", EN: "the name of a rule, such as use-without-retention"},
		fix:   lang.Text{ZH: "用 volens explain 查看全部规则", EN: "volens explain lists all rules"},
	}
	neither = mistake{
		says:  lang.Text{ZH: "没有写明是哪一处问题", EN: "it does not say which finding"},
		wants: lang.Text{ZH: "path 或 fingerprint", EN: "path or fingerprint"},
		fix:   lang.Text{ZH: "从 volens lint -o json 抄 named 或 fingerprint，或用 volens ignore add", EN: "copy named or fingerprint from volens lint -o json, or use volens ignore add"},
	}
	both = mistake{
		says: lang.Text{ZH: "path 与 fingerprint 只能写一个", EN: "path and fingerprint exclude each other"},
		fix:  lang.Text{ZH: "删去一个", EN: "remove one of them"},
	}
	noFingerprint = mistake{
		says:  lang.Text{ZH: "写法不对", EN: "not well formed"},
		wants: lang.Text{ZH: "32 位十六进制数字的指纹", EN: "a fingerprint of 32 hexadecimal digits"},
		fix:   lang.Text{ZH: "从 volens lint -o json 抄 fingerprint", EN: "copy fingerprint from volens lint -o json"},
	}
	notYet = mistake{
		says: lang.Text{ZH: "开始之日还没有到", EN: "the first day has not come"},
		fix:  lang.Text{ZH: "写今天或以前的日期，或删去 since", EN: "write today or an earlier day, or remove since"},
	}
	backwards = mistake{
		says: lang.Text{ZH: "结束之日早于开始之日", EN: "the last day is before the first"},
		fix:  lang.Text{ZH: "改正其中一个日期", EN: "correct one of the days"},
	}
)

func twice(before declaration.Place) mistake {
	return mistake{
		says: lang.Text{ZH: fmt.Sprintf("同一处问题写了两次，第一次在 %s", before), EN: fmt.Sprintf("the same finding is there twice, first at %s", before)},
		fix:  lang.Text{ZH: "删去一个", EN: "remove one of them"},
	}
}

func tooLong(last workday.Day) mistake {
	return mistake{
		says:  lang.Text{ZH: fmt.Sprintf("超过 %d 天", Longest), EN: fmt.Sprintf("longer than %d days", Longest)},
		wants: lang.Text{ZH: fmt.Sprintf("不晚于 %s 的日期", last), EN: fmt.Sprintf("a day not after %s", last)},
		fix:   lang.Text{ZH: "写近一些的日期，到期再决定", EN: "write an earlier day, and decide again when it comes"},
	}
}

// ErrNoRoom says that an entry cannot be added or removed without writing the file
// anew: that is left to people, whose comments are in it.
var ErrNoRoom = errors.New("the file is written in a way that leaves no room for this change")
