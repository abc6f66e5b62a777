package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/volens/volens/internal/testdb"
)

// A database that can be reached is read, though this one holds nothing yet;
// what tables give is tested where they are read.
func TestInitReadsALiveDatabase(t *testing.T) {
	for engine, open := range map[string]func(testing.TB) string{"postgres": testdb.Postgres, "mysql": testdb.MariaDB} {
		t.Run(engine, func(t *testing.T) {
			address := open(t)
			var out, err bytes.Buffer
			p := &process{out: &out, err: &err, getenv: func(name string) string {
				return map[string]string{"SHOP_DB": address, "LANG": "en"}[name]
			}}
			if code := run([]string{"init", "--database-env", "SHOP_DB", "-o", "-"}, p); code != 0 {
				t.Fatalf("exit code %d: %s", code, err.String())
			}
			if !strings.Contains(err.String(), "volens: $SHOP_DB (database): 0 looked at, 0 guesses") || strings.Contains(out.String()+err.String(), address) {
				t.Errorf("said %s", err.String())
			}
		})
	}
}
