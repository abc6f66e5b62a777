package testdb

import (
	"net"
	"os"
	"testing"
)

// TestServersOfOneTestEndWithIt starts both, and finds neither afterwards.
func TestServersOfOneTestEndWithIt(t *testing.T) {
	var socket, endpoint, folder string
	t.Run("user", func(t *testing.T) {
		r, s := Redis(t), S3(t)
		socket, endpoint, folder = r.Socket(), s.Endpoint(), r.Folder()
		if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("others may enter the folder: %v %v", info.Mode(), err)
		}
		if err := r.ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
	if socket == "" {
		t.Skip("a server is not installed")
	}
	for network, address := range map[string]string{"unix": socket, "tcp": endpoint} {
		if conn, err := net.Dial(network, address); err == nil {
			_ = conn.Close()
			t.Errorf("the server at %s outlived its test", network)
		}
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("the folder outlived its test")
	}
}
