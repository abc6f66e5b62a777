package plan

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
)

// Given are the identifiers that values of columns give: each value, or, where it is a
// JSON list of texts such as the pictures of a review, each text in it. What is empty,
// or is written where nothing is known, gives nothing.
func Given(values []string) []string {
	var all []string
	for _, v := range values {
		list := []string{v}
		if strings.HasPrefix(strings.TrimSpace(v), "[") {
			var texts []string
			if json.Unmarshal([]byte(v), &texts) == nil {
				list = texts
			}
		}
		all = append(all, Filtered(list, func(v string) bool { return !Blank(v) })...)
	}
	return all
}

// Given are the identifiers that values of columns give, without the texts that the
// plan itself writes: those stand in the rows of everybody who was erased.
func (p Plan) Given(values []string) []string {
	return Filtered(Given(values), func(v string) bool { return !slices.Contains(p.Fixed, v) })
}

// Blank reports whether a value is one that programs write where nothing is known. It
// stands in rows of any number of people, and leads to nobody.
func Blank(v string) bool {
	v = strings.ToLower(strings.TrimSpace(v))
	return strings.Trim(v, "0-") == "" || slices.Contains([]string{"-1", "null", "nil", "none", "undefined", "unknown", "n/a", "[]", "{}"}, v)
}

// fixed are the texts that anonymising writes into columns, in any scope.
func (c *compiler) fixed() []string {
	var all []string
	add := func(as declaration.Transform) {
		if kind, text := as.Parts(); kind == declaration.ToFixed && text != "" {
			all = append(all, text)
		}
	}
	for _, x := range c.spots {
		for _, f := range x.holding.Fields {
			add(x.fit(f.Column, f.As))
		}
		for _, f := range x.found {
			add(x.fit(f.In, x.as(f.In)))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
