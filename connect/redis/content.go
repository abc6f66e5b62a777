package redis

import (
	"bytes"
	"context"
	"errors"
	"io"

	goredis "github.com/redis/go-redis/v9"
)

const (
	page  = 200       // elements that are read at once
	piece = 128 << 10 // bytes of a string that are read at once
)

// strings looks at keys that are strings: the beginning of all at once, and the
// rest of those that are longer one by one.
func (l looker) strings(ctx context.Context, w *watch, keys []string) error {
	for len(keys) > 0 {
		n := min(len(keys), 50)
		heads := make([]*goredis.StringCmd, n)
		if _, err := l.c.Pipelined(ctx, func(p goredis.Pipeliner) error {
			for i, k := range keys[:n] {
				heads[i] = p.GetRange(ctx, k, 0, piece-1)
			}
			return nil
		}); err != nil && !ofOne(err) {
			return err
		}
		for i, k := range keys[:n] {
			f := w.finding(k, "string")
			head, err := heads[i].Result()
			if err != nil {
				return err
			}
			rest := io.Reader(bytes.NewReader([]byte(head)))
			if len(head) == piece {
				rest = io.MultiReader(rest, &tail{ctx, l.c, k, piece})
			}
			found, err := w.values.InStream(rest)
			if err != nil {
				return err
			}
			f.value = f.value || found
			w.note(f)
		}
		keys = keys[n:]
	}
	return nil
}

// ofOne reports an answer that is an error: it belongs to one command and shows there.
func ofOne(err error) bool {
	_, ok := errors.AsType[goredis.Error](err)
	return ok
}

// A tail reads a string from some place on.
type tail struct {
	ctx context.Context
	c   *goredis.Client
	key string
	at  int64
}

// Read reads the next piece.
func (t *tail) Read(p []byte) (int, error) {
	n := min(int64(len(p)), piece)
	text, err := t.c.GetRange(t.ctx, t.key, t.at, t.at+n-1).Result()
	if err != nil {
		return 0, err
	}
	if text == "" {
		return 0, io.EOF
	}
	t.at += int64(len(text))
	return copy(p, text), nil
}

// elements calls see with every element of a key, page by page: for a hash and a
// stream with the name of the field, else with none.
func (l looker) elements(ctx context.Context, key, kind string, see func(field, text string)) error {
	switch kind {
	case "hash":
		return l.hash(ctx, key, see)
	case "set":
		return cursor(func(at uint64) (uint64, error) {
			all, next, err := l.c.SScan(ctx, key, at, "", page).Result()
			for _, v := range all {
				see("", v)
			}
			return next, err
		})
	case "zset":
		return cursor(func(at uint64) (uint64, error) {
			all, next, err := l.c.ZScan(ctx, key, at, "", page).Result()
			for i := 0; i < len(all); i += 2 { // every second one is a score
				see("", all[i])
			}
			return next, err
		})
	case "list":
		return l.list(ctx, key, see)
	case "stream":
		return l.stream(ctx, key, see)
	}
	return errKind
}

// cursor calls step until it returns to the beginning.
func cursor(step func(at uint64) (uint64, error)) error {
	next, err := step(0)
	for err == nil && next != 0 {
		next, err = step(next)
	}
	return err
}

func (l looker) hash(ctx context.Context, key string, see func(field, text string)) error {
	return cursor(func(at uint64) (uint64, error) {
		all, next, err := l.c.HScan(ctx, key, at, "", page).Result()
		for i := 0; i+1 < len(all); i += 2 {
			see(all[i], all[i+1])
		}
		return next, err
	})
}

func (l looker) list(ctx context.Context, key string, see func(field, text string)) error {
	for at := int64(0); ; at += page {
		all, err := l.c.LRange(ctx, key, at, at+page-1).Result()
		if err != nil || len(all) == 0 {
			return err
		}
		for _, v := range all {
			see("", v)
		}
	}
}

func (l looker) stream(ctx context.Context, key string, see func(field, text string)) error {
	for from := "-"; ; {
		all, err := l.c.XRangeN(ctx, key, from, "+", page).Result()
		if err != nil || len(all) == 0 || len(all) == 1 && all[0].ID == from {
			return err
		}
		for _, x := range all {
			for f, v := range x.Values {
				text, _ := v.(string)
				see(f, text)
			}
		}
		// The last one comes again, and nothing is missed: a beginning that is left
		// out is of newer servers only.
		from = all[len(all)-1].ID
	}
}
