package ignore

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/workday"
)

// Fresh is what a new file begins with.
const Fresh = "volens-ignore: 1\nfindings: []\n"

var (
	openList  = regexp.MustCompile(`(?m)^findings:([ ]*\r?\n)`)
	emptyList = regexp.MustCompile(`(?m)^findings:[ ]*\[[ ]*\][ ]*$`)
)

// Add returns the text of the file with one more entry, every other byte as it was.
// What is wrong with the entry is the error of Parse. ErrNoRoom where the list is not the
// last thing in the file, or is written between brackets.
func Add(f declaration.File, e Entry, today workday.Day) (string, error) {
	if e.Times == 1 {
		e.Times = 0 // which says the same and is not written
	}
	old, err := Parse(f, today)
	if err != nil {
		return "", err
	}
	alone := declaration.File{Name: f.Name, Text: "volens-ignore: 1\nfindings:\n" + e.yaml("  ")}
	if _, err := Parse(alone, today); err != nil {
		return "", err
	}
	text, indent := f.Text, "  "
	switch {
	case len(old.Entries) > 0:
		indent = strings.Repeat(" ", max(0, old.Entries[len(old.Entries)-1].Column-3))
	case emptyList.MatchString(text):
		text = emptyList.ReplaceAllString(text, "findings:")
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	text += e.yaml(indent)
	now, err := Parse(declaration.File{Name: f.Name, Text: text}, today)
	if err != nil || !equal(now.Entries, append(slices.Clone(old.Entries), &e)) {
		return "", ErrNoRoom
	}
	return text, nil
}

// yaml writes the entry as an element of a list.
func (e Entry) yaml(indent string) string {
	var b strings.Builder
	line := func(key, value string) {
		lead := indent + "  "
		if b.Len() == 0 {
			lead = indent + "- "
		}
		if value != "" {
			fmt.Fprintf(&b, "%s%s: %s\n", lead, key, value)
		}
	}
	line("rule", e.Rule)
	line("path", quote(e.Named))
	line("fingerprint", quote(e.Fingerprint))
	line("file", quote(e.In))
	if e.Times > 1 {
		line("times", fmt.Sprint(e.Times))
	}
	line("reason", quoteText(e.Reason))
	line("since", e.Since)
	line("until", e.Until)
	line("by", quote(e.By))
	return b.String()
}

// quote writes a string as JSON does, which YAML reads as the same string.
func quote(s string) string {
	if s == "" {
		return ""
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always has a JSON form, and a Builder takes it
	return strings.TrimSuffix(b.String(), "\n")
}

func quoteText(t lang.Text) string {
	if t.EN == "" {
		return quote(t.ZH)
	}
	if t.ZH == "" {
		return "{en: " + quote(t.EN) + "}"
	}
	return "{zh: " + quote(t.ZH) + ", en: " + quote(t.EN) + "}"
}

// Without returns the text of the file without some entries, every other byte as it
// was. ErrNoRoom where that cannot be done by taking away whole lines.
func (l *List) Without(gone []*Entry, today workday.Day) (string, error) {
	lines := strings.SplitAfter(l.file.Text, "\n")
	drop := make([]bool, len(lines))
	var left []*Entry
	for i, e := range l.Entries {
		if !slices.Contains(gone, e) {
			left = append(left, e)
			continue
		}
		end := len(lines)
		if i+1 < len(l.Entries) {
			end = l.Entries[i+1].Line - 1
		}
		for n := e.Line - 1; n < end && (n == e.Line-1 || belongs(lines[n], e.Column)); n++ {
			drop[n] = true
		}
	}
	var b strings.Builder
	for n, line := range lines {
		if !drop[n] {
			b.WriteString(line)
		}
	}
	text := b.String()
	if len(left) == 0 {
		text = openList.ReplaceAllString(text, "findings: []$1")
	}
	now, err := Parse(declaration.File{Name: l.file.Name, Text: text}, today)
	if err != nil || !equal(now.Entries, left) {
		return "", ErrNoRoom
	}
	return text, nil
}

// belongs reports whether a line belongs to an entry whose keys stand in a column:
// it is set in at least as far. A blank line ends the entry.
func belongs(line string, column int) bool {
	text := strings.TrimLeft(line, " ")
	return strings.TrimSpace(text) != "" && len(line)-len(text) >= column-1
}

// equal compares entries but for where they stand.
func equal(a, b []*Entry) bool {
	return slices.EqualFunc(a, b, func(x, y *Entry) bool {
		p, q := *x, *y
		p.Place, q.Place = declaration.Place{}, declaration.Place{}
		return reflect.DeepEqual(p, q)
	})
}
