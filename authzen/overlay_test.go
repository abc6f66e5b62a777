package authzen_test

import (
	"strings"
	"testing"

	"github.com/volens/volens/authzen"
)

// TestOverlayFlaws: every mistake is found, where it stands.
func TestOverlayFlaws(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":              {"", "f.yaml:1:1: "},
		"not YAML":           {"a: [", "f.yaml:1:1: "},
		"no version":         {"rules: []", "f.yaml:1:1: 缺少 overlay: 1"},
		"another version":    {"overlay: 2", "f.yaml:1:10: 只认识 overlay: 1"},
		"unknown key":        {"overlay: 1\nrule: []", "f.yaml:2:1: 没有这个键"},
		"key twice":          {"overlay: 1\noverlay: 1", "f.yaml:2:1: 同一个键写了两次"},
		"a number for a key": {"overlay: 1\nresources:\n  record:\n    101: {}", "f.yaml:4:5: 键应为文本"},
		"an alias":           {"overlay: 1\nsubjects: &a\n  u: {}\nresources: *a", "f.yaml:4:12: 不支持引用"},
		"an id attribute":    {"overlay: 1\nsubjects: {u: {a: {id: b}}}", "f.yaml:2:20: id 与 type 不是属性"},
		"a nested attribute": {"overlay: 1\nsubjects: {u: {a: {b: {c: d}}}}", "f.yaml:2:23: 应为文本、数字"},
		"our type, listed":   {"overlay: 1\nresources: {use: {}}", "f.yaml:2:13: use、function、item"},
		"our type, in rules": {"overlay: 1\nrules:\n  - {who: user, may: process, on: [todo, use]}", "f.yaml:3:42: use、function、item"},
		"half a rule":        {"overlay: 1\nrules:\n  - {who: user, may: read}", "f.yaml:3:5: 每条规则须写"},
		"an unknown test":    {"overlay: 1\nrules:\n  - {who: user, may: read, on: x, when: {subject.a: {was: b}}}", "f.yaml:3:54: 没有这个比较"},
		"no test":            {"overlay: 1\nrules:\n  - {who: user, may: read, on: x, when: {subject.a: {}}}", "f.yaml:3:53: 这里没有写条件"},
		"a bad path":         {"overlay: 1\nrules:\n  - {who: user, may: read, on: x, when: {role: {is: b}}}", "f.yaml:3:42: 属性的写法"},
		"has no list":        {"overlay: 1\nrules:\n  - {who: user, may: read, on: x, when: {subject.a: {in: b}}}", "f.yaml:3:58: 应为列表"},
		"two documents":      {"overlay: 1\n---\noverlay: 1", "f.yaml:1:1: 应为一份"},
		"not UTF-8":          {"overlay: 1 # \xd5\xc5", "f.yaml:1:1: 应为 4 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := authzen.ParseOverlay("f.yaml", c.text)
			if err == nil || o != nil || !strings.HasPrefix(err.Error(), c.want) || !strings.Contains(err.Error(), " / ") {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAllFlawsAreShown(t *testing.T) {
	_, err := authzen.ParseOverlay("f.yaml", "overlay: 2\nrules: {}\nfoo: 1")
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("got %v", err)
	}
}

const people = `overlay: 1
subjects: {user: {ann: {role: clerk, level: 2, tags: [a, b]}}}
rules:
  - {who: user, may: seal, on: doc, when: {subject.role: {is: notary}}}
  - {who: user, may: open, on: doc, when: {resource.state: {not: sealed}}}
  - {who: user, may: copy, on: doc, when: {subject.tags: {has: a}, subject.level: {in: [1, 2]}}}
  - {who: user, may: hand, on: doc, when: {resource.of: {same-as: subject.role}}}
  - {who: machine, may: copy, on: doc}
`

// TestNeitherSideTalksTheOtherRound: what a request says of a subject cannot lift
// what the overlay says, and what nobody says satisfies nothing.
func TestNeitherSideTalksTheOtherRound(t *testing.T) {
	o, err := authzen.ParseOverlay("people.yaml", people)
	if err != nil {
		t.Fatal(err)
	}
	p := &authzen.Point{Overlay: o}
	for name, c := range map[string]struct {
		subject, resource object
		action            string
		want              bool
	}{
		"claims another role":         {object{"role": "notary"}, nil, "seal", false},
		"state not told":              {nil, nil, "open", false},
		"state told, open":            {nil, object{"state": "draft"}, "open", true},
		"state told, sealed":          {nil, object{"state": "sealed"}, "open", false},
		"state is a list":             {nil, object{"state": []string{"draft"}}, "open", false},
		"by what is listed":           {nil, nil, "copy", true},
		"sends fewer tags":            {object{"tags": []string{"b"}}, nil, "copy", false},
		"sends an object for tags":    {object{"tags": object{"a": 1}}, nil, "copy", false},
		"the same attribute":          {nil, object{"of": "clerk"}, "hand", true},
		"claims the same attribute":   {object{"role": "notary"}, object{"of": "notary"}, "hand", false},
		"both claim an object":        {object{"role": object{}}, object{"of": object{}}, "hand", false},
		"an action nobody may":        {nil, nil, "burn", false},
		"null is not stated":          {nil, object{"state": nil}, "open", false},
		"a claim to be somebody else": {object{"id": "ann", "type": "machine"}, nil, "burn", false},
	} {
		t.Run(name, func(t *testing.T) {
			q := object{"subject": object{"type": "user", "id": "ann", "properties": c.subject}, "action": object{"name": c.action}, "resource": object{"type": "doc", "id": "1", "properties": c.resource}}
			if got := decision(t, p, q); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
	stranger := object{"subject": object{"type": "user", "id": "bob"}, "action": object{"name": "open"}, "resource": object{"type": "doc", "id": "1", "properties": object{"state": "draft"}}}
	if decision(t, p, stranger) {
		t.Error("somebody who is not listed may open")
	}
	machine := object{"subject": object{"type": "machine", "id": "m"}, "action": object{"name": "copy"}, "resource": object{"type": "doc", "id": "1"}}
	if !decision(t, p, machine) {
		t.Error("a type that lists nobody has anybody")
	}
}
