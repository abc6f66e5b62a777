//go:build unix

package objects

import (
	"io/fs"
	"os"
	"syscall"
)

// An identity is what a file is, whatever its names.
type identity struct{ device, number, links uint64 }

func identityOf(info fs.FileInfo) identity {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return identity{uint64(s.Dev), uint64(s.Ino), uint64(s.Nlink)} //nolint:unconvert // the types differ by system
	}
	return identity{}
}

// openPlain opens a regular file to read: never a link, and without waiting for
// whoever writes into a pipe.
func openPlain(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}
