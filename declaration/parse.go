package declaration

import (
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/lang"
)

// Parse reads a declaration. It returns *Errors with every mistake of form, the
// first fifty in full, or a declaration with all defaults resolved. It never
// panics, whatever the source holds.
//
// The files of a source are one declaration: parts that hold named things
// (services, stores and the like) are joined, everything else is written once.
func Parse(src Source) (*Declaration, error) {
	src = src.sorted()
	r := &report{}
	d := &Declaration{source: src}
	if size := acceptable(src, r); !r.failed() && d.decode(r, size) {
		d.check(r)
		if d.countUses() > maxUses {
			r.add(d.PlaceOf("services"), tooManyUses)
		} else {
			d.resolve()
			d.checkUses(r)
		}
	}
	if r.failed() {
		return nil, r.errors(src)
	}
	return d, nil
}

// Source returns the files that the declaration was read from, in order of
// names.
func (d *Declaration) Source() Source { return d.source.sorted() }

// acceptable checks everything that can be said before parsing, and returns about
// how many keys and entries there are.
func acceptable(src Source, r *report) int {
	start := Place{File: "declaration", Line: 1, Column: 1}
	if len(src.Files) > 0 {
		start.File = src.Files[0].Name
	}
	switch {
	case len(src.Files) == 0:
		r.add(start, noFiles)
	case len(src.Files) > MaxFiles:
		r.add(start, tooManyFiles)
	case src.bytes() > MaxBytes:
		r.add(start, tooLarge)
	default:
		return acceptFiles(src, r)
	}
	return 0
}

// isFileName reports whether a name is made of letters, digits, _ . - and, behind
// the first of them, blanks, and not too long.
func isFileName(name string) bool {
	for i, c := range name {
		if !unicode.In(c, unicode.L, unicode.N) && !strings.ContainsRune("_.-", c) && (c != ' ' || i == 0) {
			return false
		}
	}
	n := utf8.RuneCountInString(name)
	return n > 0 && n <= maxFileName
}

const maxFileName = 201 // characters

func acceptFiles(src Source, r *report) (total int) {
	for i, f := range src.Files {
		at := Place{File: f.Name, Line: 1, Column: 1}
		if !isFileName(f.Name) {
			r.add(Place{File: "declaration", Line: 1, Column: 1}, badFileName)
			continue
		}
		if i > 0 && src.Files[i-1].Name == f.Name {
			r.add(at, sameFileName)
		}
		if total += marks(f.Text); total > maxMarks {
			r.add(at, tooMuch)
			return total
		}
		checkText(f, r)
	}
	return total
}

// decode reads all files into d. It reports whether every file could be read as
// YAML: where one could not, what others refer to may be in it. They hold about
// size keys and entries.
func (d *Declaration) decode(r *report, size int) bool {
	d.places = newPlaces(size)
	root := root{d: d, written: map[string]Place{}}
	whole := true
	for _, f := range d.source.Files {
		n := tree(f, r)
		if n == nil {
			whole = false
			continue
		}
		dec := &decoder{report: r, file: f.Name, places: d.places, shapes: shapes}
		at := dec.place(spot{index: ofFile, node: n})
		if d.Place.IsZero() {
			d.Place = at
		}
		root.merge(dec, n, at)
	}
	if whole {
		(&decoder{report: r}).require(top, root.has(), d.Place)
	}
	return whole
}

// A root joins the top levels of several files.
type root struct {
	d       *Declaration
	written map[string]Place // by key
}

// top is the shape of the whole.
var top = shapes[reflect.TypeFor[Declaration]()]

func (t *root) has() []bool {
	has := make([]bool, len(top.fields))
	for i, f := range top.fields {
		_, has[i] = t.written[f.name]
	}
	return has
}

func (t *root) merge(dec *decoder, n *yaml.Node, at Place) {
	if !dec.clean(n, spot{index: ofFile, node: n}) {
		return
	}
	if n.Kind != yaml.MappingNode {
		dec.add(at, wrongKind(n, keysOf(top), lang.Text{ZH: "从“volens: 1”写起", EN: `begin with "volens: 1"`}))
		return
	}
	v := reflect.ValueOf(t.d).Elem()
	for e := range dec.entries(n, "") {
		i := top.field(e.name)
		if i < 0 {
			dec.wrong(e.key, unknownKey(e.name, top.names()))
			continue
		}
		f := &top.fields[i]
		before, twice := t.written[e.name]
		if twice && !f.keyed {
			dec.wrong(e.key, elsewhere(e.name, before))
			continue
		}
		if !twice {
			at := dec.place(e.at)
			t.written[e.name] = at
			t.d.places.add(at)
		}
		dec.value(e.value, v.Field(f.index), f, e.at)
	}
}

var (
	badFileName = flaw{
		says:  lang.Text{ZH: "文件名不可用", EN: "this file name cannot be used"},
		wants: lang.Text{ZH: "不带文件夹的文件名，如 shop.yaml", EN: "a name without a folder, such as shop.yaml"},
		fix:   lang.Text{ZH: "换个文件名", EN: "choose another name"},
	}
	sameFileName = flaw{
		says: lang.Text{ZH: "有两个同名的文件", EN: "there are two files of this name"},
		fix:  lang.Text{ZH: "改名或删去一个", EN: "rename or remove one"},
	}
)
