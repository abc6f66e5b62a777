package law_test

import (
	"fmt"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A citation resolves to data, says how far it binds, and knows what stands
// behind it today.
func ExampleCite() {
	c := law.Cite(law.Draft, "19(3)")
	fmt.Println(c.Text().In(lang.EN), "—", c.Status().Text().In(lang.EN))

	duty, _ := law.Lookup(c)
	for _, live := range duty.Live {
		fmt.Println(live.Short().In(lang.EN), "—", live.Status().Text().In(lang.EN))
	}
	// Output:
	// draft Regulations on Network Data Security Management, Art. 19(3) — draft, never in force
	// PIPL Art. 16 — in force
	// Necessary Information Provisions Art. 4 — in force
}

// The number of an identity document is sensitive by one standard and not by
// the other; the default takes the stricter.
func ExampleTaxonomy_Sensitive() {
	for _, t := range law.Taxonomies() {
		_, _, sensitive := t.Sensitive("id-number")
		fmt.Println(t, sensitive)
	}
	// Output:
	// six-families true
	// gbt-35273-2020 true
	// gbt-45574-2025 false
}
