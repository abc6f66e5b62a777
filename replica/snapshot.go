package replica

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
)

// A snapshot is everything a replica needs in one stream of JSON lines: a line of
// what it is, one for each chunk, and one that says it is complete. It is not
// signed; whoever carries it signs its bytes.
type snapshotLine struct {
	Snapshot *Snapshot `json:"snapshot,omitempty"`
	Chunk    *Chunk    `json:"chunk,omitempty"`
	People   *int64    `json:"people,omitempty"` // the last line: how many there were
}

// A Snapshot says what a snapshot is.
type Snapshot struct {
	V           int                `json:"v"` // version of this format, now 1
	At          time.Time          `json:"at"`
	Active      string             `json:"active"`
	Declaration declaration.Source `json:"declaration"`
}

// Export writes a snapshot of the source. at is when it begins to read; the keys
// are those of the source's keyer.
func Export(ctx context.Context, w io.Writer, src Source, at time.Time) error {
	out := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(out)
	people, begun := int64(0), false
	err := src.Load(ctx, func(c Chunk) error {
		if !begun {
			begun = true
			if err := exportHead(ctx, enc, src, c.Active, at); err != nil {
				return err
			}
		}
		people += int64(len(c.People))
		return enc.Encode(snapshotLine{Chunk: &c})
	})
	if err != nil {
		return err
	}
	if err := enc.Encode(snapshotLine{People: &people}); err != nil {
		return err
	}
	return out.Flush()
}

func exportHead(ctx context.Context, enc *json.Encoder, src Source, active string, at time.Time) error {
	s := Snapshot{V: 1, At: at.UTC(), Active: active}
	if active != "" {
		var err error
		if s.Declaration, err = src.Declaration(ctx, active); err != nil {
			return err
		}
	}
	return enc.Encode(snapshotLine{Snapshot: &s})
}

// ErrSnapshot says that a snapshot cannot be read, or ends too early.
var ErrSnapshot = errors.New("the snapshot is broken or not complete")

// Import empties the replica and takes in a snapshot. It does not renew the lease:
// whoever knows how old the snapshot is does that with Renew. After an error the
// replica is empty and denies.
//
// Errors: ErrSnapshot, and those of reading.
func (r *Replica) Import(from io.Reader) (Snapshot, error) {
	r.Expire()
	r.clear()
	s, err := r.readAll(json.NewDecoder(bufio.NewReaderSize(from, 1<<16)))
	if err != nil {
		r.clear()
	}
	return s, err
}

func (r *Replica) readAll(dec *json.Decoder) (Snapshot, error) {
	var line snapshotLine
	if err := dec.Decode(&line); err != nil || line.Snapshot == nil || line.Snapshot.V != 1 {
		return Snapshot{}, errors.Join(ErrSnapshot, err)
	}
	s := *line.Snapshot
	var t *decide.Table
	if s.Active != "" {
		d, err := declaration.Parse(s.Declaration)
		if err != nil || s.Declaration.Hash() != s.Active {
			return s, errors.Join(ErrSnapshot, err)
		}
		t = decide.Compile(d)
	}
	for n := int64(0); ; {
		line = snapshotLine{}
		if err := dec.Decode(&line); err != nil {
			return s, errors.Join(ErrSnapshot, err)
		}
		switch {
		case line.Chunk != nil && line.Chunk.Active == s.Active:
			n += int64(len(line.Chunk.People))
			if err := r.ApplyChunk(*line.Chunk, t); err != nil {
				return s, errors.Join(ErrSnapshot, err)
			}
		case line.People != nil && *line.People == n:
			return s, nil
		default:
			return s, ErrSnapshot
		}
	}
}
