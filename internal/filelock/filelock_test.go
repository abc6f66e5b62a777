package filelock

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestALockIsOnes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	open := func() *os.File {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	first, second, third := open(), open(), open()
	if taken, err := Try(first); !taken || err != nil {
		t.Fatalf("the first: %v, %v", taken, err)
	}
	if taken, err := Try(second); taken || err != nil {
		t.Errorf("the second: %v, %v", taken, err)
	}
	waited := make(chan error)
	go func() { waited <- Wait(third) }()
	select {
	case err := <-waited:
		t.Fatalf("it did not wait: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-waited; err != nil {
		t.Error(err)
	}
	if taken, err := Try(second); taken || err != nil {
		t.Errorf("while somebody else has it: %v, %v", taken, err)
	}
	if err := third.Close(); err != nil {
		t.Fatal(err)
	}
	if taken, err := Try(second); !taken || err != nil {
		t.Errorf("afterwards: %v, %v", taken, err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
}
