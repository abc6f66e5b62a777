package rights_test

import (
	"fmt"
	"os"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

// Somebody closes their account through a link that the service made after its own
// login. They may change their mind for a week, and the clocks run meanwhile, each
// for itself. Without a fresh login it is not taken at all.
func ExampleReceive() {
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
	lin, _ := ledger.NewSubject("lin")
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, workday.Shanghai)
	order := rights.Order{
		Subject: lin, Kind: rights.Close, Way: rights.BySelf, Speaker: rights.Person,
		Proof: rights.Proof{Method: rights.AppLogin, At: now},
	}
	situation := rights.Situation{
		Identity: ledger.Identity{Subject: lin, Lookup: ledger.Lookup{1}, Key: ledger.SubjectKey{1}},
		Standing: consent.Standing{Version: ledger.Absent}, Calendar: workday.China(), Window: rights.DefaultWindow,
	}
	_, err = rights.Receive(d, order, situation, "00-example", now)
	fmt.Println(err)

	order.Proof.StepUp = now.Add(-time.Minute)
	r, err := rights.Receive(d, order, situation, "00-example", now)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.State, r.Reason, "until", r.Until.In(workday.Shanghai).Format(time.DateTime))
	for _, c := range r.Clocks {
		fmt.Println(c.Param, c.Due.LastDay, c.Due.Certainty)
	}
	// Output:
	// log in to the service once more and come back with the new link: copies, deletion, transfer, closing and a change of contacts need it
	// received may-cancel until 2026-11-27 10:00:00
	// rights-answer-draft 2026-12-11 final
	// rights-answer 2026-12-11 final
	// erasure-draft 2026-12-11 final
}
