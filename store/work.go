package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/store/row"
)

var noWork = fault.New(fault.NotFound, "没有这项待办", "there is no such work")

const (
	workColumns = `w.part, w.id, w.kind, w.lookup, w.key, w.due, w.attempts, w.lease, w.error, w.body, w.version, p.sealed_key, p.sealed_id
		from work w left join persons p on p.part = w.part and p.lookup = w.lookup`
	selectWork = `select ` + workColumns + ` where w.kind = $1 and w.state = 'waiting' and w.lease <= $2
		order by w.version, w.id limit $3`
	selectBuried = `select ` + workColumns + ` where w.state = 'buried' and ($1 = '' or w.kind = $1) order by w.version, w.id limit $2`
	takeWork     = `update work set lease = $1, attempts = attempts + 1, error = '` + held + `'
		where part = $2 and id = $3 and state = 'waiting' and lease = $4 and attempts = $5`
	freeWork   = `update work set lease = due, error = '' where state = 'waiting' and error = '` + held + `'`
	failWork   = `update work set lease = $1, error = $2 where part = $3 and id = $4 and state = 'waiting'`
	buryWork   = `update work set state = 'buried', error = $1 where part = $2 and id = $3 and state = 'waiting'`
	deleteWork = `delete from work where part = $1 and id = $2 and state = 'waiting'`
	raiseWork  = `update work set state = 'waiting', lease = $1, attempts = 0 where part = $2 and id = $3 and state = 'buried'`
	copyWork   = `insert into work (part, id, kind, lookup, key, due, lease, attempts, state, error, body, version)
		select part, $1, $2, lookup, key, due, cast($3 as bigint), 0, 'waiting', '', body, version from work
		where part = $4 and id = $5 and state = 'waiting'`
	countWork = `select kind, state, count(*), min(due) from work group by kind, state order by kind, state`
)

// held is in the place of an error while somebody has a piece of work.
const held = "held"

// free lets work be taken anew that whoever died had taken. It is for where nobody
// else can have taken any.
func (s *Store) free(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, freeWork)
	return s.explain(err, "freeing work")
}

// newTaskID makes an id for work about a person.
func newTaskID(part int) string {
	return fmt.Sprintf("%02d-%s", part, strings.ToLower(rand.Text()))
}

// Lease takes up to n pieces of work of a kind that may be taken at now, oldest
// version first. Nobody else gets them before until, whatever number of nodes
// ask at once. Work that cannot be opened, because it was changed or the person
// is not there any more, is buried on the way.
func (s *Store) Lease(ctx context.Context, kind consent.WorkKind, n int, now, until time.Time) ([]consent.Task, error) {
	if err := s.canWrite(string(kind)); err != nil {
		return nil, err
	}
	var taken []consent.Task
	err := s.change(ctx, func(tx *sql.Tx) error {
		taken = nil
		waiting, err := s.tasks(ctx, tx, selectWork, string(kind), now.UnixMilli(), n)
		if err != nil {
			return err
		}
		for _, t := range waiting {
			if !t.opens {
				if _, err := tx.ExecContext(ctx, buryWork, unopened, t.part, string(t.ID)); err != nil {
					return err
				}
				continue
			}
			res, err := tx.ExecContext(ctx, takeWork, until.UnixMilli(), t.part, string(t.ID), t.lease, t.Attempts)
			if err != nil {
				return err
			}
			if got, err := res.RowsAffected(); err != nil || got == 0 {
				continue // another node was faster
			}
			t.Attempts++
			taken = append(taken, t.Task)
		}
		return nil
	})
	if err != nil {
		return nil, s.explain(err, "taking work")
	}
	return taken, nil
}

// unopened is the error that work is buried with where it cannot be opened.
const unopened = "unopened"

// A waitingTask is a row of work.
type waitingTask struct {
	consent.Task
	part  int
	lease int64
	why   string
	opens bool
}

func (s *Store) tasks(ctx context.Context, q querier, query string, args ...any) ([]waitingTask, error) {
	return readAll(ctx, q, func(r row.Scanner) (t waitingTask, err error) {
		var lookup, body, sealedKey, sealedID []byte
		var due int64
		err = r.Scan(&t.part, &t.ID, &t.Kind, &lookup, &t.Key, &due, &t.Attempts, &t.lease, &t.why, &body, &t.Version, &sealedKey, &sealedID)
		t.Due = row.Milli(due)
		if l, ok := row.LookupOf(lookup, t.part); ok && err == nil {
			t.Lookup = l
			t.opens = s.openTask(&t.Task, body, sealedKey, sealedID) == nil
		}
		return t, err
	}, query, args...)
}

func (s *Store) openTask(t *consent.Task, body, sealedKey, sealedID []byte) error {
	if t.Lookup.IsZero() && len(body) == 0 {
		return nil
	}
	plain, who, err := s.rows.Open(t.Lookup, sealedKey, sealedID, body, row.WorkPurpose(t.Lookup, t.Key))
	t.Subject, t.Body = who.Subject, plain
	return err
}

// Done ends a piece of work: it is there no more. Ending what has ended already
// does nothing.
func (s *Store) Done(ctx context.Context, id consent.TaskID) error {
	return s.work(ctx, id, "ending work", deleteWork)
}

// Fail gives work back, to be taken again at retry. why is a word of ours and
// holds no personal data.
func (s *Store) Fail(ctx context.Context, id consent.TaskID, retry time.Time, why string) error {
	return s.work(ctx, id, "giving work back", failWork, retry.UnixMilli(), why)
}

// Bury gives work up: a dead letter, which nobody takes until it is redelivered.
func (s *Store) Bury(ctx context.Context, id consent.TaskID, why string) error {
	return s.work(ctx, id, "giving work up", buryWork, why)
}

// Redeliver lets a dead letter be taken again from now on, with all its attempts
// before it; fault.NotFound where there is none with this id.
func (s *Store) Redeliver(ctx context.Context, id consent.TaskID, now time.Time) error {
	n, err := s.workRows(ctx, id, "redelivering", raiseWork, now.UnixMilli())
	if err == nil && n == 0 {
		return noWork
	}
	return err
}

func (s *Store) work(ctx context.Context, id consent.TaskID, doing, query string, args ...any) error {
	_, err := s.workRows(ctx, id, doing, query, args...)
	return err
}

// workRows runs a statement whose last two parameters are a row of work, and
// returns how many rows it changed.
func (s *Store) workRows(ctx context.Context, id consent.TaskID, doing, query string, args ...any) (int64, error) {
	part, ok := row.PartOf(id)
	if !ok {
		return 0, noWork
	}
	for _, a := range args {
		if text, ok := a.(string); ok && !clean(text) {
			return 0, badText
		}
	}
	if err := s.canWrite(); err != nil {
		return 0, err
	}
	res, err := s.write.ExecContext(ctx, query, append(args, part, string(id))...)
	if err != nil {
		return 0, s.explain(err, doing)
	}
	n, err := res.RowsAffected()
	return n, s.explain(err, doing)
}

// Split ends a piece of work and at once adds one of each kind about the same,
// to be taken from now on. Splitting what has ended already does nothing.
func (s *Store) Split(ctx context.Context, id consent.TaskID, kinds []consent.WorkKind) error {
	part, ok := row.PartOf(id)
	if !ok {
		return noWork
	}
	if err := s.canWrite(); err != nil {
		return err
	}
	err := s.change(ctx, func(tx *sql.Tx) error {
		for _, k := range kinds {
			if !clean(string(k)) {
				return badText
			}
			if _, err := tx.ExecContext(ctx, copyWork, newTaskID(part), string(k), time.Now().UnixMilli(), part, string(id)); err != nil {
				return err
			}
		}
		res, err := tx.ExecContext(ctx, deleteWork, part, string(id))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errEnded // by another node, which has split it too
		}
		return nil
	})
	if errors.Is(err, errEnded) {
		return nil
	}
	return s.explain(err, "splitting work")
}

var errEnded = errors.New("the work has ended")

// Buried returns dead letters of a kind, or of all where kind is "", oldest
// first.
func (s *Store) Buried(ctx context.Context, kind consent.WorkKind, limit int) ([]consent.Buried, error) {
	if !clean(string(kind)) {
		return nil, badText
	}
	rows, err := s.tasks(ctx, s.read, selectBuried, string(kind), limit)
	if err != nil {
		return nil, s.explain(err, "reading dead letters")
	}
	var all []consent.Buried
	for _, t := range rows {
		all = append(all, consent.Buried{Task: t.Task, Error: t.why})
	}
	return all, nil
}

// CountWork returns how much work there is, by kind and state.
func (s *Store) CountWork(ctx context.Context) ([]consent.WorkCount, error) {
	return listed(ctx, s, func(r row.Scanner) (c consent.WorkCount, err error) {
		var due int64
		err = r.Scan(&c.Kind, &c.State, &c.Count, &due)
		c.Oldest = row.Milli(due)
		return c, err
	}, countWork)
}

// canWrite refuses writes beside the record where there can be none, and texts
// that no engine takes.
func (s *Store) canWrite(texts ...string) error {
	switch {
	case s.write == nil:
		return readOnly
	case s.broken.Load():
		return brokenDisk
	case !clean(texts...):
		return badText
	}
	return nil
}

// change writes beside the record, in one transaction.
func (s *Store) change(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, &s.dialect.write)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}
