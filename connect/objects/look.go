package objects

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/minio/minio-go/v7"

	"github.com/volens/volens/erase/plan"
)

// fingerprint names a place without saying where it is.
func fingerprint(kind string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return kind + ":" + hex.EncodeToString(sum[:12])
}

// A bucketLooker goes through a whole bucket, version by version.
type bucketLooker struct {
	core minio.Core
	name string
}

// LookBucket opens a bucket for looking. Errors are as with OpenBucket.
func LookBucket(_ context.Context, address string) (plan.Looker, error) {
	c, name, err := dial(address)
	if err != nil {
		return nil, err
	}
	return &bucketLooker{minio.Core{Client: c}, name}, nil
}

// Close ends nothing: connections end by themselves.
func (l *bucketLooker) Close() error { return nil }

// Store names the endpoint and the bucket, once the bucket answers.
func (l *bucketLooker) Store(ctx context.Context) (string, error) {
	there, err := l.core.BucketExists(ctx, l.name)
	if err == nil && !there {
		err = minio.ErrorResponse{Code: minio.NoSuchBucket}
	}
	return fingerprint("s3", strings.ToLower(l.core.EndpointURL().Host), l.name), failed(err)
}

// Look looks at every version of every object, every marker and every upload that
// was never finished.
func (l *bucketLooker) Look(ctx context.Context, s plan.Search) ([]plan.Residue, error) {
	w := newWatch(s)
	versions, err := versioned(ctx, l.core.Client, l.name)
	if err != nil {
		return nil, failed(err)
	}
	if err := l.objects(ctx, w, versions); err != nil {
		return nil, failed(err)
	}
	if err := l.uploads(ctx, w); err != nil {
		return nil, failed(err)
	}
	return w.tally.Residues(), nil
}

func (l *bucketLooker) objects(ctx context.Context, w *watch, versions bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the client's listing where we end before it
	for o := range l.core.Client.ListObjects(ctx, l.name, minio.ListObjectsOptions{Recursive: true, WithVersions: versions}) {
		if o.Err != nil {
			return o.Err
		}
		open := func() (io.ReadCloser, error) {
			in, _, _, err := l.core.GetObject(ctx, l.name, o.Key, minio.GetObjectOptions{VersionID: o.VersionID})
			return in, err
		}
		if o.IsDeleteMarker {
			open = nil
		}
		if err := w.look(o.Key, o.Size, o.LastModified, open); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// uploads looks at the names of uploads that were never finished: their parts cannot
// be read.
func (l *bucketLooker) uploads(ctx context.Context, w *watch) error {
	for key, id := "", ""; ; {
		page, err := l.core.ListMultipartUploads(ctx, l.name, "", key, id, "", 1000)
		if err != nil && unknown(err) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, u := range page.Uploads {
			if err := w.look(u.Key, 0, u.Initiated, nil); err != nil {
				return err
			}
		}
		if !page.IsTruncated {
			return nil
		}
		key, id = page.NextKeyMarker, page.NextUploadIDMarker
	}
}

// A fileLooker goes through a whole folder.
type fileLooker struct{ dir string }

// LookFiles opens a folder for looking. Errors are as with OpenFiles.
func LookFiles(_ context.Context, address string) (plan.Looker, error) {
	dir, err := folderAt(address)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, failed(err)
	}
	return fileLooker{dir}, nil
}

// Close ends nothing.
func (l fileLooker) Close() error { return nil }

// Store names the folder where it really is.
func (l fileLooker) Store(context.Context) (string, error) {
	info, err := os.Stat(l.dir)
	if err == nil && !info.IsDir() {
		err = fs.ErrNotExist
	}
	return fingerprint("files", l.dir), failed(err)
}

// Look looks at every name, at where every link leads, and into every file.
func (l fileLooker) Look(ctx context.Context, s plan.Search) ([]plan.Residue, error) {
	w := newWatch(s)
	err := filepath.WalkDir(l.dir, func(at string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && at != l.dir:
			return nil // it went meanwhile
		case err != nil:
			return err
		case at == l.dir:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		}
		return l.entry(w, at, d)
	})
	if err != nil {
		return nil, failed(err)
	}
	return w.tally.Residues(), nil
}

// entry looks at one name in a folder.
func (l fileLooker) entry(w *watch, at string, d fs.DirEntry) error {
	p, err := filepath.Rel(l.dir, at)
	if err != nil {
		return err
	}
	info, err := d.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	p = filepath.ToSlash(p)
	var open func() (io.ReadCloser, error)
	size := info.Size()
	switch {
	case d.IsDir():
		p, size = p+"/", 0
	case d.Type()&fs.ModeSymlink != 0:
		if w.folder(p + "/") {
			p += "/" // it stands where a person's folder would
		}
		open = func() (io.ReadCloser, error) {
			to, err := os.Readlink(at)
			return io.NopCloser(strings.NewReader(to)), err
		}
	case d.Type().IsRegular():
		open = func() (io.ReadCloser, error) { return openPlain(at) }
	}
	return w.look(p, size, info.ModTime(), open)
}
