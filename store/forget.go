package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/row"
)

// What forgetting takes away: every row that stands under the person's lookup.
// Answers are found by their asks.
var forgotten = func() (all []*table) {
	for _, query := range []string{
		`delete from answers where part = $1 and ask in (select id from asks where part = $1 and lookup = $2)`,
	} {
		all = append(all, undoing(query))
	}
	for _, name := range []string{"asks", "consents", "ages", "guardians", "restrictions", "once", "work",
		"requests", "request_codes", "archives", "entries", "persons"} {
		all = append(all, undoing(`delete from `+name+` where part = $1 and lookup = $2`))
	}
	return all
}()

// Where the person stands in rows of others: of whose guardian they were, it stays
// that the link ended; and a case is of nobody any more.
var (
	stirWards = undoing(`insert into stirred (version, part, lookup, at)
		select cast($1 as bigint), part, lookup, cast($2 as bigint) from guardians where guardian = $3`)
	endWards = undoing(`update guardians set guardian = $1, relation = '', method = '', evidence = '',
		ended = coalesce(ended, cast($2 as bigint)) where guardian = $3`)
	unname  = undoing(`update asks set guardian = null where guardian = $1`)
	uncases = undoing(`update cases set lookup = null, whose = null where lookup = $1`)
)

const countEntries = `select count(*) from entries where part = $1 and lookup = $2`

// forgetting adds to a change that forgets somebody what the record is to say of
// it: how many of its leaves lost their body. The person must be as they were when
// that was counted.
func (w *writer) forgetting(ctx context.Context) error {
	for _, row := range w.change.Rows {
		f, ok := row.(erase.Forget)
		if !ok {
			continue
		}
		if f.Lookup.IsZero() || len(w.order.forgets) > 0 {
			return internal.Because(errors.New("a change forgets one person"))
		}
		for _, e := range w.change.Entries {
			if e.Lookup == f.Lookup {
				return internal.Because(errors.New("a change that forgets somebody has an entry about them"))
			}
		}
		w.order.forgets, w.order.tidies = append(w.order.forgets, f.Lookup), true
	}
	if len(w.order.forgets) == 0 {
		return nil
	}
	return w.countForgotten(ctx, w.order.forgets[0])
}

func (w *writer) countForgotten(ctx context.Context, l ledger.Lookup) error {
	p, err := w.store.PersonByLookup(ctx, l)
	known := err == nil
	if fault.KindOf(err) == fault.NotFound {
		p.Version, err = ledger.Absent, nil
	}
	if err != nil {
		return err
	}
	w.order.heads = append(w.order.heads, ledger.Expectation{Of: ofPerson, Lookup: l, Key: head, Version: p.Version})
	if !known {
		return nil
	}
	w.gone = w.store.keys.Seal([]byte(p.Identity.Subject.Raw()), []byte(row.PurposeGone))
	var n int64
	if err := w.store.read.QueryRowContext(ctx, countEntries, l.Partition(), l[:]).Scan(&n); err != nil {
		return w.store.explain(err, "counting entries")
	}
	entry, row, err := proof(w.forgot(n), w.planned())
	if err != nil {
		return internal.Because(fmt.Errorf("writing that somebody is forgotten: %w", err))
	}
	w.change = w.change.Writing(row)
	w.change.Entries = append(w.change.Entries[:len(w.change.Entries):len(w.change.Entries)], entry)
	return nil
}

// planned is the declaration that the change's erasure was planned from.
func (w *writer) planned() string {
	for _, e := range w.change.Entries {
		if e.Leaf.Declaration != "" {
			return e.Leaf.Declaration
		}
	}
	return ledger.Digest(nil)
}

// forgot is the evidence that a person's entries are gone. It is of the case, and
// says why, as the rest of the change does.
func (w *writer) forgot(entries int64) erase.Evidence {
	e := erase.Evidence{At: w.at(), Phase: erase.Done, Steps: []erase.Step{{Holding: row.OwnEntries, Deed: row.DeedForget, Rows: entries}}}
	for _, r := range w.change.Rows {
		switch r := r.(type) {
		case erase.Forget:
			e.Case = r.Case
		case erase.NewEvidence:
			if said, ok := row.Said(r.Body); ok {
				e.Trigger = said.Trigger
			}
		}
	}
	return e
}

// forgets reports whether the change forgets this person.
func (w *writer) forgets(l ledger.Lookup) bool {
	return len(w.order.forgets) > 0 && w.order.forgets[0] == l
}

// forget takes away all that stands under the person's lookup.
func (w *writer) forget(f erase.Forget) (all []write) {
	part, l := int64(f.Lookup.Partition()), f.Lookup[:]
	last := version(len(w.change.Entries) - 1)
	all = append(all,
		write{stirWards, []any{last, w.at(), l}},
		write{endWards, []any{make([]byte, len(l)), w.at(), l}},
		write{unname, []any{l}}, write{uncases, []any{l}})
	for _, t := range forgotten {
		all = append(all, write{t, []any{part, l}})
	}
	all = append(all, write{dueVacuum, []any{metaVacuum, strconv.FormatInt(w.at(), 10)}})
	if w.gone != nil {
		all = append(all, write{goneTable, []any{last, w.gone, w.at()}})
	}
	return all
}
