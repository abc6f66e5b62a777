package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/store/migrations"
)

// migrationTable is where goose keeps which migrations were applied.
const migrationTable = "volens_migrations"

var (
	noTables = fault.New(fault.Invalid, "这里没有 Volens 的数据库", "there is no Volens database here")
	tooNew   = fault.New(fault.Invalid, "数据库由更新版本的 Volens 创建，请升级本程序", "the database was made by a newer Volens: upgrade this program")
	tooOld   = fault.New(fault.Invalid, "数据库由旧版本的 Volens 创建，请先启动一次新版服务", "the database was made by an older Volens: start the new server on it once")
	otherKey = fault.New(fault.Invalid, "此数据库不属于这套密钥，拒绝打开", "this database does not belong to these keys: refused").
			WithFix("用创建它时的密钥目录（--keys）", "use the key folder (--keys) that it was made with")
)

// migrate makes or updates the tables and binds the database to the keys.
// Processes that start at once do so one after the other: in PostgreSQL by a
// lock, on SQLite because the folder is held.
func (s *Store) migrate(ctx context.Context) error {
	unlock, err := s.lockMigrations(ctx)
	if err != nil {
		return s.explain(err, "locking the tables")
	}
	defer unlock()
	p, err := goose.NewProvider(s.dialect.goose, s.write, migrations.Files,
		goose.WithTableName(migrationTable), goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(migrations.Steps()...))
	if err != nil {
		return internal.Because(fmt.Errorf("reading the migrations: %w", err))
	}
	if _, err := p.Up(ctx); err != nil {
		return s.explain(err, "making the tables")
	}
	if err := s.checkTables(ctx); err != nil {
		return err
	}
	return s.bindKeys(ctx)
}

// lockMigrations takes a lock on a connection of its own, since goose uses
// others.
func (s *Store) lockMigrations(ctx context.Context) (unlock func(), err error) {
	if s.dialect.goose != goose.DialectPostgres {
		return func() {}, nil
	}
	c, err := s.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := c.ExecContext(ctx, "select pg_advisory_lock($1)", int64(migrateLock)); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return func() {
		_, _ = c.ExecContext(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", int64(migrateLock))
		_ = c.Close()
	}, nil
}

const selectMigration = `select coalesce(max(version_id), 0) from ` + migrationTable

// checkTables refuses a database of another version than this program's.
func (s *Store) checkTables(ctx context.Context) error {
	all, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return err
	}
	var applied int
	if err := s.read.QueryRowContext(ctx, selectMigration).Scan(&applied); err != nil {
		if s.dialect.trouble(err) == defect {
			return noTables.Because(err)
		}
		return s.explain(err, "reading the version of the tables")
	}
	switch newest := len(all) + len(migrations.Steps()); { // they are numbered from 1
	case applied > newest:
		return tooNew
	case applied < newest:
		return tooOld
	}
	return nil
}

const (
	metaKeys   = "keys"
	insertMeta = `insert into meta (key, value) values ($1, $2) on conflict (key) do nothing`
	selectMeta = `select value from meta where key = $1`
)

func (s *Store) bindKeys(ctx context.Context) error {
	if _, err := s.write.ExecContext(ctx, insertMeta, metaKeys, s.keys.ID()); err != nil {
		return s.explain(err, "binding the database to the keys")
	}
	return s.checkKeys(ctx)
}

func (s *Store) checkKeys(ctx context.Context) error {
	var id string
	err := s.read.QueryRowContext(ctx, selectMeta, metaKeys).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return noTables
	}
	if err != nil {
		return s.explain(err, "reading which keys the database belongs to")
	}
	if id != s.keys.ID() {
		return otherKey
	}
	return nil
}
