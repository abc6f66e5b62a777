package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"

	"github.com/volens/volens/bench/serve"
)

// fixed is what the bare handler answers: about the start of a verdict.
const fixed = `{"permit":true,"reasons":[{"rule":"consent-granted","articles":[],"message":"本人已同意"}],"valid_until":"2026-11-22T09:00:05.000Z"}`

// bareName is the name of the environment variable that makes this program serve
// the bare handler and nothing else.
const bareName = "VOLENS_BENCH_BARE"

// startBare runs this same program once more.
func startBare() (*serve.Server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), bareName+"=1")
	return serve.Start(cmd)
}

// serveBare serves a handler that does nothing but read the request and answer.
func serveBare(out io.Writer) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "bare: %s%s\n", serve.Listening, l.Addr())
	return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, fixed)
	}))
}
