package fulfil

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/law"
)

// TestPapersAreListedByKind: what only people can search has no amount, and is listed
// all the same, for the law asks for kinds too.
func TestPapersAreListedByKind(t *testing.T) {
	w := newWorld(t)
	w.text = strings.Replace(w.text, "recipients:\n", `      slips:
        name: {zh: 签收, en: slips}
        when: each-order
        uses:
          - {items: [recipient-name, shoe], for: deliver, kept: {in: paper, for: 1y}}
recipients:
`, 1)
	w.text = strings.Replace(w.text, "services:\n", "items: {shoe: {name: {zh: 鞋码, en: shoe size}}}\nservices:\n", 1)
	w.text = strings.Replace(w.text, "stores:\n", "stores:\n  paper: {name: {zh: 纸箱, en: box of slips}, engine: other}\n", 1)
	all, err := w.office.Held(t.Context(), w.request.Subject, w.now)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(h Holding) bool { return h.Store == "paper" })
	if i < 0 || cmp.Diff(all[i], Holding{Store: "paper", Where: "*", Items: []string{"recipient-name", "shoe"}, Unknown: erase.ReasonManual}) != "" {
		t.Errorf("%+v", all)
	}
	d, _, err := w.office.Consent.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[law.ItemID]string{"shoe": "鞋码", "phone": "手机号码", "unheard-of": "unheard-of"} {
		if got := ItemName(d, id).ZH; got != want {
			t.Errorf("%s is %s", id, got)
		}
	}
}
