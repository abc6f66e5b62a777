package declaration

import (
	"fmt"
	"strconv"
	"strings"
)

// A Place is a position in a declaration: where in which file, and where in the
// structure. The zero value means nowhere.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`   // from 1
	Column int    `json:"column"` // from 1, in characters
	Path   string `json:"path"`   // such as services.shop.functions.order.uses[0].kept.for
}

// String returns file:line:column, which editors and terminals turn into a link.
func (p Place) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// IsZero reports whether p is nowhere.
func (p Place) IsZero() bool { return p == Place{} }

// before orders places within one source.
func (p Place) before(q Place) int {
	if c := strings.Compare(p.File, q.File); c != 0 {
		return c
	}
	if p.Line != q.Line {
		return p.Line - q.Line
	}
	return p.Column - q.Column
}

// PlaceOf returns the place of a path, or of its nearest ancestor that is
// written down: the place to point at when something is missing.
func (d *Declaration) PlaceOf(path string) Place {
	for path != "" {
		if at, ok := d.places.of(path); ok {
			return at
		}
		path = parent(path)
	}
	return d.Place
}

// parent cuts the last segment off a path.
func parent(path string) string { return path[:max(0, strings.LastIndexAny(path, ".["))] }

// child appends a key to a path. Keys that nobody could read aloud are not
// repeated in it, save what is named as it is in a store; a dot in such a name is
// shown raised, since dots part the path.
func child(path, key string) string {
	if isHolding(key) && !isID(key) {
		key = strings.ReplaceAll(key, ".", "·")
	} else {
		key = label(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

// element appends an index to a path.
func element(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
