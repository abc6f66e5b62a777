package authzen

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/volens/volens/fault"
)

// An Entity is a subject or a resource. It prints as nothing: the id can be a
// person's.
type Entity struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Properties map[string]any `json:"-"` // as they were sent; answers carry none
}

// Format keeps ids and properties out of logs.
func (Entity) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "entity(redacted)") }

// An Action is what the subject wants to do with the resource.
type Action struct {
	Name       string         `json:"name"`
	Properties map[string]any `json:"-"`
}

// A Query is one question: may this subject do this to this resource, here.
type Query struct {
	Subject  Entity
	Action   Action
	Resource Entity
	Context  map[string]any
}

// The semantics of a batch.
const (
	ExecuteAll    = "execute_all"            // every question is answered
	DenyOnFirst   = "deny_on_first_deny"     // nothing is answered after the first denial
	PermitOnFirst = "permit_on_first_permit" // nothing is answered after the first permission
)

// MaxEvaluations bounds a batch.
const MaxEvaluations = 1000

// A Batch is several questions in one request.
type Batch struct {
	Single   bool // no list came: Items holds the one question, answered as a single one
	Semantic string
	Items    []Item
}

// An Item is one question of a batch, or what is wrong with it.
type Item struct {
	Query Query
	Err   error
}

// parts are the members of a question as they stand in a body. An entity that
// is null is not taken for an absent one: it would inherit somebody's default.
type parts struct {
	Subject  jsontext.Value `json:"subject"`
	Action   jsontext.Value `json:"action"`
	Resource jsontext.Value `json:"resource"`
	Context  jsontext.Value `json:"context"`
}

// ParseQuery reads the body of an evaluation.
//
// Errors: fault.Invalid.
func ParseQuery(body []byte) (Query, error) {
	var p parts
	if err := read(body, &p, ""); err != nil {
		return Query{}, err
	}
	return p.query(whole)
}

// ParseBatch reads the body of evaluations. What is wrong with one question is
// that question's error; what is wrong with the request is everybody's.
//
// Errors: fault.Invalid.
func ParseBatch(body []byte) (Batch, error) {
	var b struct {
		parts
		Evaluations []jsontext.Value `json:"evaluations"`
		Options     struct {
			Semantic *string `json:"evaluations_semantic"`
		} `json:"options"`
	}
	if err := read(body, &b, ""); err != nil {
		return Batch{}, err
	}
	semantic, err := semantic(b.Options.Semantic)
	if err != nil {
		return Batch{}, err
	}
	if len(b.Evaluations) == 0 {
		q, err := b.parts.query(whole)
		return Batch{Single: true, Semantic: semantic, Items: []Item{{Query: q}}}, err
	}
	if len(b.Evaluations) > MaxEvaluations {
		return Batch{}, fault.New(fault.Invalid, "evaluations 最多 1000 项", "evaluations holds at most 1000 questions")
	}
	if err := b.parts.check(); err != nil {
		return Batch{}, err
	}
	out := Batch{Semantic: semantic, Items: make([]Item, len(b.Evaluations))}
	for i, v := range b.Evaluations {
		out.Items[i] = item(v, b.parts)
	}
	return out, nil
}

func semantic(sent *string) (string, error) {
	if sent == nil {
		return ExecuteAll, nil
	}
	switch *sent {
	case ExecuteAll, DenyOnFirst, PermitOnFirst:
		return *sent, nil
	}
	return "", fault.New(fault.Invalid, "options.evaluations_semantic 只能是 execute_all、deny_on_first_deny 或 permit_on_first_permit",
		"options.evaluations_semantic must be execute_all, deny_on_first_deny or permit_on_first_permit")
}

// item reads one question of a batch; what it leaves out comes whole from the
// defaults, never member by member.
func item(v jsontext.Value, defaults parts) Item {
	var p parts
	if err := read(v, &p, ""); err != nil {
		return Item{Err: err}
	}
	for _, m := range []struct{ own, def *jsontext.Value }{
		{&p.Subject, &defaults.Subject}, {&p.Action, &defaults.Action}, {&p.Resource, &defaults.Resource}, {&p.Context, &defaults.Context},
	} {
		if len(*m.own) == 0 {
			*m.own = *m.def
		}
	}
	q, err := p.query(whole)
	return Item{Query: q, Err: err}
}

// needs says which members a question must have.
type needs struct{ subjectID, resourceID, action bool }

var whole = needs{subjectID: true, resourceID: true, action: true}

func (p parts) query(n needs) (q Query, err error) {
	if q.Subject, err = entity(p.Subject, "subject", n.subjectID); err != nil {
		return q, err
	}
	if n.action {
		if q.Action, err = action(p.Action); err != nil {
			return q, err
		}
	}
	if q.Resource, err = entity(p.Resource, "resource", n.resourceID); err != nil {
		return q, err
	}
	q.Context, err = object(p.Context, "context")
	return q, err
}

// check finds defaults that could not serve any question.
func (p parts) check() error {
	for _, m := range []struct {
		name  string
		value jsontext.Value
	}{{"subject", p.Subject}, {"action", p.Action}, {"resource", p.Resource}, {"context", p.Context}} {
		if len(m.value) > 0 && m.value.Kind() != '{' && m.value.Kind() != 'n' {
			return wrongType(m.name)
		}
	}
	return nil
}

func entity(v jsontext.Value, name string, needsID bool) (Entity, error) {
	var e struct {
		Type       *string        `json:"type"`
		ID         *string        `json:"id"`
		Properties map[string]any `json:"properties"`
	}
	if err := required(v, &e, name); err != nil {
		return Entity{}, err
	}
	switch {
	case e.Type == nil || *e.Type == "":
		return Entity{}, missing(name + ".type")
	case needsID && (e.ID == nil || *e.ID == ""):
		return Entity{}, missing(name + ".id")
	}
	out := Entity{Type: *e.Type, Properties: e.Properties}
	if needsID { // what a search looks for has no id, and one that is sent is not heeded
		out.ID = *e.ID
	}
	return out, nil
}

func action(v jsontext.Value) (Action, error) {
	var a struct {
		Name       *string        `json:"name"`
		Properties map[string]any `json:"properties"`
	}
	if err := required(v, &a, "action"); err != nil {
		return Action{}, err
	}
	if a.Name == nil || *a.Name == "" {
		return Action{}, missing("action.name")
	}
	return Action{Name: *a.Name, Properties: a.Properties}, nil
}

func object(v jsontext.Value, name string) (map[string]any, error) {
	var m map[string]any
	if len(v) == 0 {
		return nil, nil
	}
	return m, read(v, &m, name)
}

func required(v jsontext.Value, into any, name string) error {
	if len(v) == 0 || v.Kind() == 'n' {
		return missing(name)
	}
	return read(v, into, name)
}

// read decodes JSON that every reader reads alike: UTF-8, and no member twice.
func read(v []byte, into any, name string) error {
	err := json.Unmarshal(v, into)
	if err == nil && (name != "" || jsontext.Value(v).Kind() == '{') {
		return nil
	}
	if s := (*json.SemanticError)(nil); err == nil || errors.As(err, &s) {
		if s != nil {
			name += known(s.JSONPointer)
		}
		return wrongType(strings.TrimPrefix(name, "."))
	}
	return fault.New(fault.Invalid, "请求体不是严格的 JSON：须为 UTF-8，键不得重复", "the body is not strict JSON: it must be UTF-8, and no key may stand twice")
}

// known keeps of a pointer what this API names: anything else was sent.
func known(p jsontext.Pointer) (path string) {
	for name := range p.Tokens() {
		switch name {
		case "subject", "action", "resource", "context", "evaluations", "options", "evaluations_semantic", "page", "token", "limit", "type", "id", "name", "properties":
			path += "." + name
		default:
			return path
		}
	}
	return path
}

func missing(name string) error {
	return fault.New(fault.Invalid, "缺少 "+name, name+" is missing")
}

func wrongType(name string) error {
	if name == "" {
		return fault.New(fault.Invalid, "应为 JSON 对象", "this must be a JSON object")
	}
	return fault.New(fault.Invalid, name+" 的类型不对", name+" has the wrong type")
}
