package duties_test

import (
	"fmt"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/duties"
	"github.com/volens/volens/workday"
)

// What falls due is counted from the facts of the declaration: here, important
// data that was identified on the eve of the autumn holidays of 2026.
func Example() {
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: `
volens: 1
processor: {name: 青禾}
services: {map: {name: 地图, type: map-navigation, functions: {go: {name: 导航}}}}
important-data: {map: {family: base-data, what: 高精度地图, identified: 2026-09-24}}
`}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 9, 25, 9, 0, 0, 0, workday.Shanghai)
	for _, one := range duties.List(d, now, duties.Options{Calendar: workday.China()}) {
		if one.ID == "important-data-filing" {
			fmt.Println(one.Day, one.Certainty, one.Cites[0].Status())
			fmt.Println(one.Count.EN)
		}
	}
	// Output:
	// 2026-10-22 final draft
	// within 15 working days of 2026-09-24, that day not counted
}
