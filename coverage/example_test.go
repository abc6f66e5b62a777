package coverage_test

import (
	"fmt"

	"github.com/volens/volens/coverage"
	"github.com/volens/volens/law"
)

// What is done about one article: draft 19(3), on refusing service.
func Example() {
	for _, e := range coverage.All() {
		if e.Article.Citation() != law.Cite(law.Draft, "19(3)") {
			continue
		}
		for _, c := range e.Claims {
			if c.By == "refusal-stops-service" && c.Ask.IsZero() {
				fmt.Println(law.KindText(c.Kind).EN+":", c.By)
			}
		}
		fmt.Println("missing:", len(e.Missing()))
	}
	// Output:
	// checked in the declaration: refusal-stops-service
	// missing: 0
}
