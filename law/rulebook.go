package law

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/lang"
)

// A Rulebook is a set of instruments that an operator switches on or off
// together.
type Rulebook struct {
	ID          string         `json:"id"`
	Title       lang.Text      `json:"title"`
	Instruments []InstrumentID `json:"instruments"`
}

// The ids of the rulebooks; permanent.
const (
	DraftRulebook = "cn-draft-2021" // the draft of 2021 alone
	LiveRulebook  = "cn-live"       // what is in force, with the standards and practices read beside it
)

// Rulebooks returns all rulebooks. Every instrument is in exactly one.
func Rulebooks() []Rulebook { return slices.Clone(loaded().rulebooks) }

// Has reports whether the rulebook holds the instrument.
func (r Rulebook) Has(id InstrumentID) bool { return slices.Contains(r.Instruments, id) }

// ParseRulebooks reads a list of rulebook ids with commas between them. The
// empty string means all of them.
func ParseRulebooks(s string) ([]Rulebook, error) {
	all := Rulebooks()
	if strings.TrimSpace(s) == "" {
		return all, nil
	}
	var chosen []Rulebook
	for id := range strings.SplitSeq(s, ",") {
		id = strings.TrimSpace(id)
		k := slices.IndexFunc(all, func(r Rulebook) bool { return r.ID == id })
		if k < 0 {
			return nil, fmt.Errorf("no rulebook %q: known are %s", id, strings.Join(rulebookIDs(all), ", "))
		}
		if !slices.ContainsFunc(chosen, func(r Rulebook) bool { return r.ID == id }) {
			chosen = append(chosen, all[k])
		}
	}
	return chosen, nil
}

func rulebookIDs(rs []Rulebook) []string {
	ids := make([]string, len(rs))
	for i, r := range rs {
		ids[i] = r.ID
	}
	return ids
}
