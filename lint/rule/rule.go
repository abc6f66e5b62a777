// Package rule is what every rule of lint is made of: what a rule says of itself,
// how it reports, and the questions that many rules put to a declaration.
package rule

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Severity says how sure a finding is. Values are permanent.
type Severity string

// The severities.
const (
	Breach  Severity = "breach"  // what is declared goes against the articles
	Warning Severity = "warning" // it does by a reading that others may not share
)

// Text says the severity to people.
func (s Severity) Text() lang.Text {
	if s == Warning {
		return lang.Text{ZH: "提醒", EN: "warning"}
	}
	return lang.Text{ZH: "违反", EN: "breach"}
}

// A Rule is one duty, or several that ask the same, as far as a declaration can
// break it.
type Rule struct {
	ID         string         // permanent slug
	Title      lang.Text      // what is wrong, in a few words
	Reason     lang.Text      // what the law asks, and how we read it
	Cites      []law.Citation // every article that a finding may rest on
	Severity   Severity
	Bad, Good  string    // examples; see lint.Example
	Fix        lang.Text // how to put it right
	NotChecked lang.Text // the part of the duty that people must judge, or zero
	Concerns   Concern   // whether NotChecked is worth asking of a declaration; nil: of every one
	Check      func(d *declaration.Declaration, report Report)
}

// A Concern tells whether what a question is about is there at all.
type Concern func(d *declaration.Declaration) bool

// Report takes one finding: the path it is about, what is wrong, and the
// articles it rests on where they are not all those of the rule.
type Report func(path string, message lang.Text, cites ...law.Citation)
