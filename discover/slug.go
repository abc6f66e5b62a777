package discover

import "strings"

// slug makes an identifier of a name: small letters, digits and single hyphens,
// beginning with a letter. It returns "" where nothing is left.
func slug(name string) string {
	words := split(name)
	var parts []string
	for _, w := range words {
		w = strings.Map(func(r rune) rune {
			if 'a' <= r && r <= 'z' {
				return r
			}
			return -1
		}, w)
		if w != "" {
			parts = append(parts, w)
		}
	}
	s := strings.Join(parts, "-")
	if len(s) > 40 {
		s = strings.TrimRight(s[:40], "-")
	}
	return s
}
