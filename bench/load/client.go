// Package load asks an HTTP server over and over, on connections that stay open:
// as fast as answers come, or at a fixed rate. It builds no requests and looks at
// no answers beyond their status and length, so that on a machine shared with the
// server as little as possible of what is measured is the client.
package load

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"strconv"
)

// Post is a request as it goes over the wire. Headers end in \r\n each.
func Post(host, path, headers string, body []byte) []byte {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s", path, host, len(body), headers, body)
}

// Get is a request as it goes over the wire.
func Get(host, path, headers string) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", path, host, headers)
}

// A conn is one connection, used by one goroutine.
type conn struct {
	net.Conn
	r *bufio.Reader
}

func dial(addr string) (*conn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, r: bufio.NewReaderSize(c, 64<<10)}, nil
}

// do sends a request and reads its answer to the end. An answer that is no
// success is an error.
func (c *conn) do(request []byte) error {
	if _, err := c.Write(request); err != nil {
		return err
	}
	status, length, err := c.head()
	if err != nil {
		return err
	}
	if err := c.skip(length); err != nil {
		return err
	}
	if status < 200 || status > 299 {
		return fmt.Errorf("status %d", status)
	}
	return nil
}

// chunked stands for a length that is not told beforehand.
const chunked = -1

var (
	errStatus  = errors.New("no status line")
	nameLength = []byte("Content-Length:")
	nameCoding = []byte("Transfer-Encoding: chunked")
)

func (c *conn) head() (status, length int, err error) {
	line, err := c.r.ReadSlice('\n')
	if err != nil {
		return 0, 0, err
	}
	if len(line) < 12 {
		return 0, 0, errStatus
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, 0, errStatus
	}
	for {
		line, err := c.r.ReadSlice('\n')
		switch {
		case err != nil:
			return 0, 0, err
		case len(line) <= 2:
			return status, length, nil
		case bytes.HasPrefix(line, nameLength):
			if length, err = strconv.Atoi(string(bytes.TrimSpace(line[len(nameLength):]))); err != nil {
				return 0, 0, err
			}
		case bytes.HasPrefix(line, nameCoding):
			length = chunked
		}
	}
}

func (c *conn) skip(length int) error {
	if length != chunked {
		_, err := c.r.Discard(length)
		return err
	}
	for {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return err
		}
		if _, err := c.r.Discard(int(n) + 2); err != nil || n == 0 {
			return err
		}
	}
}
