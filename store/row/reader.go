package row

import (
	"crypto/hmac"
	"encoding/binary"

	"github.com/volens/volens/internal/keys"
)

// A Reader opens and checks rows with the keys of one installation.
type Reader struct{ Keys keys.Ring }

// Mark makes the code of a row of a table, over its version and values.
func (r Reader) Mark(table string, version int64, values ...any) []byte {
	b := append([]byte(table), 0)
	b = binary.BigEndian.AppendUint64(b, uint64(version))
	field := func(kind byte, v []byte) {
		b = append(b, kind)
		b = binary.BigEndian.AppendUint64(b, uint64(len(v)))
		b = append(b, v...)
	}
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			field('0', nil)
		case []byte:
			if v == nil {
				field('0', nil)
				continue
			}
			field('b', v)
		case string:
			field('s', []byte(v))
		case int64:
			field('i', binary.BigEndian.AppendUint64(nil, uint64(v)))
		case bool:
			field('t', map[bool][]byte{true: {1}, false: {0}}[v])
		}
	}
	sum := r.Keys.Mark(b)
	return sum[:]
}

// Marked reports whether a row bears its mark.
func (r Reader) Marked(table string, mark []byte, version int64, values ...any) bool {
	return hmac.Equal(mark, r.Mark(table, version, values...))
}
