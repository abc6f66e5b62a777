package testdb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// errNoRedis says that Redis is not installed, which is no defect of ours.
var errNoRedis = errors.New("redis is not installed (Debian: apt-get install redis-server)")

// A RedisServer is a private Redis of one test, without a port. Its methods are for
// one goroutine.
type RedisServer struct {
	t    testing.TB
	s    *server
	args []string
}

// Redis starts an empty Redis, which ends with the test. Settings are as on its
// command line, such as "--appendonly", "yes"; without any it writes nothing down.
// What it skips and when is as with [Postgres].
func Redis(t testing.TB, settings ...string) *RedisServer {
	t.Helper()
	if testing.Short() {
		t.Skip("a database server, in a short run")
	}
	daemon := lookUp("redis-server")
	if daemon == "" {
		if os.Getenv("VOLENS_TEST_REQUIRE") == "1" {
			t.Fatal(errNoRedis)
		}
		t.Skip(errNoRedis)
	}
	dir, err := newFolder(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &RedisServer{t: t, s: &server{dir: dir, gone: make(chan struct{})}}
	t.Cleanup(r.s.stop)
	r.args = append([]string{daemon, "--port", "0", "--unixsocket", r.socket(), "--unixsocketperm", "700",
		"--dir", dir.path, "--save", "", "--daemonize", "no", "--databases", "16"}, settings...)
	if err := r.start(); err != nil {
		t.Fatal(err)
	}
	return r
}

// URL returns the address of database 0.
func (r *RedisServer) URL() string { return r.Database(0) }

// Database returns the address of a database by its number.
func (r *RedisServer) Database(n int) string {
	u := url.URL{Scheme: "unix", Path: r.socket(), RawQuery: url.Values{"db": {fmt.Sprint(n)}}.Encode()}
	return u.String()
}

// Socket returns the path of the socket, for what has to be told where to connect.
func (r *RedisServer) Socket() string { return r.socket() }

// Folder returns the folder where Redis writes what it keeps.
func (r *RedisServer) Folder() string { return r.s.dir.path }

// Kill ends the server at once, as when its machine loses power.
func (r *RedisServer) Kill() { r.s.slay() }

// Freeze stops the server without ending it: it accepts and never answers.
func (r *RedisServer) Freeze() { r.signal(syscall.SIGSTOP) }

// Thaw lets a frozen server go on.
func (r *RedisServer) Thaw() { r.signal(syscall.SIGCONT) }

func (r *RedisServer) signal(s syscall.Signal) {
	r.t.Helper()
	if err := r.s.cmd.Process.Signal(s); err != nil {
		r.t.Fatal(err)
	}
}

func (r *RedisServer) socket() string { return filepath.Join(r.s.dir.path, "redis.sock") }

// start runs the process and waits until it answers.
func (r *RedisServer) start() error {
	log, err := os.Create(r.s.log())
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the server has its own copy
	r.s.cmd = exec.Command(r.args[0], r.args[1:]...)
	r.s.cmd.Dir, r.s.cmd.SysProcAttr = r.s.dir.path, attributes(nil)
	r.s.cmd.Stdout, r.s.cmd.Stderr = log, log
	if err := r.s.launch(); err != nil {
		return fmt.Errorf("starting redis: %w", err)
	}
	return r.s.answers("redis", r.ping)
}

// ping asks for an answer in the words of the protocol.
func (r *RedisServer) ping(ctx context.Context) error {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", r.socket())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return err
	}
	answer := make([]byte, 5)
	if _, err := conn.Read(answer); err != nil {
		return err
	}
	if !strings.HasPrefix(string(answer), "+PONG") && answer[0] != '-' { // it may want a password first
		return errors.New("another answer than PONG")
	}
	return nil
}

// answers waits until ask succeeds, or returns with the log of the server.
func (s *server) answers(name string, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		err := ask(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-s.gone:
			return fmt.Errorf("%s ended at once:\n%s", name, s.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w\n%s", name, err, s.lastWords())
		}
	}
}
