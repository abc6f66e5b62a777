package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/filelock"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/store/row"
)

// Options say what to open. Exactly one of Data and URL is set.
type Options struct {
	Data     string // folder of the SQLite file, made where it is missing
	URL      string // postgres://…
	Keys     keys.Ring
	ReadOnly bool // no commits and no new tables; the folder may be in use by a server
}

// A Store is an open database. It is safe for use by several goroutines.
type Store struct {
	keys    keys.Ring
	rows    row.Reader
	dialect dialect
	read    *sql.DB
	write   *sql.DB // nil where the store is read only
	lock    *os.File

	queue    chan *pending
	closing  chan struct{}
	stopped  chan struct{} // closed when the committer has ended
	close    sync.Once
	broken   atomic.Bool          // the disk failed a write: see failing
	untidy   atomic.Bool          // deleted rows have left something below the level of rows
	warned   atomic.Bool          // PostgreSQL warned on a connection that writes
	spread   bool                 // tables may be spread over nodes: statements name one partition each
	tip      tip                  // used by the committer alone, as is prepared
	prepared map[string]*sql.Stmt // on the connection that writes to SQLite
}

// Open opens the database, makes or updates its tables, and checks that it
// belongs to the keys. A data folder is held until Close: a second server on it
// is refused.
//
// Errors: fault.Invalid where the options, the keys or the database's settings
// have to be put right; fault.Unavailable where it cannot be reached or is held.
func Open(ctx context.Context, o Options) (*Store, error) {
	if (o.Data == "") == (o.URL == "") {
		return nil, fault.New(fault.Invalid, "数据目录与数据库地址须且只须给出一个", "give exactly one of a data folder and a database URL")
	}
	if o.Keys.ID() == "" {
		return nil, fault.New(fault.Invalid, "没有密钥", "there are no keys")
	}
	s := &Store{keys: o.Keys, rows: row.Reader{Keys: o.Keys}, prepared: map[string]*sql.Stmt{}, queue: make(chan *pending), closing: make(chan struct{}), stopped: make(chan struct{})}
	if err := s.open(ctx, o); err != nil {
		return nil, errors.Join(err, s.release())
	}
	if o.ReadOnly {
		close(s.stopped)
	} else {
		go s.commitWaiting()
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, o Options) error {
	var err error
	if o.URL != "" {
		err = s.openPostgres(ctx, o.URL, o.ReadOnly)
	} else if err = s.hold(o.Data, o.ReadOnly); err == nil {
		err = s.openSQLite(ctx, o.Data, o.ReadOnly)
	}
	if err != nil {
		return err
	}
	if o.ReadOnly {
		if err := s.checkTables(ctx); err != nil {
			return err
		}
		return s.checkKeys(ctx)
	}
	if err := s.migrate(ctx); err != nil || s.lock == nil {
		return err
	}
	return s.free(ctx) // nobody else has the folder
}

// hold makes the data folder and takes its lock. A reader needs neither.
func (s *Store) hold(dir string, readOnly bool) error {
	if readOnly {
		if _, err := os.Stat(filepath.Join(dir, sqliteFile)); errors.Is(err, fs.ErrNotExist) {
			return noTables.Because(err)
		}
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the data folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("locking the data folder: %w", err)
	}
	s.lock = f
	taken, err := filelock.Try(f)
	if err != nil {
		return fmt.Errorf("locking the data folder: %w", err)
	}
	if !taken {
		return fault.New(fault.Unavailable, "数据目录正被另一个 Volens 使用", "the data folder is in use by another Volens").
			WithFix("停止另一个进程，或换一个数据目录；多台机器请用 PostgreSQL", "stop the other process or use another folder; for several machines use PostgreSQL").
			Because(errors.New(dir))
	}
	// Nobody else on the machine reads it, in whatever folder it lies. What SQLite
	// puts beside the file has the permissions of the file.
	if f, err = os.OpenFile(filepath.Join(dir, sqliteFile), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return fmt.Errorf("making the database: %w", err)
	}
	return f.Close()
}

// Close lets the batch being committed end, refuses those that wait, and closes
// the database.
func (s *Store) Close() error {
	err := error(nil)
	s.close.Do(func() {
		close(s.closing)
		<-s.stopped
		err = s.release()
	})
	return err
}

func (s *Store) release() error {
	var all []error
	for _, st := range s.prepared {
		if st == nil {
			continue
		}
		all = append(all, st.Close())
	}
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			all = append(all, db.Close())
		}
	}
	if s.lock != nil {
		all = append(all, s.lock.Close())
	}
	return errors.Join(all...)
}

// Ping reports whether the store can be read and, where it is open for writing,
// whether it still accepts changes.
func (s *Store) Ping(ctx context.Context) error {
	if s.broken.Load() {
		return brokenDisk
	}
	return s.explain(s.read.PingContext(ctx), "reaching the database")
}
