package dpv_test

import (
	"encoding/json"
	"fmt"

	"github.com/volens/volens/dpv"
)

// A person agreed to one thing and refused three, and takes the receipt to
// somebody whose systems read DPV.
func Example() {
	in := answered() // a receipt, the ask that was answered, and the declaration of then
	b, _ := dpv.Receipt(in)

	var doc struct {
		Type    string `json:"@type"`
		Records []struct {
			Process struct {
				Use string `json:"dct:identifier"`
			} `json:"dpv:hasProcess"`
			Events []struct {
				Type string `json:"@type"`
			} `json:"dpv:hasConsentStatus"`
		} `json:"dpv:hasRecordOfActivity"`
	}
	_ = json.Unmarshal(b, &doc)
	fmt.Println(doc.Type)
	for _, r := range doc.Records {
		fmt.Println(r.Process.Use, r.Events[len(r.Events)-1].Type)
	}
	// Output:
	// dpv:ConsentReceipt
	// shop/for-you/browsing-history/recommend dpv:ConsentGiven
	// shop/for-you/heart-rate/recommend dpv:ConsentRefused
	// shop/for-you/heart-rate/recommend>ads dpv:ConsentRefused
	// shop/order/device-id/push@acme-push dpv:ConsentRefused
}
