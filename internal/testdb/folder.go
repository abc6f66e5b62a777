package testdb

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	// prefix starts the name of every folder this package makes.
	prefix = "volens-testdb-"
	// longestSocket is what fits into a socket address, less the name that
	// PostgreSQL gives the socket.
	longestSocket = 107 - len("/.s.PGSQL.5432.lock")
)

// A folder is a temporary one that is held by a lock, so that the folders of
// killed tests can be told from those in use.
type folder struct {
	path string
	lock *os.File
}

// newFolder makes a folder for owner alone, and clears away abandoned ones.
func newFolder(owner *syscall.Credential) (*folder, error) {
	sweep(os.TempDir())
	path, err := os.MkdirTemp("", prefix)
	if err != nil {
		return nil, err
	}
	f := &folder{path: path}
	if len(path) > longestSocket {
		f.remove()
		return nil, fmt.Errorf("the path %s is too long for a socket: set TMPDIR to a shorter one", path)
	}
	if f.lock, err = hold(path); err != nil {
		f.remove()
		return nil, err
	}
	if owner != nil {
		if err := os.Chown(path, int(owner.Uid), int(owner.Gid)); err != nil {
			f.remove()
			return nil, err
		}
	}
	return f, nil
}

// remove deletes the folder, then lets go of its lock.
func (f *folder) remove() {
	_ = os.RemoveAll(f.path)
	if f.lock != nil {
		_ = f.lock.Close()
	}
}

// hold takes the lock of the folder at path, or fails where somebody has it.
func hold(path string) (*os.File, error) {
	lock, err := os.OpenFile(filepath.Join(path, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	return lock, nil
}

// sweep removes the folders in dir that tests left behind when they were killed.
// A young one may be about to be locked, and is left alone.
func sweep(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !strings.HasPrefix(entry.Name(), prefix) || time.Since(info.ModTime()) < time.Minute {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		if lock, err := hold(path); err == nil {
			(&folder{path, lock}).remove()
		}
	}
}
