package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

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

// An appender writes one batch within a session.
type appender struct {
	store    *Store
	session  session
	careful  bool
	frontier *ledger.Frontier
	heads    map[ledger.Lookup]int64 // versions of people, as the batch leaves them
	rows     map[rowKey]int64        // versions of other rows that changes expect something of
	number   int64                   // of the checkpoint to come
	sets     []rowset                // waiting to be written
	lines    []placed
}

// A placed line has its index.
type placed struct {
	line
	index  int64
	hashes []tlog.Hash // those of the tree that are complete with it, its own first
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
	// selectEnd reads the newest checkpoint, or zeros, and the end of the leaves.
	selectEnd = `select coalesce(c.size, 0) as size, coalesce(c.number, 0) as number, coalesce(c.note, '') as note, l.ends
		from (select coalesce(max(idx) + 1, 0) as ends from leaves) l
		left join (select size, number, note from checkpoints order by size desc limit 1) c on 1 = 1`
	// headOf is the version of the person p.
	headOf = `coalesce((select max(e.idx) from entries e where e.part = p.part and e.lookup = p.lookup), -1)`
)

// begin takes the log's lock and reads where the record ends. It goes on from
// nothing that the log did not sign.
func (a *appender) begin(ctx context.Context, batch []*pending) error {
	end, err := a.session.begin(ctx, peopleOf(batch), rowsOf(batch))
	if err != nil {
		return err
	}
	a.heads, a.rows, a.number = end.heads, end.rows, end.number+1
	if end.note == "" {
		a.number = 0
	}
	switch t := a.store.tip; {
	case end.size < t.highest:
		return unsoundDB.Because(errWent)
	case end.size != end.ends:
		return unsoundDB.Because(errEnds)
	case t.frontier != nil && t.note == end.note:
		a.frontier = t.frontier
	default:
		if a.frontier, err = a.load(ctx, end.size, end.note); err != nil {
			return err
		}
	}
	return nil
}

// peopleOf lists everybody whose version a batch has to know, each once.
func peopleOf(batch []*pending) []ledger.Lookup {
	seen := map[ledger.Lookup]bool{}
	var all []ledger.Lookup
	for _, p := range batch {
		for _, l := range p.order.about {
			if !seen[l] {
				seen[l] = true
				all = append(all, l)
			}
		}
	}
	return all
}

// load reads the edge of the tree and checks it against the signed checkpoint:
// hashes changed by others must not get our signature. It may use another
// connection, since nobody appends while we have the log's lock.
func (a *appender) load(ctx context.Context, size int64, note string) (*ledger.Frontier, error) {
	f, err := ledger.LoadFrontier(size, hashReader{ctx, a.store.read})
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
// the error is one of the whole batch.
func (a *appender) take(ctx context.Context, o *order) (outcome, error) {
	first := a.frontier.Size()
	if err := a.expect(o, first); err != nil {
		return outcome{err: err}, nil
	}
	a.collect(o, first)
	if a.careful {
		if err := a.writeAlone(ctx); err != nil {
			if !a.isOwn(err) {
				return outcome{}, err
			}
			a.undo(o)
			return outcome{err: a.store.explain(err, "writing a change")}, nil
		}
	}
	a.place(o)
	return outcome{committed: ledger.Committed{First: first}}, nil
}

// expect checks that people and rows are as the change expects, and raises their
// versions.
func (a *appender) expect(o *order, first int64) error {
	for _, e := range o.heads {
		if now, ok := a.heads[e.Lookup]; ok && now != e.Version || !ok && e.Version != ledger.Absent {
			return moved
		}
	}
	for _, e := range o.rows {
		if now, ok := a.rows[rowKey{e.Of, e.Key}]; ok && now != e.Version || !ok && e.Version != ledger.Absent {
			return moved
		}
	}
	for _, l := range o.needs {
		if _, there := a.heads[l]; !there && !o.makes(l) {
			return moved
		}
	}
	o.before, o.rowsBefore = o.before[:0], o.rowsBefore[:0]
	for _, p := range o.people {
		now, there := a.heads[p.lookup]
		// Nobody there: erased since the change was worked out, or never stored.
		// Somebody there who was to be made: somebody else was faster.
		if there == p.fresh {
			a.undo(o)
			return moved
		}
		o.before = append(o.before, headBefore{now, there})
		a.heads[p.lookup] = p.last.at(first)
	}
	a.pass(o, first)
	return nil
}

// undo puts versions back to what they were before a change that could not be
// written.
func (a *appender) undo(o *order) {
	for i := len(o.before) - 1; i >= 0; i-- {
		was := o.before[i]
		var l ledger.Lookup
		if i < len(o.people) {
			l = o.people[i].lookup
		} else {
			l = o.forgets[i-len(o.people)]
		}
		if was.there {
			a.heads[l] = was.version
		} else {
			delete(a.heads, l)
		}
	}
	for i := len(o.rowsBefore) - 1; i >= 0; i-- {
		if was, k := o.rowsBefore[i], o.wrote[i].key; was.there {
			a.rows[k] = was.version
		} else {
			delete(a.rows, k)
		}
	}
	o.before, o.rowsBefore = nil, nil
}

// collect puts the rows of a change with those that wait for the same tables.
func (a *appender) collect(o *order, first int64) {
	for _, w := range o.writes {
		a.row(w.to, w.args, first)
	}
}

func (a *appender) row(to *table, args []any, first int64) {
	row := make([]any, len(args))
	for i, arg := range args {
		switch v := arg.(type) {
		case version:
			arg = v.at(first)
		case mark:
			arg = v.over(first)
		}
		row[i] = arg
	}
	for i := range a.sets {
		if a.sets[i].to == to {
			a.sets[i].rows = append(a.sets[i].rows, row)
			return
		}
	}
	a.sets = append(a.sets, rowset{to, [][]any{row}})
}

// flush writes the rows that wait. Where one is not written, the error says what
// that means.
func (a *appender) flush(ctx context.Context) error {
	sets := a.waiting()
	wrote, err := a.session.write(ctx, sets)
	if err != nil {
		return fmt.Errorf("writing rows: %w", err)
	}
	for i, n := range wrote {
		if !sets[i].to.loose && n != int64(len(sets[i].rows)) {
			return sets[i].to.none
		}
	}
	return nil
}

// waiting hands out the rows that wait.
func (a *appender) waiting() []rowset {
	sets := a.sets
	a.sets = nil
	for i := range sets {
		sets[i].rows = newest(sets[i])
	}
	return sets
}

// newest drops rows that a later one of the set replaces: one statement cannot
// write a row twice.
func newest(s rowset) [][]any {
	if s.to.key == 0 || len(s.rows) < 2 {
		return s.rows
	}
	at := make(map[string]int, len(s.rows))
	kept := s.rows[:0:0]
	var key []byte
	for _, row := range s.rows {
		key = key[:0]
		for _, v := range row[:s.to.key] {
			switch v := v.(type) {
			case []byte:
				key = append(key, v...)
			case string:
				key = append(key, v...)
			case int64:
				key = strconv.AppendInt(key, v, 10)
			}
			key = append(key, 0)
		}
		if i, again := at[string(key)]; again {
			kept[i] = row
			continue
		}
		at[string(key)] = len(kept)
		kept = append(kept, row)
	}
	return kept
}

// writeAlone writes the rows of one change under a savepoint, so that the
// transaction goes on where it cannot be written.
func (a *appender) writeAlone(ctx context.Context) error {
	if err := a.session.exec(ctx, "savepoint change"); err != nil {
		return fmt.Errorf("beginning a change: %w", err)
	}
	if err := a.flush(ctx); err != nil {
		if undo := a.session.exec(ctx, "rollback to savepoint change"); undo != nil {
			return fmt.Errorf("undoing a change: %w", undo)
		}
		return err
	}
	if err := a.session.exec(ctx, "release savepoint change"); err != nil {
		return fmt.Errorf("ending a change: %w", err)
	}
	return nil
}

// isOwn reports whether an error is of this change and not of the database.
func (a *appender) isOwn(err error) bool {
	e := (*fault.Error)(nil)
	return errors.As(err, &e) || a.store.dialect.trouble(err) == defect && !errors.Is(err, context.DeadlineExceeded)
}

// place gives the change's entries their indexes.
func (a *appender) place(o *order) {
	for _, l := range o.entries {
		a.lines = append(a.lines, placed{line: l, index: a.frontier.Size(), hashes: a.frontier.Append(l.hash)})
	}
}

// finish writes the rows and the record of the batch, signs it, and commits.
func (a *appender) finish(ctx context.Context) ([]byte, error) {
	signer := a.store.keys.Signer
	note, err := ledger.Checkpoint{Origin: signer.Name(), Size: a.frontier.Size(), Root: a.frontier.Root()}.Sign(signer)
	if err != nil {
		return nil, err
	}
	for i := range a.lines {
		l := &a.lines[i] // rows refer to what is in it
		a.row(leavesTable, []any{l.index, l.leaf, joined(l.hashes)}, 0)
		if e := l.entry; !e.Lookup.IsZero() {
			a.row(entriesTable, []any{int64(e.Lookup.Partition()), e.Lookup[:], l.index, e.Leaf.Nonce.String(), string(e.Leaf.Kind), string(e.Body)}, 0)
		}
	}
	a.row(checkpointsTable, []any{a.frontier.Size(), a.number, string(note)}, 0)
	if !a.careful {
		sets := a.waiting()
		if done, err := a.session.writeAndCommit(ctx, sets); done || err != nil {
			return note, err
		}
		a.sets = sets
	}
	if err := a.flush(ctx); err != nil {
		return nil, err
	}
	return note, a.session.commit(ctx)
}

// joined returns hashes as they are stored with a leaf.
func joined(hashes []tlog.Hash) []byte {
	b := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		b = append(b, h[:]...)
	}
	return b
}
