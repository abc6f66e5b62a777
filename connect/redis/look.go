package redis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	goredis "github.com/redis/go-redis/v9"

	"github.com/volens/volens/connect/needle"
	"github.com/volens/volens/erase/plan"
)

// A looker goes through the whole database, key by key, with commands that change
// nothing. It does not know how a connector finds a key.
type looker struct{ c *goredis.Client }

var _ plan.Looker = looker{}

// Look opens a database for looking. Errors are as with Open.
func Look(ctx context.Context, address string) (plan.Looker, error) {
	c, err := dial(ctx, address, "volens-look")
	if err != nil {
		return nil, err
	}
	return looker{c}, nil
}

// Close ends the connections.
func (l looker) Close() error { return failed(l.c.Close()) }

// Store names the server and the database by where they are, and not by what the
// server calls itself: that changes when it is started again. The name does not
// say where that is.
func (l looker) Store(ctx context.Context) (string, error) {
	if err := greet(ctx, l.c); err != nil {
		return "", err
	}
	o := l.c.Options()
	at := sha256.Sum256([]byte(o.Network + " " + strings.ToLower(o.Addr)))
	return "redis:" + hex.EncodeToString(at[:12]) + "/" + strconv.Itoa(o.DB), nil
}

// Look looks at the name and the whole content of every key of the database.
func (l looker) Look(ctx context.Context, s plan.Search) ([]plan.Residue, error) {
	w := newWatch(s)
	for cursor, first := uint64(0), true; first || cursor != 0; first = false {
		keys, next, err := l.c.Scan(ctx, cursor, "", scanning).Result()
		if err != nil {
			return nil, failed(err)
		}
		cursor = next
		if err := l.page(ctx, w, keys); err != nil {
			return nil, failed(err)
		}
	}
	return w.tally.Residues(), nil
}

// page looks at some keys.
func (l looker) page(ctx context.Context, w *watch, keys []string) error {
	var fresh []string
	for _, k := range keys {
		if !w.seen[k] { // a key may come twice
			w.seen[k] = true
			fresh = append(fresh, k)
		}
	}
	kinds := make([]*goredis.StatusCmd, len(fresh))
	if _, err := l.c.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for i, k := range fresh {
			kinds[i] = p.Type(ctx, k)
		}
		return nil
	}); err != nil {
		return err
	}
	var short []string
	for i, k := range fresh {
		if kinds[i].Val() == "string" {
			short = append(short, k)
			continue
		}
		if err := l.key(ctx, w, k, kinds[i].Val()); err != nil {
			return err
		}
	}
	return l.strings(ctx, w, short)
}

// key looks at one key that is no string.
func (l looker) key(ctx context.Context, w *watch, key, kind string) error {
	if kind == "none" {
		return nil // it went meanwhile
	}
	f := w.finding(key, kind)
	if err := l.elements(ctx, key, kind, f.element); err != nil {
		return err
	}
	w.note(f)
	return nil
}

// note counts what was found in a key, unless a ground keeps it. It does not keep
// the fields that were to be changed.
func (w *watch) note(f *finding) {
	for place := range f.undone {
		w.tally.Add(place, needle.ByColumn)
	}
	if f.spared() {
		return
	}
	for holding := range f.targets() {
		w.tally.Add(holding, needle.ByIdentifier)
	}
	if f.value {
		w.tally.Add(needle.Shape(f.key, w.known), needle.ByValue)
	}
}
