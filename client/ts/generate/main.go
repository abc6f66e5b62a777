// Command generate writes src/types.ts of the TypeScript client from the
// description of the API, docs/openapi.json.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/volens/volens/decide"
)

func main() {
	in := flag.String("in", "../docs/openapi.json", "the description of the API")
	out := flag.String("out", "ts/src/types.ts", "what is written")
	flag.Parse()
	if err := run(*in, *out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	b, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	text, err := types(b)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	return os.WriteFile(out, text, 0o644)
}

// A schema is the part of JSON Schema that the API uses. Anything else is an
// error: a type that says less than the description is worse than none.
type schema struct {
	Ref         string             `json:"$ref"`
	Type        kinds              `json:"type"`
	Description string             `json:"description"`
	Properties  map[string]*schema `json:"properties"`
	Required    []string           `json:"required"`
	Items       *schema            `json:"items"`
	Enum        []any              `json:"enum"`
	Extra       json.RawMessage    `json:"additionalProperties"`
}

// kinds is one type or several.
type kinds []string

// UnmarshalJSON reads both forms.
func (k *kinds) UnmarshalJSON(b []byte) error {
	if one := ""; json.Unmarshal(b, &one) == nil {
		*k = kinds{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(k))
}

type media struct {
	Content map[string]struct {
		Schema *schema `json:"schema"`
	} `json:"content"`
}

func (m media) ref() string {
	if c, ok := m.Content["application/json"]; ok && c.Schema != nil {
		return named(c.Schema.Ref)
	}
	return ""
}

type document struct {
	Components struct {
		Schemas map[string]*schema `json:"schemas"`
	} `json:"components"`
	Paths map[string]map[string]struct {
		Summary   string           `json:"summary"`
		Body      media            `json:"requestBody"`
		Responses map[string]media `json:"responses"`
	} `json:"paths"`
}

// types renders every schema as a type, then what goes in and comes out of every
// route that takes a body.
func types(openapi []byte) ([]byte, error) {
	var d document
	if err := json.Unmarshal(openapi, &d); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("// Written by `go generate ./client` from docs/openapi.json; changes here are lost.\n\n")
	fmt.Fprintf(&b, "/** How long a verdict may be relied on at most, in milliseconds. */\nexport const HOLDS_MS = %d;\n", decide.Holds.Milliseconds())
	for _, name := range slices.Sorted(maps.Keys(d.Components.Schemas)) {
		text, err := render(d.Components.Schemas[name], "")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&b, "\nexport type %s = %s;\n", name, text)
	}
	b.WriteString("\n/** What goes into every route that takes JSON, and what comes out. */\nexport interface Routes {\n")
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		op, ok := d.Paths[path]["post"]
		in, out := op.Body.ref(), cmp.Or(op.Responses["200"].ref(), op.Responses["201"].ref())
		if ok && in != "" && out != "" {
			fmt.Fprintf(&b, "  /** %s */\n  %s: { in: %s; out: %s };\n", comment(op.Summary), strconv.Quote(path), in, out)
		}
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

func render(s *schema, indent string) (string, error) {
	switch {
	case s.Ref != "":
		return named(s.Ref), nil
	case len(s.Enum) > 0:
		return literals(s.Enum)
	case len(s.Type) == 0:
		return "unknown", nil
	}
	var all []string
	for _, k := range s.Type {
		text, err := one(s, k, indent)
		if err != nil {
			return "", err
		}
		all = append(all, text)
	}
	return strings.Join(all, " | "), nil
}

func one(s *schema, kind, indent string) (string, error) {
	switch kind {
	case "string", "boolean", "null":
		return kind, nil
	case "integer", "number":
		return "number", nil
	case "array":
		if s.Items == nil {
			return "unknown[]", nil
		}
		item, err := render(s.Items, indent)
		if strings.Contains(item, " ") {
			return "Array<" + item + ">", err
		}
		return item + "[]", err
	case "object":
		return object(s, indent)
	}
	return "", fmt.Errorf("a type %q is not known here", kind)
}

func object(s *schema, indent string) (string, error) {
	if len(s.Properties) == 0 {
		var of schema
		if json.Unmarshal(s.Extra, &of) != nil { // true, false or absent
			return "Record<string, unknown>", nil
		}
		text, err := render(&of, indent)
		return "Record<string, " + text + ">", err
	}
	var b strings.Builder
	b.WriteString("{\n")
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		text, err := render(p, indent+"  ")
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		optional := "?"
		if slices.Contains(s.Required, name) {
			optional = ""
		}
		if p.Description != "" {
			fmt.Fprintf(&b, "%s  /** %s */\n", indent, comment(p.Description))
		}
		fmt.Fprintf(&b, "%s  %s%s: %s;\n", indent, property(name), optional, text)
	}
	b.WriteString(indent + "}")
	return b.String(), nil
}

var identifier = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

func property(name string) string {
	if identifier.MatchString(name) {
		return name
	}
	return strconv.Quote(name)
}

func literals(values []any) (string, error) {
	var all []string
	for _, v := range values {
		b, err := json.Marshal(v)
		if err != nil {
			return "", err
		}
		all = append(all, string(b))
	}
	return strings.Join(all, " | "), nil
}

func named(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }

// comment keeps a text from ending the comment that it stands in.
func comment(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "*/", "* /")
}
