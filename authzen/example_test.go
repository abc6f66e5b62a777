package authzen_test

import (
	"context"
	"fmt"
	"time"

	"github.com/volens/volens/authzen"
)

// A question about a type of the overlay: the rule that permits is named.
func Example() {
	overlay, err := authzen.ParseOverlay("office.yaml", `overlay: 1
subjects: {user: {ann: {role: editor}, bob: {role: reader}}}
rules:
  - {who: user, may: write, on: page, when: {subject.role: {is: editor}}}
`)
	if err != nil {
		fmt.Println(err)
		return
	}
	point := &authzen.Point{Overlay: overlay}
	for _, who := range []string{"ann", "bob"} {
		q, err := authzen.ParseQuery([]byte(`{"subject":{"type":"user","id":"` + who + `"},"action":{"name":"write"},"resource":{"type":"page","id":"home"}}`))
		if err != nil {
			fmt.Println(err)
			return
		}
		d, err := point.Evaluate(context.Background(), q, time.Time{})
		fmt.Println(d.Decision, d.Context.Reasons[0].Rule, d.Context.Reasons[0].Path, err)
	}
	// Output:
	// true overlay-permits office.yaml:4 <nil>
	// false overlay-no-rule  <nil>
}
