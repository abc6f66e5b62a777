package endpoint

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/webhook"
)

// A Sample is what the kit works with: two people of a system for tests, each with a
// few rows in one holding. The rows of Person are erased. Neither id is in the
// result.
type Sample struct {
	Holding string
	Column  string // that finds rows, as in found: [{in: …}]; "" for a pattern with {person} in it
	By      string // the identifier; "" for person
	Person  string
	Other   string
}

// A Result is one thing that an endpoint has to keep to, and whether it does.
type Result struct {
	ID     string // permanent
	Rule   lang.Text
	Passed bool
	Got    string // what came instead, without any value; "" where it passed
}

// Check has an endpoint show that it keeps to the protocol, on people made up for
// it. It erases the rows of sample.Person.
//
// Errors: fault.Invalid where the address or the sample is wrong. That nobody
// answers is a result.
func Check(ctx context.Context, address string, sample Sample, o Options) ([]Result, error) {
	l, err := open(address, o)
	if err != nil {
		return nil, err
	}
	defer l.close()
	if sample.Holding == "" || sample.Person == "" || sample.Other == "" || sample.Person == sample.Other {
		return nil, errInvalid.WithFix("给出一处、两个不同的测试用户", "give a holding and two different people")
	}
	if sample.By == "" {
		sample.By = declaration.Person
	}
	return l.check(ctx, sample), nil
}

func (l *line) check(ctx context.Context, sample Sample) []Result {
	k := &kit{line: l, sample: sample}
	var all []Result
	for _, c := range checks {
		got := c.run(ctx, k)
		all = append(all, Result{ID: c.id, Rule: c.rule, Passed: got == "", Got: got})
	}
	return all
}

// A kit is one run of the checks, in their order.
type kit struct {
	*line
	sample Sample
	rows   int64 // of the person, before the deed
	done   int64
	deed   string // id of the question that did it
	others []plan.Record
}

// target is the rows of the sample's holding.
func (k *kit) target() plan.Target {
	t := plan.Target{Holding: k.sample.Holding}
	if k.sample.Column != "" {
		t.Found = []*declaration.Found{{In: k.sample.Column, By: k.sample.By}}
	}
	return t
}

func (k *kit) keys(ids ...string) plan.Keys { return plan.Keys{k.sample.By: ids} }

// count asks for the number of rows of somebody.
func (k *kit) count(ctx context.Context, id string) (int64, error) {
	return connector{k.line}.Count(ctx, k.target(), k.keys(id))
}

// read asks for the rows of somebody.
func (k *kit) read(ctx context.Context, id string) ([]plan.Record, error) {
	var all []plan.Record
	for r, err := range (connector{k.line}).Read(ctx, k.target(), k.keys(id), nil) {
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// look asks whether the person's rows are left.
func (k *kit) look(ctx context.Context) ([]plan.Residue, error) {
	return looker{k.line}.Look(ctx, plan.Search{Targets: []plan.Target{k.target()}, By: k.keys(k.sample.Person)})
}

// column picks a column that says something in every row, beside the one that finds
// it, and says how long the longest text in it is, in characters.
func (k *kit) column(rows []plan.Record) (name string, longest int) {
	for _, r := range rows[:min(1, len(rows))] {
		for _, name := range slices.Sorted(maps.Keys(r)) {
			longest = 0
			full := !slices.ContainsFunc(rows, func(r plan.Record) bool {
				longest = max(longest, utf8.RuneCountInString(r[name]))
				return slices.Contains([]string{"", "0", "false"}, r[name])
			})
			if full && name != k.sample.Column {
				return name, longest
			}
		}
	}
	return "", 0
}

// unchanged asks how many of the person's rows have a column that is not as it has to
// be.
func (k *kit) unchanged(ctx context.Context, column string, as declaration.Transform) (n int64, err error) {
	left, err := looker{k.line}.Look(ctx, plan.Search{By: k.keys(k.sample.Person),
		Changed: []plan.Changed{{Target: k.target(), As: map[string]declaration.Transform{column: as}}}})
	for _, r := range left {
		n += r.Count
	}
	return n, err
}

// doing is the body of the deed.
func (k *kit) doing() Request {
	return Request{V: Version, Op: Do, Target: targetOf(k.target()), Keys: k.keys(k.sample.Person), Delete: true}
}

// harmless is the body of a question that changes nothing.
func (k *kit) harmless() []byte {
	body, _ := json.Marshal(Request{V: Version, Op: Count, Target: targetOf(k.target()), Keys: k.keys(k.sample.Person)})
	return body
}

// refuses sends a message as it is and wants it refused.
func (k *kit) refuses(ctx context.Context, s webhook.Signed, body []byte) string {
	status, _, err := k.send(ctx, s, body)
	if err != nil {
		return broken(err)
	}
	return unless(status/100 == 4, "应答复 4xx，实为 %[1]d / wanted 4xx, saw %[1]d", status)
}

// signed signs a body for some time from now.
func (k *kit) signed(body []byte, shift time.Duration) webhook.Signed {
	s, _ := webhook.Sign(rand.Text(), k.now().Add(shift), body, k.secrets...) // the secrets were read, and the id has the form
	return s
}

// broken says an error without a value.
func broken(err error) string { return ofNetwork(err).Error() }

// unless says what came, unless it is right.
func unless(right bool, form string, what ...any) string {
	if right {
		return ""
	}
	return fmt.Sprintf(form, what...)
}

// kindOf says of which kind an answer's error is, if it has the form of one.
func kindOf(a Answer, err error) string {
	switch {
	case err != nil:
		return seen(err)
	case a.Error == nil:
		return "no error"
	case a.Error.Kind == KindInvalid || a.Error.Kind == KindUnavailable:
		return "error.kind = " + a.Error.Kind
	}
	return "another error.kind"
}

// seen says what is wrong with the form of an answer, if anything is.
func seen(err error) string {
	if why, ok := errors.AsType[cause](err); ok {
		return string(why)
	}
	return "in the form agreed"
}
