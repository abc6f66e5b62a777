package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

func TestWhatIsSaidIsReadBack(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d := counter(t, s)
		put := ask(t, d, "u-1", "")
		got, answered, err := s.Ask(t.Context(), put.ID)
		must(t, err)
		put.Version, put.At, put.Expires = 2, now, now.Add(consent.AskLasts)
		if diff := cmp.Diff(put, got); diff != "" || len(answered) != 0 {
			t.Errorf("the ask (-put +read), %d answers:\n%s", len(answered), diff)
		}
		for _, c := range put.Choices {
			_, err := d.Answer(t.Context(), put.ID, ledger.Subject{}, yes(c), now.Add(time.Minute))
			must(t, err)
		}
		_, answered, err = s.Ask(t.Context(), put.ID)
		must(t, err)
		said, version, err := d.Said(t.Context(), subject(t, "u-1"))
		must(t, err)
		for i, c := range put.Choices {
			a := answered[c.ID]
			if !a.Granted || a.Version != int64(3+i) || a.Digest != consent.Digest(yes(c)) {
				t.Errorf("the answer to %s is %+v", c.ID, a)
			}
			for _, u := range c.Uses {
				want := consent.Consent{Use: u.Use, Fingerprint: u.Fingerprint, Declaration: put.Declaration, State: consent.Granted,
					At: now.Add(time.Minute), Ask: put.ID, Version: int64(3 + i)}
				if diff := cmp.Diff(want, said[u.Use]); diff != "" {
					t.Errorf("consent (-want +got):\n%s", diff)
				}
			}
		}
		if size, err := s.Size(t.Context()); err != nil || version != size-1 {
			t.Errorf("the person's version is %d of %d entries, %v", version, size, err)
		}
		one, err := s.Consents(t.Context(), put.Lookup, put.Choices[0].Uses[0].Use, "shop/no/such/use")
		if err != nil || len(one) != 1 {
			t.Errorf("one use by name: %v, %v", one, err)
		}
		sound(t, s)
	})
}

func TestRecentAsksHoldWhatWasAnswered(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d := counter(t, s)
		put := ask(t, d, "u-1", "")
		ask(t, d, "u-2", "")
		_, err := d.Answer(t.Context(), put.ID, ledger.Subject{}, yes(put.Choices[1]), now)
		must(t, err)
		recent := func(since time.Time) []consent.Past {
			t.Helper()
			all, err := s.RecentAsks(t.Context(), put.Lookup, since)
			must(t, err)
			return all
		}
		got := recent(now)
		if len(got) != 1 || got[0].ID != put.ID || len(got[0].Choices) != len(put.Choices) || len(got[0].Answered) != 1 || !got[0].Answered[put.Choices[1].ID].Granted {
			t.Fatalf("recent: %+v", got)
		}
		if n := len(recent(now.Add(time.Millisecond))); n != 0 {
			t.Errorf("%d asks too many", n)
		}
		if n := len(recent(time.Time{})); n != 1 {
			t.Errorf("%d asks since the beginning of time", n)
		}
		indexes, err := s.About(t.Context(), put.Lookup, ledger.KindAnswer)
		must(t, err)
		if len(indexes) != 1 || indexes[0] != got[0].Answered[put.Choices[1].ID].Version {
			t.Errorf("entries about the person: %v", indexes)
		}
	})
}

// nasty are ids that a sloppy database would confuse or refuse.
var nasty = []string{
	"abc", "ABC", "abc ", " abc", "ａｂｃ", "ab\u0301c", "a\u0062\u0301c", "\u00e9", "e\u0301", "王宁", "王寧", "𠀀", "👨‍👩‍👧", "0", "00", "null", "NULL",
	"'; drop table persons; --", "%", "_", "\\", `"`, "a/b", strings.Repeat("长", 85), strings.Repeat("x", 256), strings.Repeat("x", 255),
}

func TestNastyIdsStayApart(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		ids := slices.Compact(slices.Sorted(slices.Values(nasty)))
		versions := map[string]int64{}
		for _, id := range ids {
			p := person(t, s, id)
			if p.Known {
				t.Fatalf("%q is taken for somebody else", id)
			}
			versions[id] = commit(t, s, withdrawal(t, p, "shop/f/i/p"))
		}
		for _, id := range ids {
			p := person(t, s, id)
			if !p.Known || p.Version != versions[id] || p.Identity.Subject.Raw() != id {
				t.Errorf("%q came back as another", id)
			}
			again, err := s.PersonByLookup(t.Context(), p.Identity.Lookup)
			if err != nil || again != p {
				t.Errorf("%q by lookup: %v", id, err)
			}
		}
		sound(t, s)
	})
}

func TestNastyTextsStayApart(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		keys := append(slices.Compact(slices.Sorted(slices.Values(nasty))), "", "\n", strings.Repeat("长", 341))
		for i, k := range keys {
			p := person(t, s, "u")
			commit(t, s, withdrawal(t, p, "shop/f/i/p").Writing(consent.Once{Lookup: p.Identity.Lookup, Key: k, Digest: k, Ref: fmt.Sprint(i)}))
		}
		l := person(t, s, "u").Identity.Lookup
		for i, k := range keys {
			digest, ref, found, err := s.Once(t.Context(), l, k)
			if err != nil || !found || digest != k || ref != fmt.Sprint(i) {
				t.Errorf("%q: %q %q %v %v", k, digest, ref, found, err)
			}
		}
		if _, _, found, err := s.Once(t.Context(), l, "never"); found || err != nil {
			t.Errorf("a key that was never used: %v, %v", found, err)
		}
		for _, bad := range []string{"a\x00b", "\xff", strings.Repeat("x", maxText+1)} {
			p := person(t, s, "u")
			_, err := s.Commit(t.Context(), withdrawal(t, p, "shop/f/i/p").Writing(consent.Once{Lookup: l, Key: bad}))
			wants(t, fault.Invalid, err)
			_, _, _, err = s.Once(t.Context(), l, bad)
			wants(t, fault.Invalid, err)
			_, err = s.Declaration(t.Context(), bad)
			wants(t, fault.NotFound, err)
			_, err = s.APIKey(t.Context(), bad)
			wants(t, fault.NotFound, err)
		}
	})
}

func TestMalformedAskIdsAreNotFound(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		for _, id := range []consent.AskID{"", "-", "07", "07-", "64-abc", "99-abc", "7-abc", "007-abc", "ab-abc", "07_abc", "07-a\x00b", "07-\xff\xff",
			"07-王", "07- '", "０7-abc", consent.AskID("07-" + strings.Repeat("a", 1<<20)), "07-abcdefgh"} {
			_, _, err := s.Ask(t.Context(), id)
			wants(t, fault.NotFound, err)
		}
	})
}

func TestExpectations(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		p := person(t, s, "u")
		first := commit(t, s, withdrawal(t, p, "shop/a/b/c"))
		_, err := s.Commit(t.Context(), withdrawal(t, p, "shop/a/b/d")) // as if still unknown
		wants(t, fault.Conflict, err)
		p = person(t, s, "u")
		if !p.Known || p.Version != first {
			t.Fatalf("version %d, want %d", p.Version, first)
		}
		stale := withdrawal(t, p, "shop/a/b/e")
		second := commit(t, s, withdrawal(t, p, "shop/a/b/f"))
		_, err = s.Commit(t.Context(), stale)
		wants(t, fault.Conflict, err)
		gone := person(t, s, "nobody")
		gone.Known, gone.Version = true, second
		_, err = s.Commit(t.Context(), withdrawal(t, gone, "shop/a/b/c"))
		wants(t, fault.Conflict, err)
		unexpected := withdrawal(t, gone, "shop/a/b/c")
		unexpected.Expect = nil
		_, err = s.Commit(t.Context(), unexpected) // an entry about somebody who is not there
		wants(t, fault.Conflict, err)
		if said, _ := s.Consents(t.Context(), p.Identity.Lookup); len(said) != 2 {
			t.Errorf("a refused change left rows: %v", said)
		}
		if n, _ := s.Size(t.Context()); n != 2 {
			t.Errorf("%d entries, want 2", n)
		}
		odd := withdrawal(t, person(t, s, "u"), "shop/a/b/c")
		odd.Expect[0].Of = "weather"
		_, err = s.Commit(t.Context(), odd)
		wants(t, fault.Internal, err)
		sound(t, s)
	})
}

func TestWhatIsWrittenOnceIsWrittenOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d := counter(t, s)
		put := ask(t, d, "u", "")
		p := person(t, s, "u")
		size, _ := s.Size(t.Context())
		who := p.Identity.Lookup
		loose := func(rows ...ledger.Row) error {
			c := withdrawal(t, p, "shop/a/b/c")
			c.Expect, c.Rows = nil, rows
			_, err := s.Commit(t.Context(), c)
			return err
		}
		answer := consent.NewAnswer{Lookup: who, Ask: put.ID, Choice: "x", Granted: true, Digest: "d"}
		once := consent.Once{Lookup: who, Key: "k", Digest: "d", Ref: "r"}
		must(t, loose(answer, once))
		answer.Granted, once.Digest = false, "e"
		wants(t, fault.Conflict, loose(answer))
		wants(t, fault.Conflict, loose(once))
		wants(t, fault.Conflict, loose(consent.NewAsk{Ask: put}))
		wants(t, fault.Conflict, loose(consent.NewPerson{Identity: p.Identity}))
		up, err := consent.Upload(shop(t), now)
		must(t, err)
		_, err = s.Commit(t.Context(), up)
		wants(t, fault.Conflict, err)
		on, err := consent.Activate("sha256:"+strings.Repeat("0", 64), now)
		must(t, err)
		_, err = s.Commit(t.Context(), on)
		wants(t, fault.NotFound, err)
		if n, _ := s.Size(t.Context()); n != size+1 {
			t.Errorf("%d entries, want %d", n, size+1)
		}
		if _, a, err := s.Ask(t.Context(), put.ID); err != nil || !a["x"].Granted {
			t.Errorf("the first answer was overwritten: %v, %v", a, err)
		}
	})
}

func TestFailingChangesDoNotHarmTheirNeighbours(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		commit(t, s, withdrawal(t, person(t, s, "taken"), "shop/a/b/c"))
		batch := make([]*pending, 9)
		for i := range batch {
			id := fmt.Sprintf("u-%d", i)
			if i%3 == 1 {
				id = "taken"
			}
			p := person(t, s, id)
			p.Known, p.Version = false, ledger.Absent
			c := withdrawal(t, p, "shop/a/b/c")
			if i == 5 {
				c.Rows = append(c.Rows, c.Rows[0]) // fails after it has written
			}
			o, err := s.orderOf(t.Context(), c)
			must(t, err)
			batch[i] = &pending{order: o, done: make(chan outcome, 1)}
		}
		s.queueAll(batch)
		next := int64(1)
		for i, p := range batch {
			out := <-p.done
			if i%3 == 1 || i == 5 {
				wants(t, fault.Conflict, out.err)
				continue
			}
			must(t, out.err)
			if out.committed.First != next {
				t.Errorf("change %d has version %d, want %d", i, out.committed.First, next)
			}
			next++
			if p := person(t, s, fmt.Sprintf("u-%d", i)); !p.Known || p.Version != out.committed.First {
				t.Errorf("change %d is not there", i)
			}
		}
		if p := person(t, s, "u-5"); p.Known {
			t.Error("a failed change left a row")
		}
		if report := sound(t, s); report.Size != next || report.Checkpoints != 2 {
			t.Errorf("%d entries under %d checkpoints, want %d under 2", report.Size, report.Checkpoints, next)
		}
	})
}

// queueAll hands changes to the committer as one batch.
func (s *Store) queueAll(batch []*pending) {
	close(s.closing)
	<-s.stopped
	s.settle(batch)
	s.closing, s.stopped = make(chan struct{}), make(chan struct{})
	go s.commitWaiting()
}

func TestStoresAppendToOneRecordTogether(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		stores := []*Store{open(t, o)}
		if o.URL != "" {
			stores = append(stores, open(t, o), open(t, o))
		}
		const writers, each = 8, 12
		firsts := make(chan int64, writers*each)
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				s := stores[w%len(stores)]
				for i := range each {
					p, err := s.Person(t.Context(), subject(t, fmt.Sprintf("u-%d-%d", w, i/2)))
					if err != nil {
						t.Error(err)
						return
					}
					done, err := s.Commit(t.Context(), withdrawal(t, p, "shop/a/b/c"))
					if err != nil {
						t.Error(err)
						return
					}
					firsts <- done.First
				}
			})
		}
		wg.Wait()
		close(firsts)
		var all []int64
		for f := range firsts {
			all = append(all, f)
		}
		slices.Sort(all)
		for i, f := range all {
			if f != int64(i) {
				t.Fatalf("indices are not dense: %d at place %d", f, i)
			}
		}
		if report := sound(t, stores[0]); report.Size != writers*each {
			t.Errorf("%d entries, want %d", report.Size, writers*each)
		}
	})
}

func TestOnePersonIsOneOrder(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		stores := []*Store{open(t, o)}
		if o.URL != "" {
			stores = append(stores, open(t, o))
		}
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for i := range 16 {
			wg.Go(func() {
				s := stores[i%len(stores)]
				p, err := s.Person(t.Context(), subject(t, "u"))
				if err != nil {
					t.Error(err)
					return
				}
				switch _, err := s.Commit(t.Context(), withdrawal(t, p, "shop/a/b/c")); {
				case err == nil:
					mu.Lock()
					won++
					mu.Unlock()
				case fault.KindOf(err) != fault.Conflict:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if report := sound(t, stores[0]); report.Size != int64(won) || won == 0 {
			t.Errorf("%d changes were acknowledged, %d are there", won, report.Size)
		}
	})
}

func TestReceiptsVerifyOfflineAndStayTheSame(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		var receipts [][]byte
		at := func(i int) []byte {
			t.Helper()
			r, err := s.Receipt(t.Context(), int64(i))
			must(t, err)
			b, err := json.Marshal(r)
			must(t, err)
			back, err := ledger.ParseReceipt(b)
			must(t, err)
			must(t, back.Verify(o.Keys.Verifier))
			if back.Subject != fmt.Sprintf("u-%d", i%3) {
				t.Errorf("receipt %d is another person's", i)
			}
			return b
		}
		for i := range 9 {
			commit(t, s, withdrawal(t, person(t, s, fmt.Sprintf("u-%d", i%3)), "shop/a/b/c"))
			receipts = append(receipts, at(i))
		}
		for i, was := range receipts {
			if !bytes.Equal(was, at(i)) {
				t.Errorf("receipt %d changed", i)
			}
		}
		_, err := s.Receipt(t.Context(), 9)
		wants(t, fault.NotFound, err)
		_, err = s.Receipt(t.Context(), -1)
		wants(t, fault.NotFound, err)
	})
}

func TestProofsAreCheckedByOthers(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		_, err := s.Checkpoint(t.Context())
		wants(t, fault.NotFound, err)
		roots := map[int64]tlog.Hash{}
		for i := range int64(13) {
			commit(t, s, withdrawal(t, person(t, s, fmt.Sprintf("u-%d", i)), "shop/a/b/c"))
			note, err := s.Checkpoint(t.Context())
			must(t, err)
			cp, err := ledger.OpenCheckpoint(note, o.Keys.Verifier)
			must(t, err)
			if cp.Size != i+1 {
				t.Fatalf("the newest checkpoint is of %d, want %d", cp.Size, i+1)
			}
			roots[cp.Size] = cp.Root
		}
		for size, root := range roots {
			for index := range size {
				leaf, err := s.Leaf(t.Context(), index)
				must(t, err)
				p, err := s.Proof(t.Context(), index, size)
				must(t, err)
				must(t, tlog.CheckRecord(p, size, root, index, ledger.LeafHash(leaf)))
			}
			for older, was := range roots {
				if older > size {
					continue
				}
				p, err := s.Consistency(t.Context(), older, size)
				must(t, err)
				must(t, tlog.CheckTree(p, size, root, older, was))
			}
		}
		for _, bad := range [][2]int64{{-1, 1}, {1, 1}, {0, 14}, {0, 0}, {1 << 62, 1 << 62}} {
			_, err := s.Proof(t.Context(), bad[0], bad[1])
			wants(t, fault.Invalid, err)
		}
		for _, bad := range [][2]int64{{0, 1}, {2, 1}, {1, 14}, {-1, -1}} {
			_, err := s.Consistency(t.Context(), bad[0], bad[1])
			wants(t, fault.Invalid, err)
		}
		_, err = s.Leaf(t.Context(), 13)
		wants(t, fault.NotFound, err)
	})
}

func TestDeclarationsAndKeys(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		if _, _, ok, err := s.Active(t.Context()); ok || err != nil {
			t.Fatalf("active: %v, %v", ok, err)
		}
		counter(t, s)
		hash, version, ok, err := s.Active(t.Context())
		if src := shop(t); err != nil || !ok || hash != src.Hash() || version != 1 {
			t.Errorf("active: %s at %d, %v, %v", hash, version, ok, err)
		}
		src, err := s.Declaration(t.Context(), hash)
		must(t, err)
		if diff := cmp.Diff(shop(t), src); diff != "" {
			t.Errorf("declaration (-put +read):\n%s", diff)
		}
		lie, err := consent.Upload(shop(t), now)
		must(t, err)
		lie.Rows[0] = consent.NewVersion{Hash: hash, Source: consent.NewVersion{}.Source}
		_, err = s.Commit(t.Context(), lie)
		wants(t, fault.Internal, err)

		must(t, s.PutAPIKey(t.Context(), "h", "后端", []string{"decide", "consent"}))
		wants(t, fault.Conflict, s.PutAPIKey(t.Context(), "h", "x", nil))
		scopes, err := s.APIKey(t.Context(), "h")
		if err != nil || !slices.Equal(scopes, []string{"decide", "consent"}) {
			t.Errorf("scopes %v, %v", scopes, err)
		}
		_, err = s.APIKey(t.Context(), "H")
		wants(t, fault.NotFound, err)
		if n, err := s.CountAPIKeys(t.Context()); n != 1 || err != nil {
			t.Errorf("%d keys, %v", n, err)
		}
		must(t, s.Ping(t.Context()))
	})
}

func TestIdempotencyKeysThroughTheDesk(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d := counter(t, s)
		first := ask(t, d, "u", "k")
		if again := ask(t, d, "u", "k"); again.ID != "" && again.ID != first.ID {
			t.Errorf("the same key made another ask")
		}
		if other := ask(t, d, "v", "k"); other.ID == first.ID {
			t.Error("a key of one person reaches another")
		}
	})
}

func TestACancelledCallerGetsNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := s.Commit(ctx, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		wants(t, fault.Unavailable, err)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the cause is lost: %v", err)
		}
		_, err = s.Person(ctx, subject(t, "u"))
		wants(t, fault.Unavailable, err)
		if p := person(t, s, "u"); p.Known {
			t.Error("a cancelled change was committed")
		}
	})
}

func TestAClosedStoreRefuses(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s, err := Open(t.Context(), o)
		must(t, err)
		c := withdrawal(t, person(t, s, "u"), "shop/a/b/c")
		must(t, s.Close())
		must(t, s.Close())
		_, err = s.Commit(t.Context(), c)
		wants(t, fault.Unavailable, err)
	})
}
