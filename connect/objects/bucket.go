package objects

import (
	"cmp"
	"context"
	"io"
	"iter"
	"slices"

	"github.com/minio/minio-go/v7"

	"github.com/volens/volens/erase/plan"
)

// A bucket is a bucket of an S3-compatible store.
type bucket struct {
	c    *minio.Client
	name string
	old  bool // whether there may be versions
}

// OpenBucket opens the bucket at an address such as https://key-id:key@host/bucket.
//
// Errors: fault.Invalid where the address is wrong, fault.Unavailable where nobody
// answers or the key is refused; none repeats the address.
func OpenBucket(ctx context.Context, address string) (plan.Connector, error) {
	c, name, err := dial(address)
	if err != nil {
		return nil, err
	}
	old, err := versioned(ctx, c, name)
	if err != nil {
		return nil, failed(err)
	}
	return store{&bucket{c, name, old}}, nil
}

// versioned reports whether a bucket keeps versions, or once did.
func versioned(ctx context.Context, c *minio.Client, name string) (bool, error) {
	v, err := c.GetBucketVersioning(ctx, name)
	if err != nil && unknown(err) {
		return false, nil
	}
	return v.Status != "", err
}

func (b *bucket) engine(context.Context) (string, error) {
	if b.old {
		return "s3 with versions", nil
	}
	return "s3", nil
}

func (b *bucket) close() error { return nil }

// list yields versions, markers and uploads.
func (b *bucket) list(ctx context.Context, _ goal, prefix string) iter.Seq2[object, error] {
	return func(yield func(object, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel() // ends the client's listing where we end before it
		for o := range b.c.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: prefix, Recursive: true, WithVersions: b.old}) {
			if o.Err != nil {
				yield(object{}, o.Err)
				return
			}
			if !yield(b.objectOf(o), nil) {
				return
			}
		}
		for u := range b.c.ListIncompleteUploads(ctx, b.name, prefix, true) {
			if u.Err != nil && unknown(u.Err) {
				return
			}
			if u.Err != nil {
				yield(object{}, u.Err)
				return
			}
			if !yield(object{path: u.Key, version: u.UploadID, written: u.Initiated, kind: upload}, nil) {
				return
			}
		}
	}
}

func (b *bucket) objectOf(o minio.ObjectInfo) object {
	found := object{path: o.Key, version: o.VersionID, size: o.Size, written: o.LastModified}
	switch {
	case o.IsDeleteMarker:
		found.kind = marker
	case b.old && !o.IsLatest:
		found.kind = past
	}
	return found
}

func (b *bucket) open(ctx context.Context, o object) (io.ReadCloser, error) {
	in, _, _, err := (&minio.Core{Client: b.c}).GetObject(ctx, b.name, o.path, minio.GetObjectOptions{VersionID: o.version})
	return in, err
}

// remove deletes versions in as few requests as the store takes, and abandons
// uploads.
func (b *bucket) remove(ctx context.Context, all []object) (int64, error) {
	var done int64
	var failure error
	rest := slices.DeleteFunc(slices.Clone(all), func(o object) bool { return o.kind == upload })
	results, err := b.c.RemoveObjectsWithIter(ctx, b.name, infos(rest), minio.RemoveObjectsOptions{})
	if err != nil {
		return 0, err
	}
	answered := 0
	for r := range results {
		answered++
		switch {
		case r.Err == nil:
			done++
		case absent(r.Err): // somebody else was faster
		case failure == nil:
			failure = b.why(ctx, r)
		}
	}
	if failure == nil && answered < len(rest) {
		failure = cmp.Or(ctx.Err(), io.ErrUnexpectedEOF)
	}
	n, err := b.abandon(ctx, all)
	if failure == nil {
		failure = err
	}
	return done + n, failure
}

func infos(all []object) iter.Seq[minio.ObjectInfo] {
	return func(yield func(minio.ObjectInfo) bool) {
		for _, o := range all {
			if !yield(minio.ObjectInfo{Key: o.path, VersionID: o.version}) {
				return
			}
		}
	}
}

// abandon removes uploads that were never finished.
func (b *bucket) abandon(ctx context.Context, all []object) (int64, error) {
	var done int64
	for _, o := range all {
		if o.kind != upload {
			continue
		}
		err := (&minio.Core{Client: b.c}).AbortMultipartUpload(ctx, b.name, o.path, o.version)
		if err != nil && !absent(err) {
			return done, err
		}
		if err == nil {
			done++
		}
	}
	return done, nil
}

// why finds out whether a lock keeps what could not be deleted. The headers of the
// object say it the same way everywhere.
func (b *bucket) why(ctx context.Context, r minio.RemoveObjectResult) error {
	o, err := b.c.StatObject(ctx, b.name, r.ObjectName, minio.StatObjectOptions{VersionID: r.ObjectVersionID})
	switch {
	case err != nil:
		return r.Err
	case o.Headers.Get("X-Amz-Object-Lock-Legal-Hold") == "ON":
		return errHold
	case o.Headers.Get("X-Amz-Object-Lock-Mode") != "":
		return errLock
	}
	return r.Err
}

// settle says where copies may be that deleting here does not reach:
//
//   - bucket-replication: deleted versions are not deleted in the other bucket
//   - bucket-replication-unknown: the account may not ask whether there is another
func (b *bucket) settle(ctx context.Context) ([]plan.Remnant, error) {
	rules, err := b.c.GetBucketReplication(ctx, b.name)
	switch {
	case err == nil && rules.Empty():
		return nil, nil
	case err == nil:
		return []plan.Remnant{{What: "bucket-replication", Gone: never}}, nil
	case minio.ToErrorResponse(err).Code == "ReplicationConfigurationNotFoundError", unknown(err):
		return nil, nil
	}
	if slug, _ := reason(err); slug == "no-right" {
		return []plan.Remnant{{What: "bucket-replication-unknown", Gone: never}}, nil
	}
	return nil, err
}
