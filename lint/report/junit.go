package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"

	"github.com/volens/volens/lang"
)

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string       `xml:"name,attr"`
	Class   string       `xml:"classname,attr"`
	File    string       `xml:"file,attr,omitempty"`
	Line    int          `xml:"line,attr,omitempty"`
	Failure *junitReason `xml:"failure"`
	Error   *junitReason `xml:"error"`
	Skipped *junitReason `xml:"skipped"`
}

type junitReason struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// junit writes a finding as a test that failed, an entry that wrongly puts findings
// aside as an error, and as one that was skipped a question, and a finding that is
// put aside or in the baseline. No test ever passes: that a rule found nothing does
// not show that nothing is wrong.
func (p page) junit() ([]byte, error) {
	suite := junitSuite{Name: "volens lint"}
	for _, e := range slices.Concat(p.all(), p.wrong) {
		c := junitCase{Name: e.place(), Class: e.Rule, File: e.Place.File, Line: e.Place.Line}
		why := &junitReason{Message: e.Message.In(p.lang), Type: string(e.Severity), Text: reasonText(e)}
		if e.Severity == unreadable {
			if len(p.problems) == 0 { // it could be read: something is wrong with what is put aside
				why.Type = "suppression"
			}
			c.Class, c.Error = why.Type, why
			suite.Errors++
		} else {
			c.Failure = why
			suite.Failures++
		}
		suite.Cases = append(suite.Cases, c)
	}
	for i, q := range p.questions {
		class := q.Rule
		if class == "" {
			class = "volens"
		}
		suite.Cases = append(suite.Cases, junitCase{
			Name: fmt.Sprintf("%s %d", p.say("须由人判断", "for people"), i+1), Class: class,
			Skipped: &junitReason{Message: p.say("没有检查：", "not checked: ") + q.Ask.In(p.lang)},
		})
		suite.Skipped++
	}
	for _, h := range p.held {
		c := junitCase{Name: h.place(), Class: h.Rule, File: h.Place.File, Line: h.Place.Line, Skipped: &junitReason{Message: p.say("在基线中：", "in the baseline: ") + h.Message.In(p.lang)}}
		if h.aside != nil {
			c.Skipped.Message = p.say("暂不处理", "suppressed") + p.say("（", " (") + h.term(p.lang) + p.say("）：", "): ") + h.why.In(p.lang)
		}
		suite.Cases = append(suite.Cases, c)
		suite.Skipped++
	}
	suite.Tests = len(suite.Cases)
	text, err := xml.MarshalIndent(junitSuites{Suites: []junitSuite{suite}}, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

// reasonText says an entry in both languages, since the viewer's is not known.
func reasonText(e entry) string {
	var b bytes.Buffer
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		b.WriteString("\n" + e.Message.In(l) + "\n")
		if len(e.Cites) > 0 {
			b.WriteString(e.articles(l) + "\n")
		}
		if fix := e.Fix.In(l); fix != "" {
			b.WriteString(lang.Text{ZH: "改法：", EN: "fix: "}.In(l) + fix + "\n")
		}
	}
	if e.Rule != "" {
		b.WriteString(helpOf(e.Rule) + "\n")
	}
	return b.String()
}
