package testdb

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// A Mode says when the primary of a [Pair] acknowledges a commit.
type Mode string

// The modes. Asynchronous is there to show what it loses.
const (
	Synchronous  Mode = "synchronous"  // once the standby has it on its disk
	Asynchronous Mode = "asynchronous" // once the primary has it on its own disk
)

// standbyName is what a standby calls itself, and whom a primary waits for.
const standbyName = "standby"

// A Pair is a primary PostgreSQL and a standby that follows it, each in a folder
// of its own, for tests of what happens when the primary dies. Whoever is primary
// keeps the mode: in a synchronous pair a primary without a standby acknowledges
// nothing until there is one again, so that nothing acknowledged is ever on one
// disk only.
//
// A dead primary is fenced: its data are thrown away before it comes back, as the
// standby of the other. Its methods are for one goroutine.
type Pair struct {
	t       testing.TB
	bin     string
	owner   *syscall.Credential
	mode    Mode
	members [2]*server
	primary int // index into members
}

// NewPair starts a pair, which ends with the test. What it skips and when is as
// with [Postgres].
func NewPair(t testing.TB, mode Mode) *Pair {
	t.Helper()
	if testing.Short() {
		t.Skip("two database servers, in a short run")
	}
	p := &Pair{t: t, mode: mode}
	err := p.start()
	if errors.Is(err, errAbsent) && os.Getenv("VOLENS_TEST_REQUIRE") != "1" {
		t.Skip(err)
	}
	p.must("starting a pair", err)
	return p
}

func (p *Pair) start() (err error) {
	if p.bin, err = binaries(); err != nil {
		return err
	}
	if p.owner, err = account(); err != nil {
		return err
	}
	for i := range p.members {
		dir, err := newFolder(p.owner)
		if err != nil {
			return err
		}
		p.members[i] = &server{dir: dir, gone: make(chan struct{})}
		p.t.Cleanup(func() { p.members[i].stop() })
	}
	primary := p.members[p.primary]
	if err := primary.initdb(p.bin, p.owner); err != nil {
		return err
	}
	if err := primary.run(p.bin, p.owner, p.settings(p.primary)); err != nil {
		return err
	}
	if err := p.follow(); err != nil {
		return err
	}
	return p.exec("create database volens template template0")
}

// settings are those of a member: both roles have the same, so that a standby
// becomes a primary that waits for its standby in turn.
func (p *Pair) settings(member int) []string {
	wait := ""
	if p.mode == Synchronous {
		wait = standbyName
	}
	return []string{
		"synchronous_standby_names=" + wait,
		"primary_conninfo=host=" + p.members[1-member].dir.path + " user=" + superuser + " application_name=" + standbyName,
		"wal_retrieve_retry_interval=100ms", "wal_receiver_timeout=5s", "wal_sender_timeout=5s",
	}
}

// URL returns the address of the database at whichever member takes writes.
func (p *Pair) URL() string {
	var hosts []string
	for _, m := range p.members {
		hosts = append(hosts, m.dir.path)
	}
	u := url.URL{Scheme: "postgres", Path: "/volens", RawQuery: url.Values{
		"host": {strings.Join(hosts, ",")}, "user": {superuser}, "target_session_attrs": {"read-write"}, "connect_timeout": {"2"},
	}.Encode()}
	return u.String()
}

// KillPrimary ends every process of the primary at once, as when its machine
// loses power.
func (p *Pair) KillPrimary() { p.members[p.primary].slay() }

// KillStandby ends every process of the standby at once.
func (p *Pair) KillStandby() { p.members[1-p.primary].slay() }

// Promote makes the standby the primary and returns when it takes writes. The
// old primary must be dead: two primaries are two truths.
func (p *Pair) Promote() {
	p.t.Helper()
	select {
	case <-p.members[p.primary].gone:
	default:
		p.t.Fatal("promoting a standby whose primary is alive")
	}
	standby := 1 - p.primary
	select {
	case <-p.members[standby].gone: // it died too, and comes back with what it had
		p.must("starting the standby", p.again(standby))
	default:
	}
	p.primary = standby
	p.must("promoting", p.exec("select pg_promote(true, 60)"))
}

// Rebuild makes the dead member a standby of the primary, from nothing, and
// returns when it follows: in a synchronous pair, when commits wait for it.
func (p *Pair) Rebuild() {
	p.t.Helper()
	p.must("rebuilding a standby", p.follow())
}

// follow makes the other member a fresh standby.
func (p *Pair) follow() error {
	member := 1 - p.primary
	s := p.members[member]
	if err := os.RemoveAll(s.data()); err != nil { // the fence
		return err
	}
	backup := exec.Command(filepath.Join(p.bin, "pg_basebackup"), "--pgdata", s.data(), "--host", p.members[p.primary].dir.path,
		"--username", superuser, "--checkpoint", "fast", "--no-sync", "--wal-method", "stream")
	backup.Dir, backup.SysProcAttr = s.dir.path, attributes(p.owner)
	if out, err := backup.CombinedOutput(); err != nil {
		return fmt.Errorf("pg_basebackup: %w\n%s", err, out)
	}
	signal := filepath.Join(s.data(), "standby.signal")
	if err := os.WriteFile(signal, nil, 0o600); err != nil {
		return err
	}
	if p.owner != nil {
		if err := os.Chown(signal, int(p.owner.Uid), int(p.owner.Gid)); err != nil {
			return err
		}
	}
	if err := p.again(member); err != nil {
		return err
	}
	return p.followed()
}

// again starts a member on the data that it has.
func (p *Pair) again(member int) error {
	s := p.members[member]
	s.gone = make(chan struct{})
	return s.run(p.bin, p.owner, p.settings(member))
}

// followed waits until the primary has a standby in the pair's mode.
func (p *Pair) followed() error {
	want := "async"
	if p.mode == Synchronous {
		want = "sync"
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		var n int
		err := p.query(ctx, "select count(*) from pg_stat_replication where state = 'streaming' and sync_state = '"+want+"'", &n)
		if err != nil {
			return err
		}
		if n == 1 {
			return nil
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return fmt.Errorf("the standby does not follow: %w\n%s", ctx.Err(), p.members[1-p.primary].lastWords())
		}
	}
}

// exec runs a statement at the primary, outside the tests' database.
func (p *Pair) exec(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, p.members[p.primary].url())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

func (p *Pair) query(ctx context.Context, statement string, into any) error {
	conn, err := pgx.Connect(ctx, p.members[p.primary].url())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	return conn.QueryRow(ctx, statement).Scan(into)
}

func (p *Pair) must(doing string, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s: %v", doing, err)
	}
}
