package declaration

import (
	"bytes"
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// The JSON Schema is made from the same shapes, vocabularies and spellings as
// the decoder. Only editors and other programs read it, so its maker is here and
// not in the package.
const schemaFile = "../docs/volens.schema.json"

func TestSchemaIsUpToDate(t *testing.T) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(schema()); err != nil {
		t.Fatal(err)
	}
	golden(t, schemaFile, out.String())
}

// An object keeps its keys in the order given, for people to read.
type object []pair

type pair struct {
	key   string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, p := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		for _, v := range []any{p.key, p.value} {
			b, err := plainJSON(v)
			if err != nil {
				return nil, err
			}
			out.Write(b)
			out.WriteByte(':')
		}
		out.Truncate(out.Len() - 1)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func plainJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(out.Bytes()), err
}

func schema() object {
	top := shapes[reflect.TypeFor[Declaration]()]
	defs := object{
		{"text", textSchema()},
		{"item", open(itemWords())},
		{"purpose", open(purposeWords())},
		{"service-type", object{{"type", "string"}, {"oneOf", words(typeWords())}}},
	}
	for _, part := range parts(top, nil) {
		defs = append(defs, pair{part.typ.Name(), part.schema()})
	}
	o := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "Volens"},
		{"description", "个人信息处理声明；说明见 declaration.md / declaration of what is done with personal information; see declaration.md"},
	}
	return append(append(o, top.schema()...), pair{"$defs", defs})
}

// parts lists the structs below s, each once, in the order in which they are met.
func parts(s *shape, seen []*shape) []*shape {
	for i := range s.fields {
		t := s.fields[i].typ
		for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if below := shapes[t]; below != nil && t != textType && !slices.Contains(seen, below) {
			seen = parts(below, append(seen, below))
		}
	}
	return seen
}

func (s *shape) schema() object {
	props, required := object{}, []string{}
	for i := range s.fields {
		f := &s.fields[i]
		props = append(props, pair{f.name, append(said(f.doc), f.schema(f.typ)...)})
		if f.required {
			required = append(required, f.name)
		}
	}
	o := object{{"type", "object"}, {"additionalProperties", false}, {"properties", props}}
	if len(required) > 0 {
		o = append(o, pair{"required", required})
	}
	if s.typ == reflect.TypeFor[Usage]() {
		o = append(o, pair{"oneOf", []any{object{{"required", []string{"item"}}}, object{{"required", []string{"items"}}}}})
	}
	return o
}

func (f *field) schema(t reflect.Type) object {
	switch {
	case t == textType:
		return object{{"$ref", "#/$defs/text"}}
	case f.keyed && t.Kind() == reflect.Slice:
		o := object{
			{"type", "object"},
			{"propertyNames", keySchema(shapes[t.Elem().Elem()])},
			{"additionalProperties", object{{"$ref", "#/$defs/" + t.Elem().Elem().Name()}}},
		}
		if f.required {
			o = append(o, pair{"minProperties", 1})
		}
		return o
	case t.Kind() == reflect.Slice:
		o := object{{"type", "array"}, {"items", f.schema(t.Elem())}}
		if f.required || f.name == "items" {
			o = append(o, pair{"minItems", 1})
		}
		return o
	case t.Kind() == reflect.Pointer:
		return f.schema(t.Elem())
	case t.Kind() == reflect.Struct:
		return object{{"$ref", "#/$defs/" + t.Name()}}
	case t.Kind() == reflect.Bool:
		return object{{"type", "boolean"}}
	case f.name == "volens":
		return object{{"const", 1}}
	case t.Kind() == reflect.Int:
		return object{{"type", "integer"}, {"minimum", 0}}
	}
	return f.stringSchema(t)
}

// keySchema says how keys are written. The column has its length in the pattern.
func keySchema(s *shape) object {
	o := object{{"pattern", s.keys.pattern.String()}}
	switch s.keys.wants {
	case idWanted:
		o = append(o, pair{"maxLength", maxID})
	case holdingWanted:
		o = append(o, pair{"maxLength", maxHolding})
	}
	return o
}

func (f *field) stringSchema(t reflect.Type) object {
	format := f.format
	if format == "" {
		format = typeSpelling[t]
	}
	switch format {
	case "item", "purpose", "service-type":
		return object{{"$ref", "#/$defs/" + format}}
	}
	if f.enum != nil {
		return object{{"enum", f.enum}}
	}
	if v, ok := vocabularies[t]; ok {
		return closed(v)
	}
	if s, ok := spellings[format]; ok {
		return object{{"type", "string"}, {"pattern", s.pattern.String()}}
	}
	return object{{"type", "string"}, {"minLength", 1}}
}

func textSchema() object {
	text := object{{"type", "string"}, {"minLength", 1}}
	both := shapes[textType].schema()
	return object{{"oneOf", []any{text, append(both, pair{"minProperties", 1})}}}
}

// said describes a key in both languages: on one line, and in two paragraphs for
// editors that show Markdown on hover.
func said(t lang.Text) object {
	return object{{"description", t.Both()}, {"markdownDescription", paragraphs(t)}}
}

func paragraphs(t lang.Text) string {
	if t.ZH == t.EN {
		return t.EN
	}
	return t.ZH + "\n\n" + t.EN
}

// closed offers a list that nothing adds to. Editors show all of it on hover, each
// word with what it means.
func closed(v vocabulary) object {
	var keys, is []string
	for _, w := range v {
		keys, is = append(keys, w.key), append(is, w.is.Both())
	}
	return object{{"enum", keys}, {"enumDescriptions", is}, {"markdownEnumDescriptions", is}}
}

// words offers a long list, each with what people read: too much to show on hover.
func words(v vocabulary) []object {
	var out []object
	for _, w := range v {
		out = append(out, append(object{{"const", w.key}}, said(w.is)...))
	}
	return out
}

// open offers a list, and takes what the declaration itself adds to it.
func open(v vocabulary) object {
	return object{{"type", "string"}, {"anyOf", []object{{{"oneOf", words(v)}}, {{"pattern", id.pattern.String()}, {"maxLength", maxID}}}}}
}

func itemWords() (v vocabulary) {
	for _, i := range law.Items() {
		v = append(v, term{string(i.ID), i.Name})
	}
	return v
}

func purposeWords() (v vocabulary) {
	for _, p := range purposes {
		v = append(v, term{p.ID, lang.Text{ZH: p.Is.ZH + "：" + p.PutTo.ZH, EN: p.Is.EN + ": " + p.PutTo.EN}})
	}
	return v
}

func typeWords() (v vocabulary) {
	for _, t := range law.AppTypes() {
		v = append(v, term{t.Key, t.Name})
	}
	return append(v, term{OtherType, lang.Text{ZH: "三十九类之外", EN: "none of the 39"}})
}

// Editors show every key in both languages, and every word of a closed list with
// what it means.
func TestSchemaSpeaksBothLanguages(t *testing.T) {
	keys, words := 0, 0
	var walk func(path string, o object)
	walk = func(path string, o object) {
		at := map[string]any{}
		for _, p := range o {
			at[p.key] = p.value
			if inner, ok := p.value.(object); ok {
				walk(path+"/"+p.key, inner)
			}
		}
		if _, ok := at["description"]; ok && path != "" {
			zh, en, both := strings.Cut(at["markdownDescription"].(string), "\n\n")
			if !both || zh == "" || en == "" {
				t.Errorf("%s is shown as %q", path, at["markdownDescription"])
			}
			keys++
		}
		if is, ok := at["markdownEnumDescriptions"].([]string); ok {
			if enum := at["enum"].([]string); len(is) != len(enum) {
				t.Errorf("%s: %d words, %d meanings", path, len(enum), len(is))
			}
			words += len(is)
		}
	}
	walk("", schema())
	if keys < 150 || words < 80 {
		t.Errorf("only %d keys and %d words are described", keys, words)
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	b, err := json.Marshal(schema())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("volens.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("volens.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// dates are strings to an editor, and times to this YAML library.
var dates = regexp.MustCompile(`: (2\d{3}-\d\d-\d\d)`)

// plain reads YAML as an editor would, for a schema to look at.
func plain(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := yaml.Load([]byte(dates.ReplaceAllString(text, `: "$1"`)), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSchemaAccepts(t *testing.T) {
	s := compiled(t)
	for name, text := range map[string]string{"shop": shop(t), "minimal": minimal, "manual": strings.Join(examples(t)[:1], "")} {
		if err := s.Validate(plain(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	whole := map[string]any{}
	for _, e := range examples(t)[1:] {
		for part, content := range plain(t, e).(map[string]any) {
			if had, ok := whole[part].(map[string]any); ok {
				for k, v := range content.(map[string]any) {
					had[k] = v
				}
				continue
			}
			whole[part] = content
		}
	}
	if err := s.Validate(whole); err != nil {
		t.Errorf("the examples of the manual: %v", err)
	}
}

// What the parser finds wrong by form alone, the schema finds too.
func TestSchemaRefuses(t *testing.T) {
	s := compiled(t)
	refused := 0
	for _, b := range brokens() {
		if strings.Contains(b.says, "no such") || len(b.text) > 10_000 {
			continue
		}
		switch b.name {
		case "wrong version", "unknown key", "unknown key at the top", "underscore for dash", "text for number", "number for text", "negative people",
			"fraction of people", "list for mapping", "mapping for list", "word for list", "unknown word", "unknown word in a list", "unknown engine",
			"bad period", "bad frequency", "bad country", "bad mail", "unicode id", "upper-case id", "long id", "no item", "item and items", "no items", "no services",
			"empty text", "missing keys", "null", "tilde", "list of services", "empty mapping for a text":
			refused++
			if err := s.Validate(plain(t, b.text)); err == nil {
				t.Errorf("%s: accepted", b.name)
			}
		}
	}
	if refused < 30 {
		t.Errorf("only %d were tried", refused)
	}
}
