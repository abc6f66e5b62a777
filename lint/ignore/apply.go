package ignore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/workday"
)

// A Finding is a finding and what was said about it.
type Finding struct {
	lint.Finding
	Entry  *Entry // nil where nobody put it aside
	Lapsed bool   // the entry holds no longer: the finding is back
}

// Suppressed reports whether the finding is put aside today.
func (f Finding) Suppressed() bool { return f.Entry != nil && !f.Lapsed }

// Apply says of each finding whether it is put aside today. A finding that is back
// says so in its message. It keeps their order. An entry puts aside as many findings
// as it says, and no further one of the same rule at the same path.
func (l *List) Apply(findings []lint.Finding, today workday.Day) []Finding {
	all, taken := make([]Finding, 0, len(findings)), map[*Entry]int{}
	for _, f := range findings {
		e := l.about(f, func(e *Entry) bool { return taken[e] < max(1, e.Times) })
		taken[e]++
		one := Finding{f, e, e != nil && e.Left(today) < 0}
		if one.Lapsed {
			one.Message = lang.Text{
				ZH: fmt.Sprintf("%s；曾由 %s 决定暂不处理到 %s，已过期", f.Message.ZH, e.By, e.Until),
				EN: fmt.Sprintf("%s; suppressed until %s by %s, lapsed", f.Message.EN, e.Until, e.By),
			}
		}
		all = append(all, one)
	}
	return all
}

// about returns the entry on a finding that holds longest, of those that are free,
// or nil.
func (l *List) about(f lint.Finding, free func(*Entry) bool) *Entry {
	var found *Entry
	for _, e := range l.Entries {
		if e.means(f) && free(e) && (found == nil || found.Until < e.Until) {
			found = e
		}
	}
	return found
}

// means reports whether the entry is about a finding.
func (e *Entry) means(f lint.Finding) bool {
	return e.Rule == f.Rule && (e.In == "" || e.In == base(f.Place.File)) &&
		(e.Named != "" && e.Named == f.Named || e.Fingerprint != "" && e.Fingerprint == f.Fingerprint())
}

func base(file string) string { return file[strings.LastIndexAny(file, `/\`)+1:] }

// Unused returns the entries that put aside none of the findings, which are to be
// those under every rulebook. Entries about another file are left alone, as long as
// other says that there is one.
func (l *List) Unused(findings []lint.Finding, other func(file string) bool) []*Entry {
	var unused []*Entry
	for _, e := range l.Entries {
		if !slices.ContainsFunc(findings, e.means) && !e.elsewhere(other) {
			unused = append(unused, e)
		}
	}
	return unused
}

// elsewhere reports whether the entry is about another file.
func (e *Entry) elsewhere(other func(file string) bool) bool { return e.In != "" && other(e.In) }

// Problems says what is wrong with entries today: they lapsed, or they are unused,
// as Unused has it. Both make a check fail.
func (l *List) Problems(findings []lint.Finding, other func(file string) bool, today workday.Day) []declaration.Problem {
	var all []declaration.Problem
	src, unused := declaration.Source{Files: []declaration.File{l.file}}, l.Unused(findings, other)
	for _, e := range l.Entries {
		m, wrong := e.wrong(slices.Contains(unused, e), today)
		if wrong && !e.elsewhere(other) {
			all = append(all, declaration.Problem{
				Place: e.Place, Message: m.says, Expected: m.wants, Fix: m.fix, Excerpt: src.Excerpt(e.Place, 0),
			})
		}
	}
	return all
}

func (e *Entry) wrong(unused bool, today workday.Day) (mistake, bool) {
	lapsed := e.Left(today) < 0
	switch {
	case lapsed && unused:
		return mistake{
			says: lang.Text{
				ZH: fmt.Sprintf("%s 决定暂不处理到 %s，已过期；%s 的这处问题也不在了", e.By, e.Until, e.Rule),
				EN: fmt.Sprintf("suppressed until %s by %s, lapsed; this finding of %s is gone too", e.Until, e.By, e.Rule),
			},
			fix: lang.Text{ZH: "删去这一项", EN: "remove the entry"},
		}, true
	case lapsed:
		return mistake{
			says: lang.Text{
				ZH: fmt.Sprintf("%s 决定暂不处理到 %s，已过期；%s 的问题又报告出来了", e.By, e.Until, e.Rule),
				EN: fmt.Sprintf("suppressed until %s by %s, lapsed; the finding of %s is back", e.Until, e.By, e.Rule),
			},
			fix: lang.Text{ZH: "改正问题并删去这一项；确要延期的，由决定的人改写 since、until 和 reason", EN: "put the finding right and remove the entry; to go on, whoever decides it rewrites since, until and reason"},
		}, true
	case unused:
		return mistake{
			says: lang.Text{
				ZH: fmt.Sprintf("这一项没有对应的问题：%s", e.Rule),
				EN: fmt.Sprintf("this entry suppresses nothing: %s", e.Rule),
			},
			fix: lang.Text{ZH: "已改正的，删去这一项（volens lint --fix 会删）；路径变了的，用 volens ignore add 重新写", EN: "if it was put right, remove the entry (volens lint --fix does); if its path changed, write it anew with volens ignore add"},
		}, true
	}
	return mistake{}, false
}
