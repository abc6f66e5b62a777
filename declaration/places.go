package declaration

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// places finds where a path is written. Only mappings and lists have an entry of
// their own, with where each of their keys or elements stands: most of a
// declaration are scalars, and of few of them anybody asks the place.
type places struct {
	in    map[string]extent // by path
	marks []mark
}

// An extent is the place of a mapping or list and the range of its marks.
type extent struct {
	Place
	from, to int
}

// A mark is where one key or element stands.
type mark struct {
	key          string // "" in a list
	line, column int
}

// newPlaces makes room for about so many keys and elements.
func newPlaces(size int) *places {
	const each = 3 // keys and elements in a mapping or list, about
	return &places{in: make(map[string]extent, size/each), marks: make([]mark, 0, size)}
}

// add notes a place without anything in it.
func (p *places) add(at Place) { p.in[at.Path] = extent{Place: at} }

// addMapping notes a mapping and its keys.
func (p *places) addMapping(at Place, n *yaml.Node) {
	from := len(p.marks)
	for i := 0; i+1 < len(n.Content); i += 2 {
		at := standsAt(n.Content[i], n.Content[i+1])
		p.marks = append(p.marks, mark{n.Content[i].Value, at.Line, at.Column})
	}
	p.in[at.Path] = extent{at, from, len(p.marks)}
}

// addList notes a list and its elements.
func (p *places) addList(at Place, n *yaml.Node) {
	from := len(p.marks)
	for _, c := range n.Content {
		p.marks = append(p.marks, mark{"", c.Line, c.Column})
	}
	p.in[at.Path] = extent{at, from, len(p.marks)}
}

// of returns the place of a path.
func (p *places) of(path string) (Place, bool) {
	if e, ok := p.in[path]; ok {
		return e.Place, true
	}
	in := parent(path)
	e, ok := p.in[in]
	if !ok {
		return Place{}, false
	}
	m, ok := last(path[len(in):], p.marks[e.from:e.to])
	return Place{File: e.File, Line: max(1, m.line), Column: max(1, m.column), Path: path}, ok
}

// last returns the mark of the last segment of a path, such as .for or [0].
func last(segment string, marks []mark) (mark, bool) {
	if number, ok := strings.CutPrefix(segment, "["); ok {
		i, err := strconv.Atoi(strings.TrimSuffix(number, "]"))
		if err != nil || i < 0 || i >= len(marks) || marks[i].key != "" {
			return mark{}, false
		}
		return marks[i], true
	}
	key := strings.TrimPrefix(segment, ".")
	k := slices.IndexFunc(marks, func(m mark) bool { return m.key == key })
	if k < 0 {
		return mark{}, false
	}
	return marks[k], true
}
