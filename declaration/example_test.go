package declaration_test

import (
	"fmt"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

const before = `volens: 1
processor: {name: {zh: 青禾商城, en: Qinghe Shop}}
services:
  shop:
    name: {zh: 商城, en: shop}
    type: online-shopping
    functions:
      for-you:
        name: {zh: 为你推荐, en: for you}
        uses:
          - item: browsing-history
            for: recommend
            kept: {in: footprints, for: 90d}
stores:
  footprints: {engine: redis}
`

const after = `volens: 1
processor: {name: {zh: 青禾商城, en: Qinghe Shop}}
services:
  shop:
    name: {zh: 青禾, en: Qinghe}   # only a name
    type: online-shopping
    functions:
      for-you:
        name: {zh: 为你推荐, en: for you}
        uses:
          - item: browsing-history
            for: recommend
            kept: {in: footprints, for: 1y}   # four times as long
stores:
  footprints: {engine: redis}
`

func parse(text string) *declaration.Declaration {
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: text}}})
	if err != nil {
		panic(err)
	}
	return d
}

// A declaration changes: who has to be asked again, and why?
func Example() {
	for _, d := range declaration.Diff(parse(before), parse(after)) {
		fmt.Println(d.Use, d.Reask)
		fmt.Println(d.Why.In(lang.EN))
		for _, f := range d.Facets {
			fmt.Println(f.Is.EN+":", f.From.EN, "→", f.To.EN)
		}
	}
	// Output:
	// shop/for-you/browsing-history/recommend true
	// changed: retention period; earlier consent does not cover it, so it has to be asked again
	// retention period: 90 days → 1 year
}

// A mistake says where it is, what could stand there, and what to do.
func ExampleParse() {
	_, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: "volens: 1\nprocessor: {nmae: 青禾商城}\nservices: {}\n"}}})
	fmt.Print(err.(*declaration.Errors).Problems[1].In(lang.EN))
	// Output:
	// shop.yaml:2:13: unknown key "nmae"
	//    2 | processor: {nmae: 青禾商城}
	//      |             ^
	//   expected: name, people, faces, country, representative, roles, contact, officer, complaints, authorities
	//   to do: perhaps name was meant
}
