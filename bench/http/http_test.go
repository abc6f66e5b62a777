package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/bench/serve"
)

// TestMain is the bare handler, where the test runs itself as one.
func TestMain(m *testing.M) {
	if os.Getenv(bareName) != "" {
		fmt.Fprintln(os.Stderr, serveBare(os.Stdout))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// Everything runs, on a little of it, against the real server.
func TestARunOfALittle(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and starts the server, which a short run does not")
	}
	dir := t.TempDir()
	volens, err := serve.Build(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	o := options{volens: volens, people: 20, conns: 2, rounds: 1, sample: 20 * time.Millisecond, dir: dir}
	if err := run(t.Context(), &b, o); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"POST /v1/decisions / bare GET", "decisions in batches of 100 / bare GET", "latency from when each was due"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}
