package discover

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/lang"
)

// readOpenAPI reads the schemas and the requests of an API. References are not
// followed: what they name is read where it stands.
func readOpenAPI(text []byte) (Source, error) {
	root, err := parseTree(text)
	if err != nil {
		return Source{}, err
	}
	if v := scalar(root, "openapi"); !strings.HasPrefix(v, "3.") {
		return Source{}, &Error{root.Line, root.Column, lang.Text{ZH: "不是 OpenAPI 3（没有 openapi: 3.x）", EN: "this is not OpenAPI 3 (there is no openapi: 3.x)"}}
	}
	a := &api{}
	each(child(root, "components", "schemas"), func(k, v *yaml.Node) { a.schema(k.Value, v, 0) })
	each(child(root, "components", "parameters"), func(k, v *yaml.Node) { a.parameters(k.Value, []*yaml.Node{v}) })
	each(child(root, "paths"), func(path, item *yaml.Node) {
		a.parameters(noun(path.Value), items(child(item, "parameters")))
		each(item, func(method, op *yaml.Node) { a.operation(noun(path.Value), op) })
		a.inPath(path, item)
	})
	return Source{Tables: a.tables}, nil
}

// noun is what a path is about: its last part that is no variable.
func noun(path string) string {
	parts := strings.Split(path, "/")
	for i := len(parts) - 1; i >= 0; i-- {
		if parts[i] != "" && !strings.Contains(parts[i], "{") {
			return parts[i]
		}
	}
	return path
}

// inPath reads the variables of a path that no list of parameters speaks of.
func (a *api) inPath(path, item *yaml.Node) {
	listed := map[string]bool{}
	list := func(n *yaml.Node) {
		for _, p := range items(child(n, "parameters")) {
			listed[scalar(p, "name")] = true
		}
	}
	list(item)
	each(item, func(_, op *yaml.Node) { list(op) })
	t := Table{Name: noun(path.Value)}
	for _, part := range strings.Split(path.Value, "{")[1:] {
		name, _, closed := strings.Cut(part, "}")
		if name = oneLine(name); closed && name != "" && !listed[name] {
			t.Fields = append(t.Fields, Field{Name: name, Line: path.Line})
		}
	}
	a.add(t)
}

// An api collects tables.
type api struct{ tables []Table }

func (a *api) operation(name string, op *yaml.Node) {
	a.parameters(name, items(child(op, "parameters")))
	for _, body := range []*yaml.Node{child(op, "requestBody")} {
		each(child(body, "content"), func(_, media *yaml.Node) { a.schema(name, child(media, "schema"), 0) })
	}
	each(child(op, "responses"), func(_, answer *yaml.Node) {
		each(child(answer, "content"), func(_, media *yaml.Node) { a.schema(name, child(media, "schema"), 0) })
	})
}

// parameters are fields of the request that they belong to.
func (a *api) parameters(name string, list []*yaml.Node) {
	t := Table{Name: name}
	for _, p := range list {
		if n := scalar(p, "name"); n != "" {
			f := property(n, child(p, "schema"), p.Line)
			if d := scalar(p, "description"); d != "" {
				f.Comment = oneLine(d)
			}
			t.Fields = append(t.Fields, f)
		}
	}
	a.add(t)
}

// schema reads an object and what is nested in it.
func (a *api) schema(name string, s *yaml.Node, depth int) {
	if s == nil || depth > deepest {
		return
	}
	t := Table{Name: name, Comment: oneLine(firstOf(scalar(s, "title"), scalar(s, "description")))}
	each(child(s, "properties"), func(k, v *yaml.Node) {
		t.Fields = append(t.Fields, property(k.Value, v, k.Line))
	})
	a.add(t)
	each(child(s, "properties"), func(k, v *yaml.Node) { a.nested(k.Value, v, depth) })
	a.nested(name, s, depth)
}

// nested reads the objects inside a schema, under the name that they have there.
func (a *api) nested(name string, s *yaml.Node, depth int) {
	for _, key := range []string{"allOf", "oneOf", "anyOf"} {
		for _, part := range items(child(s, key)) {
			a.schema(name, part, depth+1)
		}
	}
	if in := child(s, "items"); in != nil {
		a.schema(name, in, depth+1)
	}
	if child(s, "properties") != nil && depth < deepest {
		each(child(s, "properties"), func(k, v *yaml.Node) {
			if child(v, "properties") != nil {
				a.schema(k.Value, v, depth+1)
			}
		})
	}
}

// add keeps a table that has fields.
func (a *api) add(t Table) {
	if len(t.Fields) > 0 {
		a.tables = append(a.tables, t)
	}
}

func property(name string, s *yaml.Node, line int) Field {
	kind := scalar(s, "type")
	switch format := scalar(s, "format"); {
	case format == "date" || format == "date-time":
		kind = format
	case kind == "array":
		kind = ""
	}
	return Field{
		Name: oneLine(name), Type: strings.ToLower(kind), Comment: oneLine(firstOf(scalar(s, "description"), scalar(s, "title"))),
		Line: line, Enum: child(s, "enum") != nil,
	}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
