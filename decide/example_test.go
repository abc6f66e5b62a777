package decide_test

import (
	"fmt"
	"os"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
)

// Somebody who does not want recommendations is not turned away.
func ExampleRefuseUse() {
	text, err := os.ReadFile("../consent/testdata/shop.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(text)}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	v := decide.RefuseUse(decide.Compile(d), "shop/for-you/browsing-history/recommend", nil, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	fmt.Println("may refuse service:", v.Permit)
	for _, c := range v.Reasons[0].Cites {
		fmt.Println(c.Short().EN, "-", c.Status())
	}
	// Output:
	// may refuse service: false
	// draft 2021 Art. 19(3) - draft
	// PIPL Art. 16 - in-force
	// No. 191 IV.2 - reference
}
