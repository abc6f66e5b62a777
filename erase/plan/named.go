package plan

import (
	"unicode/utf8"

	"github.com/volens/volens/erase/value"
)

const (
	mostNamed  = 200 // of one person in one holding; more are no longer names
	longestOne = 100 // characters of a name, number or address
)

// names are the columns of what the person is called by, also of what a ground keeps.
func (x *spot) names() []string {
	var all []string
	for _, f := range x.holding.Fields {
		if x.has(f.Column) && value.Naming(f.Item) {
			all = append(all, f.Column)
		}
	}
	return all
}

// Named are the names, numbers and addresses by which a person is called in some of
// their rows: whether others are called the same is nothing to whoever must not write
// them down.
func (f *Find) Named(rows []Record) []string {
	var all []string
	for _, column := range f.Names {
		for _, r := range rows {
			all = append(all, Filtered(Given([]string{r[column]}), func(v string) bool {
				n := utf8.RuneCountInString(v)
				return n >= 2 && n <= longestOne
			})...)
		}
	}
	all = Merged(nil, all)
	return all[:min(len(all), mostNamed)]
}
