package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/row"
)

var noCase = fault.New(fault.NotFound, "没有这次删除", "there is no such erasure")

// newCase writes a case with its stores and recipients.
func (w *writer) newCase(ctx context.Context, c erase.Case) ([]write, error) {
	all, err := w.caseRow(ctx, casesTable, c)
	for _, p := range c.Stores {
		if err == nil {
			var more []write
			more, err = w.progress(c.ID, p)
			all = append(all, more...)
		}
	}
	for _, t := range c.Told {
		if err == nil {
			var more []write
			more, err = w.told(c.ID, t)
			all = append(all, more...)
		}
	}
	return all, err
}

// caseRow writes the row of a case. A case that has ended loses its file.
func (w *writer) caseRow(ctx context.Context, to *table, c erase.Case) ([]write, error) {
	body, err := row.CaseBody(c)
	if err != nil {
		return nil, internal.Because(fmt.Errorf("writing a case: %w", err))
	}
	var fileKey, file any
	if c.Ended.IsZero() {
		if fileKey, file, err = w.file(c); err != nil {
			return nil, err
		}
	} else {
		w.order.tidies = true
	}
	var lookup, whose any
	known, err := w.named(ctx, c.Lookup)
	if err != nil {
		return nil, err
	}
	if known {
		lookup, whose = c.Lookup[:], w.store.rows.Whose(c.ID, c.Lookup)
	}
	v := w.version(ledger.Lookup{}, ledger.KindErasure)
	w.order.wrote = append(w.order.wrote, wrote{rowKey{ofCase, string(c.ID)}, v})
	if !(rowKey{ofCase, string(c.ID)}).known() {
		return nil, badText
	}
	return cleanly(to, []string{c.Request, string(c.State)}, append(w.marking("cases", v, int64(row.CasePart(c.ID)), string(c.ID), c.Request, string(c.State),
		c.Due.At.UnixMilli(), string(body), fileKey, file), lookup, whose)...)
}

// named reports whether a case can name the person: somebody who is there, and
// still is when the change is committed. Nobody else has rows here, nor gets one.
func (w *writer) named(ctx context.Context, l ledger.Lookup) (bool, error) {
	if l.IsZero() || w.forgets(l) {
		return false, nil
	}
	if _, fresh := w.fresh(l); fresh {
		return true, nil
	}
	_, err := w.store.PersonByLookup(ctx, l)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	w.order.needs = append(w.order.needs, l)
	return err == nil, err
}

// file seals what is known of the person under a fresh key.
func (w *writer) file(c erase.Case) (sealedKey, sealed any, err error) {
	plain, err := row.FileBody(c.File)
	if err != nil {
		return nil, nil, internal.Because(fmt.Errorf("writing the file of a case: %w", row.ErrDamaged)) // the cause could quote it
	}
	key, err := ledger.NewSubjectKey(rand.Reader)
	if err != nil {
		return nil, nil, internal.Because(err)
	}
	return w.store.keys.Seal(key[:], []byte(row.PurposeFileKey+string(c.ID))), keys.SealFor(key, plain, []byte(row.PurposeFile+string(c.ID))), nil
}

func (w *writer) progress(id erase.CaseID, p erase.Progress) ([]write, error) {
	v := w.version(ledger.Lookup{}, ledger.KindErasure)
	p.Version = 0
	return w.ofCase(setStores, "case_stores", ofStore, id, p.Store, v, p, string(p.Phase))
}

func (w *writer) told(id erase.CaseID, t erase.Told) ([]write, error) {
	v := w.version(ledger.Lookup{}, ledger.KindErasure)
	t.Version = 0
	return w.ofCase(setTold, "case_told", ofTold, id, t.Recipient, v, t)
}

// ofCase writes a row of a store or recipient of a case.
func (w *writer) ofCase(to *table, name, of string, id erase.CaseID, key string, v version, value any, beside ...string) ([]write, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return nil, internal.Because(fmt.Errorf("writing a row of a case: %w", err))
	}
	k := rowKey{of, caseKey(id, key)}
	if !k.known() || !clean(string(id), key) {
		return nil, badText
	}
	w.order.wrote = append(w.order.wrote, wrote{k, v})
	values := []any{int64(row.CasePart(id)), string(id), key}
	for _, b := range beside {
		values = append(values, b)
	}
	return cleanly(to, beside, w.marking(name, v, append(values, string(body))...)...)
}

const (
	selectCase       = row.ReadCases + ` where part = $1 and id = $2`
	selectOpenCases  = row.ReadCases + ` where state <> 'closed' order by due, id limit $1`
	selectCasesOf    = row.ReadCases + ` where lookup = $1 order by version desc, id`
	selectOfRequest  = row.ReadCases + ` where request = $1 order by version desc, id`
	selectCaseStores = row.ReadStores + ` where part = $1 and case_id = $2`
	selectCaseTold   = row.ReadTold + ` where part = $1 and case_id = $2`
	countCases       = `select state, count(*), min(due) from cases group by state order by state`
	countStores      = `select store, phase, count(*) from case_stores where phase <> 'done' group by store, phase order by store, phase`
)

// Case returns a case with its stores, recipients and opened file, as of one
// moment; fault.NotFound where there is none. The file of a case that ended is
// empty.
func (s *Store) Case(ctx context.Context, id erase.CaseID) (c erase.Case, err error) {
	if !(rowKey{ofCase, string(id)}).known() {
		return c, noCase
	}
	err = s.moment(ctx, func(tx *sql.Tx) error {
		if c, err = s.rows.Case(tx.QueryRowContext(ctx, selectCase, row.CasePart(id), string(id))); err != nil {
			return err
		}
		return s.fillCase(ctx, tx, &c)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return erase.Case{}, noCase
	}
	return c, s.explain(err, "reading a case")
}

// OpenCases lists the cases that are not closed, the one that is due first at the
// head, with their stores and recipients and without their files.
func (s *Store) OpenCases(ctx context.Context, limit int) ([]erase.Case, error) {
	return s.cases(ctx, selectOpenCases, limit)
}

// CasesOf lists the cases of a request, or where it is "" those of a person who is
// still known, newest first, without their files.
func (s *Store) CasesOf(ctx context.Context, request string, l ledger.Lookup) ([]erase.Case, error) {
	switch {
	case request != "" && clean(request):
		return s.cases(ctx, selectOfRequest, request)
	case request != "" || l.IsZero():
		return nil, nil
	}
	return s.cases(ctx, selectCasesOf, l[:])
}

func (s *Store) cases(ctx context.Context, query string, args ...any) (all []erase.Case, err error) {
	err = s.moment(ctx, func(tx *sql.Tx) error {
		if all, err = readAll(ctx, tx, s.rows.Case, query, args...); err != nil {
			return err
		}
		for i := range all {
			all[i].File = erase.File{}
			if err := s.fillCase(ctx, tx, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return all, s.explain(err, "reading cases")
}

// fillCase reads the stores and recipients of a case.
func (s *Store) fillCase(ctx context.Context, q querier, c *erase.Case) (err error) {
	c.Stores, err = readAll(ctx, q, func(r row.Scanner) (erase.Progress, error) {
		_, p, err := s.rows.Progress(r)
		return p, err
	}, selectCaseStores+` order by store`, row.CasePart(c.ID), string(c.ID))
	if err != nil {
		return err
	}
	c.Told, err = readAll(ctx, q, func(r row.Scanner) (erase.Told, error) {
		_, t, err := s.rows.Told(r)
		return t, err
	}, selectCaseTold+` order by recipient`, row.CasePart(c.ID), string(c.ID))
	return err
}

// A CaseCount is how many cases are in a state.
type CaseCount struct {
	State erase.State
	Count int64
	Due   time.Time // of the one that is due first
}

// CountCases returns how many cases there are, by state.
func (s *Store) CountCases(ctx context.Context) ([]CaseCount, error) {
	return listed(ctx, s, func(r row.Scanner) (c CaseCount, err error) {
		var due int64
		err = r.Scan(&c.State, &c.Count, &due)
		c.Due = row.Milli(due)
		return c, err
	}, countCases)
}

// A StoreCount is in how many cases a store is in a phase before done.
type StoreCount struct {
	Store string
	Phase erase.Phase
	Count int64
}

// CountCaseStores returns how far the stores of cases are that are not done.
func (s *Store) CountCaseStores(ctx context.Context) ([]StoreCount, error) {
	return listed(ctx, s, func(r row.Scanner) (c StoreCount, err error) {
		err = r.Scan(&c.Store, &c.Phase, &c.Count)
		return c, err
	}, countStores)
}
