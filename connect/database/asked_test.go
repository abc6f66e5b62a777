package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// A listener hears what is asked of a database, through a connection of another
// pool that it holds meanwhile.
type listener struct {
	driver.Connector
	pool *sql.DB
	mu   sync.Mutex
	said []saying
}

// A saying is a question with its parameters.
type saying struct {
	query string
	args  []driver.NamedValue
}

// heard is a connection that is listened to. What a driver may leave out, these three
// do not.
type heard struct {
	driver.Conn
	l *listener
}

func (l *listener) Connect(ctx context.Context) (driver.Conn, error) {
	held, err := l.pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var c driver.Conn
	err = held.Raw(func(raw any) error { c = raw.(driver.Conn); return nil })
	return heard{c, l}, err
}

func (l *listener) Driver() driver.Driver { return l.pool.Driver() }

func (h heard) Close() error { return nil } // it is the pool's

func (h heard) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	return h.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
}

func (h heard) CheckNamedValue(v *driver.NamedValue) error {
	if c, ok := h.Conn.(driver.NamedValueChecker); ok {
		return c.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

func (h heard) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	h.l.mu.Lock()
	h.l.said = append(h.l.said, saying{query, args})
	h.l.mu.Unlock()
	return h.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

func (h heard) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return h.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
}

// listened puts a listener between the bed's connector and looker and the database,
// and returns a function that says how many rows they asked for since: those that an
// engine would have to send, whoever stopped reading.
func (b *bed) listened() (rows func() int) {
	b.t.Helper()
	l := &listener{pool: b.db}
	db := sql.OpenDB(l)
	b.c.(*connector).db, b.l.(*looker).db = db, db
	b.t.Cleanup(func() { _ = db.Close() })
	return func() int {
		b.t.Helper()
		n := 0
		for _, s := range l.said {
			args := make([]any, len(s.args))
			for i, a := range s.args {
				args[i] = a.Value
			}
			err := each(b.t.Context(), b.db, s.query, args, func(func(...any) error) error { n++; return nil })
			if err != nil {
				b.t.Fatalf("%s: %v", s.query, err)
			}
		}
		l.said = nil
		return n
	}
}

// TestALimitIsTheEnginesToo: what a target leaves out is not even sent.
func TestALimitIsTheEnginesToo(t *testing.T) {
	for _, engine := range []string{"postgres", "mysql", "sqlite"} {
		t.Run(engine, func(t *testing.T) {
			b := newBed(t, engine, "create table many (id bigint primary key, who varchar(20), mail varchar(40))",
				"insert into many with recursive s(n) as (select 1 union all select n + 1 from s where n < 900) select n, case when n % 3 = 0 then 'b' else 'a' end, concat('mail', n) from s")
			b.count(target("many", "who", "person"), plan.Keys{"person": {"a"}}, 600)
			rows := b.listened()
			few, by := target("many", "who", "person"), plan.Keys{"person": {"a", "b"}}
			few.Limit = 5
			for name, ask := range map[string]func() error{
				"count": func() error { b.count(few, by, 5); return nil },
				"read":  func() error { b.read(few, by, "mail"); return nil },
				"resolve": func() error {
					_, err := b.c.Resolve(t.Context(), few, by, map[string]string{"mail": "mail"})
					return err
				},
				"change": func() error {
					n, err := b.c.Do(t.Context(), few, by, plan.Deed{Change: map[string]declaration.Transform{"mail": "first:1"}})
					if n != 5 {
						t.Errorf("%d rows changed", n)
					}
					return err
				},
			} {
				if err := ask(); err != nil {
					t.Fatal(name, err)
				}
				if n := rows(); n > 5 {
					t.Errorf("%s asks for %d rows of at most 5", name, n)
				}
			}
			if n := b.inside(few, by); n != 5 {
				t.Errorf("the engine counted %d rows, to say that there are 5 or more", n)
			}
		})
	}
}

// inside is what the engine answers when a target is counted.
func (b *bed) inside(few plan.Target, by plan.Keys) int64 {
	b.t.Helper()
	c := b.c.(*connector)
	a, err := c.aim(b.t.Context(), few, by)
	if err != nil {
		b.t.Fatal(err)
	}
	var n int64
	err = a.parts(10, true, func(cond condition) error {
		s := a.counting(cond, a.limit)
		return each(b.t.Context(), b.db, s.text.String(), s.args, func(scan func(...any) error) error { return scan(&n) })
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

// TestChangesGoOnWhereNothingChanges: rows that are already as they should be do not
// keep a limited deed from those that are not.
func TestChangesGoOnWhereNothingChanges(t *testing.T) {
	for _, engine := range []string{"postgres", "mysql", "sqlite"} {
		t.Run(engine, func(t *testing.T) {
			for name, key := range map[string]string{
				"a number": "id bigint primary key", "a text": "id varchar(20) primary key", "two": "mail2 varchar(20) default 'x', id bigint",
				"a decimal": "id decimal(10,2) primary key", "a day": "id date primary key", "none": "id bigint",
			} {
				value := "n"
				if name == "a day" {
					value = map[string]string{"postgres": "date '2024-01-01' + n", "mysql": "adddate('2024-01-01', n)", "sqlite": "date('2024-01-01', n || ' days')"}[engine]
				}
				b := newBed(t, engine, "create table many ("+key+", who varchar(20), mail varchar(40)"+map[bool]string{true: ", primary key (mail2, id)"}[name == "two"]+")",
					"insert into many (id, who, mail) with recursive s(n) as (select 1 union all select n + 1 from s where n < 40) select "+value+", 'a', case when n % 7 = 0 then concat('x', n) when n % 5 = 0 then null else 'x' end from s")
				few, by := target("many", "who", "person"), plan.Keys{"person": {"a"}}
				few.Limit = 2
				var got []int64
				for range 4 {
					n, err := b.c.Do(t.Context(), few, by, plan.Deed{Change: map[string]declaration.Transform{"mail": "first:1"}})
					if err != nil {
						t.Fatal(name, err)
					}
					got = append(got, n)
				}
				if got[0] != 2 || got[1] != 2 || got[2] != 1 || got[3] != 0 {
					t.Errorf("%s: %v", name, got)
				}
			}
		})
	}
}

// TestAWindowIsTheEnginesToo: of what lies outside of a window, a looker is sent
// nothing.
func TestAWindowIsTheEnginesToo(t *testing.T) {
	for _, engine := range []string{"postgres", "mysql", "sqlite"} {
		t.Run(engine, func(t *testing.T) {
			b := newBed(t, engine, "create table old (id bigint primary key, d date, at TIME6, z ZONED, secs bigint, ms bigint, words varchar(40))")
			for n := range 300 {
				at := shanghaiAt("2020-01-01 00:00:00").AddDate(0, 0, n*7)
				b.exec("insert into old values (" + itoa(n) + ", '" + at.Format("2006-01-02") + "', '" + at.Format("2006-01-02 15:04:05") + "', '" + at.Format("2006-01-02 15:04:05") + "', " +
					itoa(int(at.Unix())) + ", " + itoa(int(at.UnixMilli())) + ", '" + at.Format("2006-01-02T15:04:05+08:00") + "')")
			}
			rows := b.listened()
			for _, column := range []string{"d", "at", "z", "secs", "ms", "words"} {
				w := plan.Window{Column: column, From: shanghaiAt("2020-02-01 00:00:00"), To: shanghaiAt("2020-03-02 00:00:00")}
				sweep := plan.Target{Holding: "old", Everyone: true, Within: []plan.Window{w}}
				rows()
				if _, err := b.l.Look(t.Context(), plan.Search{}); err != nil {
					t.Fatal(err)
				}
				idle := rows() // the catalogue
				b.look(plan.Search{Targets: []plan.Target{sweep}}, "old identifier 4")
				if n := rows() - idle; n > 6 {
					t.Errorf("%s: the looker asks for %d rows, to see 4", column, n)
				}
				b.look(stays(sweep, transforms{"words": "null"}), "old.words column 4")
				if n := rows() - idle; n > 6 {
					t.Errorf("%s: the looker asks for %d rows, to see what became of 4", column, n)
				}
			}
		})
	}
}
