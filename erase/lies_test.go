package erase

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

var errStore = fault.New(fault.Unavailable, "连接不上", "unreachable")

// TestEveryLieIsCaught: whatever a store or a looker pretends, the case stays open,
// says why in plain words, and keeps its deadline in view.
func TestEveryLieIsCaught(t *testing.T) {
	empty := &base{name: "empty", rows: map[string][]plan.Record{}}
	first := true
	for name, c := range map[string]struct {
		store string
		trick trick
		want  Reason
	}{
		"says done, does nothing":      {"orders", trick{do: func(*base, func() int64) (int64, error) { return 2, nil }}, ReasonResidue},
		"says nothing was there":       {"orders", trick{do: func(*base, func() int64) (int64, error) { return 0, nil }}, ReasonResidue},
		"never comes to an end":        {"orders", trick{do: func(*base, func() int64) (int64, error) { return batch, nil }}, ReasonResidue},
		"does half and says all":       {"files", trick{do: halfOnly()}, ReasonResidue},
		"does all and says it failed":  {"cache", trick{do: func(_ *base, honest func() int64) (int64, error) { honest(); return 0, errStore }}, ""},
		"fails":                        {"orders", trick{fail: func(string) error { return errStore }}, ReasonUnreachable},
		"fails at the deed":            {"orders", failing("do"), ReasonUnreachable},
		"fails at settling":            {"files", failing("settle"), ReasonUnreachable},
		"fails at counting":            {"cache", failing("count"), ReasonUnreachable},
		"fails at looking":             {"cache", failing("look"), ReasonUnreachable},
		"fails at opening to look":     {"cache", failing("look-open"), ReasonUnreachable},
		"does not know the table":      {"cache", trick{fail: func(call string) error { return invalid(call == "count") }}, ReasonRefused},
		"nobody looks":                 {"orders", trick{none: true}, ReasonUnlooked},
		"looker sees nothing, ever":    {"orders", trick{look: func([]plan.Residue, plan.Search) ([]plan.Residue, error) { return nil, nil }}, ReasonBlind},
		"looker errs with no residue":  {"orders", trick{look: func(_ []plan.Residue, s plan.Search) ([]plan.Residue, error) { return nil, errStore }}, ReasonUnreachable},
		"looks into an empty store":    {"orders", trick{see: empty, store: "fp-staging"}, ReasonBlind},
		"says it is no store":          {"orders", trick{store: ""}, ""},
		"looker fails after the deeds": {"orders", trick{look: func(r []plan.Residue, _ plan.Search) ([]plan.Residue, error) { return once(&first, r) }}, ReasonUnreachable},
	} {
		if c.want == "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.tricks[c.store] = c.trick
			id := w.order().ID
			w.days(2)
			got := w.read(id)
			p, _ := got.progress(c.store)
			if got.State == Closed || !got.Ended.IsZero() || p.Phase == Done {
				t.Fatalf("taken for done: %+v", p)
			}
			if p.Reason != c.want {
				t.Errorf("reason %q, want %q", p.Reason, c.want)
			}
			if open, _ := w.book.OpenCases(t.Context(), 10); len(open) != 1 || open[0].Due.At.IsZero() {
				t.Error("the deadline is out of view")
			}
			if w.book.forgot > 0 {
				t.Error("the person was forgotten before everything was done")
			}
			w.delays(t, got, c.store)
		})
	}
}

// delays checks that a store holds up only itself, and whoever needs identifiers
// from it.
func (w *world) delays(t *testing.T, c Case, store string) {
	t.Helper()
	for _, p := range c.Stores {
		if p.Store == store || p.Store == "files" && store == "orders" {
			continue
		}
		if p.Phase != Done {
			t.Errorf("store %s is held up by %s: %+v", p.Store, store, p)
		}
	}
}

func failing(name string) trick {
	return trick{fail: func(call string) error {
		if call == name {
			return errStore
		}
		return nil
	}}
}

func invalid(now bool) error {
	if now {
		return fault.New(fault.Invalid, "没有这张表", "no such table")
	}
	return nil
}

// halfOnly never deletes one of the objects, and says that it did.
func halfOnly() func(*base, func() int64) (int64, error) {
	return func(b *base, honest func() int64) (int64, error) {
		const labels = "labels/{order}.pdf"
		n := honest()
		if !slices.ContainsFunc(b.rows[labels], func(r plan.Record) bool { return r["path"] == "labels/S-70001.pdf" }) {
			b.rows[labels] = append(b.rows[labels], plan.Record{"path": "labels/S-70001.pdf"})
		}
		return n, nil
	}
}

// once is honest the first time, and fails ever after.
func once(first *bool, honest []plan.Residue) ([]plan.Residue, error) {
	if *first {
		*first = false
		return honest, nil
	}
	return nil, errStore
}

// TestStoreThatRecovers: when a store tells the truth again, the case ends.
func TestStoreThatRecovers(t *testing.T) {
	w := newWorld(t)
	w.tricks["orders"] = failing("do")
	id := w.order().ID
	w.days(2)
	p, _ := w.read(id).progress("orders")
	if p.Attempts != attemptsTold {
		t.Errorf("%d attempts are told, and more happened", p.Attempts)
	}
	before := len(w.book.leaves)
	w.days(1)
	if n := len(w.book.leaves) - before; n > 2 {
		t.Errorf("a store that is off for a day writes %d leaves", n)
	}
	w.tricks = map[string]trick{}
	w.days(1)
	if c := w.read(id); c.State != Closed {
		t.Errorf("not closed: %+v", c.Stores)
	}
	if left := w.of("7", false); left != "" {
		t.Errorf("left:\n%s", left)
	}
}

// TestDeletesMoreThanCounted: rows of others that a store takes along are stated.
func TestDeletesMoreThanCounted(t *testing.T) {
	w := newWorld(t)
	w.tricks["cache"] = trick{do: func(b *base, honest func() int64) (int64, error) {
		n := honest()
		if rows := b.rows["seen:{person}"]; len(rows) > 0 {
			b.rows["seen:{person}"] = nil
			n += int64(len(rows))
		}
		return n, nil
	}}
	id := w.order().ID
	w.days(0.5)
	if !slices.ContainsFunc(w.evidence(id), func(e Evidence) bool {
		return e.Reason == ReasonOver && e.Steps[0].Counted == 1 && e.Steps[0].Rows == 2
	}) {
		t.Error("nobody is told that more rows went than were counted")
	}
}

// TestHangingStore: a connector that does not heed its context holds up nothing but
// itself, and is not called again before it comes back.
func TestHangingStore(t *testing.T) {
	w := newWorld(t)
	hang := make(chan struct{})
	w.r.Timeout = 20 * time.Millisecond
	var called atomic.Int64
	w.r.Stores = hanging{w, hang, &called}
	id := w.order().ID
	w.days(0.5)
	c := w.read(id)
	for _, p := range c.Stores {
		if held := p.Store == "cache"; held != (p.Phase != Done) {
			t.Errorf("%+v", p)
		}
	}
	if p, _ := c.progress("cache"); p.Reason != ReasonHanging && p.Reason != ReasonSlow {
		t.Errorf("reason %q", p.Reason)
	}
	if n := called.Load(); n != 1 || !w.r.calls.Hanging("cache") {
		t.Errorf("%d calls hang", n)
	}
	close(hang)
}

type hanging struct {
	plan.Stores
	until  chan struct{}
	called *atomic.Int64
}

func (h hanging) Open(ctx context.Context, s *declaration.Store) (plan.Connector, error) {
	if s.ID == "cache" {
		h.called.Add(1)
		<-h.until
		return nil, errors.New("late")
	}
	return h.Stores.Open(ctx, s)
}

// TestReplicaBehind: what a replica still shows is residue until it caught up.
func TestReplicaBehind(t *testing.T) {
	w := newWorld(t)
	behind := &base{name: "cache", rows: map[string][]plan.Record{"seen:{person}": {{"path": "seen:7", "goods": "1,2,3"}}}}
	w.tricks["cache"] = trick{lagged: behind}
	id := w.order().ID
	w.days(0.5)
	if p, _ := w.read(id).progress("cache"); p.Phase == Done || p.Reason != ReasonResidue {
		t.Fatalf("%+v", p)
	}
	behind.rows = nil
	w.days(1)
	if c := w.read(id); c.State != Closed {
		t.Errorf("not closed: %+v", c.Stores)
	}
}

// TestUndeclaredCopy: a name in a table that nobody declared is found by its value, and
// a city that others share is not looked for. Of a phone number, which leads on, nobody
// can tell whose it is there, and people have to.
func TestUndeclaredCopy(t *testing.T) {
	for text, why := range map[string]Reason{"to 13800000007": ReasonShared, "to 欧阳七七七": ReasonResidue} {
		undeclaredCopy(t, text, why)
	}
}

func undeclaredCopy(t *testing.T, text string, why Reason) {
	w := newWorld(t)
	w.bases["orders"].rows["sms_log"] = []plan.Record{{"id": "1", "text": text}, {"id": "2", "text": "to 上海市浦东新区"}}
	id := w.order().ID
	w.days(0.5)
	p, _ := w.read(id).progress("orders")
	if p.Reason != why || p.Phase == Done {
		t.Fatalf("%+v", p)
	}
	seen := false
	for _, e := range w.evidence(id) {
		for _, r := range e.Residue {
			seen = seen || r.Where == "sms_log.text" && r.Count == 1 && r.How == "value"
		}
	}
	if !seen {
		t.Error("no evidence of where it was found")
	}
	w.bases["orders"].rows["sms_log"] = nil
	w.days(0.5)
	if c := w.read(id); c.State != Closed {
		t.Errorf("not closed: %+v", c.Stores)
	}
}

// TestNamesake: a value that others have too is no sign of the person.
func TestNamesake(t *testing.T) {
	w := newWorld(t)
	w.bases["orders"].rows["sales"][2]["receiver"] = "同名同姓一位"
	w.bases["orders"].rows["sales"][0]["receiver"] = "同名同姓一位"
	id := w.order().ID
	w.days(0.5)
	if c := w.read(id); c.State != Closed {
		t.Errorf("not closed: %+v", c.Stores)
	}
}

// TestLooksElsewhereLater: a looker that leads to another store after the deeds.
func TestLooksElsewhereLater(t *testing.T) {
	w := newWorld(t)
	looks := 0
	w.tricks["orders"] = trick{look: func(r []plan.Residue, _ plan.Search) ([]plan.Residue, error) { looks++; return r, nil }}
	id := w.order().ID
	if _, err := w.r.Work(t.Context(), w.now); err != nil {
		t.Fatal(err)
	}
	if looks == 0 {
		t.Fatal("nobody looked before the deed")
	}
	w.tricks["orders"] = trick{store: "fp-moved"}
	w.days(1)
	if p, _ := w.read(id).progress("orders"); p.Reason != ReasonOther || p.Phase == Done {
		t.Errorf("%+v", p)
	}
	if err := w.r.Manual(t.Context(), id, "orders", "moved to the new cluster on 20 November", "ops", w.now); err != nil {
		t.Fatal(err)
	}
	w.days(0.5)
	if c := w.read(id); c.State != Closed {
		t.Errorf("a store that was moved: %+v", c.Stores)
	}
}

// TestOneStoreLookedAtTwice: N stores of which one is looked at N times are not done,
// whichever is looked at first; once each has its own looker, they are.
func TestOneStoreLookedAtTwice(t *testing.T) {
	for _, store := range []string{"orders", "cache", "files"} {
		for _, as := range []string{"orders", "cache", "files"} {
			if store == as {
				continue
			}
			w := newWorld(t)
			w.tricks[store] = trick{store: "fp-" + as}
			id := w.order().ID
			w.days(2)
			c := w.read(id)
			if c.State == Closed || !slices.ContainsFunc(c.Stores, func(p Progress) bool { return p.Reason == ReasonSame }) {
				t.Errorf("%s looked at as %s: %s %+v", store, as, c.State, c.Stores)
			}
			w.tricks = map[string]trick{}
			w.days(1)
			if c := w.read(id); c.State != Closed {
				t.Errorf("%s looked at as %s, then mended: %+v", store, as, c.Stores)
			}
		}
	}
}

// TestMissingTable: an empty database in the place of the real one is no proof.
func TestMissingTable(t *testing.T) {
	w := newWorld(t)
	w.bases["orders"] = &base{name: "orders", columns: map[string][]string{"other": {"id"}}, rows: map[string][]plan.Record{}}
	id := w.order().ID
	w.days(1)
	p, _ := w.read(id).progress("orders")
	if p.Phase == Done || p.Reason != ReasonGap {
		t.Fatalf("%+v", p)
	}
	if err := w.r.Manual(t.Context(), id, "orders", "ticket 12: checked by two", "ops", w.now); err != nil {
		t.Fatal(err)
	}
	w.days(0.5)
	if c := w.read(id); c.State != Closed {
		t.Errorf("not closed: %+v", c.Stores)
	}
}
