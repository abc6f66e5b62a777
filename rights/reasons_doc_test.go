package rights

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/lang"
)

// TestTheReasonsOfStaffAreWritten holds the table in docs/api.md to what the desk
// takes from staff: each state, each reason of it, and the kinds.
func TestTheReasonsOfStaffAreWritten(t *testing.T) {
	page, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	want.WriteString("| `state` | `reason` | 意思 | meaning | 哪些请求 of which requests |\n|---|---|---|---|---|\n")
	for _, to := range []State{InProgress, Waiting, Refused, Held, Finished} {
		for _, g := range Reasons() {
			if of := staffSay(to, g); of != "" {
				fmt.Fprintf(&want, "| `%s` | `%s` | %s | %s | %s |\n", to, g.Reason, g.Text.ZH, g.Text.EN, of)
			}
		}
	}
	if !strings.Contains(string(page), want.String()) {
		t.Errorf("docs/api.md says of the reasons that staff give something else than the code; it should have:\n%s", want.String())
	}
}

// staffSay lists the kinds of which staff can give a reason for a state, "" where none.
func staffSay(to State, g Ground) string {
	var kinds []Kind
	var speakers []Speaker
	for _, k := range Kinds() {
		for _, s := range Speakers() {
			for _, from := range States() {
				r := Request{ID: "00-x", Kind: k, Way: BySelf, Speaker: s, State: from, Proof: Proof{At: now}}
				if _, err := r.turn(to, g.Reason, lang.Text{ZH: "说明"}, "anna", now); err != nil {
					continue
				}
				if !slices.Contains(kinds, k) {
					kinds = append(kinds, k)
				}
				if !slices.Contains(speakers, s) {
					speakers = append(speakers, s)
				}
			}
		}
	}
	var said []string
	switch {
	case len(kinds) == 0:
		return ""
	case len(kinds) == len(Kinds()):
		said = append(said, "全部 all")
	default:
		for _, k := range kinds {
			said = append(said, "`"+string(k)+"`")
		}
	}
	if len(speakers) < len(Speakers()) {
		for _, s := range speakers {
			said = append(said, "`speaker: "+string(s)+"`")
		}
	}
	return strings.Join(said, " ")
}
