package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/row"
)

// proved is what the evidence of erasures says, as far as rows are checked by it.
type proved struct {
	hashes    map[int64]string // of bodies, by index; those whose leaf was met are gone from it
	forgotten int64            // leaves whose body is gone, as evidence says
	at        map[int64]bool   // when people were forgotten
	forgets   map[int64]bool   // the entries that say so
	last      int64            // the last of them
	cases     map[erase.CaseID]bool
	stores    map[[2]string]bool     // of cases
	told      map[[2]string]bool     // recipients of cases
	gone      map[ledger.Lookup]bool // of people who were asked for: whether they are not there
}

// evidence reads what evidence there is.
func (a *auditor) evidence(ctx context.Context) error {
	a.proved = proved{hashes: map[int64]string{}, at: map[int64]bool{}, forgets: map[int64]bool{}, cases: map[erase.CaseID]bool{},
		stores: map[[2]string]bool{}, told: map[[2]string]bool{}, gone: map[ledger.Lookup]bool{}}
	return a.each(ctx, "evidence", `select part, case_id, idx, body from evidence`, nil, func(r *sql.Rows) error {
		var part, index int64
		var id, body string
		if err := r.Scan(&part, &id, &index, &body); err != nil {
			return err
		}
		a.proved.hashes[index] = ledger.Digest([]byte(body))
		e, ok := row.Said([]byte(body))
		if !ok || string(e.Case) != id || int(part) != row.CasePart(e.Case) {
			a.find(index, "证据的格式不对，或不属于这次删除", "the evidence is not well formed, or not of this erasure")
			return nil
		}
		a.heed(index, e)
		return nil
	})
}

// heed notes what a piece of evidence says.
func (a *auditor) heed(index int64, e row.Evidence) {
	if e.Store == row.OwnStore {
		for _, step := range e.Steps {
			if step.Holding == row.OwnEntries && step.Deed == row.DeedForget {
				a.proved.forgotten += step.Rows
				a.proved.at[e.At], a.proved.forgets[index] = true, true
				a.proved.last = max(a.proved.last, index)
			}
		}
		return // a case may have been forgotten with a backup
	}
	if e.Case != "" && e.Case != erase.Swept && e.Trigger != erase.TriggerRestore {
		a.proved.cases[e.Case] = true
		if e.Store != "" {
			a.proved.stores[[2]string{string(e.Case), e.Store}] = true
		}
		for _, r := range e.Told {
			a.proved.told[[2]string{string(e.Case), r.Recipient}] = true
		}
	}
}

// proves checks one leaf of an erasure against its evidence.
func (a *auditor) proves(index int64, leaf ledger.Leaf) {
	hash, there := a.proved.hashes[index]
	switch {
	case !there:
		a.find(index, "删除的证据已不在库中", "the evidence of an erasure is not stored any more")
	case hash != leaf.Evidence:
		a.find(index, "删除的证据与当时记录的不一致", "the evidence of an erasure is not what was recorded")
	}
	delete(a.proved.hashes, index)
}

// unproved finds evidence that no leaf stands behind.
func (a *auditor) unproved() {
	for index := range a.proved.hashes {
		a.find(index, "存有一份删除的证据，记录中没有依据", "there is evidence of an erasure that no entry stands behind")
	}
}

// explained compares how many leaves have lost their body, and nobody claims them,
// with how many erasures say so.
func (a *auditor) explained(lost int) {
	if n := int64(lost); n != a.proved.forgotten {
		a.findAt("entries", fmt.Sprintf("有 %d 条的内容不在了，而删除的证据说的是 %d 条", n, a.proved.forgotten),
			fmt.Sprintf("%d entries have lost their body, and the evidence of erasures says %d", n, a.proved.forgotten))
	}
}

const selectPresent = `select created_at from persons where part = $1 and lookup = $2`

// copies checks codes and finished copies.
func (a *auditor) copies(ctx context.Context) error {
	if err := a.each(ctx, "request_codes", row.ReadCodes, nil, func(r *sql.Rows) error {
		_, err := a.reader.Code(r)
		return err
	}); err != nil {
		return err
	}
	return a.each(ctx, "archives", row.ReadArchives, nil, func(r *sql.Rows) error {
		_, err := a.reader.Archive(r)
		return err
	})
}

// cases checks the rows of erasures: that they bear our mark, that none is missing
// which evidence speaks of, and that whoever they name is there.
func (a *auditor) cases(ctx context.Context) error {
	there, stores, recipients := map[erase.CaseID]bool{}, map[[2]string]bool{}, map[[2]string]bool{}
	named := map[ledger.Lookup]bool{}
	for _, t := range []struct {
		table, query string
		scan         func(*sql.Rows) error
	}{
		{"cases", row.ReadCases, func(r *sql.Rows) error {
			c, err := a.reader.Case(r)
			there[c.ID] = true
			if err == nil && !c.Lookup.IsZero() {
				named[c.Lookup] = true
			}
			return err
		}},
		{"case_stores", row.ReadStores, func(r *sql.Rows) error {
			id, p, err := a.reader.Progress(r)
			stores[[2]string{string(id), p.Store}] = true
			return a.ofCase(there[id], err)
		}},
		{"case_told", row.ReadTold, func(r *sql.Rows) error {
			id, x, err := a.reader.Told(r)
			recipients[[2]string{string(id), x.Recipient}] = true
			return a.ofCase(there[id], err)
		}},
		{"kept", row.ReadKept, func(r *sql.Rows) error {
			_, err := a.reader.Kept(r)
			return err
		}},
	} {
		if err := a.each(ctx, t.table, t.query, nil, t.scan); err != nil {
			return err
		}
	}
	for id := range a.proved.cases {
		if !there[id] {
			a.findAt("cases", "有一次删除留有证据，但已不在库中", "there is evidence of an erasure that is not stored any more")
		}
	}
	for k := range a.proved.stores {
		if !stores[k] {
			a.findAt("case_stores", "一次删除的某个存储已不在库中", "a store of an erasure is not stored any more")
		}
	}
	for k := range a.proved.told {
		if !recipients[k] {
			a.findAt("case_told", "一次删除所告知的某个接收方已不在库中", "a recipient that was told of an erasure is not stored any more")
		}
	}
	for l := range named {
		if a.absent(ctx, l) {
			a.findAt("cases", "此人已不在，但还留有关于此人的数据", "the person is not there any more, but data about them was left")
		}
	}
	return nil
}

func (a *auditor) ofCase(there bool, err error) error {
	if err == nil && !there {
		return row.ErrDamaged
	}
	return err
}

// gone checks whom followers are told to forget.
func (a *auditor) gone(ctx context.Context) error {
	return a.each(ctx, "gone", row.ReadGone, nil, func(r *sql.Rows) error {
		m, err := a.reader.Gone(r)
		if err == nil && !a.proved.forgets[m.Standing.Version] {
			return row.ErrDamaged
		}
		return err
	})
}

// isGone reports whether whom an entry names may have been forgotten since. They may
// also have come again, as somebody new.
func (a *auditor) isGone(w consent.Who, entry int64) bool {
	return w != "" && a.proved.last > entry
}

func (a *auditor) absent(ctx context.Context, l ledger.Lookup) bool {
	gone, asked := a.proved.gone[l]
	if !asked {
		gone = errors.Is(a.tx.QueryRowContext(ctx, selectPresent, l.Partition(), l[:]).Scan(new(int64)), sql.ErrNoRows)
		a.proved.gone[l] = gone
	}
	return gone
}

// compareGuardian also takes what is left of a link once the guardian is forgotten.
func (a *auditor) compareGuardian(f *file, want fold) {
	if got, w := f.guardian, want.guardian; got != nil && w != nil && got.Lookup.IsZero() && a.isGone(consent.WhoOf(w.Lookup), w.Version) {
		left := consent.Guardian{Since: w.Since, Expires: w.Expires, Ended: w.Ended, Version: w.Version}
		if w.Ended.Equal(time.Time{}) && a.proved.at[got.Ended.UnixMilli()] {
			left.Ended = got.Ended
		}
		want.guardian = &left
	}
	compareOne(a, "guardians", f.guardian, want.guardian)
}

// compareRequests compares which requests are stored, and which entry they were
// last written with, with what the entries say.
func (a *auditor) compareRequests(f *file, want fold) {
	for id, at := range want.requests {
		if got, ok := f.requests[id]; !ok || got.Version != at {
			a.find(at, "库中的请求与此条不符", "the stored request is not what this entry says")
		}
		delete(f.requests, id)
	}
	for _, got := range f.requests {
		a.find(got.Version, "有一项请求，记录中没有依据", "there is a request that no entry stands behind")
	}
}
