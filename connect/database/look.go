package database

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/volens/volens/connect/needle"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// A looker looks into a database. The engine only finds rows that may be meant; what
// is meant is decided here, by the texts of their columns.
type looker struct {
	db  *sql.DB
	eye eye
}

var _ plan.Looker = (*looker)(nil)

// An eye is how one engine is looked at. It knows nothing of a dialect.
type eye interface {
	// store says which store it is.
	store(ctx context.Context, tx *sql.Tx) (string, error)
	// tables lists all tables that hold data, and fails where some may be hidden.
	tables(ctx context.Context, tx *sql.Tx) ([]seenTable, error)
	// text is a column as text.
	text(c seenColumn) string
	// maybe is true at least for rows whose column is one of the keys.
	maybe(q *question, c seenColumn, keys []string) string
	// around is true at least for rows whose column is a time in a span, and with null
	// for those that are none; "" where that cannot be asked.
	around(q *question, c seenColumn, s span) string
	// maybeHolds is true at least for rows whose column holds a value, and for exact
	// kinds for no others.
	maybeHolds(q *question, c seenColumn, h needle.Hints) string
	// bytes is a column as it is kept.
	bytes(c seenColumn) string
}

// A kind is what is in a column, as far as looking goes.
type kind int

// The kinds.
const (
	words   kind = iota // texts, documents, lists, whatever else can be shown
	letters             // texts that an index may find
	whole               // whole numbers that an index may find
	amounts             // other numbers
	moments             // dates and times
	raw                 // bytes
)

// A seenTable is a table; from is its name as a statement takes it.
type seenTable struct {
	names   []string // what it may be called
	from    string
	columns []seenColumn
}

// A seenColumn is a column; x is its name as a statement takes it.
type seenColumn struct {
	name, x string
	kind    kind
	typ     string // as the engine calls it, in lower case
	first   string // of a list, what comes first in it
	null    bool   // it may hold nothing
}

// A question is being asked. Values are parameters.
type question struct {
	args   []any
	dollar bool
}

func (q *question) put(v any) string {
	q.args = append(q.args, v)
	if q.dollar {
		return fmt.Sprintf("$%d", len(q.args))
	}
	return "?"
}

// Store implements plan.Looker.
func (l *looker) Store(ctx context.Context) (string, error) {
	var id string
	err := l.reading(ctx, func(tx *sql.Tx) (err error) {
		id, err = l.eye.store(ctx, tx)
		return err
	})
	return id, err
}

// Close implements plan.Looker.
func (l *looker) Close() error {
	if err := l.db.Close(); err != nil {
		return unavailable(err)
	}
	return nil
}

// reading runs f in a transaction that shows one moment and cannot write.
func (l *looker) reading(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return unavailable(err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	if err := f(tx); err != nil {
		if fault.KindOf(err) == fault.Internal {
			return unavailable(err)
		}
		return err
	}
	return nil
}

// Look implements plan.Looker. Values are found in the forms of package needle.
func (l *looker) Look(ctx context.Context, s plan.Search) ([]plan.Residue, error) {
	var found needle.Tally
	err := l.reading(ctx, func(tx *sql.Tx) error {
		tables, err := l.eye.tables(ctx, tx)
		if err != nil {
			return err
		}
		g := &glance{ctx: ctx, tx: tx, eye: l.eye, by: lists(s.By), found: &found}
		if g.spare, err = sightings(tables, s.Spare); err != nil {
			return err
		}
		targets, err := sightings(tables, s.Targets)
		if err != nil {
			return err
		}
		for _, t := range targets {
			if err := g.identifiers(t); err != nil {
				return err
			}
		}
		if err := g.changed(tables, s.Changed); err != nil {
			return err
		}
		return g.values(tables, s.Values)
	})
	if err != nil {
		return nil, err
	}
	return found.Residues(), nil
}

// A glance is one looking.
type glance struct {
	ctx   context.Context
	tx    *sql.Tx
	eye   eye
	by    map[string]map[string]bool
	spare []sighting
	found *needle.Tally
}

// lists makes the keys quick to ask.
func lists(by plan.Keys) map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for name, values := range by {
		all[name] = map[string]bool{}
		for _, v := range values {
			if v != "" && utf8.ValidString(v) && !strings.ContainsRune(v, 0) {
				all[name][v] = true
				if len(v) == 36 && strings.Count(v, "-") == 4 {
					all[name][strings.ToLower(v)] = true // as engines write a UUID
				}
				if n, ok := plainNumber(v); ok {
					all[name]["\x00"+n] = true // what no column shows, for columns of fractions
				}
			}
		}
	}
	return all
}

// identifiers counts the rows of a target that no ground keeps.
func (g *glance) identifiers(t sighting) error {
	return g.each(t, func(where string, see sees) {
		if !g.spared(t.table, see) {
			g.found.Add(where, needle.ByIdentifier)
		}
	})
}

// each calls f with every row of a target once, and with what found it.
func (g *glance) each(t sighting, f func(where string, see sees)) error {
	if t.Everyone {
		return g.ask(t, "true", &question{dollar: g.dollar()}, func(see sees) { f(t.table.name(), see) })
	}
	for i, way := range t.Found {
		column := t.columns[strings.ToLower(way.In)]
		keys := make([]string, 0, len(g.by[way.By]))
		for k := range g.by[way.By] {
			if k[0] != 0 {
				keys = append(keys, k)
			}
		}
		slices.Sort(keys)
		for batch := range slices.Chunk(keys, 5_000) {
			q := &question{dollar: g.dollar()}
			cond := g.eye.maybe(q, column, batch)
			err := g.ask(t, cond, q, func(see sees) {
				if g.firstWay(t, see) == i {
					f(t.table.name()+"."+column.name, see)
				}
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// firstWay returns the first way that finds a row, for which alone it counts, or -1.
// Where the column of the owner has a say, it has to let the row be the person's; of
// others' rows, not to.
func (g *glance) firstWay(t sighting, see sees) int {
	return slices.IndexFunc(t.Found, func(f *declaration.Found) bool {
		v, ok := see(f.In)
		if !ok || !means(t.columns[strings.ToLower(f.In)], v, g.by[f.By]) {
			return false
		}
		return t.Others == (t.Asks(f) && g.ofOthers(t, see))
	})
}

func (g *glance) dollar() bool {
	_, ok := g.eye.(lookPostgres)
	return ok
}

// means reports whether the text of a column is one of the keys. Bytes are shown in
// hexadecimal; sixteen of them may be a UUID.
func means(c seenColumn, shown string, keys map[string]bool) bool {
	if keys[shown] {
		return true
	}
	if c.fraction() {
		n, ok := plainNumber(shown)
		return ok && keys["\x00"+n]
	}
	if c.kind == raw {
		b, err := hex.DecodeString(shown)
		if err != nil {
			return false
		}
		shown = string(b)
	}
	if len(shown) == 16 {
		h := hex.EncodeToString([]byte(shown))
		return keys[shown] || keys[h[:8]+"-"+h[8:12]+"-"+h[12:16]+"-"+h[16:20]+"-"+h[20:]]
	}
	return keys[shown]
}

// fraction reports whether a column holds numbers that need not be whole: 7.50 and 7.5
// are one of them.
func (c seenColumn) fraction() bool {
	return c.kind == amounts || c.kind == words && c.nature() == quantities && !strings.Contains(c.typ, "int")
}

var decimals = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// plainNumber is a number in the shortest way in which it can be written, or false
// for what is none.
func plainNumber(v string) (string, bool) {
	if !decimals.MatchString(v) || len(v) > 60 {
		return "", false
	}
	if strings.Contains(v, ".") {
		v = strings.TrimRight(strings.TrimRight(v, "0"), ".")
	}
	if v == "-0" {
		v = "0"
	}
	return v, true
}

// plainNumbers returns the keys that are numbers, written so.
func plainNumbers(keys []string) []string {
	all := []string{}
	for _, k := range keys {
		if n, ok := plainNumber(k); ok {
			all = append(all, n)
		}
	}
	return all
}

// octets returns the bytes that keys are in a column of bytes.
func octets(keys []string) [][]byte {
	var all [][]byte
	for _, k := range keys {
		all = append(all, []byte(k))
		if b, err := hex.DecodeString(strings.ReplaceAll(k, "-", "")); err == nil && len(k) == 36 && len(b) == 16 {
			all = append(all, b)
		}
	}
	return all
}

// sees returns the text of a column of a row.
type sees func(column string) (string, bool)

// ask reads the rows of a condition that lie in the windows of the target.
func (g *glance) ask(t sighting, cond string, q *question, f func(sees)) error {
	all := append([]sighting{t}, g.spares(t.table)...)
	columns := asked(all...)
	texts := []string{"1"}
	for _, c := range columns {
		texts = append(texts, g.eye.text(c))
	}
	return g.rows("select "+strings.Join(texts, ", ")+" from "+t.table.from+" where "+cond+g.in(t, q), q, len(texts), func(row []sql.NullString) error {
		if see := seeing(columns, row[1:]); t.inWindows(see) {
			f(see)
		}
		return nil
	})
}

func (g *glance) rows(query string, q *question, n int, f func([]sql.NullString) error) error {
	rows, err := g.tx.QueryContext(g.ctx, query, q.args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	row, into := make([]sql.NullString, n), make([]any, n)
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// seeing looks a column up in a row.
func seeing(columns []seenColumn, row []sql.NullString) sees {
	return func(name string) (string, bool) {
		for i, c := range columns {
			if strings.EqualFold(c.name, name) && row[i].Valid {
				return row[i].String, true
			}
		}
		return "", false
	}
}

// values looks for values in every column of every table.
func (g *glance) values(tables []seenTable, values []string) error {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return strings.ContainsRune(v, 0) || !utf8.ValidString(v) })
	for batch := range slices.Chunk(values, 50) {
		set := needle.Of(batch)
		if set.Empty() {
			continue
		}
		for _, t := range tables {
			if err := g.everywhere(t, set, set.Hints()); err != nil {
				return err
			}
		}
	}
	return nil
}

// everywhere looks for values in one table. The engine sends what may hold one.
func (g *glance) everywhere(t seenTable, set needle.Set, hints needle.Hints) error {
	for columns := range slices.Chunk(t.columns, 60) { // statements take so many parameters and no more
		q := &question{dollar: g.dollar()}
		spare := asked(g.spares(t)...)
		var hits, any, texts []string
		for i, c := range columns {
			hits = append(hits, fmt.Sprintf("case when %s then %s end as h%d", g.eye.maybeHolds(q, c, hints), g.eye.bytes(c), i))
			any = append(any, fmt.Sprintf("h%d is not null", i))
		}
		for i, c := range spare {
			hits = append(hits, fmt.Sprintf("%s as s%d", g.eye.text(c), i))
		}
		for i := range columns {
			texts = append(texts, fmt.Sprintf("h%d", i))
		}
		for i := range spare {
			texts = append(texts, fmt.Sprintf("s%d", i))
		}
		query := "select " + strings.Join(texts, ", ") + " from (select " + strings.Join(hits, ", ") + " from " + t.from + ") looked where " + strings.Join(any, " or ")
		err := g.rows(query, q, len(texts), func(row []sql.NullString) error {
			if g.spared(t, seeing(spare, row[len(columns):])) {
				return nil
			}
			for i, c := range columns {
				if row[i].Valid && (c.kind.exact() || set.InText(row[i].String)) {
					g.found.Add(t.name()+"."+c.name, needle.ByValue)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// exact reports whether what holds a value is all of it, which an engine can tell.
func (k kind) exact() bool { return k == whole || k == amounts || k == moments }

// clock is a moment that a row shows, for the windows of a target.
func clock(k kind, shown string) (time.Time, bool) {
	if n := len(shown); (k == whole || k == words || k == letters || k == amounts) && n > 0 && strings.Trim(shown, "0123456789") == "" {
		var v int64
		if _, err := fmt.Sscan(shown, &v); err != nil {
			return time.Time{}, false
		}
		switch {
		case v >= 1e8 && v < 1e11:
			return time.Unix(v, 0), true
		case v >= 1e11 && v < 1e14:
			return time.UnixMilli(v), true
		}
		return time.Time{}, false
	}
	at, ok := written(shown)
	if _, east := at.Zone(); east != 8*60*60 && !strings.HasSuffix(strings.TrimSpace(shown), "Z") {
		return time.Time{}, false // in any other zone a text is no time for a deed either
	}
	return at, ok
}

// written reads a time as engines and programs write it, taking it apart from the
// left: a day, a clock, a zone.
func written(s string) (time.Time, bool) {
	s = strings.Replace(strings.TrimSpace(s), "T", " ", 1)
	if len(s) < len(time.DateOnly) {
		return time.Time{}, false
	}
	day, rest := s[:10], strings.TrimSpace(s[10:])
	hour, zone := rest, ""
	if i := strings.IndexAny(rest, "Z+- "); i >= 0 {
		hour, zone = rest[:i], strings.TrimSpace(rest[i:])
	}
	switch strings.Count(hour, ":") {
	case 0:
		hour += "00:00:00"
	case 1:
		hour += ":00"
	}
	at := time.FixedZone("CST", 8*60*60)
	if zone != "" {
		number, _, _ := strings.Cut(zone, " ") // +0800 CST
		var err error
		if at, err = zoneOf(number); err != nil {
			return time.Time{}, false
		}
	}
	t, err := time.ParseInLocation("2006-01-02 15:04:05", day+" "+hour, at)
	return t, err == nil && t.Year() > 0
}

func zoneOf(number string) (*time.Location, error) {
	for _, form := range []string{"Z07:00", "Z0700", "Z07"} {
		if t, err := time.Parse(form, number); err == nil {
			return t.Location(), nil
		}
	}
	return nil, errTimes
}
