package store

import (
	"testing"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/ledger"
)

// TestWhatAChildAgreedToDoesNotComeBack: whoever turns out to be under fourteen
// could not agree alone. It ends in the record, and stays ended when they are older.
func TestWhatAChildAgreedToDoesNotComeBack(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d := counter(t, s)
		a := ask(t, d, "kid", "")
		c := a.Choices[0]
		if _, err := d.Answer(t.Context(), a.ID, ledger.Subject{}, yes(c), now); err != nil {
			t.Fatal(err)
		}
		who := subject(t, "kid")
		later := now
		for _, age := range []consent.Age{
			{Band: consent.Under14, Method: "guardian-declared", Lapses: now.AddDate(3, 0, 0)},
			{Band: consent.Adult, Method: "identity-check"},
		} {
			later = later.AddDate(0, 0, 1)
			if _, err := d.SetAge(t.Context(), who, age, later); err != nil {
				t.Fatal(err)
			}
			standing, err := d.Standing(t.Context(), who)
			must(t, err)
			got := standing.Consents[c.Uses[0].Use]
			if got.State != consent.Withdrawn || got.By != consent.ByLaw {
				t.Errorf("%s: %+v", age.Band, got)
			}
		}
		sound(t, s)
	})
}
