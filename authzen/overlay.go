package authzen

import (
	"fmt"
	"slices"
)

// An Overlay holds plain rules for types that are not Volens's: who, by id, role
// or attribute, may do what on which resources. It is read once and never changes;
// its methods may be called from anywhere at once.
//
// What an overlay states of an entity and what a request states of it must both
// satisfy a condition: neither can talk the other round. What nobody states
// satisfies none.
type Overlay struct {
	name      string
	subjects  kinds
	resources kinds
	rules     []rule
}

// kinds are entities by type. Where a type lists entities, there are no others.
type kinds struct {
	types []string // in the order of the file
	of    map[string]listed
}

type listed struct {
	ids []string // in the order of the file
	of  map[string]map[string]any
}

func (k kinds) has(typ, id string) bool {
	l, ok := k.of[typ]
	if !ok || len(l.ids) == 0 {
		return true
	}
	_, ok = l.of[id]
	return ok
}

// A rule permits; there are none that forbid.
type rule struct {
	who, may, on []string
	when         []condition
	line         int
}

// A condition compares one attribute.
type condition struct {
	left   path
	op     string
	values []any // literals
	right  path  // for same-as
}

// A path names an attribute: of is subject, resource, action or context.
type path struct{ of, name string }

// The operators of conditions.
const (
	opIs     = "is"      // equals the value
	opNot    = "not"     // is stated, and differs from the value
	opIn     = "in"      // equals one of the values
	opHas    = "has"     // is a list that holds the value
	opHasAny = "has-any" // is a list that holds one of the values
	opSameAs = "same-as" // equals another attribute
)

// Knows reports whether any rule speaks of the type of resource.
func (o *Overlay) Knows(resourceType string) bool {
	return o != nil && slices.ContainsFunc(o.rules, func(r rule) bool { return slices.Contains(r.on, resourceType) })
}

// permits returns where the first rule that permits q stands, as file:line.
func (o *Overlay) permits(q Query) (at string, ok bool) {
	if o == nil || !o.subjects.has(q.Subject.Type, q.Subject.ID) || !o.resources.has(q.Resource.Type, q.Resource.ID) {
		return "", false
	}
	for _, r := range o.rules {
		if r.names(q) && !slices.ContainsFunc(r.when, func(c condition) bool { return !o.holds(c, q) }) {
			return fmt.Sprintf("%s:%d", o.name, r.line), true
		}
	}
	return "", false
}

func (r rule) names(q Query) bool {
	return slices.Contains(r.who, q.Subject.Type) && slices.Contains(r.may, q.Action.Name) && slices.Contains(r.on, q.Resource.Type)
}

// holds reports whether all that is stated of the attribute satisfies c.
func (o *Overlay) holds(c condition, q Query) bool {
	stated := o.stated(c.left, q)
	if len(stated) == 0 {
		return false
	}
	others := c.values
	if c.op == opSameAs {
		if others = o.stated(c.right, q); len(others) == 0 {
			return false
		}
	}
	return !slices.ContainsFunc(stated, func(v any) bool { return !satisfies(v, c.op, others) })
}

func satisfies(v any, op string, others []any) bool {
	switch op {
	case opNot:
		return isScalar(v) && v != others[0]
	case opHas, opHasAny:
		list, _ := v.([]any)
		return slices.ContainsFunc(others, func(o any) bool { return holdsValue(list, o) })
	case opSameAs: // two statements about the other attribute must agree, too
		return isScalar(v) && !slices.ContainsFunc(others, func(o any) bool { return !isScalar(o) || v != o })
	}
	return holdsValue(others, v)
}

// holdsValue is for lists that may hold anything JSON has: comparing two objects
// would panic.
func holdsValue(list []any, v any) bool {
	return isScalar(v) && slices.ContainsFunc(list, func(o any) bool { return isScalar(o) && o == v })
}

func isScalar(v any) bool {
	switch v.(type) {
	case string, bool, float64:
		return true
	}
	return false
}

// stated returns what the overlay and the request say of an attribute.
func (o *Overlay) stated(p path, q Query) []any {
	var maps []map[string]any
	switch p.of {
	case "subject":
		if v, ok := own(q.Subject, p.name); ok {
			return v
		}
		maps = []map[string]any{o.subjects.of[q.Subject.Type].of[q.Subject.ID], q.Subject.Properties}
	case "resource":
		if v, ok := own(q.Resource, p.name); ok {
			return v
		}
		maps = []map[string]any{o.resources.of[q.Resource.Type].of[q.Resource.ID], q.Resource.Properties}
	case "action":
		maps = []map[string]any{q.Action.Properties}
	case "context":
		maps = []map[string]any{q.Context}
	}
	var all []any
	for _, m := range maps {
		if v, ok := m[p.name]; ok && v != nil {
			all = append(all, v)
		}
	}
	return all
}

// own returns what an entity is, which no attribute can overwrite.
func own(e Entity, name string) ([]any, bool) {
	switch name {
	case "id":
		return []any{e.ID}, true
	case "type":
		return []any{e.Type}, true
	}
	return nil, false
}

// actions returns every action that rules name, in the order of the file.
func (o *Overlay) actions() []string {
	var all []string
	for _, r := range o.rules {
		for _, a := range r.may {
			if !slices.Contains(all, a) {
				all = append(all, a)
			}
		}
	}
	return all
}
