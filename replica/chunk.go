package replica

import (
	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
)

// A Chunk is a consent.Feed on the wire: the same, with keys in place of people
// and nothing that a verdict does not need. Its JSON is what clients are fed with,
// and a snapshot is made of.
type Chunk struct {
	From   int64          `json:"from"`
	To     int64          `json:"to"`
	Active string         `json:"active"` // hash of the active declaration, "" where none is
	Stops  []consent.Stop `json:"stops,omitempty"`
	Uses   []Printed      `json:"uses,omitempty"` // what Said counts in
	People []Person       `json:"people,omitempty"`
	AgeMS  int64          `json:"age_ms"` // how long before it answered the sender itself had last begun to read, in milliseconds
}

// A Printed is a use as it stood when somebody spoke of it.
type Printed struct {
	Use         declaration.UseID       `json:"use"`
	Fingerprint declaration.Fingerprint `json:"fingerprint"`
}

// A Person is somebody whose standing changed, as it is now.
type Person struct {
	Key     Key         `json:"key"`
	Version int64       `json:"version"`
	Said    []Said      `json:"said,omitempty"`
	Who     *decide.Who `json:"who,omitempty"`
}

// A Said is what somebody said on one use: the place of the use in the chunk's
// Uses, times 16, and the decide.State.
type Said uint32

// Keyed puts a feed on the wire.
func Keyed(f consent.Feed, k Keyer) Chunk {
	w := newWriter(f.From, f.To, f.Active, f.Stops)
	for i := range f.Moved {
		w.add(&f.Moved[i], k)
	}
	return w.chunk
}

// A writer collects people into a chunk.
type writer struct {
	chunk Chunk
	uses  map[Printed]Said
}

func newWriter(from, to int64, active string, stops []consent.Stop) *writer {
	return &writer{Chunk{From: from, To: to, Active: active, Stops: stops}, map[Printed]Said{}}
}

func (w *writer) add(m *consent.Moved, k Keyer) {
	p := Person{Key: k.Key(m.Subject.Raw()), Version: m.Standing.Version, Who: decide.WhoOf(&m.Standing)}
	p.Said = make([]Said, 0, len(m.Standing.Consents))
	for id, c := range m.Standing.Consents {
		if s := decide.StateOf(c); s != decide.SaidNothing {
			p.Said = append(p.Said, w.use(Printed{id, c.Fingerprint})<<4|Said(s))
		}
	}
	w.chunk.People = append(w.chunk.People, p)
}

func (w *writer) use(p Printed) Said {
	i, ok := w.uses[p]
	if !ok {
		i = Said(len(w.chunk.Uses))
		w.uses[p] = i
		w.chunk.Uses = append(w.chunk.Uses, p)
	}
	return i
}
