package trials

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/volens/volens/internal/testdb"
)

// A failover is a trial of what a promotion loses.
type failover struct {
	t     *testing.T
	pair  *testdb.Pair
	nodes []*node
	args  []string

	people atomic.Int64
	mu     sync.Mutex
	acked  map[string]int64 // subject → version of the grant
}

func newFailover(t *testing.T, mode testdb.Mode, size int) *failover {
	t.Helper()
	f := &failover{t: t, pair: testdb.NewPair(t, mode), acked: map[string]int64{}}
	f.args = []string{"--database", f.pair.URL(), "--keys", filepath.Join(t.TempDir(), "keys")}
	for i := range size {
		f.nodes = append(f.nodes, newNode(t, fmt.Sprint("node ", i), append(f.args, "--declaration", shopFile)...).up())
	}
	return f
}

// write has clients grant until enough is closed.
func (f *failover) write(enough <-chan struct{}) {
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			for !closed(enough) {
				if !f.grant(f.nodes[rand.IntN(len(f.nodes))]) {
					pause(20 * time.Millisecond)
				}
			}
		})
	}
	all.Wait()
}

func (f *failover) grant(n *node) bool {
	subject := fmt.Sprint("u-", f.people.Add(1))
	a, err := n.ask(subject, 2*time.Second)
	if err != nil {
		return false
	}
	version, _, err := n.answer(a, true, 2*time.Second, recommend)
	if err != nil {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.acked[subject] = version
	return true
}

func (f *failover) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.acked)
}

// more waits until some more grants were acknowledged.
func (f *failover) more(n int) {
	f.t.Helper()
	end := time.Now().Add(patience)
	for before := f.count(); f.count() < before+n; pause(5 * time.Millisecond) {
		if time.Now().After(end) {
			f.t.Fatalf("no acknowledgements in %v:\n%s", patience, f.nodes[0].log.tail())
		}
	}
}

// round lets the primary die under load, its standby a moment before it or not,
// and returns how long it was until grants were acknowledged again.
func (f *failover) round(standbyFirst bool) time.Duration {
	f.t.Helper()
	enough, over := make(chan struct{}), make(chan struct{})
	go func() {
		f.write(enough)
		close(over)
	}()
	f.more(20)
	if standbyFirst {
		f.pair.KillStandby()
		pause(300 * time.Millisecond)
	}
	f.pair.KillPrimary()
	died := time.Now()
	f.pair.Promote()
	f.pair.Rebuild()
	f.more(1)
	took := time.Since(died)
	close(enough)
	<-over
	return took
}

// lost returns how many acknowledged grants are gone from the primary, and forgets
// those it looked at.
func (f *failover) lost() (lost, of int) {
	f.t.Helper()
	for subject, version := range f.acked {
		var yes bool
		var err error
		for end := time.Now().Add(patience); time.Now().Before(end); pause(20 * time.Millisecond) {
			if yes, _, err = f.nodes[0].said(subject, recommend, patience); err == nil {
				break
			}
		}
		must(f.t, err)
		if !yes {
			if lost++; lost <= 5 {
				f.t.Logf("%s, acknowledged as %d, is gone", subject, version)
			}
		}
	}
	of = len(f.acked)
	f.acked = map[string]int64{}
	return lost, of
}

// TestAPromotionLosesNothing kills the primary of a synchronous pair under three
// nodes and promotes the standby, over and over.
func TestAPromotionLosesNothing(t *testing.T) {
	t.Parallel()
	f := newFailover(t, testdb.Synchronous, 3)
	var took []time.Duration
	all := 0
	promotions := howMany(t, "VOLENS_PROMOTIONS", 2)
	for i := range promotions {
		took = append(took, f.round(i%2 == 1))
		lost, of := f.lost()
		if all += of; lost > 0 {
			t.Fatalf("promotion %d lost %d of %d acknowledged grants", i+1, lost, of)
		}
		if i%10 == 0 || i == promotions-1 {
			verified(t, f.args...)
		}
	}
	t.Logf("%d promotions, %d acknowledged grants, 0 lost; from the death of the primary to the next acknowledgement: p50 %v, most %v",
		promotions, all, quantile(took, .5), quantile(took, 1))
}

// TestAnAsynchronousPairLoses is the control of the trial above: the same deaths,
// with a primary that does not wait for its standby. The node notices that the
// record is shorter than what it acknowledged, and writes nothing more.
func TestAnAsynchronousPairLoses(t *testing.T) {
	t.Parallel()
	f := newFailover(t, testdb.Asynchronous, 1)
	enough, over := make(chan struct{}), make(chan struct{})
	go func() {
		f.write(enough)
		close(over)
	}()
	f.more(20)
	f.pair.KillStandby()
	f.more(20)
	f.pair.KillPrimary()
	close(enough)
	<-over
	f.pair.Promote()
	lost, of := f.lost()
	t.Logf("%d of %d acknowledged grants are lost", lost, of)
	if lost == 0 {
		t.Error("nothing was lost: the trial of a synchronous pair shows nothing")
	}
	if f.grant(f.nodes[0]) {
		t.Error("the node went on writing to a record that lost what it had acknowledged")
	}
}
