package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/store/row"
)

// A write is one row of a change, worked out before the change waits for the log.
type write struct {
	to   *table
	args []any
}

// version stands, among the arguments of a write, for a log index that is known
// only under the log's lock: that of the entry at this place in the change.
type version int

// noEntry is the version of a row that no entry speaks of.
const noEntry version = -1

// at returns the log index, where first is that of the change's first entry.
func (v version) at(first int64) int64 {
	if v == noEntry {
		return ledger.Absent
	}
	return first + int64(v)
}

// maxText is the longest text that is part of a key, in bytes: PostgreSQL's
// indexes hold no much longer ones.
const maxText = 1024

// clean reports whether both engines take a text, and give it back as it was.
func clean(texts ...string) bool {
	for _, t := range texts {
		if len(t) > maxText || !utf8.ValidString(t) || strings.ContainsRune(t, 0) {
			return false
		}
	}
	return true
}

// A writer works out the rows of one change.
type writer struct {
	store  *Store
	change ledger.Change
	order  *order
	gone   []byte // the sealed id of whom the change forgets
}

// writeOf works out how a row is written.
func (w *writer) writeOf(ctx context.Context, x ledger.Row) ([]write, error) {
	switch r := x.(type) {
	case consent.NewPerson:
		return w.person(r.Identity)
	case consent.NewAsk:
		return w.ask(r.Ask)
	case consent.NewAnswer:
		if part, ok := row.PartOf(r.Ask); !ok || part != r.Lookup.Partition() {
			return nil, internal.Because(fmt.Errorf("the ask of an answer is not the person's"))
		}
		return cleanly(answersTable, []string{string(r.Choice), r.Digest},
			int64(r.Lookup.Partition()), string(r.Ask), string(r.Choice), r.Lookup[:], r.Granted, r.Digest, w.version(r.Lookup, ledger.KindAnswer))
	case consent.SetConsent:
		c := r.Consent
		return cleanly(consentsTable, []string{string(c.Use), string(c.Fingerprint), c.Declaration, string(c.State), string(c.Ask), string(c.By), string(c.Quality)},
			int64(r.Lookup.Partition()), r.Lookup[:], string(c.Use), string(c.Fingerprint), c.Declaration, string(c.State), c.At.UnixMilli(), string(c.Ask),
			string(c.By), string(c.Quality), w.version(r.Lookup, ledger.KindAnswer, ledger.KindWithdrawal, ledger.KindImport, ledger.KindMerge, ledger.KindAge))
	case consent.Once:
		return cleanly(onceTable, []string{r.Key, r.Digest, r.Ref},
			int64(r.Lookup.Partition()), r.Lookup[:], r.Key, r.Digest, r.Ref, w.version(r.Lookup))
	case consent.NewVersion:
		return w.declaration(r)
	case consent.Activation:
		v := w.version(ledger.Lookup{}, ledger.KindActivation)
		if !clean(r.Hash) {
			return nil, badText
		}
		return []write{{activeTable, []any{r.Hash, v}}, {activationsTable, []any{v, r.Hash, w.at()}}}, nil
	}
	return w.standingOf(ctx, x)
}

// standingOf works out rows about people's standing, and what follows from
// changes.
func (w *writer) standingOf(ctx context.Context, x ledger.Row) ([]write, error) {
	switch r := x.(type) {
	case consent.SetAge:
		a := r.Age
		return cleanly(agesTable, []string{string(a.Band), a.Method},
			int64(r.Lookup.Partition()), r.Lookup[:], string(a.Band), a.Method, ended(a.Lapses), a.At.UnixMilli(), w.version(r.Lookup, ledger.KindAge))
	case consent.SetGuardian:
		g := r.Guardian
		return cleanly(guardiansTable, []string{g.Relation, g.Method, g.Evidence},
			int64(r.Child.Partition()), r.Child[:], g.Lookup[:], g.Relation, g.Method, g.Evidence, g.Since.UnixMilli(), g.Expires.UnixMilli(), ended(g.Ended),
			w.version(r.Child, ledger.KindGuardian))
	case consent.SetRestriction:
		return cleanly(restrictionsTable, []string{string(r.Restriction.Mode), r.Restriction.Reason},
			int64(r.Lookup.Partition()), r.Lookup[:], string(r.Restriction.Mode), r.Restriction.Reason, r.Restriction.At.UnixMilli(),
			w.version(r.Lookup, ledger.KindRestriction))
	case consent.SetStop:
		t := r.Stop
		return cleanly(stopsTable, []string{t.ID, t.Service, t.Function, t.Use, t.Item, t.Recipient, t.Reason, t.By},
			t.ID, t.Service, t.Function, t.Use, t.Item, t.Recipient, t.Reason, t.By, t.At.UnixMilli(), ended(t.Until), t.Lifted,
			w.version(ledger.Lookup{}, ledger.KindStop))
	case consent.NewWork:
		return w.work(ctx, r.Work)
	}
	return w.rightsOf(ctx, x)
}

// rightsOf works out rows about requests and erasures.
func (w *writer) rightsOf(ctx context.Context, x ledger.Row) ([]write, error) {
	switch r := x.(type) {
	case rights.NewRequest:
		return w.request(ctx, requestsTable, r.Request)
	case rights.SetRequest:
		return w.request(ctx, setRequests, r.Request)
	case rights.SetCode:
		return w.code(r)
	case rights.NewArchive:
		return w.archive(ctx, r)
	case erase.NewCase:
		return w.newCase(ctx, r.Case)
	case erase.SetCase:
		return w.caseRow(ctx, setCases, r.Case)
	case erase.SetProgress:
		return w.progress(r.Case, r.Progress)
	case erase.SetTold:
		return w.told(r.Case, r.Told)
	case erase.NewEvidence:
		return w.evidence(r)
	case erase.Keep:
		return w.keep(r)
	case erase.Forget:
		return w.forget(r), nil
	case dropKept:
		return []write{{dropKeptRow, []any{int64(row.CasePart(r.Case)), string(r.Case), r.Under}}}, nil
	}
	return nil, internal.Because(fmt.Errorf("the store does not know how to write a row of type %T", x))
}

// version returns the place of the entry that a row about the person comes from:
// the first of the kinds about them, else the first about them, else the first.
// The zero lookup is for rows about nobody.
func (w *writer) version(l ledger.Lookup, kinds ...ledger.Kind) version {
	about := func(e ledger.Entry) bool { return e.Lookup == l }
	at := slices.IndexFunc(w.change.Entries, func(e ledger.Entry) bool { return about(e) && slices.Contains(kinds, e.Leaf.Kind) })
	if at < 0 {
		at = slices.IndexFunc(w.change.Entries, about)
	}
	return version(max(at, 0))
}

// last returns the place of the last entry about the person, or noEntry.
func (w *writer) last(l ledger.Lookup) version {
	last := noEntry
	for i, e := range w.change.Entries {
		if e.Lookup == l {
			last = version(i)
		}
	}
	return last
}

// at is the time of the change in UTC milliseconds.
func (w *writer) at() int64 { return w.change.Entries[0].Leaf.At }

// fresh returns the person whom this change makes, if it does.
func (w *writer) fresh(l ledger.Lookup) (ledger.Identity, bool) {
	for _, row := range w.change.Rows {
		if p, ok := row.(consent.NewPerson); ok && p.Identity.Lookup == l {
			return p.Identity, true
		}
	}
	return ledger.Identity{}, false
}

// cleanly returns a write if its texts are clean.
func cleanly(to *table, texts []string, args ...any) ([]write, error) {
	if !clean(texts...) {
		return nil, badText
	}
	return []write{{to, args}}, nil
}

// ended returns a time in UTC milliseconds, or null for none.
func ended(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// The purposes that sealed values of a person's rows are bound to.
const ()

func (w *writer) person(who ledger.Identity) ([]write, error) {
	s := w.store
	if who.Subject.IsZero() || who.Key == (ledger.SubjectKey{}) || who.Lookup != s.keys.Installation().Lookup(who.Subject) {
		return nil, internal.Because(fmt.Errorf("the identity of a new person does not hold together"))
	}
	sealedKey := s.keys.Seal(who.Key[:], []byte(row.PurposeKey+string(who.Lookup[:])))
	sealedID := keys.SealFor(who.Key, []byte(who.Subject.Raw()), []byte(row.PurposeID+string(who.Lookup[:])))
	return []write{{personsTable, []any{int64(who.Lookup.Partition()), who.Lookup[:], sealedKey, sealedID, w.at()}}}, nil
}

func (w *writer) ask(a consent.Ask) ([]write, error) {
	if part, ok := row.PartOf(a.ID); !ok || part != a.Lookup.Partition() {
		return nil, internal.Because(fmt.Errorf("the id of an ask does not begin with the person's partition"))
	}
	choices, err := json.Marshal(a.Choices)
	if err != nil {
		return nil, internal.Because(fmt.Errorf("writing the choices of an ask: %w", err))
	}
	var guardian any
	if !a.Guardian.IsZero() {
		guardian = a.Guardian[:]
	}
	return cleanly(asksTable, []string{a.Service, string(a.Trigger), a.Declaration},
		int64(a.Lookup.Partition()), string(a.ID), a.Lookup[:], a.Service, string(a.Trigger), a.Declaration,
		string(choices), a.Age, guardian, a.At.UnixMilli(), a.Expires.UnixMilli(), w.version(a.Lookup, ledger.KindAsk))
}

func (w *writer) declaration(v consent.NewVersion) ([]write, error) {
	if v.Source.Hash() != v.Hash {
		return nil, internal.Because(fmt.Errorf("a declaration does not have the hash it is named by"))
	}
	source, err := json.Marshal(v.Source)
	if err != nil {
		return nil, internal.Because(fmt.Errorf("writing a declaration: %w", err))
	}
	return []write{{declarationsTable, []any{v.Hash, string(source), w.at(), w.version(ledger.Lookup{}, ledger.KindDeclaration)}}}, nil
}

// work seals what is to be done, and gives it its id.
func (w *writer) work(ctx context.Context, k consent.Work) ([]write, error) {
	if len(k.Body) > ledger.MaxBody {
		return nil, badText
	}
	seal, err := w.sealer(ctx, k.Lookup)
	if err != nil {
		return nil, err
	}
	start := k.Due
	if k.Kind == consent.WorkErase { // its due time is the latest, not the earliest
		start = time.UnixMilli(w.at())
	}
	body := []byte{}
	if len(k.Body) > 0 || !k.Lookup.IsZero() {
		body = seal(k.Body, row.WorkPurpose(k.Lookup, k.Key))
	}
	return cleanly(workTable, []string{string(k.Kind), k.Key}, int64(k.Lookup.Partition()), newTaskID(k.Lookup.Partition()), string(k.Kind), k.Lookup[:], k.Key,
		k.Due.UnixMilli(), start.UnixMilli(), int64(0), string(consent.WorkWaiting), "", body, w.version(k.Lookup))
}

// sealer returns what seals for a person, who must still be there when the change
// is committed; for nobody, what seals for this installation.
func (w *writer) sealer(ctx context.Context, l ledger.Lookup) (func(plain, aad []byte) []byte, error) {
	if l.IsZero() {
		return w.store.keys.Seal, nil
	}
	who, ok := w.fresh(l)
	if !ok {
		p, err := w.store.PersonByLookup(ctx, l)
		if fault.KindOf(err) == fault.NotFound {
			return nil, moved
		}
		if err != nil {
			return nil, err
		}
		who = p.Identity
		w.order.needs = append(w.order.needs, l)
	}
	return func(plain, aad []byte) []byte { return keys.SealFor(who.Key, plain, aad) }, nil
}
