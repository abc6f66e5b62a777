package database

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// Sync writes 4 KiB at the end of a file in dir n times, has each brought to the
// disk, and returns the median of how long that took.
func Sync(dir string, n int) (time.Duration, error) {
	f, err := os.Create(filepath.Join(dir, "sync"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	block := make([]byte, 4<<10)
	took := make([]time.Duration, n)
	for k := range took {
		start := time.Now()
		if _, err := f.Write(block); err != nil {
			return 0, err
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			return 0, err
		}
		took[k] = time.Since(start)
	}
	slices.Sort(took)
	return took[n/2], nil
}
