package archtest

import (
	"bytes"
	"regexp"
)

// private lists what no text of the repository may hold: it says something of
// the machine or the network that the text was written on, and helps nobody else.
var private = []struct {
	pattern *regexp.Regexp
	says    string
}{
	{regexp.MustCompile(`(^|[^a-zA-Z0-9_.*])/(work|farm|root|home/[a-z]+)/`), "names a path of one machine"},
	{regexp.MustCompile(`https?://[a-z0-9.-]*(registry|proxy)[a-z0-9.-]*(:[0-9]+)?/`), "names a package registry"},
}

// checkTexts finds private things in every text file.
func checkTexts(t *Tree) []Finding {
	var found []Finding
	err := t.walk(func(name string, text []byte) error {
		if bytes.IndexByte(text, 0) >= 0 {
			return nil // not a text
		}
		line := 0
		for part := range bytes.Lines(text) {
			line++
			for _, p := range private {
				if p.pattern.Match(part) {
					found = append(found, Finding{name, line, p.says})
				}
			}
		}
		return nil
	})
	if err != nil {
		found = append(found, Finding{".", 0, err.Error()})
	}
	return found
}
