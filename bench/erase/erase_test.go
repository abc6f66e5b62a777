package main

import (
	"context"
	"io"
	"path/filepath"
	"testing"
)

// TestWhatIsMeasuredIsDone runs every measurement once, on a small database, and
// looks at what is left: a way of erasing that erases nothing is not fast.
func TestWhatIsMeasuredIsDone(t *testing.T) {
	ctx := context.Background()
	address := "sqlite://" + filepath.Join(t.TempDir(), "shop.db")
	s, err := fill(ctx, "sqlite", address, 400)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	v, err := volens(ctx, filepath.Join(t.TempDir(), "volens"), "sqlite", address)
	if err != nil {
		t.Fatal(err)
	}
	defer v.close()
	loop := func(each func(context.Context, []int64, func(table) string) error, say func(table) string) func(context.Context, []int64) error {
		return func(ctx context.Context, ids []int64) error { return each(ctx, ids, say) }
	}
	people := 400
	for name, deed := range map[string]func(context.Context, []int64) error{"naive": loop(s.naive, remove), "together": loop(s.together, remove), "join": s.join, "set": v.remove, "set, evidence, read back": v.removeAndLook} {
		if s.rate(50, func(ids []int64) error { return deed(ctx, ids) }); s.err != nil {
			t.Fatalf("%s: %v", name, s.err)
		}
		people -= 50
		for _, table := range tables {
			var rows int
			if err := s.db.QueryRow("select count(*) from " + table.name).Scan(&rows); err != nil || rows != people*table.rows {
				t.Errorf("%s: %s has %d rows, want %d (%v)", name, table.name, rows, people*table.rows, err)
			}
		}
	}
	for name, deed := range map[string]func(context.Context, []int64) error{"naive": loop(s.naive, blank), "set": v.anonymise} {
		if s.rate(50, func(ids []int64) error { return deed(ctx, ids) }); s.err != nil {
			t.Fatalf("anonymise %s: %v", name, s.err)
		}
	}
	var left int
	if err := s.db.QueryRow("select count(*) from contact where phone is null").Scan(&left); err != nil || left != 100 {
		t.Errorf("%d people anonymised, want 100 (%v)", left, err)
	}
}

func TestRunPrintsTheGoals(t *testing.T) {
	o := options{dir: t.TempDir(), postgres: "none", people: 500, rounds: 1, set: 20, single: 5}
	if err := run(context.Background(), io.Discard, o); err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if run(gone, io.Discard, o) == nil {
		t.Error("a run that was given up has figures")
	}
	o.people = 10
	if run(context.Background(), io.Discard, o) == nil {
		t.Error("fewer people than the measurements use up were accepted")
	}
}
