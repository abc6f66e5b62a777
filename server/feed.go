package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"sync"
	"time"

	exact "github.com/go-json-experiment/json"
	"golang.org/x/mod/sumdb/note"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/replica"
)

// A Feed is what clients' replicas are fed from. Without a Primary there is none.
type Feed struct {
	Primary replica.Primary
	Secret  func() [32]byte // what the keys of people are made with, the same on every node
	Signer  note.Signer     // signs snapshots: the log's key
}

var errFeed = fault.New(fault.Unavailable, "本节点不提供变更流", "this node offers no feed")

// MaxFeed is how many entries of the log one answer of the feed covers at most.
const MaxFeed = 10_000

// maxWait is how long a feed waits for something to happen. It is far below
// decide.Holds: whoever waits has to hear again before their lease is over.
const maxWait = 3 * time.Second

type feedIn struct {
	From   int64 `json:"from" minimum:"0" doc:"How many entries of the log the caller knows of"`
	Limit  int   `json:"limit,omitempty" minimum:"1" maximum:"10000" default:"10000" doc:"How many entries the answer covers at most; one that covers fewer has caught up"`
	WaitMS int64 `json:"wait_ms,omitempty" minimum:"0" maximum:"3000" doc:"How long to wait where nothing happened, in milliseconds"`
	Secret bool  `json:"secret,omitempty" doc:"Whether to send the secret that the keys are made with; then there is no waiting"`
}

var errFeedIn = fault.New(fault.Invalid, "from 不得为负，limit 应为 1 至 10000，wait_ms 应为 0 至 3000", "from must not be negative, limit must be 1 to 10000, wait_ms 0 to 3000")

func (in *feedIn) check() error {
	if in.Limit == 0 {
		in.Limit = MaxFeed
	}
	if in.From < 0 || in.Limit < 1 || in.Limit > MaxFeed || in.WaitMS < 0 || in.WaitMS > maxWait.Milliseconds() {
		return errFeedIn
	}
	return nil
}

// feedOut is what the feed answers with; its people stand in the chunk.
type feedOut struct {
	replica.Chunk
	Log    string `json:"log"`
	Secret []byte `json:"secret,omitempty"`
}

// take reads a body of one of the feed's routes.
func take(d *desktop, into any) error {
	if err := exact.UnmarshalDecode(&d.dec, into, exact.RejectUnknownMembers(true)); err != nil {
		return fault.New(fault.Invalid, "请求不合接口约定", "the request does not fit the API")
	}
	return d.end()
}

// give writes an answer of one of the feed's routes.
func give(w http.ResponseWriter, out any) error {
	b, err := json.Marshal(out)
	if err != nil {
		return err
	}
	w.Header()["Content-Type"] = jsonType
	_, _ = w.Write(b) // the client has gone: nothing to do about it
	return nil
}

// feed answers POST /v1/feed: what changed since the caller's size of the log,
// which is what those people said as it is now, by keys in place of ids. The
// reading begins after the request came, so the answer holds all that was
// acknowledged before it was sent.
func (a *api) feed(w http.ResponseWriter, r *http.Request, d *desktop) error {
	if a.Feed.Primary == nil {
		return errFeed
	}
	var in feedIn
	if err := take(d, &in); err != nil {
		return err
	}
	if err := in.check(); err != nil {
		return err
	}
	secret := a.Feed.Secret()
	out := feedOut{Log: fmt.Sprintf("%s+%08x", a.Feed.Signer.Name(), a.Feed.Signer.KeyHash())}
	if in.Secret {
		out.Secret, in.WaitMS = secret[:], 0
	}
	src := replica.From(a.Feed.Primary, replica.Shared(secret))
	until := time.Now().Add(time.Duration(in.WaitMS) * time.Millisecond)
	for {
		var err error
		if out.Chunk, err = src.Poll(r.Context(), in.From, in.Limit); err != nil {
			return err
		}
		if out.To > in.From || !a.feeding.grown(r.Context(), a.Feed.Primary, in.From, until) {
			return give(w, out)
		}
	}
}

// A gauge is the size of the log as all who wait look at it: however many wait,
// the primary is asked once a glance.
type gauge struct {
	mu   sync.Mutex
	at   time.Time
	size int64
}

const glance = 25 * time.Millisecond

// grown waits until the log has more than from entries, and reports whether it
// has. It gives up at until, when ctx ends, and where the primary cannot be asked.
func (g *gauge) grown(ctx context.Context, p replica.Primary, from int64, until time.Time) bool {
	ticks := time.NewTicker(glance)
	defer ticks.Stop()
	for time.Now().Before(until) {
		select {
		case <-ctx.Done():
			return false
		case <-ticks.C:
		}
		if size, err := g.look(ctx, p); err != nil || size > from {
			return err == nil
		}
	}
	return false
}

func (g *gauge) look(ctx context.Context, p replica.Primary) (int64, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if time.Since(g.at) < glance {
		return g.size, nil
	}
	size, err := p.Size(ctx)
	if err == nil {
		g.size, g.at = size, time.Now()
	}
	return size, err
}

type feedDeclarationIn struct {
	Hash string `json:"hash" maxLength:"64"`
}

// feedDeclaration answers POST /v1/feed/declaration: a version of the declaration
// as it was written.
func (a *api) feedDeclaration(w http.ResponseWriter, r *http.Request, d *desktop) error {
	if a.Feed.Primary == nil {
		return errFeed
	}
	var in feedDeclarationIn
	if err := take(d, &in); err != nil {
		return err
	}
	src, err := a.Feed.Primary.Declaration(r.Context(), in.Hash)
	if err != nil {
		return err
	}
	return give(w, src)
}

// feeds adds the routes of the feed. They read and write by themselves: what they
// answer with belongs to package replica, and may be long.
func (a *api) feeds(mux *http.ServeMux) {
	mux.HandleFunc("POST /v1/feed", a.byHand(ScopeFeed, a.feed))
	mux.HandleFunc("POST /v1/feed/declaration", a.byHand(ScopeFeed, a.feedDeclaration))
	mux.HandleFunc("POST /v1/feed/snapshot", a.byHand(ScopeFeed, a.snapshot))
	problems := []int{401, 403, 404, 413, 415, 422, 500, 503}
	a.describe(http.MethodPost, "/v1/feed", ScopeFeed, "变更流 | what changed for verdicts since a size of the log, by keys in place of ids", reflect.TypeFor[feedIn](), reflect.TypeFor[fed](), problems...)
	a.describe(http.MethodPost, "/v1/feed/declaration", ScopeFeed, "声明原文 | a version of the declaration, for whoever follows the feed", reflect.TypeFor[feedDeclarationIn](), reflect.TypeFor[fedDeclaration](), problems...)
	a.describe(http.MethodPost, "/v1/feed/snapshot", ScopeFeed, "快照 | everything that a replica needs, as JSON lines with a signed note", reflect.TypeFor[snapshotIn](), reflect.TypeFor[[]byte](), problems...)
}
