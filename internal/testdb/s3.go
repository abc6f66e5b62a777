package testdb

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// errNoS3 says that no S3 server is there, which is no defect of ours.
var errNoS3 = errors.New("versitygw is not built (scripts/install-test-deps builds bin/versitygw)")

// An S3Server is a private S3-compatible server of one test, on a port of the
// loopback and with keys that nobody else knows. Its methods are for one goroutine.
type S3Server struct {
	t            testing.TB
	s            *server
	port         int
	user, secret string
}

// S3 starts a server that keeps versions of objects where a bucket wants them, and
// ends with the test. What it skips and when is as with [Postgres].
func S3(t testing.TB) *S3Server {
	t.Helper()
	if testing.Short() {
		t.Skip("an S3 server, in a short run")
	}
	daemon := built("versitygw")
	if daemon == "" {
		if os.Getenv("VOLENS_TEST_REQUIRE") == "1" {
			t.Fatal(errNoS3)
		}
		t.Skip(errNoS3)
	}
	dir, err := newFolder(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &S3Server{t: t, s: &server{dir: dir, gone: make(chan struct{})}, port: FreePort(t), user: rand.Text()[:16], secret: rand.Text()}
	t.Cleanup(s.s.stop)
	if err := s.start(daemon); err != nil {
		t.Fatal(err)
	}
	return s
}

// built finds a program that the scripts built into the folder bin of the project,
// or one that is installed.
func built(name string) string {
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, gone := os.Stat(filepath.Join(dir, "go.mod")); gone == nil {
			if path := filepath.Join(dir, "bin", name); lookable(path) {
				return path
			}
		}
		dir = filepath.Dir(dir)
	}
	return lookUp(name)
}

func lookable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&0o111 != 0
}

// Endpoint returns the address of the server, without a bucket or a key.
func (s *S3Server) Endpoint() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

// Keys returns what a client shows to the server.
func (s *S3Server) Keys() (user, secret string) { return s.user, s.secret }

// URL returns the address of a bucket, with its keys.
func (s *S3Server) URL(bucket string) string {
	u := url.URL{Scheme: "http", User: url.UserPassword(s.user, s.secret), Host: s.Endpoint(), Path: "/" + bucket}
	return u.String()
}

// Kill ends the server at once, as when its machine loses power.
func (s *S3Server) Kill() { s.s.slay() }

// start runs the process and waits until it answers.
func (s *S3Server) start(daemon string) error {
	log, err := os.Create(s.s.log())
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the server has its own copy
	versions := filepath.Join(s.s.dir.path, "versions")
	for _, dir := range []string{s.s.data(), versions} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return err
		}
	}
	s.s.cmd = exec.Command(daemon, "--port", s.Endpoint(), "--quiet", "posix", "--versioning-dir", versions, s.s.data())
	s.s.cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY_ID="+s.user, "ROOT_SECRET_ACCESS_KEY="+s.secret)
	s.s.cmd.Dir, s.s.cmd.SysProcAttr = s.s.dir.path, attributes(nil)
	s.s.cmd.Stdout, s.s.cmd.Stderr = log, log
	if err := s.s.launch(); err != nil {
		return fmt.Errorf("starting versitygw: %w", err)
	}
	return s.s.answers("versitygw", func(ctx context.Context) error {
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", s.Endpoint())
		if err == nil {
			err = conn.Close()
		}
		return err
	})
}
