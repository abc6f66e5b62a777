package testdb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// superuser is the role that initdb makes and tests connect as.
const superuser = "volens"

// A server is one private PostgreSQL.
type server struct {
	dir  *folder
	cmd  *exec.Cmd
	gone chan struct{} // closed when the process has ended
}

// start makes a cluster in a temporary folder and runs a server on it.
func start(settings []string) (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	owner, err := account()
	if err != nil {
		return nil, err
	}
	dir, err := newFolder(owner)
	if err != nil {
		return nil, err
	}
	s := &server{dir: dir, gone: make(chan struct{})}
	if err := s.boot(bin, owner, settings); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// boot makes the cluster, starts the process and waits until it answers.
func (s *server) boot(bin string, owner *syscall.Credential, settings []string) error {
	if err := s.initdb(bin, owner); err != nil {
		return err
	}
	return s.run(bin, owner, settings)
}

// initdb makes the cluster.
func (s *server) initdb(bin string, owner *syscall.Credential) error {
	initdb := exec.Command(filepath.Join(bin, "initdb"), "--pgdata", s.data(), "--username", superuser,
		"--auth", "trust", "--no-sync", "--no-instructions", "--encoding", "UTF8", "--locale", "C",
		"--locale-provider", "icu", "--icu-locale", "und")
	initdb.Dir, initdb.SysProcAttr = s.dir.path, attributes(owner)
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// run starts the process on what is in the data folder and waits until it answers.
func (s *server) run(bin string, owner *syscall.Credential, settings []string) error {
	args := []string{"-D", s.data(), "-k", s.dir.path,
		"-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", "-c", "max_connections=200"}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	log, err := os.Create(s.log())
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the server has its own copy
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), args...)
	s.cmd.Dir, s.cmd.SysProcAttr = s.dir.path, attributes(owner)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.launch(); err != nil {
		return fmt.Errorf("starting postgres: %w", err)
	}
	return s.await()
}

// launch starts the process from a thread that lives as long as the process:
// the kernel signals a child when the thread that started it ends, not when the
// whole parent does.
func (s *server) launch() error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := s.cmd.Start()
		started <- err
		if err != nil {
			s.cmd = nil
			return
		}
		_ = s.cmd.Wait() // how it ended is in its log
		close(s.gone)
	}()
	return <-started
}

// await returns when the server answers, or with its log when it does not.
func (s *server) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		conn, err := pgx.Connect(ctx, s.url())
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-again.C:
		case <-s.gone:
			return fmt.Errorf("postgres ended at once:\n%s", s.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer: %w\n%s", err, s.lastWords())
		}
	}
}

// stop ends the server without ceremony, since its data go with it.
func (s *server) stop() {
	if s.cmd != nil && s.cmd.Process != nil {
		_ = s.cmd.Process.Signal(syscall.SIGQUIT)
		select {
		case <-s.gone:
		case <-time.After(5 * time.Second):
			_ = s.cmd.Process.Kill()
			<-s.gone
		}
	}
	s.dir.remove()
}

// url returns the URL of the server's own database.
func (s *server) url() string {
	u := url.URL{Scheme: "postgres", Path: "/postgres",
		RawQuery: url.Values{"host": {s.dir.path}, "user": {superuser}}.Encode()}
	return u.String()
}

func (s *server) data() string { return filepath.Join(s.dir.path, "data") }
func (s *server) log() string  { return filepath.Join(s.dir.path, "log") }

// lastWords returns the end of the server's log.
func (s *server) lastWords() []byte {
	text, _ := os.ReadFile(s.log())
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	return bytes.Join(lines[max(0, len(lines)-20):], []byte("\n"))
}

// installed is where Debian keeps the binaries of each major version.
var installed = "/usr/lib/postgresql/*/bin"

// binaries returns the folder with initdb and postgres of the newest version.
func binaries() (string, error) {
	best, newest := "", 0
	found, _ := filepath.Glob(installed)
	for _, dir := range found {
		major, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
		if err != nil || major <= newest {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, "initdb")); err == nil {
			best, newest = dir, major
		}
	}
	if best == "" {
		return "", errAbsent
	}
	return best, nil
}

// account returns who the server runs as: nil for ourselves, the user postgres
// where we are root.
func account() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root: %w", err)
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(err1, err2); err != nil {
		return nil, fmt.Errorf("the ids of user postgres: %w", err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}
