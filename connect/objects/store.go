package objects

import (
	"context"
	"encoding/base64"
	"io"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/volens/volens/erase/plan"
)

// The columns of an object.
const (
	Path    = "path"
	Size    = "size"    // in bytes
	Written = "written" // RFC 3339, in UTC
	Content = "content" // as text; other than text as a data URL in base64
)

// MaxContent is the longest content that is read into a record, in bytes. A longer
// object has none.
const MaxContent = 16 << 20

// An object is one version of an object, a file, or what is left of one.
type object struct {
	path    string
	version string // "" where there are no versions
	size    int64
	written time.Time
	kind    kind
	file    identity
}

type kind int

const (
	current kind = iota // what a reader sees
	past                // an earlier version
	marker              // says that it was deleted
	upload              // never finished
	special             // a symbolic link, a pipe, a socket
	folder              // is tidied away and not counted
)

// A shelf is where objects are: a bucket or a folder.
type shelf interface {
	engine(ctx context.Context) (string, error)
	// list yields what lies under a prefix, folders after what is in them.
	list(ctx context.Context, g goal, prefix string) iter.Seq2[object, error]
	// open opens the content of a current object.
	open(ctx context.Context, o object) (io.ReadCloser, error)
	// remove removes objects and returns how many were there. It removes all that it
	// can before it fails.
	remove(ctx context.Context, all []object) (int64, error)
	settle(ctx context.Context) ([]plan.Remnant, error)
	close() error
}

// A store is a shelf as erasing sees it.
type store struct{ shelf }

var _ plan.Connector = store{}

// never stands for: not before somebody does something.
var never = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// Survey says what it is. There are no tables.
func (s store) Survey(ctx context.Context) (plan.Survey, error) {
	name, err := s.engine(ctx)
	return plan.Survey{Engine: name}, failed(err)
}

// objects yields what the target means.
func (s store) objects(ctx context.Context, t plan.Target, by plan.Keys) iter.Seq2[object, error] {
	return func(yield func(object, error) bool) {
		g, err := understand(t, by)
		if err != nil {
			yield(object{}, err)
			return
		}
		n := 0
		for _, prefix := range g.prefixes {
			for o, err := range s.list(ctx, g, prefix) {
				if err != nil {
					yield(object{}, failed(err))
					return
				}
				if !g.means(o) {
					continue
				}
				if o.kind != folder {
					n++
				}
				if !yield(o, nil) || g.limit > 0 && n == g.limit {
					return
				}
			}
		}
	}
}

// Resolve returns the paths of objects: nothing else in one is an identifier.
func (s store) Resolve(ctx context.Context, t plan.Target, by plan.Keys, gives map[string]string) (plan.Keys, error) {
	all := plan.Keys{}
	for r, err := range s.Read(ctx, t, by, []string{Path}) {
		if err != nil {
			return nil, err
		}
		if name := gives[Path]; name != "" {
			all[name] = append(all[name], r[Path])
		}
	}
	return all, nil
}

// Count counts versions, markers and unfinished uploads, as Do does; folders only
// where nothing is in them.
func (s store) Count(ctx context.Context, t plan.Target, by plan.Keys) (int64, error) {
	var n, folders int64
	for o, err := range s.objects(ctx, t, by) {
		if err != nil {
			return 0, err
		}
		if o.kind == folder {
			folders++
		} else {
			n++
		}
	}
	if n == 0 {
		return folders, nil
	}
	return n, nil
}

// Do deletes objects with all their versions.
func (s store) Do(ctx context.Context, t plan.Target, by plan.Keys, d plan.Deed) (int64, error) {
	if d.Change != nil {
		return 0, errWhole
	}
	var all []object
	for o, err := range s.objects(ctx, t, by) {
		if err != nil {
			return 0, err
		}
		all = append(all, o)
	}
	n, err := s.remove(ctx, all)
	return n, failed(err)
}

// Set is not for objects.
func (s store) Set(context.Context, plan.Target, plan.Keys, map[string]string) (int64, error) {
	return 0, errWhole
}

// Read returns objects as a reader of the store sees them: without earlier versions.
func (s store) Read(ctx context.Context, t plan.Target, by plan.Keys, columns []string) iter.Seq2[plan.Record, error] {
	return func(yield func(plan.Record, error) bool) {
		for o, err := range s.objects(ctx, t, by) {
			if err == nil && o.kind != current {
				continue
			}
			var r plan.Record
			if err == nil {
				r, err = s.record(ctx, o, columns)
			}
			if absent(err) {
				continue // it went meanwhile
			}
			if !yield(r, failed(err)) || err != nil {
				return
			}
		}
	}
}

// record writes the columns of one object.
func (s store) record(ctx context.Context, o object, columns []string) (plan.Record, error) {
	r := plan.Record{Path: o.path, Size: strconv.FormatInt(o.size, 10), Written: o.written.UTC().Format(time.RFC3339Nano)}
	if columns == nil {
		return r, nil
	}
	for column := range r {
		if !slices.Contains(columns, column) {
			delete(r, column)
		}
	}
	if !slices.Contains(columns, Content) || o.size > MaxContent {
		return r, nil
	}
	in, err := s.open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	b, err := io.ReadAll(io.LimitReader(in, MaxContent+1))
	if err != nil {
		return nil, err
	}
	if len(b) <= MaxContent { // it may have grown
		r[Content] = textOf(b)
	}
	return r, nil
}

// textOf writes content as text.
func textOf(b []byte) string {
	if utf8.Valid(b) && !slices.Contains(b, 0) {
		return string(b)
	}
	return "data:" + http.DetectContentType(b) + ";base64," + base64.StdEncoding.EncodeToString(b)
}

// Settle says what the store may keep of what was deleted.
func (s store) Settle(ctx context.Context, _ []string) ([]plan.Remnant, error) {
	left, err := s.settle(ctx)
	return left, failed(err)
}

// Close ends the connection.
func (s store) Close() error { return failed(s.close()) }
