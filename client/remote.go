package client

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/replica"
)

// remote is Volens as a source for a replica.
type remote struct {
	c       *Client
	log     string // which log is followed
	another func() // is called when it is another one
}

var _ replica.Source = (*remote)(nil)

const (
	wait     = time.Second // how long a poll waits for something to happen
	stalled  = 10 * time.Second
	maxChunk = 256 << 20 // of an answer of the feed, in bytes
)

type feedRequest struct {
	From   int64 `json:"from"`
	Limit  int   `json:"limit,omitempty"`
	WaitMS int64 `json:"wait_ms,omitempty"`
	Secret bool  `json:"secret,omitempty"`
}

type feedAnswer struct {
	replica.Chunk
	Log    string `json:"log"`
	Secret []byte `json:"secret"`
}

// feed asks once; ctx bounds it.
func (c *Client) feed(ctx context.Context, in feedRequest) (feedAnswer, error) {
	if in.WaitMS == 0 {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, c.timeout)
		defer cancel()
	}
	res, err := c.send(ctx, "/v1/feed", in)
	if err != nil {
		return feedAnswer{}, err
	}
	defer res.Body.Close()
	var out feedAnswer
	return out, decode(res.Body, maxChunk, &out)
}

// Poll asks what changed, and waits a little where nothing did.
func (m *remote) Poll(ctx context.Context, from int64, limit int) (replica.Chunk, error) {
	out, err := m.c.feed(ctx, feedRequest{From: from, Limit: limit, WaitMS: wait.Milliseconds()})
	if p := (*Problem)(nil); errors.As(err, &p) && p.Type == "urn:volens:problem:"+string(fault.Invalid) {
		// The log is shorter than what was loaded: it is another one.
		return replica.Chunk{}, fault.New(fault.Invalid, "变更流从另一个日志开始了", "the feed is that of another log").Because(err)
	}
	if err != nil {
		return replica.Chunk{}, err
	}
	if out.Log != m.log {
		m.another()
		return replica.Chunk{}, errLog
	}
	if out.From != from || out.To < from {
		return replica.Chunk{}, errors.New("the feed answered another question")
	}
	return out.Chunk, nil
}

// Load streams everybody.
func (m *remote) Load(ctx context.Context, yield func(replica.Chunk) error) error {
	body, err := m.c.stream(ctx, snapshotRequest{})
	if err != nil {
		return err
	}
	defer body.Close()
	return replica.Unseal(body, nil, func(_ replica.Header, in io.Reader) error { return replica.Chunks(in, yield) })
}

// Declaration fetches a version of the declaration. What came is what was asked
// for: its hash is its name.
func (m *remote) Declaration(ctx context.Context, hash string) (declaration.Source, error) {
	ctx, cancel := context.WithTimeout(ctx, stalled)
	defer cancel()
	res, err := m.c.send(ctx, "/v1/feed/declaration", map[string]string{"hash": hash})
	if err != nil {
		return declaration.Source{}, err
	}
	defer res.Body.Close()
	var src declaration.Source
	if err := decode(res.Body, maxChunk, &src); err != nil {
		return src, err
	}
	if src.Hash() != hash {
		return src, errors.New("the declaration that came is not the one that was asked for")
	}
	return src, nil
}

// A stream is an answer that may take long, but not stand still.
type stream struct {
	io.ReadCloser
	watch *time.Timer
	stop  context.CancelFunc
}

// Read reads on, and puts the end off.
func (s *stream) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	s.watch.Reset(stalled)
	return n, err
}

// Close ends the stream.
func (s *stream) Close() error {
	s.watch.Stop()
	s.stop()
	return s.ReadCloser.Close()
}

// stream asks for a snapshot.
func (c *Client) stream(ctx context.Context, in snapshotRequest) (io.ReadCloser, error) {
	ctx, stop := context.WithCancel(ctx)
	watch := time.AfterFunc(stalled, stop)
	res, err := c.send(ctx, "/v1/feed/snapshot", in) //nolint:bodyclose // the stream closes it
	if err != nil {
		watch.Stop()
		stop()
		return nil, err
	}
	return &stream{res.Body, watch, stop}, nil
}
