package replica_test

import (
	"fmt"
	"os"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/replica"
)

// A replica is fed, told that it is complete, and asked.
func Example() {
	text, err := os.ReadFile("../consent/testdata/shop.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	source := declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(text)}}}
	d, err := declaration.Parse(source)
	if err != nil {
		fmt.Println(err)
		return
	}
	table := decide.Compile(d)
	const use = "shop/for-you/browsing-history/recommend"
	row, _ := table.Row(use)
	ming, _ := ledger.NewSubject("ming")
	said := consent.Consents{use: {Use: use, Fingerprint: table.Fingerprint(row), State: consent.Granted}}

	r := replica.New(replica.Local(), replica.Options{})
	began := r.Now()
	if err := r.Apply(consent.Feed{
		To: 8, Active: source.Hash(),
		Moved: []consent.Moved{{Subject: ming, Standing: consent.Standing{Version: 7, Consents: said}}},
	}, table); err != nil {
		fmt.Println(err)
		return
	}
	q := decide.Question{Action: decide.ActionRecommend, Use: use}
	before := r.Decide("ming", &q)
	r.Renew(began, 0)
	ming7, hong := r.Decide("ming", &q), r.Decide("hong", &q)
	fmt.Println("nobody said that it is complete:", before.Permit(), before.Rule())
	fmt.Println("ming:", ming7.Permit(), ming7.Rule(), "at", ming7.Version())
	fmt.Println("hong:", hong.Permit(), hong.Rule())
	// Output:
	// nobody said that it is complete: false replica-stale
	// ming: true consent-granted at 7
	// hong: false consent-missing
}
