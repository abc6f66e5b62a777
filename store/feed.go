package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/store/row"
)

const (
	selectMoved = `select ` + standingColumns + ` from ` + headed + `where (p.part, p.lookup) in
		(select e.part, e.lookup from entries e where e.idx >= $1 and e.idx < $2
		union select t.part, t.lookup from stirred t where t.version >= $1 and t.version < $2) limit 1000000) p` + joinStanding + `order by p.part, p.lookup`
	selectEveryone = `select ` + standingColumns + ` from ` + headed + `
		where p.part = $1 and p.lookup > $2 order by p.lookup limit $3) p` + joinStanding + `order by p.lookup`
	selectStops = `select id, service, function, use_id, item, recipient, reason, stopped_by, at, until, lifted, version
		from stops s where not lifted and not exists (select 1 from stops n where n.id = s.id and n.version > s.version) order by version`
)

// maxFeed is how many entries one feed covers at most.
const maxFeed = 10_000

// Feed returns what changed since the log had from entries, up to limit entries
// on (all that a feed can cover where limit is not positive): one moment of the
// database, so that whatever the reader had before, it has at least the state of
// To afterwards. Who was forgotten in between stands in it as somebody who never
// said anything.
//
// Errors: fault.Invalid where the log has fewer than from entries, or people were
// forgotten since of whom nothing at all is known any more. A reader that knows
// more than the database must start anew.
func (s *Store) Feed(ctx context.Context, from int64, limit int) (consent.Feed, error) {
	if limit <= 0 || limit > maxFeed {
		limit = maxFeed
	}
	f := consent.Feed{From: from}
	err := s.moment(ctx, func(tx *sql.Tx) error {
		var size, oldest int64
		if err := tx.QueryRowContext(ctx, selectFed).Scan(&size, &oldest); err != nil {
			return err
		}
		if from < 0 || from > size || from < oldest {
			return badRange
		}
		f.To = min(size, from+int64(limit))
		if err := tx.QueryRowContext(ctx, selectActive).Scan(&f.Active, new(int64)); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var err error
		if f.Stops, err = readAll(ctx, tx, row.Stop, selectStops); err != nil || f.To == from {
			return err
		}
		if f.Moved, err = readAll(ctx, tx, s.rows.Gone, selectGone, from, f.To); err != nil {
			return err
		}
		return s.standings(ctx, tx, selectMoved, []any{from, f.To}, func(r *row.StandingRow) error {
			m, err := s.movedOf(r)
			f.Moved = append(f.Moved, m)
			return err
		})
	})
	return f, s.explain(err, "reading the feed")
}

// moment runs reads that see one moment of the database.
func (s *Store) moment(ctx context.Context, read func(*sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, &s.dialect.snapshot)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	return read(tx)
}

func (s *Store) movedOf(r *row.StandingRow) (consent.Moved, error) {
	who, err := s.rows.Unseal(r.Lookup, r.SealedKey, r.SealedID)
	if err != nil {
		return consent.Moved{}, changed.Because(err)
	}
	return consent.Moved{Subject: who.Subject, Lookup: r.Lookup, Standing: r.Standing}, nil
}

// everyoneAtOnce is how many people are read before they are handed out, so that
// a slow reader holds no connection.
const everyoneAtOnce = 500

// Everyone calls yield for everybody in a partition, 0 to ledger.Partitions-1,
// in the order of their lookups, and ends with the first error of yield. What
// changes meanwhile may be seen or not: read Size before, and Feed from there
// afterwards.
func (s *Store) Everyone(ctx context.Context, partition int, yield func(consent.Moved) error) error {
	for after := []byte{}; ; {
		var page []consent.Moved
		err := s.standings(ctx, s.read, selectEveryone, []any{partition, after, everyoneAtOnce}, func(r *row.StandingRow) error {
			m, err := s.movedOf(r)
			page = append(page, m)
			return err
		})
		if err != nil {
			return s.explain(err, "reading everybody")
		}
		for _, m := range page {
			if err := yield(m); err != nil {
				return err
			}
		}
		if len(page) < everyoneAtOnce {
			return nil
		}
		after = page[len(page)-1].Lookup[:]
	}
}

// Stops returns the stops that are not lifted, in the order in which they were
// last set. One whose end has passed is among them.
func (s *Store) Stops(ctx context.Context) ([]consent.Stop, error) {
	return listed(ctx, s, row.Stop, selectStops)
}
