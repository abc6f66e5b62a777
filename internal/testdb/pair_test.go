package testdb

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// write commits one row and reports whether it was acknowledged in time.
func write(t *testing.T, url string, n int, within time.Duration) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	_, err = conn.Exec(ctx, "insert into kept values ($1)", n)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	return err == nil
}

// TestWhatAPairLoses lets the standby die first, then the primary: what was
// acknowledged in between is lost, unless the pair acknowledges nothing then.
func TestWhatAPairLoses(t *testing.T) {
	for mode, want := range map[Mode]struct {
		acked bool
		kept  string
	}{Synchronous: {false, "1"}, Asynchronous: {true, "1"}} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			p := NewPair(t, mode)
			conn, err := pgx.Connect(t.Context(), p.URL())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := conn.Exec(t.Context(), "create table kept (n bigint)"); err != nil {
				t.Fatal(err)
			}
			if !write(t, p.URL(), 1, patience) {
				t.Fatal("a whole pair did not acknowledge")
			}
			if err := p.followedTo(); err != nil {
				t.Fatal(err)
			}
			p.KillStandby()
			if acked := write(t, p.URL(), 2, 2*time.Second); acked != want.acked {
				t.Errorf("acknowledged without a standby: %v, want %v", acked, want.acked)
			}
			p.KillPrimary()
			p.Promote()
			if got := ask(t, p.URL(), "select count(*)::text from kept"); got != want.kept {
				t.Errorf("%s rows after the promotion, want %s", got, want.kept)
			}
			p.Rebuild()
			if !write(t, p.URL(), 3, patience) {
				t.Error("a rebuilt pair did not acknowledge")
			}
		})
	}
}

// followedTo waits until the standby has all that the primary wrote.
func (p *Pair) followedTo() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		var done bool
		err := p.query(ctx, "select bool_and(flush_lsn >= pg_current_wal_lsn()) from pg_stat_replication", &done)
		if err != nil || done {
			return err
		}
	}
}
