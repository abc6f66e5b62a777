package erase_test

import (
	"fmt"
	"os"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
)

// Before anybody asks, a plan says where a person is: in which order the rows go,
// how they are found, and who has to be told.
func ExampleCompile() {
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(text)}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	compiled := plan.Compile(d, nil, plan.Scope{})
	for _, s := range compiled.Stores {
		for _, a := range s.Deeds {
			fmt.Println(s.Store.ID, a.Target.Holding, a.By)
		}
	}
	for _, r := range compiled.Told {
		fmt.Println("told:", r.Name.In(lang.EN))
	}
	// Output:
	// orders sales [person phone]
	// orders users [person]
	// cache seen:{person} [person]
	// files portraits/{person}/ [person]
	// files labels/{order}.pdf [order]
	// told: Courier
}
