package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/volens/volens/fault"
)

// The numbers of our advisory locks in the database.
const (
	logLock     = 0x766f6c656e73_01 // "volens": held while appending
	migrateLock = 0x766f6c656e73_02 // held while the tables are made
	sweepLock   = 0x766f6c656e73_03 // held while one node does what others must not do meanwhile
)

var postgresDialect = dialect{
	goose:    goose.DialectPostgres,
	write:    sql.TxOptions{Isolation: sql.LevelReadCommitted},
	snapshot: sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
	patience: 30 * time.Second,
	trouble:  postgresTrouble,
	undone:   certainlyUndone,
	session:  postgresSessions,
	vacuum: "vacuum persons, entries, asks, answers, consents, once, ages, guardians, restrictions, work, " +
		"requests, request_codes, archives, cases, gone, stirred, kept",
}

// openPostgres connects to the database that rawURL names.
func (s *Store) openPostgres(ctx context.Context, rawURL string, readOnly bool) error {
	notURL := fault.New(fault.Invalid, "数据库地址应为 postgres://…", "the database must be given as postgres://…")
	if !strings.HasPrefix(rawURL, "postgres://") && !strings.HasPrefix(rawURL, "postgresql://") {
		return notURL
	}
	config, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return notURL // the cause may quote the password
	}
	config.RuntimeParams["application_name"] = "volens"
	config.RuntimeParams["timezone"] = "UTC"
	s.dialect = postgresDialect
	s.read = stdlib.OpenDB(*config, stdlib.OptionAfterConnect(safeSession))
	s.read.SetMaxOpenConns(16)
	s.read.SetMaxIdleConns(16)
	if !readOnly {
		// Whatever is written is found by its key. A plan that reads a whole table,
		// made while the table was small, would be kept while it grows.
		writing := config.Copy()
		// A node that is stopped or cut off in the middle of a batch holds the log's
		// lock: the server lets go of it for us, and the others go on.
		writing.RuntimeParams["idle_in_transaction_session_timeout"] = "2s"
		writing.RuntimeParams["plan_cache_mode"] = "force_generic_plan" // there is one good plan each
		for _, way := range []string{"enable_seqscan", "enable_hashjoin", "enable_mergejoin"} {
			writing.RuntimeParams[way] = "off"
		}
		writing.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) {
			if n.SeverityUnlocalized == "WARNING" {
				s.warned.Store(true)
			}
		}
		s.write = stdlib.OpenDB(*writing, stdlib.OptionAfterConnect(safeSession))
		s.write.SetMaxOpenConns(4)
		s.write.SetMaxIdleConns(4)
	}
	return s.explain(s.read.QueryRowContext(ctx, selectSpread).Scan(&s.spread), "connecting to the database")
}

// selectSpread asks for Citus, with which tables can be spread over nodes.
const selectSpread = `select exists (select 1 from pg_extension where extname = 'citus')`

const sessionSettings = `select current_setting('synchronous_commit'), current_setting('fsync'), current_setting('server_encoding'),
	current_setting('synchronous_standby_names')`

// safeSession refuses a connection on which a commit may return before it is
// durable. It runs on every new one, since settings of a role or a database can
// change while we run.
func safeSession(ctx context.Context, c *pgx.Conn) error {
	var commit, fsync, encoding, standbys string
	if err := c.QueryRow(ctx, sessionSettings).Scan(&commit, &fsync, &encoding, &standbys); err != nil {
		return err
	}
	switch {
	case commit == "off" || fsync == "off":
		return fault.New(fault.Invalid, "PostgreSQL 关闭了 synchronous_commit 或 fsync：已确认的同意可能丢失，拒绝使用",
			"PostgreSQL has synchronous_commit or fsync off: acknowledged consent could be lost, refused").
			WithFix("打开 synchronous_commit 与 fsync", "turn synchronous_commit and fsync on")
	case standbys != "" && commit == "local":
		return fault.New(fault.Invalid, "PostgreSQL 有同步备机，却不等待备机（synchronous_commit = local）：切换时已确认的同意可能丢失，拒绝使用",
			"PostgreSQL has synchronous standbys and does not wait for them (synchronous_commit = local): a failover could lose acknowledged consent, refused").
			WithFix("把 synchronous_commit 设为 on", "set synchronous_commit to on")
	case encoding != "UTF8":
		return fault.New(fault.Invalid, "数据库的编码应为 UTF8", "the encoding of the database must be UTF8")
	}
	return nil
}

func postgresTrouble(err error) trouble {
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		if e.Code == "25P03" { // our session idled in a transaction for too long: it was undone
			return passing
		}
		switch class := e.Code[:min(2, len(e.Code))]; class {
		case "08", "40", "55", "57":
			return passing
		case "53", "25", "28", "58":
			return full
		}
		return defect
	}
	lost := errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err) || pgconn.Timeout(err)
	if e := net.Error(nil); lost || errors.As(err, &e) {
		return passing
	}
	if e := (*pgconn.ConnectError)(nil); errors.As(err, &e) {
		return passing
	}
	return defect
}

// certainlyUndone reports whether an error of COMMIT says that nothing was
// committed. A connection that broke says nothing.
func certainlyUndone(err error) bool {
	if errors.Is(err, pgx.ErrTxCommitRollback) {
		return true
	}
	e := (*pgconn.PgError)(nil)
	return errors.As(err, &e) && (strings.HasPrefix(e.Code, "40") || strings.HasPrefix(e.Code, "23"))
}
