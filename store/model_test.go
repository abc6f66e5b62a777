package store

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/testdb"
	"github.com/volens/volens/ledger"
)

// A step is one drawn change and what is read after it.
type step struct {
	person, use, once, choice string
	stale, again              bool
	ask                       int
	more                      string // another row that it writes
}

// A heard is all that a caller can learn of a step.
type heard struct {
	Kind     fault.Kind
	First    int64
	Known    bool
	Version  int64
	Said     consent.Consents
	Once     [3]string
	Ask      consent.Ask
	Answered map[consent.ChoiceID]consent.Answered
	Recent   []consent.Past
	Size     int64
	Standing consent.Standing
	Feed     consent.Feed
	Tally    []consent.Tally
	People   int64
	Taken    []taken
}

// A taken piece of work, but for its id, which is random.
type taken struct {
	Key, Body string
	Attempts  int
	Due       time.Time
	Version   int64
}

// Both engines are given the same steps and must answer the same.
func TestEnginesAnswerTheSame(t *testing.T) {
	r := ring(t)
	lite := open(t, Options{Data: filepath.Join(t.TempDir(), "data"), Keys: r})
	post := open(t, Options{URL: testdb.Postgres(t), Keys: r})
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		steps := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) step {
			return step{
				person: fmt.Sprint(runs, rapid.SampledFrom(nasty[:12]).Draw(rt, "person")),
				use:    rapid.SampledFrom([]string{"shop/a/b/c", "shop/A/b/c", "shop/a/b/c ", "商/a/b/c"}).Draw(rt, "use"),
				once:   rapid.SampledFrom(append([]string{"", "k", "K", "\x00", "\xff"}, nasty[:12]...)).Draw(rt, "once"),
				choice: rapid.SampledFrom([]string{"a", "A", "a ", "é", "e\u0301"}).Draw(rt, "choice"),
				stale:  rapid.Bool().Draw(rt, "stale"), again: rapid.Bool().Draw(rt, "again"),
				ask: rapid.IntRange(0, 2).Draw(rt, "ask"), more: rapid.SampledFrom([]string{"", "age", "guardian", "restriction", "work", "import"}).Draw(rt, "more"),
			}
		}), 1, 8).Draw(rt, "steps")
		for i, st := range steps {
			a, b := st.take(t, lite), st.take(t, post)
			if diff := cmp.Diff(a, b); diff != "" {
				rt.Fatalf("step %d (-sqlite +postgres):\n%s", i, diff)
			}
		}
	})
	for _, s := range []*Store{lite, post} { // Audit would miss the entries of asks and answers made up here
		report, err := s.Verify(t.Context(), nil)
		if err != nil || !report.OK() {
			t.Errorf("%v, %v", report.Findings, err)
		}
	}
}

// take carries a step out on one store.
func (st step) take(t *testing.T, s *Store) (h heard) {
	p := person(t, s, st.person)
	l := p.Identity.Lookup
	if st.stale {
		p.Version++
	}
	id := consent.AskID(fmt.Sprintf("%02d-ask-%d-%x", l.Partition(), st.ask, l[:6]))
	at := now.Add(time.Duration(st.ask) * time.Hour)
	c := withdrawal(t, p, declaration.UseID(st.use))
	if st.once != "" {
		c = c.Writing(consent.Once{Lookup: l, Key: st.once, Digest: st.use, Ref: st.choice})
	}
	if st.again {
		c = c.Writing(consent.NewAnswer{Lookup: l, Ask: id, Choice: consent.ChoiceID(st.choice), Granted: st.ask == 1, Digest: st.once})
	} else {
		c = c.Writing(consent.NewAsk{Ask: consent.Ask{ID: id, Lookup: l, Service: "shop", Trigger: consent.Start, At: at, Expires: at,
			Choices: []consent.Choice{{ID: "a"}, {ID: consent.ChoiceID(st.choice), Service: "商店\u2028\x00<"}}}})
	}
	c = c.Writing(st.rows(l, at)...)
	done, err := s.Commit(t.Context(), c)
	if h.First = done.First; err != nil {
		h.Kind = fault.KindOf(err)
	}
	p = person(t, s, st.person)
	h.Known, h.Version = p.Known, p.Version
	h.Said, err = s.Consents(t.Context(), l)
	must(t, err)
	digest, ref, found, err := s.Once(t.Context(), l, st.once)
	h.Once = [3]string{digest, ref, fmt.Sprint(found, fault.KindOf(err))}
	if h.Ask, h.Answered, err = s.Ask(t.Context(), id); err != nil {
		wants(t, fault.NotFound, err)
	}
	h.Recent, err = s.RecentAsks(t.Context(), l, now.Add(time.Minute))
	must(t, err)
	h.Size, err = s.Size(t.Context())
	must(t, err)
	st.hear(t, s, l, &h)
	return h
}

// rows are the rows about standing that the step writes too.
func (st step) rows(l ledger.Lookup, at time.Time) []ledger.Row {
	at = at.Truncate(time.Millisecond)
	switch st.more {
	case "age":
		a := consent.Age{Band: consent.Under18, Method: st.choice, At: at}
		if st.ask > 0 {
			a.Lapses = at.Add(time.Hour)
		}
		return []ledger.Row{consent.SetAge{Lookup: l, Age: a}}
	case "guardian":
		g := consent.Guardian{Lookup: l, Relation: st.choice, Method: st.use, Evidence: "证据", Since: at, Expires: at.Add(time.Hour)}
		if st.ask > 0 {
			g.Ended = at
		}
		return []ledger.Row{consent.SetGuardian{Child: l, Guardian: g}}
	case "restriction":
		return []ledger.Row{consent.SetRestriction{Lookup: l, Restriction: consent.Restriction{Mode: []consent.Mode{consent.Free, consent.Restricted, consent.Erasing}[st.ask], Reason: st.choice, At: at}}}
	case "work":
		return []ledger.Row{consent.NewWork{Work: consent.Work{Kind: consent.WorkTell, Lookup: l, Key: st.choice, Due: at, Body: []byte(st.use)}},
			consent.NewWork{Work: consent.Work{Kind: consent.WorkErase, Lookup: l, Key: st.choice, Due: at}}}
	case "import":
		return []ledger.Row{consent.SetConsent{Lookup: l, Consent: consent.Consent{Use: "shop/i/m/p", State: consent.Granted, At: at, By: consent.ByGuardian, Quality: consent.Specific}}}
	}
	return nil
}

// hear reads what else there is to read after a step.
func (st step) hear(t *testing.T, s *Store, l ledger.Lookup, h *heard) {
	t.Helper()
	var err error
	h.Standing, err = s.Standing(t.Context(), l)
	must(t, err)
	h.Feed, err = s.Feed(t.Context(), max(0, h.Size-3), 3)
	must(t, err)
	h.Tally, err = s.Tally(t.Context())
	must(t, err)
	h.People, err = s.CountPeople(t.Context(), []declaration.UseID{declaration.UseID(st.use), "shop/i/m/p"}, consent.Granted)
	must(t, err)
	tasks, err := s.Lease(t.Context(), consent.WorkTell, 2, now.Add(time.Hour), now.Add(time.Hour+time.Duration(h.Size)*time.Millisecond))
	must(t, err)
	for _, k := range tasks {
		h.Taken = append(h.Taken, taken{k.Key, string(k.Body), k.Attempts, k.Due, k.Version})
	}
}
