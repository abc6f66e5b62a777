package keys

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/filelock"
)

// The files that tombstones are kept in.
const (
	gravesFile = "tombstones"
	gravesLock = "tombstones.lock"
)

var (
	_ erase.Graves = (*Graves)(nil)

	badGraves = wrong("墓碑文件的内容不对：被改动、截短，或不属于这套密钥", "the file of tombstones does not hold what it should: it was changed, cut off, or does not belong to these keys").
			WithFix("从备份放回 keys 目录下的 tombstones；没有它，恢复的备份会让已删除的人回来", "put the file tombstones in the key folder back from its backup: without it a restored backup brings erased people back")
	unburied = fault.New(fault.Unavailable, "墓碑未能落盘：在此之前不会删除任何数据", "a tombstone could not be made durable: nothing is erased before it is")
)

// Graves are the tombstones in a key folder: one file of sealed lines, each with
// its number, beside the keys and apart from data and backups. Any number of
// processes may share the folder.
//
// Numbers have no gaps: a file with a line missing, in the middle or the head, is
// refused. One that lost its end can only be told by whoever knows how many there
// were; see Highest.
type Graves struct {
	ring Ring
	dir  string

	mu    sync.Mutex
	known graves
	read  fs.FileInfo // of the file that known was read from; nil where there was none
	doubt bool        // whether a write failed: what the file shows may not be on disk

	kept keptCache
}

// graves is what a file of tombstones holds.
type graves struct {
	base    base
	head    []byte            // the first line
	stones  []erase.Tombstone // by number
	by      map[erase.CaseID]int
	highest int64
	whole   int64 // bytes up to the end of the last whole line
}

// A base is the first line of a file that was written anew: how many tombstones
// were ever issued before, and how many of them have expired.
type base struct {
	Issued  int64 `json:"issued"`
	Expired int64 `json:"expired"`
}

// OpenGraves returns the tombstones in the key folder dir, which may have none yet.
//
// Errors: fault.Invalid where the file is not what was written, or can be read by
// others.
func OpenGraves(dir string, r Ring) (*Graves, error) {
	g := &Graves{ring: r, dir: dir}
	return g, g.locked(func() error { return nil })
}

// Bury keeps a tombstone and returns its number once it is durable. A case that has
// one already keeps its number, account and time; identifiers, expiry and until when
// something is kept are set anew, and durable too by then. Whatever number t has is not looked at.
//
// Errors: fault.Unavailable where it could not be written: the erasure must wait.
func (g *Graves) Bury(t erase.Tombstone) (number int64, err error) {
	defer g.kept.Store(nil)
	err = g.locked(func() error {
		if i, there := g.known.by[t.Case]; there {
			was := g.known.stones[i]
			number = was.Number
			next := was
			next.Keys, next.Until, next.Expires = t.Keys, t.Until, t.Expires
			if same(was, next) {
				return g.again()
			}
			return g.add(next)
		}
		t.Number = g.known.highest + 1
		number = t.Number
		return g.add(t)
	})
	return number, err
}

// Tombstones lists those that have not expired, by number.
func (g *Graves) Tombstones(now time.Time) (left []erase.Tombstone, err error) {
	err = g.locked(func() error {
		for _, t := range g.known.stones {
			if !t.Over(now) {
				left = append(left, t)
			}
		}
		return nil
	})
	return left, err
}

// Highest returns the highest number that was ever issued, 0 for none.
func (g *Graves) Highest() (n int64, err error) {
	err = g.locked(func() error { n = g.known.highest; return nil })
	return n, err
}

// Began reports whether there is a file of tombstones, be it an empty one.
func (g *Graves) Began() (is bool, err error) {
	err = g.locked(func() error { is = g.read != nil; return nil })
	return is, err
}

// Begin makes an empty file where there is none, so that from then on one that is
// missing was lost.
func (g *Graves) Begin() error {
	return g.locked(func() error {
		if g.read != nil {
			return nil
		}
		return g.rewrite(nil)
	})
}

// Expire removes those whose time is over, by a new file in the place of the old
// one. Where there are none it writes nothing.
func (g *Graves) Expire(now time.Time) error {
	return g.locked(func() error {
		left := slices.DeleteFunc(slices.Clone(g.known.stones), func(t erase.Tombstone) bool { return t.Over(now) })
		if len(left) == len(g.known.stones) {
			return nil
		}
		return g.rewrite(left)
	})
}

// same reports whether a tombstone says what it said.
func same(a, b erase.Tombstone) bool {
	return maps.EqualFunc(a.Keys, b.Keys, slices.Equal[[]string]) && sameTime(a.Expires, b.Expires) && sameTime(a.Until, b.Until)
}

// sameTime compares as far as a line holds times.
func sameTime(a, b time.Time) bool { return a.Equal(b) || a.UnixMilli() == b.UnixMilli() }

// locked does something with the file as it is now, while no other process has it.
func (g *Graves) locked(do func() error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	lock, err := os.OpenFile(filepath.Join(g.dir, gravesLock), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return unburied.Because(fmt.Errorf("locking the tombstones: %w", err))
	}
	defer func() { _ = lock.Close() }()
	if err := filelock.Wait(lock); err != nil {
		return unburied.Because(fmt.Errorf("locking the tombstones: %w", err))
	}
	if err := g.refresh(); err != nil {
		return err
	}
	return do()
}

// refresh reads what others wrote since: the rest of the same file, or a new one.
func (g *Graves) refresh() error {
	f, err := os.Open(g.path())
	if errors.Is(err, fs.ErrNotExist) {
		if g.read != nil && g.known.highest > 0 {
			return badGraves.Because(errors.New("the file is gone"))
		}
		g.known, g.read = fresh(), nil
		return nil
	}
	if err != nil {
		return unburied.Because(fmt.Errorf("reading the tombstones: %w", err))
	}
	defer func() { _ = f.Close() }()
	if err := private(g.path(), 0o077, readable); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return unburied.Because(err)
	}
	// Every file begins with a line of its own, since sealing is random; a system's
	// number of a file may come back with another.
	if head := make([]byte, len(g.known.head)); g.read == nil || info.Size() < g.known.whole || !sameHead(f, head, g.known.head) {
		g.known = fresh()
	}
	text, err := io.ReadAll(io.NewSectionReader(f, g.known.whole, info.Size()))
	if err != nil {
		return unburied.Because(fmt.Errorf("reading the tombstones: %w", err))
	}
	g.read = info
	if err := g.known.take(g.ring, text); err != nil {
		g.known, g.read = fresh(), nil
		return badGraves.Because(err)
	}
	return nil
}

func sameHead(f *os.File, buffer, head []byte) bool {
	_, err := f.ReadAt(buffer, 0)
	return err == nil && bytes.Equal(buffer, head)
}

func (g *Graves) path() string { return filepath.Join(g.dir, gravesFile) }

// add appends a tombstone. What a process that died left half written goes first.
func (g *Graves) add(t erase.Tombstone) error {
	if g.doubt || g.read == nil || g.read.Size() != g.known.whole {
		return g.rewrite(with(g.known.stones, t))
	}
	line, err := sealStone(g.ring, t)
	if err != nil {
		return unburied.Because(err)
	}
	f, err := os.OpenFile(g.path(), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return unburied.Because(err)
	}
	g.doubt = true
	_, err = f.Write(line)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return unburied.Because(err)
	}
	g.doubt = false
	return g.refresh()
}

// with returns tombstones with one more, or with that one set anew.
func with(stones []erase.Tombstone, t erase.Tombstone) []erase.Tombstone {
	all := slices.DeleteFunc(slices.Clone(stones), func(s erase.Tombstone) bool { return s.Number == t.Number })
	return append(all, t)
}

// again makes sure that what the file shows is on disk: whoever wrote it may have
// died before it was.
func (g *Graves) again() error {
	if g.doubt {
		return g.rewrite(g.known.stones)
	}
	f, err := os.OpenFile(g.path(), os.O_WRONLY, 0)
	if err != nil {
		return unburied.Because(err)
	}
	if err := errors.Join(f.Sync(), f.Close(), syncFolder(g.dir)); err != nil {
		g.doubt = true
		return unburied.Because(err)
	}
	return nil
}

// rewrite puts a new file with these tombstones in the place of the old one.
func (g *Graves) rewrite(stones []erase.Tombstone) error {
	issued := g.known.highest
	for _, t := range stones {
		issued = max(issued, t.Number)
	}
	text, err := sealBase(g.ring, base{Issued: issued, Expired: issued - int64(len(stones))})
	if err != nil {
		return unburied.Because(err)
	}
	slices.SortFunc(stones, func(a, b erase.Tombstone) int { return cmp.Compare(a.Number, b.Number) })
	for _, t := range stones {
		line, err := sealStone(g.ring, t)
		if err != nil {
			return unburied.Because(err)
		}
		text = append(text, line...)
	}
	path, err := writeNew(g.dir, string(text))
	if err != nil {
		return unburied.Because(fmt.Errorf("writing tombstones: %w", err))
	}
	g.doubt = true
	if err := errors.Join(os.Rename(path, g.path()), syncFolder(g.dir)); err != nil {
		_ = os.Remove(path)
		return unburied.Because(fmt.Errorf("writing tombstones: %w", err))
	}
	g.doubt = false
	return g.refresh()
}
