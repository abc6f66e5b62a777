package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// A tip is the end of the record as this process last committed it.
type tip struct {
	note     string           // the signed checkpoint
	frontier *ledger.Frontier // nil where it has to be read anew
	highest  int64            // the largest size that was ever acknowledged here
}

// An appender writes one batch within a transaction.
type appender struct {
	store    *Store
	tx       *sql.Tx
	careful  bool
	frontier *ledger.Frontier
	lines    []placed
	hashes   []tlog.Hash // stored hashes of the lines, from storage index first
	first    int64
}

// A placed line has its index.
type placed struct {
	line
	index int64
}

var (
	errEnds   = errors.New("the leaves do not end where the newest checkpoint says")
	errEdge   = errors.New("the stored hashes are not those that the newest checkpoint signs")
	errWent   = errors.New("the record is shorter than what was acknowledged: the database lost commits or was restored")
	unsoundDB = fault.New(fault.Internal, "记录与其最新检查点不符，拒绝继续写入：请运行 volens verify",
		"the record does not agree with its newest checkpoint; nothing more is written: run volens verify")
)

const (
	selectTip  = `select size, note from checkpoints order by size desc limit 1`
	selectSize = `select coalesce(max(idx) + 1, 0) from leaves`
)

// begin takes the log's lock and only then, in statements of their own, reads
// where the record ends. It goes on from nothing that the log did not sign.
func (a *appender) begin(ctx context.Context) error {
	if a.store.dialect.lock != "" {
		if _, err := a.tx.ExecContext(ctx, a.store.dialect.lock); err != nil {
			return fmt.Errorf("taking the log's lock: %w", err)
		}
	}
	var size, ends int64
	var note string
	err := a.tx.QueryRowContext(ctx, selectTip).Scan(&size, &note)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("reading the newest checkpoint: %w", err)
	}
	if err := a.tx.QueryRowContext(ctx, selectSize).Scan(&ends); err != nil {
		return fmt.Errorf("reading the end of the record: %w", err)
	}
	switch t := a.store.tip; {
	case size < t.highest:
		return unsoundDB.Because(errWent)
	case size != ends:
		return unsoundDB.Because(errEnds)
	case t.frontier != nil && t.note == note:
		a.frontier = t.frontier
	default:
		if a.frontier, err = a.load(ctx, size, note); err != nil {
			return err
		}
	}
	a.first = tlog.StoredHashIndex(0, size)
	return nil
}

// load reads the edge of the tree and checks it against the signed checkpoint:
// hashes changed by others must not get our signature.
func (a *appender) load(ctx context.Context, size int64, note string) (*ledger.Frontier, error) {
	f, err := ledger.LoadFrontier(size, hashReader{ctx, a.tx})
	if errors.Is(err, errNoHash) {
		return nil, unsoundDB.Because(err)
	}
	if err != nil || size == 0 {
		return f, err
	}
	cp, err := ledger.OpenCheckpoint([]byte(note), a.store.keys.Verifier)
	if err != nil {
		return nil, unsoundDB.Because(err)
	}
	if cp.Size != size || cp.Root != f.Root() {
		return nil, unsoundDB.Because(errEdge)
	}
	return f, nil
}

// take adds a change to the batch. The outcome holds an error of this change;
// the error is one of the whole batch, or errItem where there are neighbours
// that have to be replayed without this one.
func (a *appender) take(ctx context.Context, o *order, alone bool) (outcome, error) {
	if a.careful {
		if _, err := a.tx.ExecContext(ctx, "savepoint change"); err != nil {
			return outcome{}, fmt.Errorf("beginning a change: %w", err)
		}
	}
	out := outcome{committed: ledger.Committed{First: a.frontier.Size()}}
	switch err := a.writeRows(ctx, o, out.committed.First); {
	case err == nil:
		a.place(o)
	case !a.isOwn(err):
		return outcome{}, err
	case alone:
		return outcome{err: a.store.explain(err, "writing a change")}, nil
	case !a.careful:
		return outcome{}, errItem
	default:
		if _, undo := a.tx.ExecContext(ctx, "rollback to savepoint change"); undo != nil {
			return outcome{}, fmt.Errorf("undoing a change: %w", undo)
		}
		out = outcome{err: a.store.explain(err, "writing a change")}
	}
	if a.careful {
		if _, err := a.tx.ExecContext(ctx, "release savepoint change"); err != nil {
			return outcome{}, fmt.Errorf("ending a change: %w", err)
		}
	}
	return out, nil
}

// isOwn reports whether an error is of this change and not of the database.
func (a *appender) isOwn(err error) bool {
	e := (*fault.Error)(nil)
	return errors.As(err, &e) || a.store.dialect.trouble(err) == defect && !errors.Is(err, context.DeadlineExceeded)
}

const (
	selectHead   = `select version from persons where part = $1 and lookup = $2`
	updatePerson = `update persons set version = $1 where part = $2 and lookup = $3`
)

// writeRows checks what the change expects and writes its rows.
func (a *appender) writeRows(ctx context.Context, o *order, index int64) error {
	for _, e := range o.heads {
		now := ledger.Absent
		err := a.tx.QueryRowContext(ctx, selectHead, e.Lookup.Partition(), e.Lookup[:]).Scan(&now)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("reading the version of a person: %w", err)
		}
		if now != e.Version {
			return moved
		}
	}
	for _, w := range o.writes {
		if err := a.exec(ctx, w, index); err != nil {
			return err
		}
	}
	for _, l := range o.people {
		// Nobody there: erased since the change was worked out, or never stored.
		if err := a.exec(ctx, write{updatePerson, []any{version{}, l.Partition(), l[:]}, moved}, index); err != nil {
			return err
		}
	}
	return nil
}

func (a *appender) exec(ctx context.Context, w write, index int64) error {
	args := make([]any, len(w.args))
	for i, arg := range w.args {
		if _, ok := arg.(version); ok {
			arg = index
		}
		args[i] = arg
	}
	res, err := a.tx.ExecContext(ctx, w.query, args...)
	if err != nil {
		return fmt.Errorf("writing a row: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("writing a row: %w", err)
	}
	if n == 0 {
		return w.none
	}
	return nil
}

// place gives the change's entries their indexes.
func (a *appender) place(o *order) {
	for _, l := range o.entries {
		a.lines = append(a.lines, placed{line: l, index: a.frontier.Size()})
		a.hashes = append(a.hashes, a.frontier.Append(l.hash)...)
	}
}

const (
	insertLeaves      = `insert into leaves (idx, leaf, hash) values `
	insertHashes      = `insert into hashes (idx, hash) values `
	insertEntries     = `insert into entries (part, lookup, idx, nonce, kind, body) values `
	insertCheckpoints = `insert into checkpoints (size, number, note)
		values ($1, (select coalesce(max(number) + 1, 0) from checkpoints), $2)`
)

// finish writes the record of the batch and signs it.
func (a *appender) finish(ctx context.Context) ([]byte, error) {
	var leaves, hashes, entries []any
	for _, l := range a.lines {
		leaves = append(leaves, l.index, l.leaf, l.hash[:])
		if e := l.entry; !e.Lookup.IsZero() {
			entries = append(entries, e.Lookup.Partition(), bytes.Clone(e.Lookup[:]), l.index, e.Leaf.Nonce.String(), string(e.Leaf.Kind), string(e.Body))
		}
	}
	for i := range a.hashes {
		hashes = append(hashes, a.first+int64(i), a.hashes[i][:])
	}
	for _, t := range []struct {
		insert string
		width  int
		args   []any
	}{{insertLeaves, 3, leaves}, {insertHashes, 2, hashes}, {insertEntries, 6, entries}} {
		if err := insertMany(ctx, a.tx, t.insert, t.width, t.args); err != nil {
			return nil, fmt.Errorf("writing the record: %w", err)
		}
	}
	signer := a.store.keys.Signer
	note, err := ledger.Checkpoint{Origin: signer.Name(), Size: a.frontier.Size(), Root: a.frontier.Root()}.Sign(signer)
	if err != nil {
		return nil, err
	}
	if _, err := a.tx.ExecContext(ctx, insertCheckpoints, a.frontier.Size(), string(note)); err != nil {
		return nil, fmt.Errorf("writing the checkpoint: %w", err)
	}
	return note, nil
}

// insertMany inserts rows of width values. It does so in a few fixed numbers of
// rows at a time, so that there are few different statements to prepare.
func insertMany(ctx context.Context, q querier, insert string, width int, args []any) error {
	for len(args) > 0 {
		rows := 1
		for rows < 64 && rows*4*width <= len(args) {
			rows *= 4
		}
		if _, err := q.ExecContext(ctx, insert+tuples(rows, width), args[:rows*width]...); err != nil {
			return err
		}
		args = args[rows*width:]
	}
	return nil
}

// tuples writes parameters for rows of width values: ($1,$2),($3,$4).
func tuples(rows, width int) string {
	var b strings.Builder
	for i := range rows * width {
		switch {
		case i == 0:
			b.WriteString("($")
		case i%width == 0:
			b.WriteString("),($")
		default:
			b.WriteString(",$")
		}
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteByte(')')
	return b.String()
}
