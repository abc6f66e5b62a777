package webhook

import (
	"container/heap"
	"sync"
	"time"
)

// A Nonce stands for one signed message.
type Nonce [32]byte

// Nonces remembers which messages were taken. A receiver that runs as several
// processes shares one, in its database.
type Nonces interface {
	// Spend reports whether n is seen for the first time, and remembers it until
	// at least until. It is atomic: of any number of calls at once with one n,
	// one gets true.
	Spend(n Nonce, until, now time.Time) (fresh bool, err error)
}

// Memory is a Nonces in the memory of one process. It holds a bounded number of
// messages; when it is full of such as could still be replayed, it takes no more
// rather than forget one.
type Memory struct {
	max int

	mu    sync.Mutex
	known map[Nonce]bool
	ends  ends
}

// NewMemory returns a Memory for at most n messages in twice Tolerance.
func NewMemory(n int) *Memory { return &Memory{max: n, known: map[Nonce]bool{}} }

var _ Nonces = (*Memory)(nil)

// Spend is as Nonces has it. Errors: ErrFull.
func (m *Memory) Spend(n Nonce, until, now time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for len(m.ends) > 0 && m.ends[0].until.Before(now) {
		delete(m.known, heap.Pop(&m.ends).(end).of)
	}
	switch {
	case m.known[n]:
		return false, nil
	case len(m.known) >= m.max:
		return false, ErrFull
	}
	m.known[n] = true
	heap.Push(&m.ends, end{n, until})
	return true, nil
}

// ends is a heap by until.
type ends []end

type end struct {
	of    Nonce
	until time.Time
}

func (e ends) Len() int           { return len(e) }
func (e ends) Less(i, j int) bool { return e[i].until.Before(e[j].until) }
func (e ends) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }

// Push is for heap.
func (e *ends) Push(x any) { *e = append(*e, x.(end)) }

// Pop is for heap.
func (e *ends) Pop() any {
	old := *e
	last := old[len(old)-1]
	*e = old[:len(old)-1]
	return last
}
