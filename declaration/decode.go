package declaration

import (
	"iter"
	"reflect"

	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/lang"
)

// A decoder turns the nodes of one file into a Declaration. It walks only where
// shapes lead, so its recursion is as deep as the types are.
type decoder struct {
	*report
	file   string
	places *places
	shapes map[reflect.Type]*shape
}

// A spot is where something stands. Nearly all that is decoded are scalars without
// a mistake, whose path nobody asks for: place makes it.
type spot struct {
	in    string     // path of the mapping or list
	key   string     // in a mapping
	index int        // in a list, else underKey or ofFile
	node  *yaml.Node // what to point at
}

const (
	underKey = -1
	ofFile   = -2
)

// an entry is one key of a mapping with its value.
type entry struct {
	name  string
	key   spot // of the key
	at    spot // of the value if it is a scalar, else of the key
	value *yaml.Node
}

func (d *decoder) place(at spot) Place {
	p := Place{File: d.file, Line: max(1, at.node.Line), Column: max(1, at.node.Column)}
	switch at.index {
	case ofFile:
	case underKey:
		p.Path = child(at.in, at.key)
	default:
		p.Path = element(at.in, at.index)
	}
	return p
}

// wrong reports a mistake.
func (d *decoder) wrong(at spot, f flaw) { d.add(d.place(at), f) }

// clean reports whether a node can be decoded: whether it is there at all and
// says itself what it is.
func (d *decoder) clean(n *yaml.Node, at spot) bool {
	itself := at
	itself.node = n
	switch {
	case n.Kind == yaml.AliasNode:
		d.wrong(itself, alias)
	case n.Anchor != "":
		d.wrong(itself, anchor)
	case n.Style&yaml.TaggedStyle != 0 || n.Tag == "!":
		d.wrong(itself, tagged)
	case isNull(n):
		d.wrong(at, null)
	default:
		return true
	}
	return false
}

// entries goes through the usable keys of a mapping, each once.
func (d *decoder) entries(n *yaml.Node, path string) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		var first firsts
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			key := spot{in: path, key: k.Value, index: underKey, node: k}
			if !d.cleanKey(k, key) {
				continue
			}
			if before := first.add(k); before != nil {
				d.wrong(key, duplicateKey(k.Value, d.place(spot{index: ofFile, node: before})))
				continue
			}
			at := key
			at.node = standsAt(k, v)
			if !yield(entry{k.Value, key, at, v}) {
				return
			}
		}
	}
}

// standsAt returns the node to point at for a key and its value.
func standsAt(k, v *yaml.Node) *yaml.Node {
	if v.Kind == yaml.ScalarNode && !isNull(v) {
		return v
	}
	return k
}

// firsts are the keys of a mapping seen so far: compared one by one while they are
// few, as they nearly always are, and in a map once they are many.
type firsts struct {
	few   [16]*yaml.Node
	count int
	many  map[string]*yaml.Node
}

// add notes a key, unless there is an equal one already, which it returns.
func (f *firsts) add(k *yaml.Node) *yaml.Node {
	if before := f.find(k.Value); before != nil {
		return before
	}
	if f.count < len(f.few) {
		f.few[f.count] = k
		f.count++
		return nil
	}
	if f.many == nil {
		f.many = map[string]*yaml.Node{}
		for _, k := range f.few {
			f.many[k.Value] = k
		}
	}
	f.many[k.Value] = k
	return nil
}

func (f *firsts) find(name string) *yaml.Node {
	if f.many != nil {
		return f.many[name]
	}
	for _, k := range f.few[:f.count] {
		if k.Value == name {
			return k
		}
	}
	return nil
}

func (d *decoder) cleanKey(k *yaml.Node, at spot) bool {
	switch {
	case k.Tag == "!!merge" || k.Kind == yaml.ScalarNode && k.Value == "<<":
		d.wrong(at, mergeKey)
	case k.Kind == yaml.MappingNode || k.Kind == yaml.SequenceNode:
		d.wrong(at, keyNotText)
	case isNull(k):
		d.wrong(at, keyNotText)
	default:
		return d.clean(k, at)
	}
	return false
}

// value decodes n into v, which belongs to f. What cannot be decoded is empty, and
// still knows its place.
func (d *decoder) value(n *yaml.Node, v reflect.Value, f *field, at spot) {
	kind := v.Kind()
	switch {
	case !d.clean(n, at):
		if s := d.shapes[v.Type()]; s != nil {
			s.setPlace(v, d.place(at))
		}
	case kind == reflect.Struct && v.Type() == textType:
		d.text(n, v, at)
	case f.keyed:
		d.keyed(n, v, d.place(at))
	case kind == reflect.Slice:
		d.list(n, v, f, d.place(at))
	case kind == reflect.Struct:
		d.mapping(n, v, d.place(at))
	default:
		d.scalar(n, v, f, at)
	}
}

// mapping decodes a struct.
func (d *decoder) mapping(n *yaml.Node, v reflect.Value, at Place) {
	s := d.shapes[v.Type()]
	s.setPlace(v, at)
	if n.Kind != yaml.MappingNode {
		d.add(at, wrongKind(n, keysOf(s), lang.Text{ZH: "每行写一个“键: 值”", EN: `write one "key: value" a line`}))
		return
	}
	d.places.addMapping(at, n)
	written := make([]bool, len(s.fields))
	for e := range d.entries(n, at.Path) {
		i := s.field(e.name)
		if i < 0 {
			d.wrong(e.key, unknownKey(e.name, s.names()))
			continue
		}
		f := &s.fields[i]
		written[i] = true
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
	v.Grow(len(n.Content) / 2)
	s := d.shapes[v.Type().Elem().Elem()]
	for e := range d.entries(n, at.Path) {
		if !s.keys.accepts(e.name) {
			d.wrong(e.key, badKey(e.name, s.keys))
		}
		at := d.place(e.at)
		if before, twice := d.places.of(at.Path); twice {
			if before.File != d.file {
				d.wrong(e.key, elsewhere(e.name, before))
			}
			continue
		}
		d.places.add(at)
		one := reflect.New(s.typ)
		one.Elem().Field(s.key).SetString(e.name)
		s.setPlace(one.Elem(), at)
		if d.clean(e.value, e.at) {
			d.mapping(e.value, one.Elem(), at)
		}
		v.SetLen(v.Len() + 1)
		v.Index(v.Len() - 1).Set(one)
	}
}

// list decodes a sequence.
func (d *decoder) list(n *yaml.Node, v reflect.Value, f *field, at Place) {
	if n.Kind != yaml.SequenceNode {
		d.add(at, wrongKind(n, lang.Text{ZH: "列表", EN: "a list"}, lang.Text{ZH: "只有一项也写成列表：[甲]", EN: "write a list even for one: [a]"}))
		return
	}
	d.places.addList(at, n)
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, c := range n.Content {
		one := v.Index(i)
		if one.Kind() == reflect.Pointer {
			one.Set(reflect.New(one.Type().Elem()))
			one = one.Elem()
		}
		d.value(c, one, f, spot{in: at.Path, index: i, node: c})
	}
}
