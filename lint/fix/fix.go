// Package fix changes how a declaration is written and nothing of what it says.
//
// It knows one thing to change: an entry that stands twice in a list. Nothing else
// passes its test, which every change must pass each time, on the declaration at
// hand: the declaration afterwards is the declaration before, with the same uses,
// the same fingerprints, so that nobody is asked again, and the same findings. No
// finding is ever put right here. Each of them speaks of what really happens, and
// writing down something else would not change that.
//
// A value that is there by default is no repetition either: who writes that a
// recipient passes nothing on has said so, and who leaves it out has not.
package fix

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
)

// An Edit takes some bytes of a file away. Bytes count from the start of the file.
type Edit struct {
	declaration.Place // of what goes; the path is not set
	Start, End        int
}

// Edits returns what can go, in the order of files and bytes. Each edit holds by
// itself and all of them hold together. A source that does not parse has none.
func Edits(src declaration.Source) []Edit {
	before, err := declaration.Parse(src)
	if err != nil {
		return nil
	}
	var all []Edit
	for _, f := range before.Source().Files {
		all = append(all, doubles(f)...)
	}
	if len(all) == 0 || same(before, Apply(src, all)) {
		return all
	}
	all = slices.DeleteFunc(all, func(e Edit) bool { return !same(before, Apply(src, []Edit{e})) })
	if !same(before, Apply(src, all)) {
		return nil
	}
	return all
}

// Apply returns src with the edits made.
func Apply(src declaration.Source, edits []Edit) declaration.Source {
	out := declaration.Source{Files: slices.Clone(src.Files)}
	for i, f := range out.Files {
		var b strings.Builder
		from := 0
		for _, e := range edits {
			if e.File == f.Name {
				b.WriteString(f.Text[from:e.Start])
				from = e.End
			}
		}
		b.WriteString(f.Text[from:])
		out.Files[i].Text = b.String()
	}
	return out
}
