package authzen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"github.com/volens/volens/lang"
)

// MaxOverlay bounds an overlay, in bytes.
const MaxOverlay = 4 << 20

const maxOverlayDepth = 16

// A Flaw is one mistake in an overlay, and where.
type Flaw struct {
	File         string
	Line, Column int
	Says         lang.Text
}

// Flaws are the mistakes of an overlay, in the order of the file.
type Flaws []Flaw

// Error shows each flaw on its line, in both languages.
func (f Flaws) Error() string {
	var lines []string
	for _, one := range f {
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", one.File, one.Line, one.Column, one.Says.Both()))
	}
	return strings.Join(lines, "\n")
}

// ours are the types of resource that the overlay cannot speak of.
var ours = []string{TypeUse, TypeFunction, TypeItem}

// ParseOverlay reads an overlay. name is how messages call the file.
//
// Errors: Flaws, all that were found; nothing of a flawed overlay is used.
func ParseOverlay(name, text string) (*Overlay, error) {
	r := &reader{name: name}
	o := &Overlay{name: name}
	if root := r.root(text); root != nil {
		r.overlay(root, o)
	}
	if len(r.flaws) > 0 {
		slices.SortStableFunc(r.flaws, func(a, b Flaw) int { return (a.Line-b.Line)*1_000_000 + a.Column - b.Column })
		return nil, r.flaws
	}
	return o, nil
}

type reader struct {
	name  string
	flaws Flaws
}

func (r *reader) bad(n *yaml.Node, zh, en string) {
	at := Flaw{File: r.name, Line: 1, Column: 1, Says: lang.Text{ZH: zh, EN: en}}
	if n != nil {
		at.Line, at.Column = n.Line, n.Column
	}
	r.flaws = append(r.flaws, at)
}

func (r *reader) root(text string) *yaml.Node {
	if len(text) > MaxOverlay || !utf8.ValidString(text) {
		r.bad(nil, "应为 4 MiB 以内的 UTF-8 文本", "must be UTF-8 text of at most 4 MiB")
		return nil
	}
	docs, err := compose(text)
	switch {
	case err != nil:
		r.bad(nil, "不是 YAML："+err.Error(), "not YAML: "+err.Error())
		return nil
	case len(docs) != 1 || len(docs[0].Content) != 1:
		r.bad(nil, "应为一份 YAML 文档", "must be one YAML document")
		return nil
	}
	return docs[0].Content[0]
}

// compose builds the nodes. Should the library ever panic, that is an error of
// the file like any other.
func compose(text string) (docs []yaml.Node, err error) {
	defer func() {
		if v := recover(); v != nil {
			docs, err = nil, fmt.Errorf("the YAML library failed: %v", v)
		}
	}()
	err = yaml.Load([]byte(text), &docs, yaml.WithAllDocuments(), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxOverlayDepth))))
	return docs, err
}

func (r *reader) overlay(root *yaml.Node, o *Overlay) {
	version := false
	r.each(root, func(key, value *yaml.Node) {
		switch key.Value {
		case "overlay":
			version = true
			if value.Value != "1" || value.Tag != "!!int" {
				r.bad(value, "只认识 overlay: 1", "only overlay: 1 is known")
			}
		case "subjects":
			o.subjects = r.kinds(value, nil)
		case "resources":
			o.resources = r.kinds(value, ours)
		case "rules":
			o.rules = r.rules(value)
		default:
			r.bad(key, "没有这个键；可写 overlay、subjects、resources、rules", "no such key; there are overlay, subjects, resources and rules")
		}
	})
	if !version {
		r.bad(root, "缺少 overlay: 1", "overlay: 1 is missing")
	}
}

// each walks a mapping whose keys are text and stand once.
func (r *reader) each(n *yaml.Node, do func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.bad(n, "应为键与值", "must be keys with values")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || key.Tag != "!!str":
			r.bad(key, "键应为文本；数字请加引号", "a key must be text; put numbers in quotes")
		case seen[key.Value]:
			r.bad(key, "同一个键写了两次", "this key stands twice")
		case value.Kind == yaml.AliasNode:
			r.bad(value, "不支持引用", "aliases are not supported")
		default:
			seen[key.Value] = true
			do(key, value)
		}
	}
}

func (r *reader) kinds(n *yaml.Node, reserved []string) kinds {
	k := kinds{of: map[string]listed{}}
	r.each(n, func(typ, entities *yaml.Node) {
		if slices.Contains(reserved, typ.Value) {
			r.reserved(typ)
			return
		}
		l := listed{of: map[string]map[string]any{}}
		r.each(entities, func(id, attributes *yaml.Node) {
			l.ids = append(l.ids, id.Value)
			l.of[id.Value] = r.attributes(attributes)
		})
		k.types = append(k.types, typ.Value)
		k.of[typ.Value] = l
	})
	return k
}

func (r *reader) reserved(n *yaml.Node) {
	r.bad(n, "use、function、item 由声明与法律回答，不能写在这里", "use, function and item are answered from declaration and law and cannot stand here")
}

func (r *reader) attributes(n *yaml.Node) map[string]any {
	all := map[string]any{}
	r.each(n, func(key, value *yaml.Node) {
		if key.Value == "id" || key.Value == "type" {
			r.bad(key, "id 与 type 不是属性", "id and type are not attributes")
			return
		}
		all[key.Value] = r.value(value)
	})
	return all
}

// value reads a scalar, or a list of them.
func (r *reader) value(n *yaml.Node) any {
	if n.Kind != yaml.SequenceNode {
		return r.scalar(n)
	}
	list := make([]any, 0, len(n.Content))
	for _, item := range n.Content {
		list = append(list, r.scalar(item))
	}
	return list
}

func (r *reader) scalar(n *yaml.Node) any {
	if n.Kind == yaml.ScalarNode {
		switch n.Tag {
		case "!!str":
			return n.Value
		case "!!bool":
			return strings.EqualFold(n.Value, "true")
		case "!!int", "!!float":
			if f, err := strconv.ParseFloat(n.Value, 64); err == nil { // as JSON reads numbers
				return f
			}
		}
	}
	r.bad(n, "应为文本、数字、true 或 false", "must be text, a number, true or false")
	return nil
}
