package database

import (
	"context"
	"encoding/hex"
	"flag"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// A sort is a kind of column that may hold an identifier, as each engine has it.
type sort struct {
	name                    string
	postgres, mysql, sqlite string
	values                  []string
}

var (
	likeIDs = []string{"7", "07", " 7", "7 ", "7.0", "70", "1abc", "1", "abc", "ABC", "abc ", "ábc", "äbc", "ａbc", "a'b", `a"b`, "a`b", `a\b`, `a\\b`, `a\`, "%", "_", "a%", "a_c",
		"", " ", "0", "00", "-0", "-7", "+7", "null", "NULL", "张三", "１", "ß", "ss", "SS", "😀", "7\n", "\t7", "0x7", "7e0", "true", "t", "--", "{}", "a?b", "$1", "?1", ":a", "i", "ı", "İ", "I"}
	likeNumbers = []string{"7", "70", "0", "-7", "1", "9223372036854775807", "-9223372036854775808"}
	sorts       = []sort{
		{"number", "bigint", "bigint", "bigint", likeNumbers},
		{"text", "varchar(40)", "varchar(40)", "varchar(40)", likeIDs},
		{"loose", "citext", "varchar(40) collate utf8mb4_general_ci", "varchar(40) collate nocase", likeIDs},
		{"looser", `text collate "loosest"`, "varchar(40) collate utf8mb4_unicode_ci", "text collate rtrim", likeIDs},
		{"exact", `text collate "C"`, "varchar(40) collate utf8mb4_bin", "text", likeIDs},
		{"padded", "char(12)", "char(12)", "char(12)", likeIDs},
		{"latin", "varchar(40)", "varchar(40) character set latin1", "text", []string{"abc", "ABC", "ábc", "abc ", "äbc", "7", "07", "", "ß"}},
		{"bytes", "bytea", "varbinary(40)", "blob", []string{"abc", "ABC", "abc ", "7", "07", "", "张三", "\x01"}},
		{"bare", "text", "text", "", likeIDs},
		{"decimal", "decimal(20,2)", "decimal(20,2)", "decimal(20,2)", []string{"7.00", "7.50", "70.00", "0.00", "-7.00", "1.00"}},
	}
	oddNames = []string{"who", "select", "a b", `a"b`, "a`b", "a'b", "a?b", "a$1", "用户", `a\b`, "a%sb", "Who2", "volens_new", "n0", "k0", "counted", "value"}
)

func (s sort) GoString() string     { return s.name }
func (h hour) GoString() string     { return h.text }
func (c calendar) GoString() string { return c.name }
func (c content) GoString() string  { return c.typ }

func (s sort) on(engine string) string {
	return map[string]string{"postgres": s.postgres, "mysql": s.mysql, "sqlite": s.sqlite}[engine]
}

// holds is a value as a column gives it back: an engine that pads forgets the blanks
// at the end.
func (s sort) holds(engine, v string) string {
	if s.name == "padded" && engine != "sqlite" {
		return strings.TrimRight(v, " ")
	}
	return v
}

var oneNumber = func(v string) (*big.Rat, bool) {
	if v == "" || strings.Trim(v, "-.0123456789") != "" || strings.HasPrefix(v, "0") && len(v) > 1 && v[1] != '.' || strings.HasPrefix(v, "-0") {
		return nil, false
	}
	return new(big.Rat).SetString(v)
}

// is says whether a column that holds a value holds a key, as a person would say it.
func (s sort) is(engine, held, key string) bool {
	if held = s.holds(engine, held); s.name != "decimal" {
		return held == key
	}
	x, ok1 := oneNumber(held)
	y, ok2 := oneNumber(key)
	return ok1 && ok2 && x.Cmp(y) == 0
}

// An hour is a value of a column of times, and what it is a time of.
type hour struct {
	text  string
	at    time.Time
	timed bool
}

var eras = []time.Time{
	shanghaiAt("2024-02-29 23:59:59"), shanghaiAt("2024-03-01 00:00:00"), shanghaiAt("2024-03-01 00:00:01"), shanghaiAt("2024-03-01 08:00:00"),
	shanghaiAt("2025-01-01 00:00:00"), shanghaiAt("1999-12-31 23:59:59"), shanghaiAt("2024-03-02 00:00:00"),
}

// A calendar is a kind of column of times.
type calendar struct {
	name, typ string
	hours     []hour
}

func calendars() []calendar {
	all := []calendar{{"date", "date", nil}, {"naive", "TIME6", nil}, {"zoned", "ZONED", nil},
		{"number", "bigint", []hour{{text: "0"}, {text: "20240301"}, {text: "-5"}, {text: "99999999999999999"}}},
		{"text", "varchar(40)", []hour{{text: "yesterday"}, {text: ""}, {text: "2024-3-1"}, {text: "2024"}, {text: "2024-03-01T00:00:00+09:00"}, {text: "2024-03-01 00:00:00 CST"}}}}
	add := func(i int, text string, at time.Time) { all[i].hours = append(all[i].hours, hour{text, at, true}) }
	for _, at := range eras {
		day := shanghaiAt(at.Format(time.DateOnly) + " 00:00:00")
		add(0, at.Format(time.DateOnly), day)
		add(1, at.Format("2006-01-02 15:04:05"), at)
		add(1, at.Add(time.Microsecond).Format("2006-01-02 15:04:05.000000"), at.Add(time.Microsecond))
		add(2, at.Format("2006-01-02 15:04:05"), at)
		add(3, fmt.Sprint(at.Unix()), at)
		add(3, fmt.Sprint(at.UnixMilli()+1), at.Add(time.Millisecond))
		add(4, at.Format(time.DateOnly), day)
		add(4, at.Format("2006-01-02 15:04"), at.Truncate(time.Minute))
		add(4, at.Format("2006-01-02T15:04:05"), at)
		add(4, at.UTC().Format("2006-01-02T15:04:05Z"), at)
		add(4, at.Format("2006-01-02 15:04:05.000")+"+08:00", at)
	}
	return all
}

// A content is a kind of column that is changed, and what may be made of it.
type content struct {
	typ    string
	values []string
	as     []declaration.Transform
}

var contents = []content{
	{"varchar(80)", []string{"", "x", "浙江省杭州市西湖区示例路 1 号", "ab ", "a'b", `a\b`, "Anna", "😀😀😀", "anon-x", "X"}, []declaration.Transform{"null", "blank", "fixed:x", "fixed:a'b", "first:1", "first:2", "city", "hash"}},
	{"bigint", []string{"0", "7", "15", "-3", "5"}, []declaration.Transform{"null", "blank", "fixed:5", "band:10"}},
	{"date", []string{"2024-03-01", "2024-01-01", "1999-12-31"}, []declaration.Transform{"null", "fixed:2000-01-01", "year", "month"}},
}

// A line is one row of a table: its number, and what it holds, or nothing.
type line struct {
	who, phone, own, v *string
	at                 *hour
}

// A world is a table, and what is asked of it.
type world struct {
	table             string
	columns           [5]string // who, phone, own, at, v
	who, phone, own   sort
	at                calendar
	v                 content
	key               string
	lines             []line
	target            plan.Target
	by                plan.Keys
	as                declaration.Transform
	deletes, everyone bool
}

func optional[T any](values []T) *rapid.Generator[*T] {
	return rapid.Custom(func(t *rapid.T) *T {
		if rapid.IntRange(0, 5).Draw(t, "null") == 0 {
			return nil
		}
		v := rapid.SampledFrom(values).Draw(t, "value")
		return &v
	})
}

func drawWorld(t *rapid.T) *world {
	names := rapid.SliceOfNDistinct(rapid.SampledFrom(oddNames), 6, 6, strings.ToLower).Draw(t, "names")
	w := &world{table: names[0], columns: [5]string(names[1:]), by: plan.Keys{}}
	one := rapid.SampledFrom(sorts)
	w.who, w.phone, w.own = one.Draw(t, "who"), one.Draw(t, "phone"), one.Draw(t, "own")
	w.at, w.v = rapid.SampledFrom(calendars()).Draw(t, "at"), rapid.SampledFrom(contents).Draw(t, "v")
	w.key = rapid.SampledFrom([]string{"n", "none", "both"}).Draw(t, "key")
	for range rapid.IntRange(1, 10).Draw(t, "rows") {
		w.lines = append(w.lines, line{
			who: optional(w.who.values).Draw(t, "who"), phone: optional(w.phone.values).Draw(t, "phone"), own: optional(w.own.values).Draw(t, "own"),
			at: optional(w.at.hours).Draw(t, "at"), v: optional(w.v.values).Draw(t, "v"),
		})
	}
	keys := func(values ...string) []string {
		return rapid.SliceOfN(rapid.SampledFrom(values), 0, 3).Draw(t, "keys")
	}
	w.by["person"] = keys(append(append(likeNumbers, w.who.values...), w.own.values...)...)
	w.by["phone"] = keys(append(append(likeNumbers, w.phone.values...), likeIDs...)...)
	w.target = plan.Target{Holding: w.table, Limit: rapid.IntRange(0, 3).Draw(t, "limit")}
	ways := [][2]string{{w.columns[0], "person"}, {w.columns[1], "phone"}, {w.columns[0], "phone"}, {w.columns[2], "person"}}
	for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, 3), 1, 3, rapid.ID).Draw(t, "ways") {
		w.target.Found = append(w.target.Found, &declaration.Found{In: ways[i][0], By: ways[i][1]})
	}
	if rapid.Bool().Draw(t, "owned") {
		w.target.Owner = w.columns[2]
	}
	if rapid.Bool().Draw(t, "windowed") {
		in := plan.Window{Column: w.columns[3], Null: rapid.Bool().Draw(t, "null")}
		in.To = rapid.SampledFrom(eras).Draw(t, "to")
		if rapid.Bool().Draw(t, "bounded") {
			in.From = rapid.SampledFrom(eras).Draw(t, "from")
		}
		w.target.Within = []plan.Window{in}
		w.everyone = rapid.IntRange(0, 3).Draw(t, "everyone") == 0
	}
	if w.everyone {
		w.target.Everyone, w.target.Found, w.target.Owner = true, nil, ""
	}
	if w.deletes = rapid.Bool().Draw(t, "deletes"); !w.deletes {
		w.as = rapid.SampledFrom(w.v.as).Draw(t, "as")
	}
	return w
}

// meant says which rows a target means, from what was generated alone.
func (w *world) meant(engine string, l line) bool {
	for _, in := range w.target.Within {
		switch {
		case l.at == nil || !l.at.timed:
			if !in.Null {
				return false
			}
		case !in.From.IsZero() && l.at.at.Before(in.From), !l.at.at.Before(in.To):
			return false
		}
	}
	for _, f := range w.target.Found {
		held, s := l.who, w.who
		switch f.In {
		case w.columns[1]:
			held, s = l.phone, w.phone
		case w.columns[2]:
			held, s = l.own, w.own
		}
		if held == nil || !slices.ContainsFunc(w.by[f.By], func(k string) bool { return k != "" && s.is(engine, *held, k) }) {
			continue
		}
		if w.target.Owner == "" || f.By == "person" || f.In == w.target.Owner || l.own == nil {
			return true
		}
		theirs := append([]string{"", "0", "00000000-0000-0000-0000-000000000000"}, w.by["person"]...)
		if slices.ContainsFunc(theirs, func(k string) bool { return w.own.is(engine, *l.own, k) }) {
			return true
		}
	}
	return w.everyone
}

// literal writes a value as a literal of an engine.
func literal(engine string, s sort, v *string) string {
	switch {
	case v == nil:
		return "null"
	case s.name == "bytes":
		h := hex.EncodeToString([]byte(*v))
		if engine == "postgres" {
			return `'\x` + h + "'"
		}
		return "x'" + h + "'"
	}
	text := strings.ReplaceAll(*v, "'", "''")
	if engine == "mysql" {
		text = strings.ReplaceAll(text, `\`, `\\`)
	}
	return "'" + text + "'"
}

// make makes the table, with the number of each row in its first column and what is
// changed in its last.
func (w *world) make(b *bed) []string {
	q := b.c.(*connector).d.quote
	key := map[string]string{"n": " primary key", "none": "", "both": ""}[w.key]
	head := "create table " + q(w.table) + " (n_o bigint" + key + " not null"
	for i, typ := range []string{w.who.on(b.engine), w.phone.on(b.engine), w.own.on(b.engine), b.said(w.at.typ), w.v.typ} {
		head += ", " + q(w.columns[i]) + " " + typ
	}
	if w.key == "both" {
		head += ", c_o varchar(9) default 'x' not null, primary key (c_o, n_o)"
	}
	all := []string{"drop table if exists " + q(w.table), head + ")"}
	var names []string
	for _, c := range w.columns {
		names = append(names, q(c))
	}
	for i, l := range w.lines {
		at := "null"
		if l.at != nil {
			at = literal(b.engine, sort{}, &l.at.text)
		}
		all = append(all, fmt.Sprintf("insert into %s (n_o, %s) values (%d, %s, %s, %s, %s, %s)", q(w.table), strings.Join(names, ", "), i,
			literal(b.engine, w.who, l.who), literal(b.engine, w.phone, l.phone), literal(b.engine, w.own, l.own), at, literal(b.engine, sort{}, l.v)))
	}
	return all
}

// becomes is what a transform makes of a row, nil for nothing; anything where it is a
// hash.
func (w *world) becomes(v *string) (to *string, hashed bool) {
	text := ""
	if name, argument := w.as.Parts(); name == "fixed" {
		return &argument, false
	}
	switch {
	case w.as == "blank":
		if w.v.typ == "bigint" {
			text = "0"
		}
		return &text, false
	case v == nil || w.as == "null":
		return nil, false
	case w.as == "hash":
		return nil, true
	}
	text, null := w.as.Apply(*v)
	if null {
		return nil, false
	}
	return &text, false
}

// seen reads every row, by its number: all but what is changed as the driver gives
// it, and what is changed as the connector shows it.
func (w *world) seen(ctx context.Context, b *bed) (rest map[string]string, v map[string]*string, err error) {
	q := b.c.(*connector).d.quote
	names := []string{"n_o"}
	for _, c := range w.columns[:4] {
		names = append(names, q(c))
	}
	rows, err := b.db.QueryContext(ctx, "select "+strings.Join(names, ", ")+" from "+q(w.table))
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }()
	rest, v = map[string]string{}, map[string]*string{}
	for rows.Next() {
		row, into := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, nil, err
		}
		text := ""
		for i, x := range row {
			if bytes, ok := x.([]byte); ok {
				row[i] = string(bytes)
			}
			text += fmt.Sprintf("|%T %q", x, fmt.Sprint(row[i]))
		}
		rest[fmt.Sprint(row[0])] = text
	}
	if err := rows.Err(); err != nil {
		return nil, nil, err
	}
	var all []string
	for n := range w.lines {
		all = append(all, fmt.Sprint(n))
	}
	for r, err := range b.c.Read(ctx, target(w.table, "n_o", "n"), plan.Keys{"n": all}, []string{"n_o", w.columns[4]}) {
		if err != nil {
			return nil, nil, err
		}
		v[r["n_o"]] = nil
		if text, ok := r[w.columns[4]]; ok {
			v[r["n_o"]] = &text
		}
	}
	return rest, v, nil
}

// TestNeighboursAreUntouched draws a table, a target and a deed, and holds what each
// engine does against what was generated: who is meant is changed, and nobody else in
// a single byte; what is counted, done and looked for agrees with it.
func TestNeighboursAreUntouched(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		_ = flag.Set("rapid.checks", "40")
		defer func() { _ = flag.Set("rapid.checks", f.DefValue) }()
	}
	for _, engine := range []string{"postgres", "mysql", "sqlite"} {
		t.Run(engine, func(t *testing.T) {
			b := newBed(t, engine)
			if engine == "postgres" {
				b.exec("create extension if not exists citext", "create collation loosest (provider = icu, locale = 'und-u-ks-level1', deterministic = false)")
			}
			rapid.Check(t, func(rt *rapid.T) {
				w := drawWorld(rt)
				b.c.(*connector).tables = nil // another table of the same name
				for _, s := range w.make(b) {
					if _, err := b.db.ExecContext(t.Context(), s); err != nil {
						rt.Fatalf("%s: %v", s, err)
					}
				}
				w.hold(t.Context(), rt, b)
				if _, err := b.db.ExecContext(t.Context(), w.make(b)[0]); err != nil {
					rt.Fatal(err)
				}
			})
		})
	}
}

// hold does the deed, and holds it against what was generated.
func (w *world) hold(ctx context.Context, t *rapid.T, b *bed) {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	before, was, err := w.seen(ctx, b)
	must(err)
	if len(before) != len(w.lines) || len(was) != len(w.lines) {
		t.Fatalf("of %d rows %d and %d are seen", len(w.lines), len(before), len(was))
	}
	var meant, changes []int
	for i, l := range w.lines {
		if !w.meant(b.engine, l) {
			continue
		}
		meant = append(meant, i)
		to, hashed := w.becomes(l.v)
		if w.deletes || hashed || (to == nil) != (l.v == nil) || to != nil && *to != *l.v {
			changes = append(changes, i)
		}
	}
	limited := func(n int) int64 {
		if w.target.Limit > 0 {
			return int64(min(n, w.target.Limit))
		}
		return int64(n)
	}
	n, err := b.c.Count(ctx, w.target, w.by)
	must(err)
	if n != limited(len(meant)) {
		t.Fatalf("%d rows are counted of %v", n, meant)
	}
	w.look(ctx, t, b, len(meant), len(changes))
	deed := plan.Deed{}
	if !w.deletes {
		deed.Change = transforms{w.columns[4]: w.as}
	}
	done, err := b.c.Do(ctx, w.target, w.by, deed)
	must(err)
	if done != limited(len(changes)) {
		t.Fatalf("%d rows are done of %v", done, changes)
	}
	after, is, err := w.seen(ctx, b)
	must(err)
	changed := 0
	for i, l := range w.lines {
		k := fmt.Sprint(i)
		now, there := after[k]
		same := there && now == before[k] && (is[k] == nil) == (was[k] == nil) && (is[k] == nil || *is[k] == *was[k])
		switch {
		case same:
		case !slices.Contains(changes, i):
			t.Fatalf("row %d is touched, which is none of %v: %s, then %s", i, changes, before[k], now)
		case w.deletes != !there:
			t.Fatalf("row %d: there %v", i, there)
		case there:
			to, hashed := w.becomes(l.v)
			if now != before[k] || !hashed && ((to == nil) != (is[k] == nil) || to != nil && *to != *is[k]) || hashed && (is[k] == nil || !strings.HasPrefix(*is[k], "anon-")) {
				t.Fatalf("row %d is %s %v, and not %v", i, now, is[k], to)
			}
			changed++
		default:
			changed++
		}
	}
	if int64(changed) != done {
		t.Fatalf("%d rows are other than before, and %d are said to be", changed, done)
	}
	left := len(meant)
	if w.deletes {
		left -= changed
	}
	w.look(ctx, t, b, left, len(changes)-changed)
}

// look has to find as many rows, and as many that are not what they should be.
func (w *world) look(ctx context.Context, t *rapid.T, b *bed, rows, changes int) {
	s := plan.Search{By: w.by, Targets: []plan.Target{w.target}}
	want := rows
	if !w.deletes {
		s.Targets, s.Changed, want = nil, []plan.Changed{{Target: w.target, As: transforms{w.columns[4]: w.as}}}, changes
	}
	found, err := b.l.Look(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range found {
		n += int(r.Count)
	}
	if n != want {
		t.Fatalf("looking finds %v, and there are %d", found, want)
	}
}
