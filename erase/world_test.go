package erase

import (
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// start is when tests begin: a Friday morning in Shanghai.
var start = time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)

// A guard ends a process: at a call of any interface, before it has its effect or
// after, and everything fails from then on.
type guard struct {
	sync.Mutex
	calls  int
	at     int  // the call that ends it; 0 for none
	late   bool // it takes effect first
	ended  bool
	record []string
}

var errKilled = fault.New(fault.Unavailable, "进程已被杀死", "killed")

// call runs a call of an interface.
func (g *guard) call(name string, do func() error) error {
	g.Lock()
	defer g.Unlock()
	if g.ended {
		return errKilled
	}
	g.calls++
	g.record = append(g.record, name)
	if g.at == g.calls && !g.late {
		g.ended = true
		return errKilled
	}
	err := do()
	if g.at == g.calls {
		g.ended = true
		return errKilled
	}
	return err
}

// A base is a store of the company: rows by holding, keys as rows with a path.
type base struct {
	name    string
	columns map[string][]string // of tables, the key first
	rows    map[string][]plan.Record
}

func (b *base) dump() string {
	var out strings.Builder
	for _, h := range slices.Sorted(maps.Keys(b.rows)) {
		for _, r := range b.rows[h] {
			fmt.Fprintf(&out, "%s.%s", b.name, h)
			for _, c := range slices.Sorted(maps.Keys(r)) {
				fmt.Fprintf(&out, " %s=%s", c, r[c])
			}
			out.WriteString("\n")
		}
	}
	return out.String()
}

// pathed reports whether a path is of the pattern, for any of the identifiers.
func pathed(pattern, path string, by plan.Keys) bool {
	i := strings.Index(pattern, "{")
	j := strings.Index(pattern, "}")
	if i < 0 {
		return strings.HasPrefix(path, pattern)
	}
	return slices.ContainsFunc(by[pattern[i+1:j]], func(v string) bool { return strings.HasPrefix(path, pattern[:i]+v+pattern[j+1:]) })
}

func (b *base) matches(t plan.Target, r plan.Record, by plan.Keys) bool {
	for _, w := range t.Within {
		at, ok := written(r[w.Column])
		if !ok && !w.Null || ok && (!w.From.IsZero() && at.Before(w.From) || !w.To.IsZero() && !at.Before(w.To)) {
			return false
		}
	}
	if t.Everyone {
		return !t.Others || !by.Lets(r[t.Owner])
	}
	if len(t.Found) == 0 {
		return pathed(t.Holding, r["path"], by)
	}
	return slices.ContainsFunc(t.Found, func(f *declaration.Found) bool {
		return r[f.In] != "" && slices.Contains(by[f.By], r[f.In]) && t.Others == (t.Asks(f) && !by.Lets(r[t.Owner]))
	})
}

// A fake is a connector, as honest as it is told to be.
type fake struct {
	w     *world
	b     *base
	trick trick
}

// A trick is what a store does instead of what it says.
type trick struct {
	do     func(b *base, honest func() int64) (int64, error)
	fail   func(call string) error
	look   func(honest []plan.Residue, s plan.Search) ([]plan.Residue, error)
	store  string // what the looker says it is connected to
	see    *base  // what the looker really looks into
	none   bool   // nobody looks
	lagged *base  // a replica behind
}

func (f *fake) call(name string, do func()) error {
	return f.w.g.call(f.b.name+"."+name, func() error {
		if f.trick.fail != nil {
			if err := f.trick.fail(name); err != nil {
				return err
			}
		}
		do()
		return nil
	})
}

func (f *fake) Survey(context.Context) (plan.Survey, error) {
	var s plan.Survey
	return s, f.call("survey", func() {
		for _, name := range slices.Sorted(maps.Keys(f.b.columns)) {
			t := plan.Table{Name: name, Primary: f.b.columns[name][:1]}
			for _, c := range f.b.columns[name] {
				t.Columns = append(t.Columns, plan.Column{Name: c, Type: "text", Nullable: true})
			}
			s.Tables = append(s.Tables, t)
		}
	})
}

func (f *fake) Resolve(_ context.Context, t plan.Target, by plan.Keys, gives map[string]string) (plan.Keys, error) {
	got := plan.Keys{}
	err := f.call("resolve", func() {
		for _, r := range f.b.rows[t.Holding] {
			for column, name := range gives {
				if f.b.matches(t, r, by) && r[column] != "" {
					got[name] = append(got[name], r[column])
				}
			}
		}
	})
	return got, err
}

func (f *fake) Count(_ context.Context, t plan.Target, by plan.Keys) (n int64, err error) {
	err = f.call("count", func() {
		for _, r := range f.b.rows[t.Holding] {
			if f.b.matches(t, r, by) {
				n++
			}
		}
	})
	return n, err
}

func (f *fake) Read(_ context.Context, t plan.Target, by plan.Keys, columns []string) iter.Seq2[plan.Record, error] {
	return func(yield func(plan.Record, error) bool) {
		var all []plan.Record
		name := "read"
		if t.Everyone {
			name = "read-all"
		}
		if err := f.call(name, func() {
			for _, r := range f.b.rows[t.Holding] {
				if f.b.matches(t, r, by) {
					all = append(all, maps.Clone(r))
				}
			}
		}); err != nil {
			yield(nil, err)
			return
		}
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (f *fake) Do(_ context.Context, t plan.Target, by plan.Keys, d plan.Deed) (n int64, err error) {
	call := f.call("do", func() {
		honest := func() int64 { return f.b.do(t, by, d) }
		if f.trick.do != nil {
			n, err = f.trick.do(f.b, honest)
			return
		}
		n = honest()
	})
	if call != nil {
		return 0, call
	}
	return n, err
}

func (b *base) do(t plan.Target, by plan.Keys, d plan.Deed) (n int64) {
	b.rows[t.Holding] = slices.DeleteFunc(b.rows[t.Holding], func(r plan.Record) bool {
		if !b.matches(t, r, by) || t.Limit > 0 && n >= int64(t.Limit) {
			return false
		}
		if d.Change == nil {
			n++
			return true
		}
		changed := false
		for column, as := range d.Change {
			is, _ := as.Apply(r[column])
			changed = changed || r[column] != is
			if r[column] = is; is == "" {
				delete(r, column)
			}
		}
		if changed {
			n++
		}
		return false
	})
	return n
}

func (f *fake) Set(context.Context, plan.Target, plan.Keys, map[string]string) (int64, error) {
	return 0, nil
}

func (f *fake) Settle(context.Context, []string) ([]plan.Remnant, error) {
	return nil, f.call("settle", func() {})
}

func (f *fake) Close() error { return nil }

// An eye is a looker: it has code of its own, as far as a fake can.
type eye struct {
	f     *fake
	b     *base
	store string
}

func (e *eye) Store(context.Context) (string, error) {
	return e.store, e.f.call("who", func() {})
}

func (e *eye) Look(_ context.Context, s plan.Search) (left []plan.Residue, err error) {
	call := e.f.call("look", func() {
		for h, rows := range e.b.rows {
			for _, r := range rows {
				left = append(left, e.found(h, r, s)...)
			}
		}
		if e.f.trick.look != nil {
			left, err = e.f.trick.look(left, s)
		}
	})
	if call != nil {
		return nil, call
	}
	return left, err
}

func (e *eye) found(h string, r plan.Record, s plan.Search) (left []plan.Residue) {
	hit := func(t plan.Target) bool { return t.Holding == h && e.b.matches(t, r, s.By) }
	if slices.ContainsFunc(s.Spare, hit) {
		return nil
	}
	if slices.ContainsFunc(s.Targets, hit) {
		left = append(left, plan.Residue{Where: h, Count: 1, How: "identifier"})
	}
	for _, c := range s.Changed {
		for column, as := range c.As {
			if hit(c.Target) && r[column] != strings.TrimPrefix(strings.TrimPrefix(string(as), "null"), "fixed:") {
				left = append(left, plan.Residue{Where: h + "." + column, Count: 1, How: "column"})
			}
		}
	}
	for column, text := range r {
		if slices.ContainsFunc(s.Values, func(v string) bool { return strings.Contains(text, v) }) {
			left = append(left, plan.Residue{Where: h + "." + column, Count: 1, How: "value"})
		}
	}
	return left
}

func (e *eye) Close() error { return nil }

// A world is a company with its stores, and Volens beside it.
type world struct {
	t      testing.TB
	g      *guard
	mu     sync.Mutex
	bases  map[string]*base
	tricks map[string]trick
	book   *memory
	r      *Runner
	now    time.Time
	told   []string
	tells  func() (bool, error)
	clock  time.Time // of the stores; zero where they have none
}

func (w *world) Open(_ context.Context, s *declaration.Store) (plan.Connector, error) {
	f := &fake{w: w, b: w.bases[s.ID], trick: w.trick(s.ID)}
	if err := f.call("open", func() {}); err != nil || w.clock.IsZero() {
		return f, err
	}
	return timed{f}, nil
}

// timed is a fake with a clock.
type timed struct{ *fake }

func (t timed) Now(context.Context) (time.Time, error) { return t.w.clock, nil }

func (w *world) trick(store string) trick {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tricks[store]
}

func (w *world) Look(_ context.Context, s *declaration.Store) ([]plan.Looker, error) {
	k := w.trick(s.ID)
	f := &fake{w: w, b: w.bases[s.ID], trick: k}
	if err := f.call("look-open", func() {}); err != nil || k.none {
		return nil, err
	}
	e := &eye{f: f, b: w.bases[s.ID], store: "fp-" + s.ID}
	if k.see != nil {
		e.b = k.see
	}
	if k.store != "" {
		e.store = k.store
	}
	all := []plan.Looker{e}
	if k.lagged != nil {
		all = append(all, &eye{f: f, b: k.lagged, store: e.store})
	}
	return all, nil
}

func (w *world) Tell(_ context.Context, _ declaration.Secret, _ string, body []byte) (ok bool, err error) {
	call := w.g.call("tell", func() error {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.told = append(w.told, string(body))
		ok, err = w.tells()
		return err
	})
	return ok, call
}

func (w *world) Seal(plain []byte) ([]byte, error) { return append([]byte("sealed:"), plain...), nil }

// newWorld is a shop in which three people bought something: 7, who will ask to be
// erased, 8, and 9, whom nothing may happen to.
func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldWith(t, func(text string) string { return text })
}

// newWorldWith makes a world with another declaration.
func newWorldWith(t testing.TB, edited func(string) string) *world {
	t.Helper()
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	src := declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: edited(string(text))}}}
	if _, err := declaration.Parse(src); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, g: &guard{}, now: start, tricks: map[string]trick{}, tells: func() (bool, error) { return true, nil }}
	w.bases = map[string]*base{
		"orders": {name: "orders", columns: map[string][]string{
			"users": {"id", "phone", "city", "created"},
			"sales": {"sn", "user_id", "order_sn", "receiver", "receiver_phone", "created"}}, rows: map[string][]plan.Record{
			"users": {
				{"id": "7", "phone": "13800000007", "city": "上海市浦东新区", "created": "2024-05-01 10:00:00"},
				{"id": "8", "phone": "13800000008", "city": "上海市浦东新区", "created": "2024-06-01 10:00:00"},
				{"id": "9", "phone": "13800000009", "city": "上海市浦东新区", "created": "2024-07-01 10:00:00"}},
			"sales": {
				{"sn": "S-70001", "user_id": "7", "order_sn": "S-70001", "receiver": "欧阳七七七", "receiver_phone": "13800000007", "created": "2025-05-01 10:00:00"},
				{"sn": "S-70002", "user_id": "7", "order_sn": "S-70002", "receiver": "欧阳七七七", "receiver_phone": "13911111111", "created": "2025-06-01 10:00:00"},
				{"sn": "S-80001", "user_id": "8", "order_sn": "S-80001", "receiver": "司马八", "receiver_phone": "13800000008", "created": "2025-06-02 10:00:00"}},
		}},
		"cache": {name: "cache", rows: map[string][]plan.Record{"seen:{person}": {{"path": "seen:7", "goods": "1,2,3"}, {"path": "seen:9", "goods": "4"}}}},
		"files": {name: "files", rows: map[string][]plan.Record{
			"portraits/{person}/": {{"path": "portraits/7/a.png"}, {"path": "portraits/9/a.png"}},
			"labels/{order}.pdf":  {{"path": "labels/S-70001.pdf"}, {"path": "labels/S-70002.pdf"}, {"path": "labels/S-80001.pdf"}}}},
	}
	w.book = newMemory(w.g)
	w.restart()
	if _, err := w.r.Consent.Upload(t.Context(), src, start); err != nil {
		t.Fatal(err)
	}
	if _, err := w.r.Consent.Activate(t.Context(), src.Hash(), start); err != nil {
		t.Fatal(err)
	}
	return w
}

// restart is another process on the same data.
func (w *world) restart() {
	w.g.Lock()
	w.g.ended, w.g.at, w.g.calls = false, 0, 0
	w.g.Unlock()
	w.r = &Runner{Book: w.book, Queue: w.book, Stores: w, Graves: w.book, Teller: w, Keeper: w,
		Consent: &consent.Desk{People: w.book, Record: w.book, Versions: w.book, Random: rand.Reader},
		Quiet:   time.Hour, Random: rand.Reader}
}

// order asks for the erasure of 7.
func (w *world) order() Case {
	w.t.Helper()
	c, err := w.r.Open(w.t.Context(), Order{Subject: subject(w.t, "7"), Trigger: TriggerAccount, Request: "07-asked", Event: w.now}, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func subject(t testing.TB, raw string) ledger.Subject {
	t.Helper()
	s, err := ledger.NewSubject(raw)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// days lets time pass, in steps of ten minutes, with the work that falls due.
func (w *world) days(n float64) {
	w.t.Helper()
	for end := w.now.Add(time.Duration(n * float64(24*time.Hour))); w.now.Before(end); w.now = w.now.Add(10 * time.Minute) {
		for range 8 {
			n, err := w.r.Work(w.t.Context(), w.now)
			if err != nil {
				w.t.Fatal(err)
			}
			if n == 0 {
				break
			}
		}
	}
}

func (w *world) read(id CaseID) Case {
	w.t.Helper()
	c, err := w.book.Case(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// of is everything that the stores hold, of one person or without that person.
func (w *world) of(person string, without bool) string {
	marks := map[string][]string{"7": {"7000", "0007", "=7", "/7/", "seen:7", "七七七", "13911111111"}}
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(w.bases)) {
		for line := range strings.Lines(w.bases[name].dump()) {
			if slices.ContainsFunc(marks[person], func(m string) bool { return strings.Contains(line, m) }) != without {
				out.WriteString(line)
			}
		}
	}
	return out.String()
}
