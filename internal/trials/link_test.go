package trials

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// A state of a link is how a network fails.
type state int

const (
	flowing state = iota
	silent        // nothing arrives and nobody is told: a pulled cable
	severed       // connections break, new ones are refused
	mute          // requests arrive, and answers do not
)

// A link is the way between a client and a server, which can be cut.
type link struct {
	listener net.Listener
	dial     func() (net.Conn, error)

	mu      sync.Mutex
	changed *sync.Cond
	state   state
	ended   bool
	conns   map[net.Conn]bool
}

// newLink relays whatever comes to the listener.
func newLink(t testing.TB, listener net.Listener, dial func() (net.Conn, error)) *link {
	l := &link{listener: listener, dial: dial, conns: map[net.Conn]bool{}}
	l.changed = sync.NewCond(&l.mu)
	go l.accept()
	t.Cleanup(func() {
		_ = listener.Close()
		l.set(severed)
		l.mu.Lock()
		l.ended = true
		l.mu.Unlock()
		l.changed.Broadcast()
	})
	return l
}

// toDatabase makes a link to the database that rawURL names and returns the
// address to give to a node.
func toDatabase(t testing.TB, rawURL string) (*link, string) {
	t.Helper()
	u, err := url.Parse(rawURL)
	must(t, err)
	q := u.Query()
	network, address := "tcp", u.Host
	if dir := q.Get("host"); dir != "" {
		network, address = "unix", filepath.Join(dir, ".s.PGSQL.5432")
	}
	dir, err := os.MkdirTemp("", "volens-link-") //nolint:usetesting // the test's own folder is too long a name for a socket
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(dir)) })
	listener, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	must(t, err)
	q.Set("host", dir)
	u.Host, u.RawQuery = "", q.Encode()
	return newLink(t, listener, func() (net.Conn, error) { return net.Dial(network, address) }), u.String()
}

// set changes the state of the link and of everything on it.
func (l *link) set(s state) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state = s
	if s == severed {
		for c := range l.conns {
			_ = c.Close()
		}
	}
	l.changed.Broadcast()
}

func (l *link) accept() {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		go l.relay(near)
	}
}

func (l *link) relay(near net.Conn) {
	defer near.Close()
	if !l.join(near) {
		return
	}
	defer l.leave(near)
	far, err := l.dial()
	if err != nil || !l.join(far) {
		return
	}
	defer l.leave(far)
	done := make(chan struct{}, 2)
	go func() { l.copy(far, near, silent, silent); done <- struct{}{} }()
	go func() { l.copy(near, far, silent, mute); done <- struct{}{} }()
	<-done
	_, _ = near.Close(), far.Close()
	<-done
}

// join puts a connection under the link's control, or refuses it.
func (l *link) join(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.state == severed || l.ended {
		_ = c.Close()
		return false
	}
	l.conns[c] = true
	return true
}

func (l *link) leave(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = c.Close()
	delete(l.conns, c)
}

// copy hands bytes on, and keeps them while the link is in one of two states. The
// end of a connection travels no faster than its bytes.
func (l *link) copy(to, from net.Conn, kept, too state) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		l.mu.Lock()
		for (l.state == kept || l.state == too) && !l.ended {
			l.changed.Wait()
		}
		l.mu.Unlock()
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
