package examples_test

import (
	"slices"
	"testing"

	"github.com/volens/volens/erase/plan"
)

// Where an example has stores, its plan leads to everything that it says is there: an
// erasure by it ends by looking, and does not wait for the word of people. A paper
// archive, which nothing connects to, says so.
func TestPlansLeadEverywhere(t *testing.T) {
	for _, name := range []string{"litemall/volens.yaml", "shop/volens.yaml"} {
		p := plan.Compile(parse(t, name), nil, plan.Scope{})
		for _, f := range p.Findings {
			if f.Problem == plan.Unheld || f.Problem == plan.Unfound && f.Where != "order_items" { // which foreign keys lead to
				t.Errorf("%s: %s %s: %s", f.Place, f.Store, f.Where, f.Text.EN)
			}
		}
		for _, s := range p.Stores {
			if s.Manual && s.Store.ID != "archive" {
				t.Errorf("%s: people have to see to %s", name, s.Store.ID)
			}
		}
	}
}

// A ground keeps from a time that the row has: its columns are in the schema, which
// another test sees to, or the time at which an object or file was written.
func TestGroundsHaveABeginning(t *testing.T) {
	for _, name := range []string{"litemall/volens.yaml", "shop/volens.yaml"} {
		for _, s := range parse(t, name).Stores {
			for _, h := range s.Holds {
				if h.Keep.IsZero() {
					continue
				}
				if stored := slices.Contains([]string{"files", "s3"}, s.Engine); h.Keep.From == "" || stored != (h.Keep.From == "written") {
					t.Errorf("%s: %s counts from %q", name, h.ID, h.Keep.From)
				}
			}
		}
	}
}
