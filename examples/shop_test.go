package examples_test

import (
	"os"
	"testing"

	"github.com/volens/volens/discover/sqlschema"
)

// The shop has its tables for three engines, and what its declaration holds is in
// each of them.
func TestTheShopHoldsWhatItDeclares(t *testing.T) {
	d := parse(t, "shop/volens.yaml")
	for _, engine := range []string{"mysql", "postgres", "sqlite"} {
		text, err := os.ReadFile("shop/schema." + engine + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		schema, err := sqlschema.Parse(string(text))
		if err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		for _, table := range schema.Tables {
			there[table.Name] = true
			for _, c := range table.Columns {
				there[table.Name+"."+c.Name] = true
			}
		}
		for _, h := range d.Stores[0].Holds {
			columns := []string{h.Born, h.Keep.From}
			for _, f := range h.Found {
				columns = append(columns, f.In)
			}
			for _, f := range h.Fields {
				columns = append(columns, f.Column)
			}
			for _, c := range columns {
				if c != "" && !there[h.ID+"."+c] {
					t.Errorf("%s: there is no %s.%s", engine, h.ID, c)
				}
			}
			if !there[h.ID] {
				t.Errorf("%s: there is no table %s", engine, h.ID)
			}
		}
	}
}
