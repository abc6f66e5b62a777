package declaration

import (
	"reflect"
	"slices"
	"strings"

	"github.com/volens/volens/lang"
)

// A shape is what one struct looks like in YAML. Decoder, schema and manual are
// all made from shapes, and shapes from the struct tags.
type shape struct {
	typ    reflect.Type
	fields []field
	named  []string // the keys, in order
	key    int      // index of the field that takes the key, or -1
	keys   spelling // how keys are written
	place  int      // index of the embedded Place, or -1
}

// A field is one key.
type field struct {
	index    int
	name     string
	typ      reflect.Type
	required bool
	keyed    bool
	enum     []string // from the enum tag
	format   string   // from the format tag
	vocab    []string // what the values are taken from, see words
	form     spelling // how they are written, see spelling
	doc      lang.Text
}

// shapes holds every struct that a declaration can hold.
var shapes = describe(map[reflect.Type]*shape{}, reflect.TypeFor[Declaration]())

var (
	placeType = reflect.TypeFor[Place]()
	textType  = reflect.TypeFor[lang.Text]()
)

// describe adds the shape of t and of all structs in it.
func describe(all map[reflect.Type]*shape, t reflect.Type) map[reflect.Type]*shape {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || all[t] != nil {
		return all
	}
	s := &shape{typ: t, key: -1, place: -1}
	all[t] = s
	for i := range t.NumField() {
		s.addField(i, t.Field(i))
	}
	for _, f := range s.fields {
		describe(all, f.typ)
	}
	return all
}

func (s *shape) addField(i int, sf reflect.StructField) {
	name, options, _ := strings.Cut(sf.Tag.Get("yaml"), ",")
	switch {
	case sf.Type == placeType:
		s.place = i
		return
	case !sf.IsExported() || name == "-":
		return
	case name == "" && options == "key":
		s.key, s.keys = i, id
		if format := sf.Tag.Get("format"); format != "" {
			s.keys = spellings[format]
		}
		return
	}
	zh, en, ok := strings.Cut(sf.Tag.Get("doc"), " | ")
	if name == "" || !ok {
		panic("declaration: " + s.typ.Name() + "." + sf.Name + " lacks a yaml name or a doc in two languages")
	}
	f := field{
		index: i, name: name, typ: sf.Type, format: sf.Tag.Get("format"), doc: lang.Text{ZH: zh, EN: en},
		required: slices.Contains(strings.Split(options, ","), "required"),
		keyed:    slices.Contains(strings.Split(options, ","), "keyed"),
	}
	if e := sf.Tag.Get("enum"); e != "" {
		f.enum = strings.Split(e, ",")
	}
	leaf := sf.Type
	for leaf.Kind() == reflect.Slice {
		leaf = leaf.Elem()
	}
	f.vocab = f.words(leaf)
	f.form, _ = f.spelling(leaf)
	s.fields = append(s.fields, f)
	s.named = append(s.named, f.name)
}

// field finds the index of a key, or -1.
func (s *shape) field(name string) int { return slices.Index(s.named, name) }

// names lists the keys in order.
func (s *shape) names() []string { return s.named }

// setPlace tells a struct of this shape where it stands, if it wants to know.
func (s *shape) setPlace(v reflect.Value, at Place) {
	if s.place >= 0 {
		*v.Field(s.place).Addr().Interface().(*Place) = at
	}
}

// words returns the vocabulary that values of t are taken from: that of the
// field's enum tag, or that of the type; nil where any word will do.
func (f *field) words(t reflect.Type) []string {
	if f.enum != nil {
		return f.enum
	}
	return vocabularyKeys[t]
}

// spelling returns how values of t are written: that of the field's format tag,
// or that of the type.
func (f *field) spelling(t reflect.Type) (spelling, bool) {
	if f.format != "" {
		s, ok := spellings[f.format]
		return s, ok
	}
	s, ok := spellings[typeSpelling[t]]
	return s, ok
}
