package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/volens/volens/declaration"
)

// Fingerprint identifies a finding across versions of a declaration: by its rule,
// by the name of its file without folders, and by its path with names for
// positions (Finding.Named). It does not change when lines move, when things are
// written in another order, or when something is added elsewhere, nor with the
// wording of messages, the articles cited or the rulebooks chosen. It changes when
// what the finding is about changes: another item on the same line is another
// finding, so that nobody who accepted the one has accepted the other.
//
// Findings of one rule at one path share a fingerprint: whoever keeps
// fingerprints counts them. How it is computed is permanent.
func (f Finding) Fingerprint() string {
	file := f.Place.File[strings.LastIndexAny(f.Place.File, `/\`)+1:]
	sum := sha256.Sum256([]byte(strings.Join([]string{"volens finding 1", f.Rule, file, f.Named}, "\n")))
	return hex.EncodeToString(sum[:16])
}

// naming says what elements of lists are called: from the path of an element,
// such as services.shop.functions.letter.uses[0], to a name, such as
// email/promote.
type naming map[string]string

// names reads what the elements of d's lists are called.
func names(d *declaration.Declaration) naming {
	n := naming{}
	for _, s := range d.Services {
		for _, f := range s.Functions {
			n.usages(f.Uses)
		}
		asks := "services." + s.ID + ".asks"
		for i, group := range s.Asks.Together {
			n.element(asks+".together", i, joined(group))
		}
		for i, w := range s.Asks.Wordings {
			n.element(asks+".wordings", i, joined(w.For))
		}
	}
	for _, c := range d.Components {
		n.usages(c.Collects)
	}
	for i, a := range d.Processor.Authorities {
		n.element("processor.authorities", i, a.For+"/"+a.Name.ZH+"/"+a.Name.EN)
	}
	for i, c := range d.Platform.Consultations {
		n.element("platform.consultations", i, c.Of+"/"+c.From)
	}
	return n
}

// usages names lines of uses by what they are about. An item of a line that lists
// several is named as it would be on a line of its own.
func (n naming) usages(all []*declaration.Usage) {
	for _, u := range all {
		items := slices.Clone(u.Items)
		if u.Item != "" {
			items = append(items, u.Item)
		}
		n[u.Place.Path] = joined(items) + "/" + u.For
		for i, item := range u.Items {
			n.element(u.Place.Path+".items", i, string(item)+"/"+u.For)
		}
		for i, to := range u.Gives {
			n.element(u.Place.Path+".gives", i, to)
		}
	}
}

func (n naming) element(list string, i int, name string) { n[list+"["+strconv.Itoa(i)+"]"] = name }

// joined is what a list holds, in no order.
func joined[T ~string](list []T) string {
	var all []string
	for _, one := range list {
		all = append(all, string(one))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// position is one position in a path, with the item after it if there is one.
var position = regexp.MustCompile(`(\[\d+\])(\.items\[\d+\])?`)

// of returns path with names for the positions that have one.
func (n naming) of(path string) string {
	var b strings.Builder
	done := 0
	for _, m := range position.FindAllStringSubmatchIndex(path, -1) {
		b.WriteString(path[done:m[0]])
		done = m[1]
		if name, ok := n[path[:m[1]]]; ok {
			b.WriteString("[" + name + "]")
		} else if name, ok := n[path[:m[3]]]; ok {
			b.WriteString("[" + name + "]" + path[m[3]:m[1]])
		} else {
			b.WriteString(path[m[0]:m[1]])
		}
	}
	return b.String() + path[done:]
}
