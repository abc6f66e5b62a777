package store

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

var (
	_ rights.Requests = (*Store)(nil)

	sameSubject = cmp.Comparer(func(a, b ledger.Subject) bool { return a == b })
)

// requestOf is a request of a person with something in every field.
func requestOf(p consent.Person, tail string) rights.Request {
	prompt := rights.Clock{Param: "promptly", Cite: law.Cite(law.PIPL, "45"), From: now} // no number of days
	by := p.Identity.Lookup
	by[31] ^= 1
	return rights.Request{
		ID: rights.RequestID(fmt.Sprintf("%02d-%s", p.Identity.Lookup.Partition(), tail)), Lookup: p.Identity.Lookup, Subject: p.Identity.Subject,
		Kind: rights.Correct, Way: rights.ByStaff, Speaker: rights.Guardian, By: by, Service: "shop", Uses: []declaration.UseID{"shop/a/b/c"},
		Received: now.Add(-time.Hour), Entered: now, State: rights.InProgress, Reason: "carrying-out", Until: now.AddDate(0, 0, 7),
		Proof:  rights.Proof{Method: "in-person", At: now, Reference: "box 7", Approved: []string{"ann", "bo"}},
		Clocks: []rights.Clock{{Param: "rights-answer-draft", Days: 15, Cite: law.Cite(law.PIPL, "50"), From: now, Due: workday.China().After(now, 15), Calendar: "2026"}, prompt},
		Detail: rights.Detail{Text: "请改成金丝雀路", Values: map[string]string{"address": "canary street"}}, Note: lang.Text{ZH: "在办", EN: "in hand"},
		Same:    "00-other",
		History: []rights.Move{{State: rights.Received, Reason: "asked", At: now, By: "person"}, {State: rights.InProgress, At: now, By: "system"}},
	}
}

// asked is a change about a request of a person who is expected as loaded.
func asked(t testing.TB, p consent.Person, id rights.RequestID, rows ...ledger.Row) ledger.Change {
	t.Helper()
	e, err := ledger.PersonalEntry(ledger.KindRequest, now, "", p.Identity, nonce(t), rights.RequestBody{V: 1, Request: id})
	must(t, err)
	c := ledger.NewChange(e)
	if !p.Known {
		c = c.Writing(consent.NewPerson{Identity: p.Identity})
	}
	return c.Writing(rows...).Expecting(ledger.Expectation{Of: "person", Lookup: p.Identity.Lookup, Key: "head", Version: p.Version})
}

func request(t testing.TB, s *Store, r rights.Request) int64 {
	t.Helper()
	p := person(t, s, r.Subject.Raw())
	return commit(t, s, asked(t, p, r.ID, rights.NewRequest{Request: r}))
}

func TestRequestsAreReadBack(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		want := requestOf(person(t, s, "u"), "abc")
		want.Version = request(t, s, want)
		got, err := s.Request(t.Context(), want.ID)
		must(t, err)
		if diff := cmp.Diff(want, got, sameSubject); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		var body []byte
		must(t, s.read.QueryRow("select body from requests").Scan(&body))
		if bytes.Contains(body, []byte("canary")) || bytes.Contains(body, []byte("金丝雀")) {
			t.Error("the body is not sealed")
		}
		var plain int
		if err := s.read.QueryRow("select count(*) from requests where id like '%canary%' or state like '%canary%'").Scan(&plain); err != nil || plain > 0 {
			t.Errorf("a column holds it: %d, %v", plain, err)
		}
		for _, id := range []rights.RequestID{"", "abc", want.ID + "x", "64-abc"} {
			_, err := s.Request(t.Context(), id)
			wants(t, fault.NotFound, err)
		}
		sound(t, s)
	})
}

func TestRequestsAreListed(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		var open []rights.RequestID
		for i := range 6 {
			r := requestOf(person(t, s, fmt.Sprint("u-", i%2)), fmt.Sprint("r", i))
			r.Entered = now.Add(time.Duration(i) * time.Minute)
			r.Clocks[0].Due = workday.China().After(now.AddDate(0, 0, -5*i), 15)
			switch i {
			case 3:
				r.State = rights.Finished
			case 4:
				r.Clocks = nil
			}
			request(t, s, r)
			if i != 3 {
				open = append(open, r.ID)
			}
		}
		mine, err := s.RequestsOf(t.Context(), person(t, s, "u-1").Identity.Lookup)
		if err != nil || len(mine) != 3 || mine[0].ID[3:] != "r5" || mine[2].ID[3:] != "r1" {
			t.Errorf("of a person: %v, %v", ids(mine), err)
		}
		due, err := s.OpenRequests(t.Context(), 9)
		if want := []string{"r5", "r2", "r1", "r0", "r4"}; err != nil || !cmp.Equal(want, ids(due)) {
			t.Errorf("by due time: %v, %v", ids(due), err)
		}
		if few, err := s.OpenRequests(t.Context(), 2); err != nil || len(few) != 2 {
			t.Errorf("%d, %v", len(few), err)
		}
		seen := map[rights.RequestID]bool{}
		for after := rights.RequestID(""); ; {
			page, err := s.OpenAfter(t.Context(), after, 2)
			must(t, err)
			if len(page) == 0 {
				break
			}
			for _, r := range page {
				if r.ID <= after || seen[r.ID] {
					t.Errorf("%s after %s", r.ID, after)
				}
				seen[r.ID], after = true, r.ID
			}
		}
		if len(seen) != len(open) {
			t.Errorf("paged through %d of %d", len(seen), len(open))
		}
		counts, err := s.CountRequests(t.Context())
		if err != nil || len(counts) != 2 || counts[0].Count+counts[1].Count != 6 {
			t.Errorf("counts %+v, %v", counts, err)
		}
		sound(t, s)
	})
}

func ids(all []rights.Request) (tails []string) {
	for _, r := range all {
		tails = append(tails, string(r.ID[3:]))
	}
	return tails
}

func TestRequestsConflictByVersion(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		r := requestOf(person(t, s, "u"), "abc")
		expecting := func(v int64, row ledger.Row) ledger.Change {
			return asked(t, person(t, s, "u"), r.ID, row).Expecting(ledger.Expectation{Of: "request", Key: string(r.ID), Version: v})
		}
		_, err := s.Commit(t.Context(), expecting(0, rights.NewRequest{Request: r}))
		wants(t, fault.Conflict, err)
		first := commit(t, s, expecting(ledger.Absent, rights.NewRequest{Request: r}))
		_, err = s.Commit(t.Context(), expecting(ledger.Absent, rights.SetRequest{Request: r}))
		wants(t, fault.Conflict, err)
		_, err = s.Commit(t.Context(), asked(t, person(t, s, "u"), r.ID, rights.NewRequest{Request: r})) // written once
		wants(t, fault.Conflict, err)
		r.State = rights.Finished
		second := commit(t, s, expecting(first, rights.SetRequest{Request: r}))
		_, err = s.Commit(t.Context(), expecting(first, rights.SetRequest{Request: r}))
		wants(t, fault.Conflict, err)
		got, err := s.Request(t.Context(), r.ID)
		if err != nil || got.Version != second || got.State != rights.Finished {
			t.Errorf("%+v, %v", got.Version, err)
		}
		for _, e := range []ledger.Expectation{{Of: "request", Key: "nonsense"}, {Of: "erase.case", Key: "a/b"}, {Of: "erase.store", Key: "a"}, {Of: "weather", Key: "k"}} {
			_, err := s.Commit(t.Context(), asked(t, person(t, s, "u"), r.ID).Expecting(e))
			wants(t, fault.Internal, err)
		}
		// In one batch, the first of two that expect the same goes through.
		var batch []*pending
		for range 2 {
			c := expecting(second, rights.SetRequest{Request: r})
			c.Expect = c.Expect[1:] // of the request alone
			o, err := s.orderOf(t.Context(), c)
			must(t, err)
			batch = append(batch, &pending{order: o, done: make(chan outcome, 1)})
		}
		s.queueAll(batch)
		must(t, (<-batch[0].done).err)
		wants(t, fault.Conflict, (<-batch[1].done).err)
		sound(t, s)
	})
}

func TestCodesAndCopies(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		r := requestOf(person(t, s, "u"), "abc")
		request(t, s, r)
		code := rights.SetCode{Request: r.ID, Lookup: r.Lookup, Hash: []byte{1, 2, 3}, Expires: now.Add(time.Minute), Attempts: 2}
		commit(t, s, asked(t, person(t, s, "u"), r.ID, rights.SetRequest{Request: r}, code))
		got, err := s.Code(t.Context(), r.ID)
		if diff := cmp.Diff(code, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		copied := rights.NewArchive{Request: r.ID, Lookup: r.Lookup, Name: "canary.zip", Body: bytes.Repeat([]byte("canary"), 9000), Expires: now.Add(time.Hour)}
		commit(t, s, asked(t, person(t, s, "u"), r.ID, rights.SetRequest{Request: r}, copied))
		back, err := s.Archive(t.Context(), r.ID, now)
		if diff := cmp.Diff(copied, back); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		_, err = s.Archive(t.Context(), r.ID, now.Add(time.Hour))
		wants(t, fault.NotFound, err)
		sound(t, s)

		must(t, s.Tidy(t.Context(), now.Add(time.Hour)))
		_, err = s.Archive(t.Context(), r.ID, now) // it is gone for good
		wants(t, fault.NotFound, err)
		_, err = s.Code(t.Context(), r.ID) // that it expired can still be told
		must(t, err)
		code.Hash = nil
		commit(t, s, asked(t, person(t, s, "u"), r.ID, rights.SetRequest{Request: r}, code))
		_, err = s.Code(t.Context(), r.ID)
		wants(t, fault.NotFound, err)
		for _, id := range []rights.RequestID{"", "99-x", r.ID + "y"} {
			_, err := s.Code(t.Context(), id)
			wants(t, fault.NotFound, err)
			_, err = s.Archive(t.Context(), id, now)
			wants(t, fault.NotFound, err)
		}
		wrong := code
		wrong.Request = "00-x"
		if r.Lookup.Partition() != 0 {
			_, err = s.Commit(t.Context(), asked(t, person(t, s, "u"), r.ID, wrong))
			wants(t, fault.Internal, err)
		}
		sound(t, s)
	})
}
