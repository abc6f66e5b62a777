package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/replica"
)

type snapshotRequest struct {
	LeaseS int64 `json:"lease_s,omitempty"`
}

// SaveSnapshot fetches a signed snapshot into a file, which is replaced only by a
// whole one. lease is how long it may be relied on: a second to a day, an hour
// where it is 0. What people withdraw meanwhile is not in it, so the shorter the
// better. The file tells what people said to whoever knows their ids: keep it like
// a database. Needs the scope feed.
func (c *Client) SaveSnapshot(ctx context.Context, file string, lease time.Duration) error {
	body, err := c.stream(ctx, snapshotRequest{LeaseS: int64(lease / time.Second)})
	if err != nil {
		return err
	}
	defer body.Close()
	out, err := os.CreateTemp(filepath.Dir(file), ".snapshot-*") // readable by its owner alone
	if err != nil {
		return fmt.Errorf("saving the snapshot: %w", err)
	}
	defer func() { _ = os.Remove(out.Name()) }() // gone already where all went well
	err = replica.Unseal(io.TeeReader(body, out), nil, func(_ replica.Header, in io.Reader) error {
		_, err := io.Copy(io.Discard, in)
		return err
	})
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return fmt.Errorf("saving the snapshot: %w", err)
	}
	if err := os.Rename(out.Name(), file); err != nil {
		return fmt.Errorf("saving the snapshot: %w", err)
	}
	return nil
}

// skew is how far the clocks of who made a snapshot and who opens it may differ.
const skew = time.Minute

var (
	errLease = fault.New(fault.Unavailable, "快照已过期，请取一份新的", "the snapshot is over: fetch a new one")
	errAhead = fault.New(fault.Unavailable, "快照来自未来：本机时钟落后", "the snapshot is from the future: this machine's clock is behind")
	errAlone = fault.New(fault.Unavailable, "离线快照只能作出判定", "an offline snapshot gives verdicts and nothing else")
)

// OpenSnapshot returns a client that answers from a file alone, without a network,
// until the snapshot's lease is over; then it denies everything. publicKey is that
// of the log (log.pub of the installation). Such a client decides and guards; it
// neither asks people nor takes answers.
//
// Errors: replica.ErrSeal for a file in which anything was changed or that another
// key signed; fault.Unavailable where the lease is over already, or the clock is
// behind.
func OpenSnapshot(file, publicKey string, l lang.Lang) (*Client, error) {
	return openSnapshot(file, publicKey, l, replica.System())
}

func openSnapshot(file, publicKey string, l lang.Lang, clock replica.Clock) (*Client, error) {
	v, err := note.NewVerifier(publicKey)
	if err != nil {
		return nil, fmt.Errorf("reading the log's public key: %w", err)
	}
	in, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("opening the snapshot: %w", err)
	}
	defer in.Close()
	c := &Client{lang: l, timeout: timeout, clock: clock, log: quiet(), local: followed{alone: true}}
	if c.lang == "" {
		c.lang = lang.ZH
	}
	var r *replica.Replica
	var head replica.Header
	err = replica.Unseal(in, v, func(h replica.Header, body io.Reader) error {
		head, c.holds = h, time.Duration(h.LeaseS)*time.Second
		r = replica.New(replica.Shared([32]byte(h.Secret)), replica.Options{Clock: clock, Holds: c.holds})
		_, err := r.Import(body)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("opening the snapshot: %w", err)
	}
	age := clock.Wall().Sub(head.MadeAt)
	switch {
	case age < -skew:
		return nil, errAhead
	case age > c.holds:
		return nil, errLease
	}
	r.Renew(r.Now(), max(0, age))
	c.local.replica.Store(r)
	return c, nil
}
