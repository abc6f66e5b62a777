package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/volens/volens/connect/database"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store"
)

// An eraser erases as Volens does: through a connector, by sets, with evidence in
// the record and another connection that looks afterwards.
type eraser struct {
	connector plan.Connector
	looker    plan.Looker
	record    *store.Store
	err       error
}

// volens opens the connector, the looker and a record of their evidence, which lies
// in a SQLite file of its own.
func volens(ctx context.Context, dir, engine, address string) (*eraser, error) {
	ring, _, err := keys.Open(filepath.Join(dir, "keys"))
	if err != nil {
		return nil, err
	}
	v := &eraser{}
	if v.record, err = store.Open(ctx, store.Options{Data: filepath.Join(dir, "data"), Keys: ring}); err != nil {
		return nil, err
	}
	if v.connector, err = database.Open(ctx, engine, address); err != nil {
		return nil, errors.Join(err, v.close())
	}
	if v.looker, err = database.Look(ctx, engine, address); err != nil {
		return nil, errors.Join(err, v.close())
	}
	return v, nil
}

func (v *eraser) close() error {
	var all []error
	if v.connector != nil {
		all = append(all, v.connector.Close())
	}
	if v.looker != nil {
		all = append(all, v.looker.Close())
	}
	return errors.Join(append(all, v.record.Close())...)
}

// target is the rows of people in a table.
func target(name string) plan.Target {
	return plan.Target{Holding: name, Found: []*declaration.Found{{In: "person", By: declaration.Person}}}
}

func keysOf(ids []int64) plan.Keys {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = strconv.FormatInt(id, 10)
	}
	return plan.Keys{declaration.Person: all}
}

// each does a deed to the rows of people in every table, and says how many rows it
// changed in each.
func (v *eraser) each(ctx context.Context, ids []int64, deed func(table) plan.Deed) ([]erase.Step, error) {
	by := keysOf(ids)
	var steps []erase.Step
	for _, t := range tables {
		n, err := v.connector.Do(ctx, target(t.name), by, deed(t))
		if err != nil {
			return nil, err
		}
		if n != int64(len(ids)*t.rows) {
			return nil, fmt.Errorf("%s: %d rows changed, want %d", t.name, n, len(ids)*t.rows)
		}
		steps = append(steps, erase.Step{Holding: t.name, Rows: n})
	}
	return steps, nil
}

func (v *eraser) remove(ctx context.Context, ids []int64) error {
	_, err := v.each(ctx, ids, func(table) plan.Deed { return plan.Deed{} })
	return err
}

func (v *eraser) anonymise(ctx context.Context, ids []int64) error {
	_, err := v.each(ctx, ids, func(t table) plan.Deed {
		column, _, _ := strings.Cut(t.columns, " ")
		return plan.Deed{Change: map[string]declaration.Transform{column: "null"}}
	})
	return err
}

// removeAndLook erases, looks through another connection, and puts the evidence into
// the record: one leaf for the set.
func (v *eraser) removeAndLook(ctx context.Context, ids []int64) error {
	steps, err := v.each(ctx, ids, func(table) plan.Deed { return plan.Deed{} })
	if err != nil {
		return err
	}
	search := plan.Search{By: keysOf(ids)}
	for _, t := range tables {
		search.Targets = append(search.Targets, target(t.name))
	}
	left, err := v.looker.Look(ctx, search)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return fmt.Errorf("residue in %s: %d", left[0].Where, left[0].Count)
	}
	return v.prove(ctx, steps)
}

func (v *eraser) prove(ctx context.Context, steps []erase.Step) error {
	now := time.Now()
	body, err := json.Marshal(erase.Evidence{V: 1, Trigger: erase.TriggerPeriod, Store: "shop", Steps: steps, At: now.UnixMilli()})
	if err != nil {
		return err
	}
	if body, err = ledger.Canonical(json.RawMessage(body)); err != nil {
		return err
	}
	entry, err := ledger.EvidenceEntry(now, ledger.Digest(nil), body)
	if err != nil {
		return err
	}
	_, err = v.record.Commit(ctx, ledger.NewChange(entry).Writing(erase.NewEvidence{Body: body}))
	return err
}
