package replica

import (
	"context"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// A Source is what a replica follows: the primary, or a node that follows it.
type Source interface {
	// Load sends everybody, in chunks that all have the size that the log had
	// before the first of them was read.
	Load(ctx context.Context, yield func(Chunk) error) error
	// Poll returns what changed since the log had from entries, up to limit entries
	// on. fault.Invalid means that the log has fewer: it is another one.
	Poll(ctx context.Context, from int64, limit int) (Chunk, error)
	// Declaration returns a version of the declaration.
	Declaration(ctx context.Context, hash string) (declaration.Source, error)
}

// A Primary is the part of the store that replicas are fed from.
type Primary interface {
	Size(ctx context.Context) (int64, error)
	Feed(ctx context.Context, from int64, limit int) (consent.Feed, error)
	Everyone(ctx context.Context, partition int, yield func(consent.Moved) error) error
	Declaration(ctx context.Context, hash string) (declaration.Source, error)
}

// From returns the primary as a source for replicas with that keyer.
func From(p Primary, k Keyer) Source { return primary{p, k} }

type primary struct {
	Primary
	keyer Keyer
}

// chunkPeople is how many people go into one chunk.
const chunkPeople = 2000

// Load reads the size first, so that whatever changes while people are read is in
// the feed from there on.
func (p primary) Load(ctx context.Context, yield func(Chunk) error) error {
	size, err := p.Size(ctx)
	if err != nil {
		return err
	}
	now, err := p.Feed(ctx, size, 1) // for what is active and stopped
	if err != nil {
		return err
	}
	start := func() *writer { return newWriter(0, size, now.Active, now.Stops) }
	w := start()
	for partition := range ledger.Partitions {
		err := p.Everyone(ctx, partition, func(m consent.Moved) error {
			w.add(&m, p.keyer)
			if len(w.chunk.People) < chunkPeople {
				return nil
			}
			full := w.chunk
			w = start()
			return yield(full)
		})
		if err != nil {
			return err
		}
	}
	return yield(w.chunk)
}

// Poll reads the feed.
func (p primary) Poll(ctx context.Context, from int64, limit int) (Chunk, error) {
	f, err := p.Feed(ctx, from, limit)
	if err != nil {
		return Chunk{}, err
	}
	return Keyed(f, p.keyer), nil
}

// another reports whether a poll failed because the log is not the one that was
// loaded: it has fewer entries than the replica.
func another(err error) bool { return fault.KindOf(err) == fault.Invalid }
