package store

import (
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/store/row"
)

// A mark stands, among the arguments of a write, for the code over the values
// beside it, which is made under the log's lock, when the version is known. It
// tells rows that we wrote from rows that others changed; an older row put back in
// its place it does not tell.
type mark struct {
	ring   keys.Ring
	table  string
	values []any
	of     version
}

func (m mark) over(first int64) []byte {
	return row.Reader{Keys: m.ring}.Mark(m.table, m.of.at(first), m.values...)
}

// marking returns the arguments of a row with its mark and version behind.
func (w *writer) marking(table string, v version, values ...any) []any {
	return append(values, mark{w.store.keys, table, values[:len(values):len(values)], v}, v)
}
