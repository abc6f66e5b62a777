// Package baseline holds the findings that were there on the day on which somebody
// began to check: they are counted and do not fail, and everything new does.
//
// A baseline names findings by fingerprint and counts those that share one, so that
// another finding at the same place is new. It is written sorted, one finding to a
// line, so that a change to it reads well. It hides nothing: whoever reports says
// how many findings it covers, and which of its entries nothing matches any more.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

	"github.com/volens/volens/lint"
)

// Name is what the file is called unless somebody says otherwise.
const Name = "volens-baseline.json"

// An Entry is one finding, or several that share a fingerprint. Its order of fields
// is that of the file.
type Entry struct {
	File        string `json:"file"` // from the folder of the baseline, with slashes
	Rule        string `json:"rule"`
	Path        string `json:"path"` // with names for positions; for people to read
	Fingerprint string `json:"fingerprint"`
	Count       int    `json:"count"`
}

// A Baseline is a set of findings. The zero value holds none.
type Baseline struct{ entries []Entry }

// key is what makes a finding the same.
type key struct{ file, fingerprint string }

func (e Entry) key() key { return key{e.File, e.Fingerprint} }

// Of returns the baseline of findings, each in the file that named gives for it.
func Of(findings []lint.Finding, named func(file string) string) Baseline {
	var b Baseline
	for _, f := range findings {
		e := Entry{named(f.Place.File), f.Rule, f.Named, f.Fingerprint(), 1}
		if k := b.find(e.key()); k >= 0 {
			b.entries[k].Count++
		} else {
			b.entries = append(b.entries, e)
		}
	}
	b.sort()
	return b
}

func (b Baseline) find(k key) int {
	return slices.IndexFunc(b.entries, func(e Entry) bool { return e.key() == k })
}

func (b Baseline) sort() {
	slices.SortFunc(b.entries, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Path, y.Path), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
}

// Entries returns the entries in order.
func (b Baseline) Entries() []Entry { return slices.Clone(b.entries) }

// Count is how many findings the baseline holds.
func (b Baseline) Count() int {
	n := 0
	for _, e := range b.entries {
		n += e.Count
	}
	return n
}

// Known says of each finding whether the baseline holds it. Where there are more of
// one fingerprint than it counts, the last ones are new.
func (b Baseline) Known(findings []lint.Finding, named func(file string) string) []bool {
	left := map[key]int{}
	for _, e := range b.entries {
		left[e.key()] = e.Count
	}
	known := make([]bool, len(findings))
	for i, f := range findings {
		k := key{named(f.Place.File), f.Fingerprint()}
		if left[k] > 0 {
			known[i] = true
			left[k]--
		}
	}
	return known
}

// Stale parts b into what is still found and what is not: entries whose finding is
// gone, or there less often. The findings are to be those under every rulebook.
// Entries of files that checked does not know are left alone.
func (b Baseline) Stale(findings []lint.Finding, named func(string) string, checked func(file string) bool) (live, stale Baseline) {
	there := Of(findings, named)
	for _, e := range b.entries {
		n := e.Count
		if k := there.find(e.key()); checked(e.File) && k >= 0 {
			n = min(n, there.entries[k].Count)
		} else if checked(e.File) {
			n = 0
		}
		if gone := e.Count - n; gone > 0 {
			stale.entries = append(stale.entries, Entry{e.File, e.Rule, e.Path, e.Fingerprint, gone})
		}
		if e.Count = n; n > 0 {
			live.entries = append(live.entries, e)
		}
	}
	return live, stale
}

// head begins the file; the version of the format is permanent.
const head = "{\n  \"volens-baseline\": 1,\n  \"findings\": ["

// Write writes the file.
func (b Baseline) Write(w io.Writer) error {
	out := bytes.NewBufferString(head)
	for i, e := range b.entries {
		var line bytes.Buffer
		enc := json.NewEncoder(&line)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(e); err != nil {
			return fmt.Errorf("writing the baseline: %w", err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		out.Write(bytes.TrimSuffix(line.Bytes(), []byte("\n")))
	}
	if len(b.entries) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	return nil
}

// Why a file is no baseline.
var (
	ErrForm    = errors.New("it is not a baseline: {\"volens-baseline\": 1, \"findings\": [{\"file\", \"rule\", \"path\", \"fingerprint\", \"count\"}]}")
	ErrVersion = errors.New("its version is not 1")
	ErrEntry   = errors.New("a finding needs a file, a rule, a fingerprint of 32 hexadecimal digits, and a count above zero")
	ErrTwice   = errors.New("a finding is there twice: merged by hand, perhaps; keep one of them")
)

var print = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Read reads a file, strictly: unknown keys, findings that are there twice and
// anything behind the end are errors.
func Read(r io.Reader) (Baseline, error) {
	var in struct {
		Version  *int    `json:"volens-baseline"`
		Findings []Entry `json:"findings"`
	}
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return Baseline{}, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) || in.Version == nil || in.Findings == nil {
		return Baseline{}, ErrForm
	}
	if *in.Version != 1 {
		return Baseline{}, ErrVersion
	}
	b := Baseline{}
	for _, e := range in.Findings {
		switch {
		case e.File == "" || e.Rule == "" || e.Count < 1 || !print.MatchString(e.Fingerprint):
			return Baseline{}, ErrEntry
		case b.find(e.key()) >= 0:
			return Baseline{}, ErrTwice
		}
		b.entries = append(b.entries, e)
	}
	b.sort()
	return b, nil
}
