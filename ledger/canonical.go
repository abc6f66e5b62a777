package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/gowebpki/jcs"
)

// MaxInteger is the largest whole number that every JSON reader keeps exact:
// 2^53-1. The smallest is its negative.
const MaxInteger = 1<<53 - 1

// The causes are dropped on purpose: those of the JSON packages quote the text
// they stumbled over, which may be personal.
var (
	errNotJSON = errors.New("not JSON that can be made canonical")
	errNumber  = errors.New("a number is not a whole number between -(2^53-1) and 2^53-1")
)

// Canonical returns v in the canonical JSON of RFC 8785: what encoding/json
// makes of it, with keys sorted, one way of writing strings and no spaces. It
// refuses fractions and whole numbers that a JSON reader may round, duplicate
// keys and broken surrogates. Errors never quote v.
func Canonical(v any) ([]byte, error) {
	loose, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("canonical JSON of %T: %w", v, errNotJSON)
	}
	if !wholeNumbers(loose) {
		return nil, fmt.Errorf("canonical JSON of %T: %w", v, errNumber)
	}
	strict, err := jcs.Transform(loose)
	if err != nil {
		return nil, fmt.Errorf("canonical JSON of %T: %w", v, errNotJSON)
	}
	return strict, nil
}

// wholeNumbers reports whether every number in valid JSON is a whole number
// of at most MaxInteger either way.
func wholeNumbers(valid []byte) bool {
	for i := 0; i < len(valid); i++ {
		switch c := valid[i]; {
		case c == '"':
			i = stringEnd(valid, i)
		case c == '-' || c >= '0' && c <= '9':
			end := numberEnd(valid, i)
			n, err := strconv.ParseInt(string(valid[i:end]), 10, 64)
			if err != nil || n > MaxInteger || n < -MaxInteger {
				return false
			}
			i = end - 1
		}
	}
	return true
}

// stringEnd returns the place of the quote that ends the string begun at i.
func stringEnd(valid []byte, i int) int {
	for i++; valid[i] != '"'; i++ {
		if valid[i] == '\\' {
			i++
		}
	}
	return i
}

func numberEnd(valid []byte, i int) int {
	for i < len(valid) && valid[i] != ',' && valid[i] != ']' && valid[i] != '}' {
		i++
	}
	return i
}
