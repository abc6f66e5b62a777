package erase

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/volens/volens/erase/plan"
)

// timed gives labels the period of the sales that lead to them.
func (w *world) timed(t *testing.T, more ...string) *world {
	t.Helper()
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const label = "{item: recipient-address, for: ship, basis: contract, necessary: true, kept: {in: files, for: "
	r := strings.NewReplacer(append([]string{label + "account", label + "3y"}, more...)...)
	if edited := r.Replace(string(text)); edited != string(text) {
		w.activate(t, edited)
		return w
	}
	t.Fatal("nothing was edited")
	return nil
}

// old makes a sale with a label that was sold so many years ago.
func (w *world) old(sn, created string) {
	b := w.bases["orders"]
	b.rows["sales"] = append(b.rows["sales"], plan.Record{"sn": sn, "user_id": "8", "order_sn": sn, "receiver": "旧", "created": created})
	f := w.bases["files"]
	f.rows["labels/{order}.pdf"] = append(f.rows["labels/{order}.pdf"], plan.Record{"path": "labels/" + sn + ".pdf"})
}

// says reports whether a sweep said something of a place.
func says(did []Evidence, store, holding string, why Reason) bool {
	return slices.ContainsFunc(did, func(e Evidence) bool {
		return e.Store == store && e.Reason == why && (holding == "" || len(e.Steps) > 0 && e.Steps[0].Holding == holding)
	})
}

func (w *world) sweep(t *testing.T) ([]Evidence, string) {
	t.Helper()
	did, err := w.r.Sweep(t.Context(), start)
	if err != nil {
		t.Fatal(err)
	}
	return did, w.of("", true)
}

// TestSweepTakesWhatRowsLeadTo: the label of a sale, in another store, goes before the
// sale does, and nothing else goes.
func TestSweepTakesWhatRowsLeadTo(t *testing.T) {
	w := newWorld(t).timed(t)
	before := w.of("", true)
	w.old("S-1", "2020-01-01 00:00:00")
	w.old("S-2", "2021-01-01 00:00:00")
	w.g.record = nil
	did, after := w.sweep(t)
	if after != before {
		t.Errorf("after:\n%s", after)
	}
	label, sale := slices.Index(w.g.record, "files.do"), slices.Index(w.g.record, "orders.do")
	if look := slices.Index(w.g.record, "files.look"); label < 0 || look < label || sale < look {
		t.Errorf("done in the order %q", w.g.record)
	}
	if !slices.ContainsFunc(did, func(e Evidence) bool {
		return e.Store == "files" && e.Trigger == TriggerPeriod && e.Steps[0].Rows == 2 && e.Looked == "fp-files" && e.Reason == ""
	}) || !slices.ContainsFunc(did, func(e Evidence) bool {
		return e.Store == "orders" && e.Phase == Erasing && e.Steps[0].Rows == 2 && e.Reason == ""
	}) || !slices.ContainsFunc(did, func(e Evidence) bool { return e.Store == "orders" && e.Phase == Looking && e.Looked == "fp-orders" }) {
		t.Errorf("evidence %+v", did)
	}
	if n := len(w.book.proofs[Swept]); n != 3 {
		t.Errorf("%d pieces of evidence", n)
	}
	if w.sweep(t); len(w.book.proofs[Swept]) != 3 {
		t.Error("swept twice")
	}
}

// TestSweepWaitsForWhatIsKeptLonger: what a row leads to and what is kept longer, by a
// period without a number, by its own time, by a ground, holds the row back, and no
// other row.
func TestSweepWaitsForWhatIsKeptLonger(t *testing.T) {
	w := newWorld(t) // labels are kept as long as the account
	w.old("S-1", "2020-01-01 00:00:00")
	before := w.of("", true)
	did, after := w.sweep(t)
	if after != before || !says(did, "orders", "sales", ReasonLed) || !says(did, "files", "labels/{order}.pdf", ReasonLonger) {
		t.Errorf("%+v\n%s", did, after)
	}

	w = newWorld(t).timed(t)
	w.old("S-1", "2020-01-01 00:00:00")
	w.old("S-2", "2020-01-02 00:00:00")
	w.old("S-3", "2020-01-03 00:00:00")
	labels := w.bases["files"].rows["labels/{order}.pdf"]
	labels[len(labels)-2]["written"] = "2026-01-01 00:00:00" // a label that was written again
	did, after = w.sweep(t)
	for sn, stays := range map[string]bool{"S-1": false, "S-2": true, "S-3": false} {
		if strings.Contains(after, "order_sn="+sn+" ") != stays || strings.Contains(after, "labels/"+sn+".pdf") != stays {
			t.Errorf("%s: want it there: %t\n%s", sn, stays, after)
		}
	}
	if !slices.ContainsFunc(did, func(e Evidence) bool { return e.Reason == ReasonLed && e.Steps[0].Counted == 1 }) || !says(did, "files", "", ReasonLonger) {
		t.Errorf("%+v", did)
	}
}

// TestSweepWaitsForAGround: what law keeps of a line holds its sale back until the
// ground has ended.
func TestSweepWaitsForAGround(t *testing.T) {
	const ground = "        keep: {under: {zh: 电子商务法第三十一条, en: E-Commerce Law Art. 31}, rank: law, for: 5y, from: made}\n"
	for made, stays := range map[string]bool{"2021-12-01 00:00:00": true, "2021-11-01 00:00:00": false} {
		w := newWorld(t).packed(t, map[string]string{"S-1": "P1"}, "        born: made\n", "        born: made\n"+ground)
		w.bases["orders"].rows["lines"][0]["made"] = made
		w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"], plan.Record{"sn": "S-1", "user_id": "8", "order_sn": "S-1", "created": "2020-01-01 00:00:00"})
		did, after := w.sweep(t)
		if strings.Contains(after, "order_sn=S-1 ") != stays || strings.Contains(after, "labels/P1.pdf") != stays || says(did, "orders", "lines", ReasonLonger) != stays {
			t.Errorf("%s: %+v\n%s", made, did, after)
		}
	}
}

// TestSweepWaitsForAStore: one that fails, cannot be looked into, leaves something, or
// is for people holds the rows back that lead there, and says why.
func TestSweepWaitsForAStore(t *testing.T) {
	lying := trick{do: func(*base, func() int64) (int64, error) { return 1, nil }}
	for _, c := range []struct {
		name  string
		trick trick
		edit  []string
		why   Reason
	}{
		{"it cannot be opened", failing("open"), nil, ReasonUnreachable},
		{"it does not count", failing("count"), nil, ReasonUnreachable},
		{"it does not delete", failing("do"), nil, ReasonUnreachable},
		{"it only says that it deleted", lying, nil, ReasonResidue},
		{"nobody looks", trick{none: true}, nil, ReasonUnlooked},
		{"it is off", trick{}, []string{"url: {env: FILES}", "url: {env: FILES}\n    off: {zh: 搬迁, en: it moves}"}, ReasonOff},
		{"people erase there", trick{}, []string{"engine: s3\n    backups: 90d\n    url: {env: FILES}", "engine: other\n    backups: 90d"}, ReasonManual},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t).timed(t, c.edit...)
			w.old("S-1", "2020-01-01 00:00:00")
			w.tricks["files"] = c.trick
			did, after := w.sweep(t)
			if !strings.Contains(after, "order_sn=S-1 ") || !says(did, "orders", "sales", ReasonLed) || !says(did, "files", "", c.why) {
				t.Errorf("%+v\n%s", did, after)
			}
		})
	}
}

// TestSweepFollowsNothingShared: what another row leads to as well stays with that.
func TestSweepFollowsNothingShared(t *testing.T) {
	w := newWorld(t).timed(t)
	w.old("S-1", "2020-01-01 00:00:00")
	w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"],
		plan.Record{"sn": "S-1b", "user_id": "9", "order_sn": "S-1", "receiver": "新", "created": "2026-01-01 00:00:00"})
	did, after := w.sweep(t)
	if strings.Contains(after, "receiver=旧") || !strings.Contains(after, "labels/S-1.pdf") || !strings.Contains(after, "sn=S-1b ") {
		t.Errorf("%+v\n%s", did, after)
	}
}

// TestSweepWaitsWhereItIsSomebodysElse: a text that is no number of a row stands in
// another's row, where it leads nowhere. Whose it is people have to say.
func TestSweepWaitsWhereItIsSomebodysElse(t *testing.T) {
	for where, waits := range map[string]bool{"2026-02-02 see SALE-0001 ": true, "": false} {
		w := newWorld(t).timed(t)
		w.old("SALE-0001", "2020-01-01 00:00:00")
		w.bases["orders"].rows["users"][2]["city"] += where
		did, after := w.sweep(t)
		if strings.Contains(after, "order_sn=SALE-0001 ") != waits || strings.Contains(after, "labels/SALE-0001.pdf") != waits || says(did, "orders", "sales", ReasonShared) != waits {
			t.Errorf("%q: %+v\n%s", where, did, after)
		}
	}
}

// parcels are lines of sales, which lead to pictures of parcels.
const parcels = `      lines:
        found: [{in: sale, by: order}]
        born: made
        fields:
          parcel: {gives: parcel}
          note: {item: recipient-name}
  cache:`

// packed puts lines between sales and pictures: each sale has one line.
func (w *world) packed(t *testing.T, parcel map[string]string, more ...string) *world {
	t.Helper()
	lines := strings.NewReplacer(more...).Replace(parcels)
	w.timed(t, "  cache:\n    engine", lines+"\n    engine", `      "labels/{order}.pdf"`, `      "labels/{parcel}.pdf"`)
	b, f := w.bases["orders"], w.bases["files"]
	b.columns["lines"] = []string{"id", "sale", "parcel", "note", "made"}
	f.rows = map[string][]plan.Record{"labels/{parcel}.pdf": nil}
	for i, sale := range slices.Sorted(maps.Keys(parcel)) {
		b.rows["lines"] = append(b.rows["lines"], plan.Record{"id": strconv.Itoa(i), "sale": sale, "parcel": parcel[sale], "note": "送到门口"})
		f.rows["labels/{parcel}.pdf"] = append(f.rows["labels/{parcel}.pdf"], plan.Record{"path": "labels/" + parcel[sale] + ".pdf"})
	}
	return w
}

// TestSweepGoesAllTheWayDown: the picture of a parcel, then the line that leads to it,
// then the sale that leads to the line; and a parcel of two sales stays with the one
// that is not over.
func TestSweepGoesAllTheWayDown(t *testing.T) {
	w := newWorld(t).packed(t, map[string]string{"S-1": "P1", "S-2": "P2", "S-80001": "P2"})
	for _, sn := range []string{"S-1", "S-2"} {
		w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"], plan.Record{"sn": sn, "user_id": "8", "order_sn": sn, "created": "2020-01-01 00:00:00"})
	}
	w.g.record = nil
	did, after := w.sweep(t)
	for gone, want := range map[string]bool{"order_sn=S-1 ": false, "sale=S-1": false, "labels/P1.pdf": false,
		"order_sn=S-2 ": false, "sale=S-2": false, "labels/P2.pdf": true, "sale=S-80001": true, "order_sn=S-80001 ": true} {
		if strings.Contains(after, gone) != want {
			t.Errorf("%s: want it there: %t\n%+v\n%s", gone, want, did, after)
		}
	}
	if file, rows := slices.Index(w.g.record, "files.do"), slices.Index(w.g.record, "orders.do"); file < 0 || rows < file {
		t.Errorf("done in the order %q", w.g.record)
	}
}

// TestSweepOfRowsThatStay: rows that are anonymised lead on, too, and so does each of
// them that was anonymised before: nothing is done, or said, twice.
func TestSweepOfRowsThatStay(t *testing.T) {
	w := newWorld(t).timed(t, "      sales:\n        born: created", "      sales:\n        then: anonymise\n        born: created")
	w.old("S-1", "2020-01-01 00:00:00")
	did, after := w.sweep(t)
	if !strings.Contains(after, "order_sn=S-1 ") || strings.Contains(after, "receiver=旧") || strings.Contains(after, "labels/S-1.pdf") {
		t.Errorf("%+v\n%s", did, after)
	}
	n := len(w.book.proofs[Swept])
	if did, _ := w.sweep(t); len(w.book.proofs[Swept]) != n {
		t.Errorf("said twice: %+v", did)
	}
	w.old("S-2", "2020-01-01 00:00:00")
	if _, after := w.sweep(t); strings.Contains(after, "labels/S-2.pdf") || strings.Contains(after, "receiver=旧") {
		t.Errorf("after:\n%s", after)
	}
}

// TestSweepSaysWhatNobodyAsked: of what is left of rows that are anonymised at once, it
// was not asked how many people look alike in it, and the evidence says so.
func TestSweepSaysWhatNobodyAsked(t *testing.T) {
	for _, labels := range []bool{false, true} {
		edit := []string{"      sales:\n", "      sales:\n        then: anonymise\n", "{item: recipient-name}", "{item: recipient-name, as: city}"}
		w := newWorld(t).timed(t, edit...)
		w.old("S-1", "2020-01-01 00:00:00")
		w.bases["orders"].rows["sales"][3]["receiver"] = "浙江省杭州市西湖区"
		if !labels { // nothing is led to
			w.timed(t, append(edit, "          order_sn: {gives: order}\n", "", "      \"labels/{order}.pdf\"", "      \"labels/{person}.pdf\"")...)
		}
		did, after := w.sweep(t)
		if !strings.Contains(after, "receiver=浙江省杭州市 ") || !slices.ContainsFunc(did, func(e Evidence) bool {
			return e.Store == "orders" && len(e.Steps) > 0 && slices.Equal(e.Steps[0].Unasked, []string{"receiver"})
		}) {
			t.Errorf("%+v\n%s", did, after)
		}
	}
}

// TestSweepManyThatLeadOn: more than one question may hold go a part at a time; the
// guard and the announcement hold for them, too.
func TestSweepManyThatLeadOn(t *testing.T) {
	w := newWorld(t).timed(t)
	before := w.of("", true)
	for i := range 2*ledAtOnce + 1 {
		w.old("S-9"+strconv.Itoa(i), fmt.Sprintf("20%02d-01-01 00:00:%02d", 1+i%20, i%60))
	}
	if did, _ := w.sweep(t); !says(did, "orders", "sales", ReasonMuch) || len(w.bases["orders"].rows["sales"]) != 3+2*ledAtOnce+1 {
		t.Errorf("too much went at once: %+v", did)
	}
	w.r.Unlimited = true
	if _, after := w.sweep(t); after != before {
		t.Errorf("%d lines are left", strings.Count(after, "\n"))
	}
}

// TestSweepOfManyRowsThatStay: what was anonymised before is no reason to wait for
// people.
func TestSweepOfManyRowsThatStay(t *testing.T) {
	w := newWorld(t).timed(t, "      sales:\n", "      sales:\n        then: anonymise\n")
	w.r.Unlimited = true
	for i := range muchAtOnce + 1 {
		w.old("S-9"+strconv.Itoa(i), "2020-01-01 00:00:00")
	}
	w.sweep(t)
	w.r.Unlimited = false
	w.old("S-1", "2020-01-01 00:00:00")
	if did, after := w.sweep(t); strings.Contains(after, "receiver=旧") {
		t.Errorf("%+v", did)
	}
}

// TestSweepKilled: wherever a sweep ends, nothing is left that nobody finds; the next
// one goes on.
func TestSweepKilled(t *testing.T) {
	steps := func() int {
		w := newWorld(t).timed(t)
		w.old("S-1", "2020-01-01 00:00:00")
		w.restart()
		w.sweep(t)
		return w.g.calls
	}()
	for at := range steps {
		for _, late := range []bool{false, true} {
			w := newWorld(t).timed(t)
			before := w.of("", true)
			w.old("S-1", "2020-01-01 00:00:00")
			w.restart()
			w.g.at, w.g.late = at+1, late
			_, _ = w.r.Sweep(t.Context(), start)
			if now := w.of("", true); strings.Contains(now, "labels/S-1.pdf") && !strings.Contains(now, "order_sn=S-1 ") {
				t.Fatalf("killed at %d: nobody finds the label any more", at)
			}
			w.restart()
			if _, after := w.sweep(t); after != before {
				t.Fatalf("killed at %d, and not finished:\n%s", at, after)
			}
		}
	}
}
