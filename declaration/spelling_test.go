package declaration

import (
	"testing"

	"pgregory.net/rapid"
)

// What is checked by hand, because it is read so often, is what the pattern says
// that the schema shows.
func TestByHandAsByPattern(t *testing.T) {
	for name, form := range map[string]string{
		"period": `[0-9]{0,6}(h|d|m|y|wd|w|s)?|(account|purpose|session|moment)[a-z\n]?`,
		"when":   `(every )?[0-9]{0,6}(s|m|h|d|y| d)?|(once|at-sign-up|each-use|each-order|on-request|continuous|on-start)[a-z\n]?`,
	} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			v := rapid.StringMatching(form).Draw(t, name)
			s := spellings[name]
			if want := s.pattern.MatchString(v); s.whole(v) != want {
				t.Fatalf("%q: %v", v, !want)
			}
		}))
	}
}
