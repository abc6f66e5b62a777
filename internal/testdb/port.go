package testdb

import (
	"net"
	"testing"
)

// FreePort returns a port of 127.0.0.1 that nobody listens on just now, for what
// cannot be told to listen on a socket.
func FreePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}
