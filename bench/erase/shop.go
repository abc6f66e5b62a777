package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// A table of the shop: its columns beside the person, and how many rows each
// person has in it.
type table struct {
	name, columns, values string
	rows                  int
}

// Values of a generated row are made of the number of the person.
var tables = []table{
	{"profile", "name text, born text", "'name of ' || n, '1990-01-01'", 1},
	{"contact", "phone text, mail text", "'138' || n, 'p' || n || '@shop.example'", 1},
	{"device", "serial text, model text", "'serial-' || n, 'model of some make'", 1},
	{"orders", "address text, total bigint", "'a street of some length, number ' || n, n", 2},
	{"events", "page text, at bigint", "'/goods/of/some/page/' || n, n", 2},
}

// sqliteSettings are those of whoever erases one by one or by a joined table. What is
// deleted is overwritten, as Volens has it: to leave it in free pages is no erasing,
// and would be another job to compare with.
const sqliteSettings = "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)&_pragma=secure_delete(1)&_pragma=temp_store(2)"

// A shop is a filled database, and how the engine itself erases from it.
type shop struct {
	db     *sql.DB
	engine string
	left   []int64 // people who are still there, in random order
	err    error   // the first that a measurement met
}

// settled is what is done when all rows are in, so that nothing of the filling is left
// for a measurement to do.
var settled = map[string][]string{"postgres": {"vacuum analyze", "checkpoint"}, "sqlite": {"analyze", "pragma wal_checkpoint(truncate)"}}

// fill makes the tables and their rows.
func fill(ctx context.Context, engine, address string, people int) (*shop, error) {
	driver, dsn := "pgx", address
	if engine == "sqlite" {
		driver, dsn = "sqlite", "file:"+strings.TrimPrefix(address, "sqlite://")+sqliteSettings
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	s := &shop{db: db, engine: engine}
	series := fmt.Sprintf("select generate_series(1, %d) as n", people)
	if engine == "sqlite" {
		series = fmt.Sprintf("with recursive s(n) as (select 1 union all select n+1 from s where n < %d) select n from s", people)
	}
	for _, t := range tables {
		for _, statement := range []string{
			"drop table if exists " + t.name,
			"create table " + t.name + " (id bigint primary key, person bigint not null, " + t.columns + ")",
			fmt.Sprintf("insert into %s select n * %d + k, n, %s from (%s) as people, (%s) as copies", t.name, t.rows, t.values, series, copies(t.rows)),
			"create index " + t.name + "_person on " + t.name + " (person)",
		} {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				return nil, errors.Join(fmt.Errorf("%s: %w", t.name, err), db.Close())
			}
		}
	}
	for _, statement := range settled[engine] {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	s.left = make([]int64, people)
	for i := range s.left {
		s.left[i] = int64(i + 1)
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(people, func(i, j int) { s.left[i], s.left[j] = s.left[j], s.left[i] })
	return s, nil
}

func copies(n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf("select %d as k", i)
	}
	return strings.Join(parts, " union all ")
}

func (s *shop) close() error { return s.db.Close() }

// rate takes n people who are still there, does something with them, and returns
// how many a second it was done with.
func (s *shop) rate(n int, do func([]int64) error) float64 {
	ids := slices.Clone(s.left[:n])
	s.left = s.left[n:]
	start := time.Now()
	if err := do(ids); err != nil && s.err == nil {
		s.err = err
	}
	return float64(n) / time.Since(start).Seconds()
}

// remove and blank are what a loop says of one table.
func remove(t table) string { return "delete from " + t.name + " where person = $1" }

func blank(t table) string {
	column, _, _ := strings.Cut(t.columns, " ")
	return "update " + t.name + " set " + column + " = null where person = $1"
}

// naive takes one person after the other, a prepared statement a table, each
// committed by itself.
func (s *shop) naive(ctx context.Context, ids []int64, say func(table) string) error {
	all, done, err := s.prepared(ctx, say)
	if err != nil {
		return err
	}
	defer done()
	for _, id := range ids {
		for _, statement := range all {
			if _, err := statement.ExecContext(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// together is the same with one transaction for each person.
func (s *shop) together(ctx context.Context, ids []int64, say func(table) string) error {
	all, done, err := s.prepared(ctx, say)
	if err != nil {
		return err
	}
	defer done()
	for _, id := range ids {
		if err := s.person(ctx, id, all); err != nil {
			return err
		}
	}
	return nil
}

func (s *shop) person(ctx context.Context, id int64, all []*sql.Stmt) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for _, statement := range all {
		if _, err := tx.StmtContext(ctx, statement).ExecContext(ctx, id); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// prepared prepares a statement for each table.
func (s *shop) prepared(ctx context.Context, say func(table) string) (all []*sql.Stmt, done func(), err error) {
	done = func() {
		for _, statement := range all {
			_ = statement.Close()
		}
	}
	for _, t := range tables {
		statement, err := s.db.PrepareContext(ctx, say(t))
		if err != nil {
			done()
			return nil, nil, err
		}
		all = append(all, statement)
	}
	return all, done, nil
}

// join erases as fast as the engine can: the ids in a temporary table, one statement
// a table, one transaction.
func (s *shop) join(ctx context.Context, ids []int64) error {
	slices.Sort(ids)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, "create temporary table if not exists gone (person bigint primary key)"); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "delete from gone"); err != nil {
		return err
	}
	for batch := range slices.Chunk(ids, 1000) {
		var b strings.Builder
		for i, id := range batch {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, "(%d)", id)
		}
		if _, err := tx.ExecContext(ctx, "insert into gone values "+b.String()); err != nil {
			return err
		}
	}
	for _, t := range tables {
		statement := "delete from " + t.name + " using gone where " + t.name + ".person = gone.person"
		if s.engine == "sqlite" {
			statement = "delete from " + t.name + " where person in (select person from gone)"
		}
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}
