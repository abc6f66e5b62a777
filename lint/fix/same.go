package fix

import (
	"reflect"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lint"
)

// same reports whether src declares what d does: it parses, says the same
// everywhere, has uses of the same names and fingerprints, and has the same findings.
func same(d *declaration.Declaration, src declaration.Source) bool {
	after, err := declaration.Parse(src)
	return err == nil && alike(reflect.ValueOf(d).Elem(), reflect.ValueOf(after).Elem()) &&
		slices.Equal(uses(d), uses(after)) && slices.Equal(prints(d), prints(after))
}

func uses(d *declaration.Declaration) []string {
	var all []string
	for u := range d.All() {
		all = append(all, string(u.ID), string(u.Fingerprint()))
	}
	return all
}

func prints(d *declaration.Declaration) []string {
	var all []string
	for _, f := range lint.Run(d, lint.Options{}) {
		all = append(all, f.Fingerprint())
	}
	slices.Sort(all)
	return all
}

var placeType = reflect.TypeFor[declaration.Place]()

// alike compares what is declared: everything but places, and lists of words as
// the sets that they are.
func alike(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer:
		return a.IsNil() == b.IsNil() && (a.IsNil() || alike(a.Elem(), b.Elem()))
	case reflect.Struct:
		for i := range a.NumField() {
			if f := a.Type().Field(i); f.IsExported() && f.Type != placeType && !alike(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		if a.Type().Elem().Kind() == reflect.String {
			return slices.Equal(set(a), set(b))
		}
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !alike(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

// set lists the words of a list, each once, in the order written.
func set(list reflect.Value) []string {
	var all []string
	for i := range list.Len() {
		if s := list.Index(i).String(); !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}
