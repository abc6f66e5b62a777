package erase

import (
	"testing"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/ledger"
)

// answered lets 7 agree to what is given to the courier, so that there is something
// to keep.
func (w *world) answered(t testing.TB) {
	t.Helper()
	p, err := w.book.Person(t.Context(), subject(t, "7"))
	if err != nil {
		t.Fatal(err)
	}
	body := consent.AnswerBody{V: 1, Ask: "00-a", Service: "shop", Answers: []consent.AnsweredChoice{
		{Choice: "c", Grant: true, Uses: []consent.ChoiceUse{{Use: "shop/order/recipient-phone/ship"}}}}}
	e, err := ledger.PersonalEntry(ledger.KindAnswer, start.AddDate(0, -1, 0), w.book.active, p.Identity, ledger.Nonce{1}, body)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.book.Commit(t.Context(), ledger.NewChange(e).Writing(consent.NewPerson{Identity: p.Identity})); err != nil {
		t.Fatal(err)
	}
}

// TestKilledAtEveryCall ends the process at every single call of every interface,
// before it takes effect and after, and starts it again: each erasure completes,
// none is called done with anything left, none has its effect twice.
func TestKilledAtEveryCall(t *testing.T) {
	for _, late := range []bool{false, true} {
		kills := 0
		for at := 1; ; at++ {
			w := newWorld(t)
			w.answered(t)
			others := w.of("7", true)
			w.restart()
			w.g.at, w.g.late = at, late
			if !w.runToTheEnd(t) {
				break
			}
			kills++
			w.whole(t, others)
			if t.Failed() {
				t.Fatalf("killed at call %d (%s), after its effect: %t", at, w.g.record[len(w.g.record)-1], late)
			}
		}
		t.Logf("killed at %d calls", kills)
		if kills < 100 {
			t.Errorf("only %d places to be killed at", kills)
		}
	}
}

// runToTheEnd runs an erasure, and once more where the process was killed. It
// reports whether it was.
func (w *world) runToTheEnd(t *testing.T) (killed bool) {
	t.Helper()
	for {
		w.g.Lock()
		dead := w.g.ended
		w.g.Unlock()
		if dead {
			if killed {
				t.Fatal("killed twice")
			}
			w.honest(t)
			w.restart()
			killed = true
		}
		if w.finished(t) {
			return killed
		}
	}
}

// finished takes the erasure further, until the process dies or nothing is left.
func (w *world) finished(t *testing.T) bool {
	t.Helper()
	o := Order{Subject: subject(t, "7"), Trigger: TriggerAccount, Request: "07-asked", Event: start}
	if _, err := w.r.Open(t.Context(), o, w.now); err != nil {
		return false
	}
	for end := w.now.AddDate(0, 0, 1); w.now.Before(end); w.now = w.now.Add(600e9) {
		if _, err := w.r.Work(t.Context(), w.now); err != nil {
			return false
		}
		if len(w.book.tasks) == 0 {
			break
		}
	}
	w.g.Lock()
	defer w.g.Unlock()
	return !w.g.ended
}

// honest checks that nothing that is on record as done holds anything of the person.
func (w *world) honest(t *testing.T) {
	t.Helper()
	for _, c := range w.book.cases {
		if c.State == Closed && w.of("7", false) != "" {
			t.Errorf("closed with residue:\n%s", w.of("7", false))
		}
		if c.State != Closed && w.book.forgot > 0 {
			t.Error("forgotten before the case ended")
		}
		if w.book.forgot > 0 && len(w.book.kept) == 0 {
			t.Error("forgotten before what the law keeps was sealed")
		}
	}
}

// whole checks the end of an erasure that was killed once.
func (w *world) whole(t *testing.T, others string) {
	t.Helper()
	w.honest(t)
	if len(w.book.cases) != 1 || w.book.forgot != 1 || len(w.book.kept) != 1 || len(w.book.graves) != 1 || len(w.book.tasks) != 0 {
		t.Errorf("%d cases, forgotten %d times, kept %d times, %d tombstones, %d pieces of work left",
			len(w.book.cases), w.book.forgot, len(w.book.kept), len(w.book.graves), len(w.book.tasks))
	}
	for id, c := range w.book.cases {
		if c.State != Closed {
			t.Errorf("not closed: %+v", c.Stores)
		}
		rows := int64(0)
		for _, e := range w.evidence(id) {
			for _, s := range e.Steps {
				if e.Phase == Erasing {
					rows += s.Rows
				}
			}
		}
		if rows > 7 {
			t.Errorf("%d rows are said to have gone, of 7 that were there", rows)
		}
		w.proved(t, id)
	}
	if got := w.of("7", true); got != others {
		t.Errorf("others were touched:\n%s", got)
	}
}
