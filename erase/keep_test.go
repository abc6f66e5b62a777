package erase

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/workday"
)

// keeping is a world in which a law keeps sales for three years.
func keeping(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	kept := strings.Replace(string(text), `        fields:
          order_sn: {gives: order}
`, `        keep: {under: {zh: 示例法第一条, en: Example Law Art. 1}, rank: law, for: 3y, from: paid}
        fields:
          amount: {item: order-history, kept: true}
          order_sn: {gives: order}
`, 1)
	if kept == string(text) {
		t.Fatal("nothing was put in")
	}
	w.bases["orders"].columns["sales"] = append(w.bases["orders"].columns["sales"], "paid", "amount")
	w.activate(t, kept)
	sales := w.bases["orders"].rows["sales"]
	for i, paid := range []string{"2025-05-02 00:00:00", "2021-06-02 00:00:00", "2025-06-02 00:00:00"} {
		sales[i]["paid"], sales[i]["amount"] = paid, "19.90"
	}
	return w
}

// TestKeep: what a law keeps stays, stripped of everything that it does not name,
// until the last day that it names; what it keeps no longer goes.
func TestKeep(t *testing.T) {
	w := keeping(t)
	w.answered(t)
	id := w.order().ID
	w.days(0.5)
	c := w.read(id)
	if c.State != Closed {
		t.Fatalf("%+v", c.Stores)
	}
	all := w.of("", true)
	if strings.Contains(all, "S-70002") || !strings.Contains(all, "S-70001") {
		t.Errorf("after:\n%s", all)
	}
	for _, gone := range []string{"欧阳七七七"} {
		if strings.Contains(all, gone) {
			t.Errorf("%s is kept without a ground:\n%s", gone, all)
		}
	}
	cert, err := w.r.Certificate(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]workday.Day{"orders/sales": {Year: 2028, Month: 5, Day: 2}, "volens/provided": {Year: 2029, Month: 11, Day: 20}}
	got := map[string]workday.Day{}
	for _, k := range cert.Kept {
		got[k.Store+"/"+k.Holding] = k.Until
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	if len(w.book.kept) != 1 || !strings.HasPrefix(string(w.book.kept[0].Sealed), "sealed:") {
		t.Error("what is kept of Volens' own is not sealed")
	}
}

// TestWithoutCustodians: nothing of Volens' own is kept where nobody can seal it.
func TestWithoutCustodians(t *testing.T) {
	w := newWorld(t)
	w.answered(t)
	w.r.Keeper = nil
	id := w.order().ID
	w.days(0.5)
	if c := w.read(id); c.State != Closed || len(w.book.kept) != 0 || w.book.forgot != 1 {
		t.Errorf("%s, %d kept", c.State, len(w.book.kept))
	}
}

// TestCertificate: what the person is given holds nothing of what was erased, and
// is no certificate of erasure before the case is closed.
func TestCertificate(t *testing.T) {
	w := keeping(t)
	w.answered(t)
	id := w.order().ID
	w.certify(t, id, Open)
	w.tricks["files"] = failing("do")
	w.days(0.5)
	if err := w.r.Hold(t.Context(), id, "files", "tapes", "ops", w.now); err != nil {
		t.Fatal(err)
	}
	w.certify(t, id, Restricted)
	w.tricks = map[string]trick{}
	w.days(0.5)
	w.certify(t, id, Closed)
}

func (w *world) certify(t *testing.T, id CaseID, state State) {
	t.Helper()
	c, err := w.r.Certificate(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if c.State != state || (state == Closed) == c.Ended.IsZero() || len(c.Stores) != 3 || len(c.Evidence) != len(Opened(c.Evidence)) {
		t.Errorf("%s: %+v", state, c)
	}
	text := fmt.Sprintf("%+v", c)
	for _, e := range c.Evidence {
		text += string(e.Body)
	}
	if strings.Contains(text, "13800000007") || strings.Contains(text, "七七七") {
		t.Errorf("the certificate holds what was erased: %s", text)
	}
}
