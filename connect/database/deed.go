package database

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

var (
	errMade      = fault.New(fault.Invalid, "这一列的值由数据库生成，不能改", "the database makes the values of this column: they cannot be changed")
	errTransform = fault.New(fault.Invalid, "这一列装不下匿名化后的值", "the column cannot hold what anonymising makes").
			WithFix("换一种 as，或删除整行", "choose another as, or delete the row")
	errNothing = fault.New(fault.Invalid, "没有要写的列", "no column to write is named")
)

// Do implements plan.Connector. A column that must have a value and is to become
// null gets the empty value of its type, and, where no two rows may have the same, a
// random one.
func (c *connector) Do(ctx context.Context, t plan.Target, by plan.Keys, d plan.Deed) (int64, error) {
	a, err := c.aim(ctx, t, by)
	if err != nil {
		return 0, err
	}
	if d.Change == nil {
		return c.change(ctx, a, func(s *statement, cond condition, left int64) {
			s.say("delete from ", s.table())
			a.end(s, cond, left)
		})
	}
	changes, err := changesOf(a.table, d.Change)
	if err != nil {
		return 0, err
	}
	if slices.ContainsFunc(changes, func(ch change) bool { return !ch.constant }) {
		return c.transform(ctx, a, changes)
	}
	return c.assign(ctx, a, changes)
}

// Set implements plan.Connector.
func (c *connector) Set(ctx context.Context, t plan.Target, by plan.Keys, values map[string]string) (int64, error) {
	a, err := c.aim(ctx, t, by)
	if err != nil {
		return 0, err
	}
	var changes []change
	for _, name := range sortedNames(values) {
		col, err := a.table.column(name)
		if err != nil {
			return 0, err
		}
		if col.made {
			return 0, errMade
		}
		v, err := stored(col, values[name])
		if err != nil {
			return 0, err
		}
		changes = append(changes, change{column: col, constant: true, to: v})
	}
	if len(changes) == 0 {
		return 0, errNothing
	}
	return c.assign(ctx, a, changes)
}

func sortedNames[V any](m map[string]V) []string {
	var all []string
	for name := range m {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// A change is what becomes of one column: always the same, or something that
// depends on what is there.
type change struct {
	column   *column
	constant bool
	to       any
	as       declaration.Transform
	random   bool // a value of its own for each row
}

func changesOf(t *table, by map[string]declaration.Transform) ([]change, error) {
	var all []change
	for _, name := range sortedNames(by) {
		col, err := t.column(name)
		if err != nil {
			return nil, err
		}
		if col.made {
			return nil, errMade
		}
		ch, err := changeOf(col, by[name])
		if err != nil {
			return nil, err
		}
		all = append(all, ch)
	}
	if len(all) == 0 {
		return nil, errNothing
	}
	return all, nil
}

func changeOf(c *column, as declaration.Transform) (change, error) {
	ch := change{column: c, as: as}
	var err error
	switch name, argument := as.Parts(); name {
	case string(declaration.ToNull):
		if !c.Nullable && c.unique && c.class == text {
			ch.random = true
			return ch, nil
		}
		ch.constant = true
		ch.to, err = nothing(c)
	case string(declaration.ToBlank):
		ch.constant = true
		v, ok := empty(c)
		if ch.to = v; !ok {
			err = errTransform
		}
	case declaration.ToFixed:
		ch.constant = true
		if ch.to, err = stored(c, argument); err != nil {
			err = errTransform
		}
	}
	return ch, err
}

// nothing is null, or the empty value of a column that must have one.
func nothing(c *column) (any, error) {
	if c.Nullable {
		return nil, nil
	}
	if v, ok := empty(c); ok {
		return v, nil
	}
	return nil, errTransform
}

// end closes a statement that changes rows.
func (a *aim) end(s *statement, cond condition, left int64) {
	if left > 0 {
		s.say(a.d.first(s, cond, int(left)))
		return
	}
	s.say(" where ", cond(s))
}

// change runs a statement for each batch of keys, up to the limit. Each is a
// transaction of its own: what is done is done when the next one fails.
func (c *connector) change(ctx context.Context, a *aim, write func(s *statement, cond condition, left int64)) (int64, error) {
	var n int64
	batch, _ := c.d.most()
	err := a.parts(batch, false, func(cond condition) error {
		if a.limit > 0 && n >= a.limit {
			return nil
		}
		s := a.statement()
		write(s, cond, a.left(n))
		m, err := s.exec(ctx, c.db)
		n += m
		return err
	})
	return n, c.failed(err)
}

// assign writes the same into all rows that have something else.
func (c *connector) assign(ctx context.Context, a *aim, changes []change) (int64, error) {
	return c.change(ctx, a, func(s *statement, cond condition, left int64) {
		s.say("update ", s.table(), " set ")
		for i, ch := range changes {
			s.say(comma(i), c.d.quote(ch.column.Name), " = ", c.d.value(s, ch.column, ch.to))
		}
		a.end(s, func(s *statement) string {
			var differs []string
			where := cond(s)
			for _, ch := range changes {
				differs = append(differs, c.d.differs(s, ch.column, ch.to))
			}
			return where + " and (" + strings.Join(differs, " or ") + ")"
		}, left)
	})
}

// transform reads what is there, works out what it becomes and writes it back: page
// by page where there is a limit and rows have an order, and otherwise all rows of a
// batch of keys at once. Each is a transaction of its own.
func (c *connector) transform(ctx context.Context, a *aim, changes []change) (int64, error) {
	const batch = 5000 // keys: their rows are held in memory
	var n int64
	err := a.parts(batch, false, func(cond condition) error {
		var after []any
		for more := true; more && (a.limit == 0 || n < a.limit); {
			p := &page{a: a, cond: cond, changes: changes, left: a.left(n), after: after}
			m, err := c.rewrite(ctx, p)
			if err != nil {
				return err
			}
			n, more = n+m, p.full && !slices.Equal(p.last, after) // a key that an engine rounds leads no further
			after = p.last
		}
		return nil
	})
	return n, c.failed(err)
}

// rewrite reads a page, and writes those of its rows that change.
func (c *connector) rewrite(ctx context.Context, p *page) (int64, error) {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	rows, err := c.rewritten(ctx, tx, p)
	if err != nil {
		return 0, err
	}
	var n int64
	_, most := c.d.most()
	for batch := range slices.Chunk(rows, most) {
		s := p.a.statement()
		if err := c.d.rewrite(s, c.d.identity(s, p.columns()), p.columns(), batch, p.cond); err != nil {
			return 0, err
		}
		m, err := s.exec(ctx, tx)
		if err != nil {
			return 0, err
		}
		n += m
	}
	return n, tx.Commit()
}

// rewritten reads the rows of a page and returns those that change: what each is
// known by, and its new values.
func (c *connector) rewritten(ctx context.Context, tx *sql.Tx, p *page) ([][]any, error) {
	s, ids := p.question(c.d)
	var rows [][]any
	var n int64
	seen := map[string]bool{} // rows that look alike are rewritten together
	err := each(ctx, tx, s.text.String(), s.args, func(scan func(...any) error) error {
		shown, err := scanTexts(scan, ids+len(p.changes))
		if err != nil {
			return err
		}
		row, known, changed := make([]any, 0, len(shown)), "", false
		for _, k := range shown[:ids] {
			row = append(row, nullable(k))
			known += k.String + "\x00"
		}
		n++
		p.last = row[:ids:ids]
		for i, ch := range p.changes {
			v, differs, err := c.become(ch, shown[ids+i])
			if err != nil {
				return err
			}
			row, changed = append(row, v), changed || differs
		}
		if changed && !seen[known] {
			seen[known] = true
			rows = append(rows, row)
		}
		if p.left > 0 && int64(len(rows)) == p.left {
			return errStop
		}
		return nil
	})
	if err == errStop { //nolint:errorlint // it is never wrapped
		err = nil
	}
	p.full = p.sized && n == p.a.limit
	return rows, err
}

func nullable(s sql.NullString) any {
	if !s.Valid {
		return nil
	}
	return s.String
}

// become works out one value, and says whether it is another than before.
func (c *connector) become(ch change, was sql.NullString) (to any, differs bool, err error) {
	value := ""
	if was.Valid {
		value = c.d.read(ch.column, was.String)
	}
	switch {
	case ch.random:
		if isRandom(value) {
			return value, false, nil
		}
		to = random(ch.column.length)
		return to, true, nil
	case ch.constant:
		to = ch.to
	case !was.Valid:
		return nil, false, nil
	case ch.as == declaration.ToHash:
		to, err = stored(ch.column, declaration.Hash(c.key, value))
	default:
		to, err = c.applied(ch, value)
	}
	if err != nil {
		return nil, false, errTransform
	}
	return to, !same(ch.column, to, was, value), nil
}

func (c *connector) applied(ch change, value string) (any, error) {
	to, null := ch.as.Apply(value)
	if null {
		return nothing(ch.column)
	}
	return stored(ch.column, to)
}

// same compares what is there with what it becomes, by what the type means.
func same(c *column, to any, was sql.NullString, value string) bool {
	if to == nil || !was.Valid {
		return to == nil && !was.Valid
	}
	s, ok := to.(string)
	if !ok {
		return len(value) == 0
	}
	switch c.class {
	case integer, decimal:
		x, ok1 := new(big.Rat).SetString(value)
		y, ok2 := new(big.Rat).SetString(s)
		return ok1 && ok2 && x.Cmp(y) == 0
	case date, naive, zoned:
		return isoTime(s) == isoTime(value)
	case other, text, boolean, uuid, binary, document, listed:
	}
	return s == value
}

// erasedMark begins a random value in the place of one that had to be unique.
const erasedMark = "~erased-"

// random fills a column of a certain length.
func random(length int) string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // it never fails
	v := erasedMark + hex.EncodeToString(b[:])
	if length > 0 && length < len(v) {
		v = ("~" + hex.EncodeToString(b[:]))[:min(length, 21)]
	}
	return v
}

// isRandom recognises such a value.
func isRandom(v string) bool {
	rest, ok := strings.CutPrefix(v, erasedMark)
	if !ok {
		rest, ok = strings.CutPrefix(v, "~")
	}
	return ok && strings.Trim(rest, "0123456789abcdef") == ""
}
