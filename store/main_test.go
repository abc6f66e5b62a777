package store

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/volens/volens/internal/testdb"
)

func TestMain(m *testing.M) {
	if os.Getenv(childRole) != "" {
		os.Exit(writeUntilKilled())
	}
	code := testdb.Main(m)
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}
