//go:build unix

// Package filelock locks files between processes. A lock ends when the file is
// closed, or with the process, however it ends.
package filelock

import (
	"errors"
	"os"
	"syscall"
)

// Try takes an exclusive lock on f, or reports that somebody else has it.
func Try(f *os.File) (taken bool, err error) {
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// Wait takes an exclusive lock on f as soon as nobody else has it.
func Wait(f *os.File) error {
	for {
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
