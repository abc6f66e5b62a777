package erase

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// says commits an entry about 7.
func (w *world) says(t *testing.T, at time.Time, kind ledger.Kind, body any) {
	t.Helper()
	p, err := w.book.Person(t.Context(), subject(t, "7"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := ledger.PersonalEntry(kind, at, w.book.active, p.Identity, ledger.Nonce{2}, body)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.book.Commit(t.Context(), ledger.NewChange(e).Writing(consent.NewPerson{Identity: p.Identity})); err != nil {
		t.Fatal(err)
	}
}

func answers(grant bool, uses ...declaration.UseID) consent.AnswerBody {
	c := consent.AnsweredChoice{Choice: "c", Grant: grant, Evidence: consent.Evidence{}}
	for _, u := range uses {
		c.Uses = append(c.Uses, consent.ChoiceUse{Use: u})
		c.Uses[len(c.Uses)-1].Item.ZH = "看到的字样"
	}
	return consent.AnswerBody{V: 1, Ask: "00-a", Service: "shop", Answers: []consent.AnsweredChoice{c}}
}

// TestProvided: what is kept of Volens' own is what was really agreed to be given to
// somebody, each with the end of its time, and without the words that were shown.
func TestProvided(t *testing.T) {
	const phone, name, seen = "shop/order/recipient-phone/ship", "shop/order/recipient-name/ship", "shop/for-you/browsing-history/suggest"
	w := newWorld(t)
	month := func(n int) time.Time { return start.AddDate(0, -n, 0) }
	withdraw := func(n int, use declaration.UseID) {
		w.says(t, month(n), ledger.KindWithdrawal, consent.WithdrawalBody{V: 1, Uses: []consent.WithdrawnUse{{Use: use}}})
	}
	w.says(t, month(60), ledger.KindAnswer, answers(true, phone)) // its time is over
	withdraw(50, phone)
	w.says(t, month(30), ledger.KindAnswer, answers(true, phone, seen)) // nobody is given what was viewed
	w.says(t, month(29), ledger.KindImport, consent.ImportBody{V: 1, Source: "old", Uses: []consent.ImportedUse{{Use: name, State: consent.Refused, At: month(40).UnixMilli()}}})
	withdraw(20, phone)
	w.says(t, month(12), ledger.KindAnswer, answers(false, phone))
	w.says(t, month(10), ledger.KindAnswer, answers(true, name))
	w.order()
	w.days(0.5)
	if len(w.book.kept) != 1 {
		t.Fatalf("%d kept", len(w.book.kept))
	}
	k := w.book.kept[0]
	var got provided
	if err := json.Unmarshal([]byte(strings.TrimPrefix(string(k.Sealed), "sealed:")), &got); err != nil {
		t.Fatal(err)
	}
	want := []provision{
		{Use: phone, Recipients: []string{"courier"}, Granted: month(30).UnixMilli(), Ended: month(20).UnixMilli()},
		{Use: name, Recipients: []string{"courier"}, Granted: month(10).UnixMilli(), Ended: start.UnixMilli()},
	}
	for i := range got.Records {
		if got.Records[i].Index == 0 {
			t.Error("where it is in the record is not said")
		}
		got.Records[i].Index = 0
	}
	if diff := cmp.Diff(want, got.Records); diff != "" || got.Person != "7" {
		t.Errorf("of %s (-want +got):\n%s", got.Person, diff)
	}
	if day := got.Records[1].until(3); !k.Until.Equal(day.End()) || day.String() != "2029-11-20" {
		t.Errorf("until %s, not the end of %s", k.Until, day)
	}
	if strings.Contains(string(k.Sealed), "看到的字样") {
		t.Error("the wording is kept")
	}
}

// TestRefusedIsNotProvided: who only refused has given nobody anything.
func TestRefusedIsNotProvided(t *testing.T) {
	w := newWorld(t)
	w.says(t, start.AddDate(0, -1, 0), ledger.KindAnswer, answers(false, "shop/order/recipient-phone/ship"))
	w.order()
	w.days(0.5)
	if len(w.book.kept) != 0 || w.book.forgot != 1 {
		t.Errorf("kept %d, forgotten %d times", len(w.book.kept), w.book.forgot)
	}
}
