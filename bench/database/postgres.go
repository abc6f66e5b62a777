// Package database starts what durable writes are measured on: a private
// PostgreSQL with its own durability settings, and raw inserts on each engine.
package database

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrAbsent says that PostgreSQL is not installed.
var ErrAbsent = errors.New("PostgreSQL is not installed (Debian: apt-get install postgresql)")

// A Postgres is a private server in a folder, without a port.
type Postgres struct {
	URL string
	cmd *exec.Cmd
}

// Start makes a cluster in dir, which has to be on the file system to be measured,
// and runs a server on it with PostgreSQL's own settings.
func Start(dir string) (*Postgres, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return nil, ErrAbsent
	}
	slices.Sort(found)
	bin := filepath.Dir(found[len(found)-1])
	owner, err := account()
	if err != nil {
		return nil, err
	}
	home := filepath.Join(dir, "pg")
	if err := os.Mkdir(home, 0o700); err != nil {
		return nil, err
	}
	if owner != nil {
		// Whoever runs the server has to be let into its folder.
		if err := errors.Join(os.Chown(home, int(owner.Uid), int(owner.Gid)), os.Chmod(dir, 0o711)); err != nil {
			return nil, err
		}
	}
	data := filepath.Join(home, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "--pgdata", data, "--username", "volens", "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C")
	initdb.Dir, initdb.SysProcAttr = home, &syscall.SysProcAttr{Credential: owner}
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	p := &Postgres{URL: (&url.URL{Scheme: "postgres", Path: "/postgres", RawQuery: url.Values{"host": {home}, "user": {"volens"}}.Encode()}).String()}
	p.cmd = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", home, "-c", "listen_addresses=", "-c", "max_connections=200")
	p.cmd.Dir, p.cmd.SysProcAttr = home, &syscall.SysProcAttr{Credential: owner}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	return p, p.await()
}

func account() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres") // PostgreSQL refuses to run as root
	if err != nil {
		return nil, err
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err1, err2)
}

// patience is how long starting may take.
const patience = time.Minute

func (p *Postgres) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, p.URL)
		if err == nil {
			return conn.Close(ctx)
		}
		if ctx.Err() != nil {
			p.Stop()
			return fmt.Errorf("postgres does not answer: %w", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Stop ends the server.
func (p *Postgres) Stop() {
	_ = p.cmd.Process.Signal(syscall.SIGINT) // fast shutdown
	_ = p.cmd.Wait()
}
