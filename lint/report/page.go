package report

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/lint/rule"
)

// A page is a result whose every text is neutral: what a format quotes is only
// what is special to that format.
type page struct {
	entries   []entry
	questions []lint.Question
	problems  []entry
	held      []heldEntry // findings that are not among the entries
	wrong     []entry     // what is wrong with entries that put aside
	stale     int
	baseline  bool
	lang      lang.Lang
	version   string
}

// An entry is one finding, or one reason why a declaration cannot be read.
type entry struct {
	lint.Finding
	excerpt  string    // the line with a caret, or ""
	line     string    // the line from the column on, or ""
	identity string    // the fingerprint, or "" of what is no finding
	expected lang.Text // what could stand there instead, of what cannot be read
}

// Unreadable stands where findings have their severity, for what is none: the
// declaration could not be read.
const unreadable lint.Severity = "unreadable"

func (r Result) page() page {
	p := page{questions: r.Questions, lang: r.Lang, version: r.Version, held: r.held(), stale: r.Stale, baseline: r.Baseline}
	for _, f := range r.Findings {
		p.entries = append(p.entries, r.entry(f))
	}
	for _, b := range r.Problems {
		p.problems = append(p.problems, r.problem(b, lang.Text{ZH: "声明读不了", EN: "the declaration cannot be read"}))
	}
	for _, b := range r.Entries {
		p.wrong = append(p.wrong, r.problem(b, lang.Text{ZH: "暂不处理的条目有误", EN: "trouble with what is put aside"}))
	}
	return p
}

// problem is the entry of what is no finding.
func (r Result) problem(b declaration.Problem, title lang.Text) entry {
	e := r.entry(lint.Finding{Severity: unreadable, Place: b.Place, Message: b.Message, Fix: b.Fix, Title: title})
	e.expected = both(b.Expected)
	return e
}

func (r Result) entry(f lint.Finding) entry {
	e := entry{Finding: f, excerpt: r.Sources.Excerpt(f.Place, 0), line: rest(r.Sources, f.Place)}
	if f.Rule != "" {
		e.identity = f.Fingerprint() // of the names as they are
	}
	e.Place.File, e.Place.Path = clean(f.Place.File), clean(f.Place.Path)
	e.Title, e.Message, e.Fix = both(f.Title), both(f.Message), both(f.Fix)
	return e
}

// articles lists what the entry rests on, by status.
func (e entry) articles(l lang.Lang) string { return law.ByStatus(l, e.Cites) }

// place is file:line:column, or the file alone where there is no line.
func (e entry) place() string {
	if e.Place.Line == 0 {
		return e.Place.File
	}
	return e.Place.String()
}

// both cleans both halves of a text.
func both(t lang.Text) lang.Text { return lang.Text{ZH: clean(t.ZH), EN: clean(t.EN)} }

// clean makes text safe to print on one line: blanks of every kind, among them
// ends of lines, become blanks, and whatever could steer a terminal or turn text
// around becomes the replacement character.
func clean(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c) || unicode.Is(unicode.Zs, c):
			return ' '
		case !unicode.IsPrint(c):
			return unicode.ReplacementChar
		}
		return c
	}, s)
}

// longest is how many characters of a line go into a report.
const longest = 200

// rest returns the line at a place from its column on.
func rest(src declaration.Source, at declaration.Place) string {
	for _, f := range src.Files {
		if f.Name != at.File {
			continue
		}
		n := 0
		for line := range strings.Lines(f.Text) {
			if n++; n == at.Line {
				chars := []rune(clean(strings.TrimRight(line, "\r\n")))
				from := min(max(at.Column-1, 0), len(chars))
				return string(chars[from:min(len(chars), from+longest)])
			}
		}
	}
	return ""
}

// summary is the closing line: how many findings, how many of them rest on law in
// force, and how many questions lint leaves to people.
func (p page) summary() lang.Text {
	if len(p.problems) > 0 {
		return rule.Say("%s 处读不了，什么也没有检查", "%s unreadable, nothing was checked", many(len(p.problems), "place"))
	}
	inForce := 0
	for _, e := range p.entries {
		if e.InForce() {
			inForce++
		}
	}
	t := rule.Say("%s 处问题，其中 %s 处有现行有效的条文为据", "%s, %s resting on articles in force",
		many(len(p.entries), "finding"), rule.Plain(inForce))
	switch {
	case len(p.entries) > 0:
	case len(p.held) > 0:
		t = lang.Text{ZH: "没有其他问题", EN: "no other findings"}
	default:
		t = lang.Text{ZH: "没有发现问题", EN: "no findings"}
	}
	return rule.Say("%s%s；另有 %s 个问题须由人判断，没有检查（volens explain）", "%s%s; %s for people, not checked (volens explain)",
		t, p.heldText(), many(len(p.questions), "question"))
}

// many counts things: in Chinese the number alone, in English with the noun.
func many(n int, noun string) lang.Text {
	t := lang.Text{ZH: fmt.Sprint(n), EN: fmt.Sprint(n) + " " + noun}
	if n != 1 {
		t.EN += "s"
	}
	return t
}

// severity says how sure an entry is, to people.
func (e entry) severity() lang.Text {
	if e.Severity == unreadable {
		return lang.Text{ZH: "读不了", EN: "unreadable"}
	}
	return e.Severity.Text()
}

// say picks the half of a text that the page speaks.
func (p page) say(zh, en string) string { return lang.Text{ZH: zh, EN: en}.In(p.lang) }

// all are the problems or the entries: there are never both.
func (p page) all() []entry {
	if len(p.problems) > 0 {
		return p.problems
	}
	return p.entries
}
