package authzen

import (
	"math"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// The types of Volens's own vocabulary. The id of a use is written as in the
// declaration, that of a function as service/function, that of an item as in the
// taxonomy; an item goes with the function that asks for it, in its property
// function.
const (
	TypeUse      = "use"
	TypeFunction = "function"
	TypeItem     = "item"
	TypePerson   = "person" // a subject; user is the same
	TypeUser     = "user"
)

func isOurs(resourceType string) bool {
	return resourceType == TypeUse || resourceType == TypeFunction || resourceType == TypeItem
}

func isPerson(subjectType string) bool { return subjectType == TypePerson || subjectType == TypeUser }

// question puts q into Volens's words. What we do not know of properties and
// context is not heeded; what we know must have its type.
func question(q Query) (decide.Question, error) {
	if !isPerson(q.Subject.Type) {
		return decide.Question{}, errSubject
	}
	s, err := ledger.NewSubject(q.Subject.ID)
	if err != nil {
		return decide.Question{}, fault.New(fault.Invalid, "subject.id 应为 1 至 256 字节的文本，不含控制字符和替换字符", "subject.id must be 1 to 256 bytes of text without control or replacement characters")
	}
	out := decide.Question{Subject: s, Action: decide.Action(q.Action.Name)}
	switch q.Resource.Type {
	case TypeUse:
		out.Use = declaration.UseID(q.Resource.ID)
	case TypeFunction:
		out.Function = q.Resource.ID
	case TypeItem:
		out.Item = q.Resource.ID
		if out.Function, err = text(q.Resource.Properties, "function", "resource.properties.function"); err != nil {
			return out, err
		}
	}
	return out, circumstances(q, &out)
}

// circumstances reads what properties and context add to a question.
func circumstances(q Query, out *decide.Question) (err error) {
	if out.Recipient, err = text(q.Resource.Properties, "recipient", "resource.properties.recipient"); err != nil {
		return err
	}
	if out.Country, err = text(q.Context, "country", "context.country"); err != nil {
		return err
	}
	if out.LastAt, err = moment(q.Context, "last_at", "context.last_at"); err != nil {
		return err
	}
	if out.AtLeast, err = number(q.Context, "at_least", "context.at_least"); err != nil {
		return err
	}
	out.Primary, err = yes(q.Context, "primary", "context.primary")
	return err
}

func yes(m map[string]any, key, name string) (bool, error) {
	v, ok := m[key]
	if !ok || v == nil {
		return false, nil
	}
	b, ok := v.(bool)
	if !ok {
		return false, wrongType(name)
	}
	return b, nil
}

func text(m map[string]any, key, name string) (string, error) {
	v, ok := m[key]
	if !ok || v == nil {
		return "", nil
	}
	s, ok := v.(string)
	if !ok {
		return "", wrongType(name)
	}
	return s, nil
}

func number(m map[string]any, key, name string) (int64, error) {
	v, ok := m[key]
	if !ok || v == nil {
		return 0, nil
	}
	f, ok := v.(float64)
	if !ok || f < 0 || f > 1<<53 || f != math.Trunc(f) {
		return 0, wrongType(name)
	}
	return int64(f), nil
}

func moment(m map[string]any, key, name string) (time.Time, error) {
	s, err := text(m, key, name)
	if err != nil || s == "" {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, wrongType(name)
	}
	return t, nil
}
