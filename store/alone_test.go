package store

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/volens/volens/internal/testdb"
)

// TestAlone: of two nodes on one database, one at a time does what is done alone. When
// the one is done, or cut off, the other may; and who was cut off is told to end.
func TestAlone(t *testing.T) {
	o := Options{URL: testdb.Postgres(t), Keys: ring(t)}
	a, b := open(t, o), open(t, o)
	failed := errors.New("half done")
	other := func() bool {
		t.Helper()
		did, err := b.Alone(t.Context(), func(context.Context) error { return failed })
		if did != errors.Is(err, failed) || !did && err != nil {
			t.Fatalf("did %t: %v", did, err)
		}
		return did
	}
	did, err := a.Alone(t.Context(), func(context.Context) error {
		if other() {
			t.Error("both at once")
		}
		return nil
	})
	if err != nil || !did || !other() {
		t.Errorf("did %t, %v; or it is held for ever", did, err)
	}
	db, err := sql.Open("pgx", o.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	_, _ = a.Alone(t.Context(), func(ctx context.Context) error {
		if _, err := db.ExecContext(ctx, "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and objid = $1", int64(sweepLock)&0xffffffff); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Second):
			t.Error("it goes on although it is cut off")
		}
		if !other() {
			t.Error("held by nobody, and not to be had")
		}
		return ctx.Err()
	})

	one := open(t, Options{Data: t.TempDir(), Keys: o.Keys})
	if did, err := one.Alone(t.Context(), func(context.Context) error { return failed }); !did || !errors.Is(err, failed) {
		t.Errorf("a file is one node's: %t, %v", did, err)
	}
}
