package report

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	home        = "https://github.com/volens/volens"
)

// helpOf is the page on a rule, or "" for no rule.
func helpOf(rule string) string {
	if rule == "" {
		return ""
	}
	return home + "/blob/main/docs/rules/" + rule + ".md"
}

// sarif writes one run. Its rules are those that found something; what is not checked is among the properties of the run and, for whoever
// shows no properties, one notification. Where a declaration cannot be read the
// run was not successful and has no results.
func (p page) sarif() ([]byte, error) {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "volens", Version: p.version, InformationURI: home, Rules: p.sarifRules(), Language: p.tag(),
		}},
		Language:    p.tag(),
		ColumnKind:  "unicodeCodePoints",
		Invocations: []sarifInvocation{p.sarifInvocation()},
		Results:     []sarifResult{},
	}
	for _, e := range p.entries {
		run.Results = append(run.Results, p.sarifResult(e, "new", run.Tool.Driver.Rules))
	}
	for _, h := range p.held {
		run.Results = append(run.Results, p.sarifHeld(h, run.Tool.Driver.Rules))
	}
	if len(p.questions) > 0 {
		run.Properties = &sarifUnchecked{}
		for _, q := range p.questions {
			run.Properties.NotChecked = append(run.Properties.NotChecked, questionJSON{q.Rule, q.Cites, q.Ask})
		}
	}
	return encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}}, "  ")
}

func (p page) tag() string {
	if p.lang == lang.EN {
		return "en"
	}
	return "zh-CN"
}

// sarifRules describes the rules that found something, in the order of the law.
func (p page) sarifRules() []sarifRule {
	rules := []sarifRule{}
	for _, r := range lint.Rules {
		if !slices.ContainsFunc(p.entries, func(e entry) bool { return e.Rule == r.ID }) &&
			!slices.ContainsFunc(p.held, func(h heldEntry) bool { return h.Rule == r.ID }) {
			continue
		}
		rules = append(rules, sarifRule{
			ID:               r.ID,
			ShortDescription: sarifText{Text: r.Title.In(p.lang)},
			FullDescription:  sarifText{Text: r.Reason.In(p.lang)},
			Help:             sarifText{Text: lint.Explain(r, p.lang), Markdown: ruleMarkdown(r, p.lang)},
			HelpURI:          helpOf(r.ID),
			Default:          sarifConfiguration{levelOf(r.Severity)},
			Properties:       sarifRuleBag{tags(r.Cites), r.Title},
		})
	}
	return rules
}

func levelOf(s lint.Severity) string {
	if s == lint.Warning {
		return "warning"
	}
	return "error"
}

// tags are articles in their machine form, each once.
func tags(cites []law.Citation) []string {
	all, seen := []string{}, map[string]bool{}
	for _, c := range cites {
		tag := strings.TrimSpace(string(c.Instrument) + " " + c.Ref())
		if !seen[tag] {
			all = append(all, tag)
		}
		seen[tag] = true
	}
	return all
}

// sarifHeld is the result of a finding that does not count today.
func (p page) sarifHeld(h heldEntry, rules []sarifRule) sarifResult {
	if h.aside == nil {
		return p.sarifResult(h.entry, "unchanged", rules)
	}
	r := p.sarifResult(h.entry, "new", rules)
	r.Suppressions = []sarifPutAside{{
		"external", "accepted", unlinked(h.why.In(p.lang) + " (" + h.term(p.lang) + ")"), sarifAsideBag{h.why, h.aside.Until, h.by},
	}}
	return r
}

func (p page) sarifResult(e entry, state string, rules []sarifRule) sarifResult {
	if !p.baseline {
		state = ""
	}
	return sarifResult{
		State:  state,
		RuleID: e.Rule, RuleIndex: slices.IndexFunc(rules, func(r sarifRule) bool { return r.ID == e.Rule }), Level: levelOf(e.Severity),
		Message:      sarifText{Text: unlinked(e.Message.In(p.lang) + " [" + e.articles(p.lang) + "]")},
		Locations:    []sarifLocation{sarifAt(e)},
		Fingerprints: map[string]string{"volens/v1": e.identity},
		Properties:   sarifResultBag{tags(e.Cites), e.InForce(), e.Message, e.Fix},
	}
}

// unlinked keeps text from being read as a link, which SARIF has in plain text too.
func unlinked(s string) string { return strings.ReplaceAll(s, "](", "] (") }

// sarifAt points at an entry. Files are relative to where volens was run.
func sarifAt(e entry) sarifLocation {
	at := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: filepath.ToSlash(e.Place.File)}).String()}}}
	if e.Place.Line > 0 {
		at.Physical.Region = &sarifRegion{StartLine: e.Place.Line, StartColumn: max(e.Place.Column, 1)}
		if e.line != "" {
			at.Physical.Region.Snippet = &sarifText{Text: e.line}
		}
	}
	if e.Place.Path != "" {
		at.Logical = []sarifLogical{{e.Place.Path}}
	}
	return at
}

func (p page) sarifInvocation() sarifInvocation {
	in := sarifInvocation{Successful: len(p.problems) == 0}
	for _, e := range p.problems {
		in.Notifications = append(in.Notifications, sarifNotification{"error", sarifText{Text: unlinked(e.Message.In(p.lang))}, []sarifLocation{sarifAt(e)}})
	}
	for _, e := range p.wrong {
		in.Notifications = append(in.Notifications, sarifNotification{"error", sarifText{Text: unlinked(e.Message.In(p.lang))}, []sarifLocation{sarifAt(e)}})
	}
	in.Notifications = append(in.Notifications, sarifNotification{Level: "note", Message: sarifText{Text: p.summary().In(p.lang)}})
	return in
}
