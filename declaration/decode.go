package declaration

import (
	"reflect"
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/lang"
)

// A decoder turns the nodes of one file into a Declaration. It walks only where
// shapes lead, so its recursion is as deep as the types are.
type decoder struct {
	*report
	file   string
	places map[string]Place
}

// an entry is one key of a mapping with its value.
type entry struct {
	name  string
	value *yaml.Node
	key   Place // of the key
	at    Place // of the value if it is a scalar, else of the key
}

// place of a node, and what it is called.
func (d *decoder) place(n *yaml.Node, path string) Place {
	return Place{File: d.file, Line: max(1, n.Line), Column: max(1, n.Column), Path: path}
}

// clean reports whether a node can be decoded: whether it is there at all and
// says itself what it is.
func (d *decoder) clean(n *yaml.Node, at Place) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		d.add(d.place(n, at.Path), alias)
	case n.Anchor != "":
		d.add(d.place(n, at.Path), anchor)
	case n.Style&yaml.TaggedStyle != 0 || n.Tag == "!":
		d.add(d.place(n, at.Path), tagged)
	case isNull(n):
		d.add(at, null)
	default:
		return true
	}
	return false
}

// entries returns the usable keys of a mapping, each once.
func (d *decoder) entries(n *yaml.Node, path string) []entry {
	list := make([]entry, 0, len(n.Content)/2)
	first := firsts{list: &list}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		at := d.place(k, child(path, k.Value))
		if !d.cleanKey(k, at) {
			continue
		}
		if before, twice := first.find(k.Value); twice {
			d.add(at, duplicateKey(k.Value, list[before].key))
			continue
		}
		e := entry{k.Value, v, at, at}
		if v.Kind == yaml.ScalarNode && !isNull(v) {
			e.at = d.place(v, at.Path)
		}
		list = append(list, e)
	}
	return list
}

// firsts finds keys among those seen so far: one by one while they are few, as
// they nearly always are, and by a map once they are many.
type firsts struct {
	list  *[]entry
	index map[string]int
}

func (f *firsts) find(name string) (int, bool) {
	const few = 16
	list := *f.list
	if len(list) <= few {
		i := slices.IndexFunc(list, func(e entry) bool { return e.name == name })
		return i, i >= 0
	}
	if f.index == nil {
		f.index = make(map[string]int, 2*len(list))
	}
	for i := len(f.index); i < len(list); i++ {
		f.index[list[i].name] = i
	}
	i, ok := f.index[name]
	return i, ok
}

func (d *decoder) cleanKey(k *yaml.Node, at Place) bool {
	switch {
	case k.ShortTag() == "!!merge" || k.Kind == yaml.ScalarNode && k.Value == "<<":
		d.add(at, mergeKey)
	case k.Kind == yaml.MappingNode || k.Kind == yaml.SequenceNode:
		d.add(at, keyNotText)
	case isNull(k):
		d.add(at, keyNotText)
	default:
		return d.clean(k, at)
	}
	return false
}

// value decodes n into v, which belongs to f.
func (d *decoder) value(n *yaml.Node, v reflect.Value, f *field, at Place) {
	if !d.clean(n, at) {
		return
	}
	switch {
	case v.Type() == textType:
		d.text(n, v, at)
	case f.keyed:
		d.keyed(n, v, at)
	case v.Kind() == reflect.Slice:
		d.list(n, v, f, at)
	case v.Kind() == reflect.Struct:
		d.mapping(n, v, at)
	default:
		d.scalar(n, v, f, at)
	}
}

// mapping decodes a struct.
func (d *decoder) mapping(n *yaml.Node, v reflect.Value, at Place) {
	s := shapes[v.Type()]
	if s.place >= 0 {
		v.Field(s.place).Set(reflect.ValueOf(at))
	}
	if n.Kind != yaml.MappingNode {
		d.add(at, wrongKind(n, keysOf(s), lang.Text{ZH: "每行写一个“键: 值”", EN: `write one "key: value" a line`}))
		return
	}
	written := make([]bool, len(s.fields))
	for _, e := range d.entries(n, at.Path) {
		i := s.field(e.name)
		if i < 0 {
			d.add(e.key, unknownKey(e.name, s.names()))
			continue
		}
		f := &s.fields[i]
		written[i] = true
		d.places[e.at.Path] = e.at
		d.value(e.value, v.Field(f.index), f, e.at)
	}
	d.require(s, written, at)
}

// require reports the keys that have to be there and are not.
func (d *decoder) require(s *shape, written []bool, at Place) {
	for i := range s.fields {
		if f := &s.fields[i]; f.required && !written[i] {
			d.add(at, missingKey(f))
		}
	}
}

// keyed decodes a mapping from ids into a slice of pointers to structs.
func (d *decoder) keyed(n *yaml.Node, v reflect.Value, at Place) {
	if n.Kind != yaml.MappingNode {
		d.add(at, wrongKind(n, lang.Text{ZH: "一组“名称: 内容”", EN: `a mapping of "name: content"`}, lang.Text{ZH: "以名称为键，不用列表", EN: "use the names as keys, not a list"}))
		return
	}
	for _, e := range d.entries(n, at.Path) {
		if !isID(e.name) {
			d.add(e.key, badID(e.name))
		}
		if before, twice := d.places[e.at.Path]; twice {
			if before.File != d.file {
				d.add(e.key, elsewhere(e.name, before))
			}
			continue
		}
		d.places[e.at.Path] = e.at
		one := reflect.New(v.Type().Elem().Elem())
		s := shapes[one.Type().Elem()]
		one.Elem().Field(s.key).SetString(e.name)
		one.Elem().Field(s.place).Set(reflect.ValueOf(e.at))
		if d.clean(e.value, e.at) {
			d.mapping(e.value, one.Elem(), e.at)
		}
		v.Set(reflect.Append(v, one))
	}
}

// list decodes a sequence.
func (d *decoder) list(n *yaml.Node, v reflect.Value, f *field, at Place) {
	if n.Kind != yaml.SequenceNode {
		d.add(at, wrongKind(n, lang.Text{ZH: "列表", EN: "a list"}, lang.Text{ZH: "只有一项也写成列表：[甲]", EN: "write a list even for one: [a]"}))
		return
	}
	out := reflect.MakeSlice(v.Type(), 0, len(n.Content))
	for i, c := range n.Content {
		at := d.place(c, element(at.Path, i))
		d.places[at.Path] = at
		out = reflect.Append(out, d.one(c, v.Type().Elem(), f, at))
	}
	v.Set(out)
}

// one decodes an entry of a list. An entry that cannot be decoded is empty, and
// still knows its place.
func (d *decoder) one(n *yaml.Node, t reflect.Type, f *field, at Place) reflect.Value {
	if t.Kind() != reflect.Pointer {
		v := reflect.New(t).Elem()
		d.value(n, v, f, at)
		return v
	}
	v := reflect.New(t.Elem())
	v.Elem().Field(shapes[t.Elem()].place).Set(reflect.ValueOf(at))
	d.value(n, v.Elem(), f, at)
	return v
}
