package database_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/volens/volens/connect/database"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/internal/testdb"
)

// TestNow: a server says what time it has, in any zone of ours or its own.
func TestNow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "shop.db")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for engine, address := range map[string]string{"postgres": testdb.Postgres(t), "mysql": testdb.MariaDB(t), "sqlite": "sqlite://" + file} {
		c, err := database.Open(t.Context(), engine, address)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		timed, ok := c.(plan.Timed)
		if !ok {
			t.Fatalf("%s has no clock", engine)
		}
		at, err := timed.Now(t.Context())
		if err != nil || time.Since(at).Abs() > time.Minute {
			t.Errorf("%s: %s, %v", engine, at, err)
		}
	}
}
