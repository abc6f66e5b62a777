package needle

import (
	"slices"
	"strings"

	"github.com/volens/volens/erase/plan"
)

// A Name is a declared pattern of keys or paths with the identifiers of people in
// it, as whoever looks understands it.
type Name struct{ parts []part }

// A part of a name is one of some texts, or anything.
type part struct {
	anything bool
	texts    []string
}

// NameOf takes the pattern of a target apart, or reports that nobody has one of its
// identifiers. A folder is everything below it.
func NameOf(t plan.Target, by plan.Keys) (Name, bool) {
	var n Name
	for rest := t.Holding; rest != ""; {
		at := strings.IndexAny(rest, "*{")
		if at < 0 {
			at = len(rest)
		}
		n.parts = append(n.parts, part{texts: []string{rest[:at]}})
		if rest = rest[at:]; rest == "" {
			break
		}
		name := "*"
		if rest[0] == '{' {
			name, rest, _ = strings.Cut(rest[1:], "}")
		} else {
			rest = rest[1:]
		}
		next := part{anything: name == "*" || t.Everyone}
		if !next.anything {
			next.texts = slices.DeleteFunc(slices.Clone(by[name]), func(id string) bool { return id == "" })
			if len(next.texts) == 0 {
				return Name{}, false
			}
		}
		n.parts = append(n.parts, next)
	}
	if strings.HasSuffix(t.Holding, "/") {
		n.parts = append(n.parts, part{anything: true})
	}
	return n, len(n.parts) > 0
}

// Match reports whether a text is made of the parts of the name.
func (n Name) Match(text string) bool { return made(text, n.parts) }

func made(text string, parts []part) bool {
	if len(parts) == 0 {
		return text == ""
	}
	if parts[0].anything {
		for at := range len(text) + 1 {
			if made(text[at:], parts[1:]) {
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(parts[0].texts, func(t string) bool {
		return strings.HasPrefix(text, t) && made(text[len(t):], parts[1:])
	})
}
