package client_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/volens/volens/client"
	"github.com/volens/volens/replica"
)

// saved returns a snapshot file in which u-1 agreed, and who made it.
func saved(t *testing.T, lease time.Duration) (*node, string) {
	t.Helper()
	n := newNode(t)
	c := n.client()
	agree(t, c, "u-1")
	file := filepath.Join(t.TempDir(), "volens.snapshot")
	if err := c.SaveSnapshot(t.Context(), file, lease); err != nil {
		t.Fatal(err)
	}
	return n, file
}

func TestSnapshotAnswersOfflineUntilItsLeaseIsOver(t *testing.T) {
	n, file := saved(t, time.Minute)
	clock := newHands()
	c, err := client.OpenSnapshotAt(file, n.public, clock)
	if err != nil {
		t.Fatal(err)
	}
	if !permits(t, c, n.question("u-1")) || permits(t, c, n.question("u-2")) {
		t.Error("the snapshot answers otherwise than the primary")
	}
	if w := visit(c.Optional(recommend, who)(http.HandlerFunc(shop)), "u-1"); w.Code != 200 {
		t.Errorf("a guard offline: %d", w.Code)
	}
	if _, err := c.Withdraw(t.Context(), person(t, "u-1"), client.Target{Service: "shop"}); err == nil {
		t.Error("a file took a withdrawal")
	}
	held, _ := c.Decide(t.Context(), n.question("u-1"))
	clock.pass(time.Minute)
	clock.wall.Add(-int64(time.Hour)) // setting the clock back gains nothing
	if permits(t, c, n.question("u-1")) || held.Permits() {
		t.Error("permitted after the lease")
	}
	if _, err := client.OpenSnapshotAt(file, n.public, clock); err == nil {
		t.Error("a snapshot from the future was opened")
	}
	clock.pass(2 * time.Hour)
	if _, err := client.OpenSnapshotAt(file, n.public, clock); err == nil {
		t.Error("a snapshot was opened after its lease")
	}
}

// TestSnapshotIsRefusedChanged changes bytes all over the file.
func TestSnapshotIsRefusedChanged(t *testing.T) {
	n, file := saved(t, time.Minute)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read the snapshot: %v", info.Mode())
	}
	changed := filepath.Join(t.TempDir(), "changed")
	dice := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same places every time
	for range 400 {
		at, b := dice.IntN(len(whole)), bytes.Clone(whole)
		b[at] ^= 1 << dice.IntN(8)
		if err := os.WriteFile(changed, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := client.OpenSnapshot(changed, n.public, ""); err == nil {
			t.Fatalf("byte %d of %d changed, and nobody saw", at, len(whole))
		}
	}
	if _, err := client.OpenSnapshot(file, newNode(t).public, ""); !errors.Is(err, replica.ErrSeal) {
		t.Errorf("another installation's snapshot: %v", err)
	}
}
