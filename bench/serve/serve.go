// Package serve starts the servers that are measured, each in a process of its own.
package serve

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/volens/volens/bench/people"
	"github.com/volens/volens/bench/w1"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/store"
)

// Key is the API key of every Volens started here.
const Key = "vk_bench_0123456789abcdefghij"

// A Server is a process that listens.
type Server struct {
	Addr string // host:port
	cmd  *exec.Cmd
}

// Volens writes a world and its people into a data folder in dir and serves it with
// the program at path, as anybody would.
func Volens(ctx context.Context, path, dir string, w *w1.World, everybody int) (*Server, error) {
	data, ring := filepath.Join(dir, "data"), filepath.Join(dir, "keys")
	if err := seed(ctx, data, ring, w, everybody); err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "key")
	if err := os.WriteFile(file, []byte(Key+"\n"), 0o600); err != nil {
		return nil, err
	}
	cmd := exec.Command(path, "serve", "--data", data, "--keys", ring, "--listen", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), "VOLENS_API_KEY_FILE="+file)
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close() // the server has its own copy
	cmd.Stderr = log
	s, err := Start(cmd)
	if err != nil {
		text, _ := os.ReadFile(log.Name())
		return nil, fmt.Errorf("%w\n%s", err, text)
	}
	return s, nil
}

func seed(ctx context.Context, data, ring string, w *w1.World, everybody int) error {
	k, _, err := keys.Open(ring)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Data: data, Keys: k})
	if err != nil {
		return err
	}
	if err = people.Activate(ctx, s, w); err == nil {
		err = people.New(w).Seed(ctx, s, 0, everybody, people.All)
	}
	return errors.Join(err, s.Close())
}

// Listening is what a server prints when it can be asked, followed by its address.
const Listening = "listening on http://"

// Start runs a server and waits for the line that says where it listens.
func Start(cmd *exec.Cmd) (*Server, error) {
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, addr, ok := strings.Cut(lines.Text(), Listening); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return &Server{Addr: addr, cmd: cmd}, nil
		}
	}
	return nil, errors.Join(errors.New("the server ended before it listened"), cmd.Wait())
}

// Stop tells the server to end, and waits until it has.
func (s *Server) Stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

// Build builds the program volens into dir, for tests. The root of the module is
// two folders up from where they run.
func Build(dir string) (path string, err error) {
	path = filepath.Join(dir, "volens")
	out, err := exec.Command("go", "build", "-C", "../..", "-o", path, "./cmd/volens").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building volens: %w\n%s", err, out)
	}
	return path, nil
}
