package objects

import (
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/connect/needle"
	"github.com/volens/volens/erase/plan"
)

// longest is how long a text may be that lies in no declared holding, in bytes, for
// its content to be read.
const longest = 64 << 20

// texts are the endings of names that a text may have.
var texts = map[string]bool{
	"": true, ".txt": true, ".csv": true, ".tsv": true, ".json": true, ".ndjson": true, ".jsonl": true, ".xml": true,
	".html": true, ".htm": true, ".log": true, ".md": true, ".sql": true, ".yaml": true, ".yml": true, ".eml": true,
	".vcf": true, ".ics": true, ".svg": true, ".ini": true, ".conf": true,
}

// A watch is a search that was understood: what makes an object residue.
type watch struct {
	targets, changes, spare, areas []suspect
	values                         needle.Set
	names                          map[string]bool // identifiers and values, which no place is named by
	tally                          needle.Tally
}

// A suspect is a target, as whoever looks understands it.
type suspect struct {
	holding string
	name    needle.Name
	within  []plan.Window
}

func newWatch(s plan.Search) *watch {
	w := &watch{values: needle.Of(s.Values), names: map[string]bool{}}
	for _, ids := range s.By {
		for _, id := range ids {
			w.names[id] = true
		}
	}
	w.targets, w.spare = suspects(s.Targets, s.By, false), suspects(s.Spare, s.By, false)
	w.changes = changes(s.Changed, s.By)
	w.areas = append(suspects(s.Targets, s.By, true), suspects(s.Spare, s.By, true)...)
	return w
}

// suspects understands targets: of the person, or as everybody's.
func suspects(targets []plan.Target, by plan.Keys, everyone bool) []suspect {
	var all []suspect
	for _, t := range targets {
		t.Everyone = t.Everyone || everyone
		if name, known := needle.NameOf(t, by); known {
			all = append(all, suspect{t.Holding, name, t.Within})
		}
	}
	return all
}

// of reports whether a path is the suspect's.
func (s suspect) of(p string, written time.Time) bool {
	if !s.name.Match(p) {
		return false
	}
	for _, w := range s.within {
		if !w.From.IsZero() && written.Before(w.From) || !w.To.IsZero() && !written.Before(w.To) {
			return false
		}
	}
	return true
}

// look takes note of one object, and of its content where that is asked for.
func (w *watch) look(p string, size int64, written time.Time, open func() (io.ReadCloser, error)) error {
	for _, s := range w.changes {
		if s.of(p, written) {
			w.tally.Add(s.holding, needle.ByColumn)
		}
	}
	for _, s := range w.spare {
		if s.of(p, written) {
			return nil
		}
	}
	for _, s := range w.targets {
		if s.of(p, written) {
			w.tally.Add(s.holding, needle.ByIdentifier)
		}
	}
	found := w.values.InName(p)
	if !found && open != nil && w.wanted(p, size) {
		var err error
		if found, err = w.read(open); err != nil {
			return err
		}
	}
	if found {
		w.tally.Add(needle.Shape(p, w.known), needle.ByValue)
	}
	return nil
}

// read looks into content.
func (w *watch) read(open func() (io.ReadCloser, error)) (bool, error) {
	in, err := open()
	if absent(err) {
		return false, nil // it went meanwhile
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = in.Close() }()
	return w.values.InStream(in)
}

// wanted reports whether the content of an object is to be read.
func (w *watch) wanted(p string, size int64) bool {
	if w.values.Empty() || size == 0 {
		return false
	}
	for _, s := range w.areas {
		if s.name.Match(p) {
			return true
		}
	}
	return size <= longest && texts[strings.ToLower(path.Ext(p))]
}

// known reports whether a part of a name may be of the person.
func (w *watch) known(part string) bool { return w.names[part] || w.values.InText(part) }

// folder reports whether a path is that of a folder of the person.
func (w *watch) folder(p string) bool {
	return slices.ContainsFunc(slices.Concat(w.targets, w.changes), func(s suspect) bool { return s.name.Match(p) })
}
