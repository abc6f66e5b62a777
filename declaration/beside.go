package declaration

import (
	"maps"
	"reflect"

	"go.yaml.in/yaml/v4"
)

// ParseBeside reads a file that stands beside a declaration, as strictly as one,
// into the struct that v points to. The struct and what it holds are described by
// the same tags as Declaration; an embedded Place takes the place. ParseBeside
// returns where each path is written, or *Errors with every mistake. It panics only
// where the tags are wrong.
func ParseBeside(f File, v any) (at func(path string) Place, err error) {
	src, r := Source{Files: []File{f}}, &report{}
	into := reflect.ValueOf(v).Elem()
	known := describe(maps.Clone(shapes), into.Type())
	size := acceptable(src, r)
	var n *yaml.Node
	if !r.failed() {
		n = tree(f, r)
	}
	if n == nil {
		r.wanting(known[into.Type()])
		return nil, r.errors(src)
	}
	d := &decoder{report: r, file: f.Name, places: newPlaces(size), shapes: known}
	if whole := (spot{index: ofFile, node: n}); d.clean(n, whole) {
		d.mapping(n, into, d.place(whole))
	}
	if r.failed() {
		return nil, r.errors(src)
	}
	return func(path string) Place {
		for ; path != ""; path = parent(path) {
			if at, ok := d.places.of(path); ok {
				return at
			}
		}
		return Place{File: f.Name, Line: 1, Column: 1}
	}, nil
}

// wanting says of an empty file which keys belong there: those of s, since it is no
// declaration.
func (r *report) wanting(s *shape) {
	for i := range r.problems {
		if r.problems[i].Message == empty.says {
			r.problems[i].Expected = keysOf(s)
		}
	}
}
