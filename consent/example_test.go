package consent_test

import (
	"fmt"
	"os"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
)

// A shop may ask somebody who opens the recommendations; it may not ask about
// them, or about anything outside its basic functions, when the app opens.
func ExamplePlan() {
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
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	for _, req := range []consent.Request{
		{Service: "shop", Trigger: consent.Start},
		{Service: "shop", Trigger: consent.Function, Functions: []string{"for-you"}},
	} {
		offer, err := consent.Plan(d, req, consent.Situation{}, now)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(req.Trigger)
		for _, c := range offer.Choices {
			fmt.Printf("  step %d: %s\n", c.Step, c.ID)
		}
	}
	// Output:
	// start
	//   step 1: shop/order/deliver!
	//   step 1: shop/order/invoice
	//   step 2: shop/order/device-id/push@acme-push
	// function
	//   step 1: shop/for-you/browsing-history/recommend
	//   step 2: shop/for-you/heart-rate/recommend
	//   step 3: shop/for-you/heart-rate/recommend>ads
}
