package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/internal/testdb"
	"github.com/volens/volens/ledger"
)

// The steps of an erasure of our own rows, as eraseUntilKilled says that they are
// durable.
const (
	stepBuried    = "buried"
	stepKept      = "kept"
	stepForgotten = "forgotten"
)

// eraseUntilKilled stores people and erases them, step by step, and prints a line
// for every step once it is acknowledged: the person and the step. Whoever was left
// in the middle by an earlier run is gone on with first.
func eraseUntilKilled(s *Store, o childOptions, ring keys.Ring) int {
	g, err := keys.OpenGraves(o.Keys, ring)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	e := eraser{s, s.Graves(g)}
	open, err := s.OpenCases(context.Background(), 1000)
	for _, c := range open {
		if err == nil {
			err = e.goOn(c.ID)
		}
	}
	for i := 0; err == nil; i++ {
		id := fmt.Sprintf("e-%s-%d", o.Run, i)
		if _, err = writeOne(s, id, "shop/f/i/p"); err == nil {
			if err = e.begin(id); err == nil {
				err = e.goOn(erase.CaseID("c-" + id))
			}
		}
	}
	fmt.Fprintln(os.Stderr, err)
	return 4
}

type eraser struct {
	*Store
	graves erase.Graves
}

func (e eraser) step(id erase.CaseID, said erase.Evidence, rows ...ledger.Row) error {
	said.V, said.Case, said.Trigger, said.At = 1, id, erase.TriggerAccount, now.UnixMilli()
	body, err := ledger.Canonical(said)
	if err != nil {
		return err
	}
	entry, err := ledger.EvidenceEntry(now, ledger.Digest(nil), body)
	if err != nil {
		return err
	}
	_, err = e.Commit(context.Background(), ledger.NewChange(entry).Writing(rows...).Writing(erase.NewEvidence{Case: id, Body: body}))
	return err
}

func (e eraser) begin(id string) error {
	who, err := ledger.NewSubject(id)
	if err != nil {
		return err
	}
	p, err := e.Person(context.Background(), who)
	if err != nil {
		return err
	}
	c := erase.Case{ID: erase.CaseID("c-" + id), State: erase.Open, Opened: now, Lookup: p.Identity.Lookup, File: erase.File{Subject: who}}
	return e.step(c.ID, erase.Evidence{}, erase.NewCase{Case: c})
}

// goOn takes a case from wherever it stands to its end: the tombstone, what is kept,
// and then the person's own rows.
func (e eraser) goOn(id erase.CaseID) error {
	c, err := e.Case(context.Background(), id)
	if err != nil {
		return err
	}
	who := c.File.Subject.Raw()
	say := func(step string) error {
		_, err := io.WriteString(os.Stdout, who+" "+step+"\n")
		return err
	}
	if _, err := e.graves.Bury(erase.Tombstone{Case: id, Subject: who, At: now.Add(time.Second)}); err != nil {
		return err
	}
	if err := say(stepBuried); err != nil {
		return err
	}
	sealed := make([]byte, 40)
	_, _ = rand.Read(sealed)
	if err := e.step(id, erase.Evidence{Reason: stepKept}, erase.Keep{Case: id, Under: "x", Until: now.AddDate(3, 0, 0), Sealed: sealed}); err != nil {
		return err
	}
	if err := say(stepKept); err != nil {
		return err
	}
	lookup := c.Lookup
	c.State, c.Ended = erase.Closed, now
	if err := e.step(id, erase.Evidence{State: erase.Closed}, erase.SetCase{Case: c}, erase.Forget{Case: id, Lookup: lookup}); err != nil {
		return err
	}
	return say(stepForgotten)
}

// TestErasingSurvivesKilling: a case that has ended has its tombstone, what is kept,
// and nobody's rows; one that has not goes on; and what was acknowledged is so.
func TestErasingSurvivesKilling(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		erasedAndKilled(t, Options{Data: filepath.Join(t.TempDir(), "data")})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		erasedAndKilled(t, Options{URL: testdb.Postgres(t)})
	})
}

func erasedAndKilled(t *testing.T, o Options) {
	folder := filepath.Join(t.TempDir(), "keys")
	ring, _, err := keys.Open(folder)
	must(t, err)
	o.Keys = ring
	acked := map[string]string{}
	for run := range min(perStore, trials(t)) {
		for _, line := range killedWriter(t, childOptions{Data: o.Data, URL: o.URL, Keys: folder, Run: fmt.Sprint(run), Erase: true}) {
			word := strings.Fields(line)
			acked[word[0]] = word[1]
		}
		allErased(t, o, folder, acked)
	}
	ended := 0
	for _, step := range acked {
		if step == stepForgotten {
			ended++
		}
	}
	if t.Logf("%d of %d people acknowledged as erased", ended, len(acked)); ended == 0 {
		t.Error("nobody was erased: nothing was tested")
	}
}

// allErased checks every person of whom anything was acknowledged.
func allErased(t *testing.T, o Options, folder string, acked map[string]string) {
	t.Helper()
	s, err := Open(t.Context(), o)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	g, err := keys.OpenGraves(folder, o.Keys)
	must(t, err)
	must(t, s.CheckGraves(t.Context(), g))
	stones, err := g.Tombstones(now)
	must(t, err)
	buried := map[erase.CaseID]bool{}
	for _, stone := range stones {
		if buried[stone.Case] {
			t.Errorf("%s has two tombstones", stone.Case)
		}
		buried[stone.Case] = true
	}
	for who, step := range acked {
		id := erase.CaseID("c-" + who)
		c, err := s.Case(t.Context(), id)
		must(t, err)
		kept, err := s.Kept(t.Context(), id)
		must(t, err)
		known := person(t, s, who).Known
		if !buried[id] || step != stepBuried && len(kept) != 1 {
			t.Errorf("%s was acknowledged as %s; tombstone %v, kept %d", who, step, buried[id], len(kept))
		}
		if step == stepForgotten && c.Ended.IsZero() {
			t.Errorf("%s was acknowledged as forgotten, and the case goes on", who)
		}
		if ended := !c.Ended.IsZero(); ended && (len(kept) != 1 || !c.Lookup.IsZero()) || ended == known {
			t.Errorf("%s: ended %v, known %v, kept %d", who, ended, known, len(kept))
		}
	}
	sound(t, s)
}

// errUnburied stands for a folder that cannot be written.
var errUnburied = errors.New("no room")

type fullGraves struct{ *keys.Graves }

func (fullGraves) Bury(erase.Tombstone) (int64, error) { return 0, errUnburied }

// The number of a tombstone that was never made is not noted.
func TestATombstoneThatWasNotMadeIsNotNoted(t *testing.T) {
	o := Options{Data: filepath.Join(t.TempDir(), "data"), Keys: ring(t)}
	s := open(t, o)
	g, err := keys.OpenGraves(t.TempDir(), o.Keys)
	must(t, err)
	if _, err := s.Graves(fullGraves{g}).Bury(erase.Tombstone{Case: "c", Subject: "u", At: now}); !errors.Is(err, errUnburied) {
		t.Errorf("got %v", err)
	}
	must(t, s.CheckGraves(t.Context(), g))
	commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
	if n, err := s.ReErase(t.Context(), g, now); n != 0 || fault.KindOf(err) == fault.Invalid {
		t.Errorf("%d, %v", n, err)
	}
}
