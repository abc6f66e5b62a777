package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/lint/ignore"
	"github.com/volens/volens/workday"
)

type ignoreCommand struct {
	Add  ignoreAdd  `cmd:"" help:"暂不处理一处问题：写明理由、期限和由谁决定 | put one finding aside: why, until when, by whom"`
	List ignoreList `cmd:"" help:"列出暂不处理的问题 | list what is put aside"`
}

type ignoreAdd struct {
	Rule     string `arg:"" help:"规则名 | name of the rule"`
	Where    string `arg:"" name:"path" help:"问题的路径（volens lint -o json 的 named 或 path）或指纹 | path of the finding, as named or path of volens lint -o json, or its fingerprint"`
	Path     string `arg:"" optional:"" name:"declaration" help:"声明文件或文件夹，默认 volens.yaml，没有则当前文件夹 | a file or a folder; by default volens.yaml, or else the current folder"`
	Reason   string `required:"" help:"为什么暂不处理 | why" placeholder:"TEXT"`
	ReasonEn string `help:"英文的理由 | the reason in English" placeholder:"TEXT"`
	Until    string `required:"" help:"到哪天为止，含当天，至多 180 天 | the last day, at most 180 days on" placeholder:"YYYY-MM-DD"`
	By       string `required:"" help:"谁决定的 | who decided it" placeholder:"NAME"`
	Today    string `help:"从哪一天看，默认今天 | as of which day, by default today" placeholder:"YYYY-MM-DD"`
	speech   `embed:""`
}

type ignoreList struct {
	Path       string `arg:"" optional:"" name:"declaration" help:"声明文件或文件夹，默认 volens.yaml，没有则当前文件夹 | a file or a folder; by default volens.yaml, or else the current folder"`
	Expired    bool   `help:"只列已过期的 | only those that lapsed" xor:"which"`
	ExpiringIn *int   `help:"只列多少天内到期的 | only those that lapse within so many days" placeholder:"DAYS" xor:"which"`
	Today      string `help:"从哪一天看，默认今天 | as of which day, by default today" placeholder:"YYYY-MM-DD"`
	speech     `embed:""`
}

// onDay is the day asked for, or today.
func onDay(today string) (workday.Day, error) {
	now, err := (&dutiesCommand{Today: today}).now()
	return workday.DayOf(now), err
}

// readOne reads one declaration with what is put aside in it.
func readOne(p *process, path string, today workday.Day, l lang.Lang) (aside, error) {
	all, broken := (&lintCommand{Paths: nonEmpty(path)}).read(today)
	if broken != nil {
		return aside{}, refuse(p, "", broken, l)
	}
	return all[0], nil
}

// Run puts one finding aside. Only what lint finds today can be.
func (c *ignoreAdd) Run(p *process) error {
	today, err := onDay(c.Today)
	if err != nil {
		return err
	}
	if _, ok := lint.RuleByID(c.Rule); !ok {
		return unknown(c.Rule, c.language(p))
	}
	a, err := readOne(p, c.Path, today, c.language(p))
	if err != nil {
		return err
	}
	found, err := c.sought(a)
	if err != nil {
		return err
	}
	if e := a.list.Apply(found[:1], today)[0].Entry; e != nil {
		return usage{fmt.Errorf("%s:%d: 已经写了 / it is there already", a.asideFile(), e.Line), ""}
	}
	return c.write(p, a, found, today)
}

// sought returns the findings of the rule at the path.
func (c *ignoreAdd) sought(a aside) ([]lint.Finding, error) {
	var found []lint.Finding
	var paths []string
	for _, f := range a.run(lint.Options{}) {
		if f.Rule != c.Rule {
			continue
		}
		if c.Where == f.Named || c.Where == f.Place.Path || c.Where == f.Fingerprint() {
			found = append(found, f)
		}
		paths = append(paths, f.Named)
	}
	for _, f := range found {
		if f.Named != found[0].Named {
			return nil, usage{errors.New("路径不止指一处 / this path means several"), strings.Join(paths, "  ")}
		}
	}
	if len(found) == 0 {
		hint := "volens lint"
		if len(paths) > 0 {
			hint = strings.Join(slices.Compact(paths), "  ")
		}
		return nil, usage{fmt.Errorf("%s 在那里没有问题 / there is no finding of %s there", c.Rule, c.Rule), hint}
	}
	return found, nil
}

func (c *ignoreAdd) write(p *process, a aside, found []lint.Finding, today workday.Day) error {
	file := declaration.File{Name: ignore.Name, Text: a.list.Text()}
	if file.Text == "" {
		file.Text = ignore.Fresh
	}
	names := a.declaration.Source().Files
	e := ignore.Entry{
		Rule: c.Rule, Named: found[0].Named, Reason: lang.Text{ZH: c.Reason, EN: c.ReasonEn},
		Since: today.String(), Until: c.Until, By: c.By, Times: len(found),
	}
	for _, f := range names {
		if a.name(f.Name) == found[0].Place.File {
			e.In = f.Name
		}
	}
	text, err := ignore.Add(file, e, today)
	if wrong, ok := errors.AsType[*declaration.Errors](err); ok {
		return usage{errors.New(wrong.Problems[0].Message.Both()), wrong.Problems[0].Expected.Both()}
	}
	if err != nil {
		return usage{fmt.Errorf("%s: %w", a.asideFile(), err), "findings 放在文件最后，每项一行“- ” / put findings last in the file, each entry behind a dash"}
	}
	if err := replaceFile(a.asideFile(), text); err != nil {
		return err
	}
	p.complain(lang.Text{
		ZH: fmt.Sprintf("%s：%s 的 %d 处问题暂不处理，到 %s 为止", a.asideFile(), c.Rule, len(found), c.Until),
		EN: fmt.Sprintf("%s: findings of %s put aside until %s: %d", a.asideFile(), c.Rule, c.Until, len(found)),
	}.In(c.language(p)))
	return nil
}

// Run lists entries, those that lapse first at the top. That some lapsed is no
// fault of the command line, so the exit code is 0.
func (c *ignoreList) Run(p *process) error {
	l := c.language(p)
	today, err := onDay(c.Today)
	if err != nil {
		return err
	}
	a, err := readOne(p, c.Path, today, l)
	if err != nil {
		return err
	}
	all := slices.Clone(a.list.Entries)
	slices.SortStableFunc(all, func(x, y *ignore.Entry) int { return strings.Compare(x.Until, y.Until) })
	for _, e := range all {
		left := e.Left(today)
		if c.Expired && left >= 0 || c.ExpiringIn != nil && (left < 0 || left > *c.ExpiringIn) {
			continue
		}
		if _, err := fmt.Fprintln(p.out, row(a.asideFile(), e, left).In(l)); err != nil {
			return fmt.Errorf("writing the list: %w", err)
		}
	}
	return nil
}

// row says one entry.
func row(file string, e *ignore.Entry, left int) lang.Text {
	state := lang.Text{ZH: fmt.Sprintf("还有 %d 天", left), EN: fmt.Sprintf("days left: %d", left)}
	if left < 0 {
		state = lang.Text{ZH: "已过期", EN: "lapsed"}
	}
	what := e.Rule + " " + e.Named + e.Fingerprint
	return lang.Text{
		ZH: fmt.Sprintf("%s:%d: %s 到 %s 为止（%s），%s 决定：%s", file, e.Line, what, e.Until, state.ZH, e.By, e.Reason.In(lang.ZH)),
		EN: fmt.Sprintf("%s:%d: %s until %s (%s) by %s: %s", file, e.Line, what, e.Until, state.EN, e.By, e.Reason.In(lang.EN)),
	}
}
