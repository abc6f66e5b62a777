package declaration

import (
	"strings"

	"github.com/volens/volens/declaration/blur"
)

// A Transform is what anonymising makes of a value: null, blank, fixed:TEXT, year,
// month, city, band:N, first:N, or hash (keyed, where nothing links it any more).
// "" is null. Every transform of what it has made already is the same again.
type Transform string

// The transforms without an argument. Values are permanent.
const (
	ToNull  Transform = "null"
	ToBlank Transform = "blank"
	ToYear  Transform = "year"
	ToMonth Transform = "month"
	ToCity  Transform = "city"
	ToHash  Transform = "hash"
)

// The transforms with one. Values are permanent.
const (
	ToFixed = "fixed" // fixed:TEXT: this text
	ToBand  = "band"  // band:N: the lower end of its band of N
	ToFirst = "first" // first:N: its first N characters
)

// Parts splits a transform into its name and its argument, which is "" for most.
func (f Transform) Parts() (name, argument string) {
	name, argument, _ = strings.Cut(string(f), ":")
	if name == "" {
		name = string(ToNull)
	}
	return name, argument
}

// Apply returns what becomes of a value, or that it becomes null. Whatever cannot
// be read as what the transform is about becomes null: a date for year and month,
// a number for band, an address within China for city.
//
// A date stays one, the first of its year or month, and a number one, the lower end
// of its band, so that they fit the columns that they came from. hash takes a key
// and is not for Apply: it becomes null here, see Hash.
func (f Transform) Apply(value string) (to string, null bool) {
	name, argument := f.Parts()
	switch name {
	case string(ToBlank):
		return "", false
	case ToFixed:
		return argument, false
	case string(ToYear):
		to = blur.Year(value)
	case string(ToMonth):
		to = blur.Month(value)
	case string(ToCity):
		to = blur.City(value)
	case ToBand:
		to = blur.Band(value, argument)
	case ToFirst:
		to = blur.First(value, argument)
	}
	return to, to == ""
}

// Hash is the transform hash: HMAC-SHA-256 under a key that whoever calls keeps no
// longer than the erasure takes. Under a key that is kept, the result would still
// be personal information, only under another name (PIPL 73(3) and (4)). What was
// hashed before stays as it is.
func Hash(key []byte, value string) string { return blur.Hash(key, value) }
