package trials

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/volens/volens/internal/testdb"
)

// What one person said on one use is a register: in one order that agrees with
// the clock, every answer and withdrawal takes effect at a moment between its
// being sent and its being acknowledged, and every reading sees the last of them.

// An act is one operation on a use of a person.
type act string

const (
	grants    act = "grant"
	refuses   act = "refuse"
	withdraws act = "withdraw"
	decides   act = "decide" // a verdict with at_least: the greatest version that anybody was told
	reads     act = "read"   // what the person said, from the primary
)

// A heard is what came back.
type heard struct {
	unknown bool // it may have taken effect, or may yet
	done    bool // of a withdrawal: there was something to end
	yes     bool // of a reading: the person agreed
}

// register is how a use behaves. Its state is what the person said last.
var register = porcupine.Model{
	Init: func() any { return act("") },
	Step: func(state, input, output any) (bool, any) {
		said, asked, h := state.(act), input.(act), output.(heard)
		switch asked {
		case grants, refuses:
			return true, asked
		case withdraws: // a no in advance, where the person had said nothing
			return h.unknown || h.done == (said != refuses), refuses
		case decides, reads:
			return h.yes == (said == grants), said
		}
		return false, said
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%s %+v", input, output) },
}

// A history is everything that clients did about one person, by use.
type history struct {
	subject string
	begun   time.Time

	mu      sync.Mutex
	seen    int64 // the greatest version that anybody was told
	byUse   map[string][]porcupine.Operation
	unclear int // operations with an unknown end
}

// add keeps an operation. One with an unknown end stays open for ever.
func (h *history) add(client int, use string, a act, sent time.Time, out heard, version int64) {
	returned := int64(time.Since(h.begun))
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seen = max(h.seen, version)
	if out.unknown {
		if a == decides || a == reads {
			return // a reading that nobody heard of says nothing
		}
		h.unclear++
		returned = math.MaxInt64
	}
	h.byUse[use] = append(h.byUse[use], porcupine.Operation{ClientId: client, Input: a, Call: int64(sent.Sub(h.begun)), Output: out, Return: returned})
}

func (h *history) atLeast() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.seen
}

// step lets a client do one thing at a node, and reports whether it was told how
// that went.
func (h *history) step(client int, n *node, a act, use string) bool {
	const within = 2 * time.Second
	sent := time.Now()
	switch a {
	case grants, refuses:
		return h.answer(client, n, a, use, within)
	case withdraws:
		version, done, status, err := n.withdraw(h.subject, use, within)
		if err == nil || unknown(status) {
			h.add(client, use, a, sent, heard{unknown: err != nil, done: done}, version)
		}
		return err == nil
	case decides:
		v, err := n.decide(h.subject, use, h.atLeast(), within)
		if err == nil && !v.cannot() {
			h.add(client, use, a, sent, heard{yes: v.Permit}, v.Version)
		}
		return err == nil
	case reads:
		yes, version, err := n.said(h.subject, use, within)
		if err == nil {
			h.add(client, use, a, sent, heard{yes: yes}, version)
		}
		return err == nil
	}
	return false
}

// answer asks and answers. The ask changes nothing that a use is held against.
func (h *history) answer(client int, n *node, a act, use string, within time.Duration) bool {
	ask, err := n.ask(h.subject, within)
	if err != nil {
		return false
	}
	sent := time.Now()
	version, status, err := n.answer(ask, a == grants, within, use)
	if err != nil && !unknown(status) {
		return false // nothing changed
	}
	for _, c := range ask.Choices {
		if !c.carries([]string{use}) {
			continue
		}
		for _, id := range (asked{Choices: []choice{c}}).uses() {
			h.add(client, id, a, sent, heard{unknown: err != nil}, version)
		}
	}
	return err == nil
}

// cannot reports a denial that speaks of the node and not of the person.
func (v verdict) cannot() bool {
	return !v.Permit && len(v.Reasons) > 0 && strings.HasPrefix(v.Reasons[0].Rule, "replica-")
}

// said reads from the primary whether a person agreed to a use.
func (n *node) said(subject, use string, within time.Duration) (yes bool, version int64, err error) {
	var out struct {
		Version  int64 `json:"version"`
		Consents []struct {
			Use   string `json:"use"`
			State string `json:"state"`
		} `json:"consents"`
	}
	status, err := n.post("/v1/consents/search", within, object{"subject": subject}, &out)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("status %d", status)
	}
	for _, c := range out.Consents {
		yes = yes || c.Use == use && c.State == "granted"
	}
	return yes, out.Version, err
}

// record has several clients act on one person at the same time.
func record(subject string, nodes []*node, uses []string) *history {
	const clients, steps = 4, 10
	h := &history{subject: subject, begun: time.Now(), byUse: map[string][]porcupine.Operation{}}
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			for range steps {
				a := []act{grants, refuses, withdraws, decides, decides, reads}[rand.IntN(6)]
				if !h.step(c, nodes[rand.IntN(len(nodes))], a, uses[rand.IntN(len(uses))]) {
					pause(20 * time.Millisecond) // the node may be dead
				}
			}
		})
	}
	all.Wait()
	return h
}

// shortest is how many operations make a history.
const shortest = 8

// A verdictOnOrder counts what porcupine said of histories.
type verdictOnOrder struct {
	mu                          sync.Mutex
	histories, operations, open int
	short                       int // histories too short to mean anything, which are not counted
	illegal, undecided          int
	first                       string // an illegal history
}

func (v *verdictOnOrder) judge(h *history) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.open += h.unclear
	for use, ops := range h.byUse {
		if len(ops) < shortest {
			v.short++
			continue
		}
		v.histories++
		v.operations += len(ops)
		switch porcupine.CheckOperationsTimeout(register, ops, time.Minute) {
		case porcupine.Illegal:
			v.illegal++
			if v.first == "" {
				v.first = fmt.Sprintf("%s\n%s", use, listed(ops))
			}
		case porcupine.Unknown:
			v.undecided++
		case porcupine.Ok:
		}
	}
}

func listed(ops []porcupine.Operation) string {
	var b strings.Builder
	for _, o := range ops {
		fmt.Fprintf(&b, "client %d %9d–%-9d %s %+v\n", o.ClientId, o.Call/1000, o.Return/1000, o.Input, o.Output)
	}
	return b.String()
}

// killSometimes kills one node after another while histories are recorded.
func killSometimes(nodes []*node, enough <-chan struct{}) (kills int) {
	for {
		select {
		case <-enough:
			return kills
		case <-time.After(time.Duration(200+rand.IntN(1800)) * time.Millisecond):
			n := nodes[rand.IntN(len(nodes))]
			n.kill()
			n.up()
			kills++
		}
	}
}

var twoUses = []string{recommend, "shop/for-you/heart-rate/recommend"}

// TestWhatPeopleSayIsInOneOrder records histories under killing, on one node with
// SQLite and on two with PostgreSQL, and has porcupine find an order for each.
func TestWhatPeopleSayIsInOneOrder(t *testing.T) {
	count := howMany(t, "VOLENS_HISTORIES", 120)
	t.Run("sqlite", func(t *testing.T) {
		n, args := single(t)
		inOrder(t, []*node{n}, count/2, args)
	})
	t.Run("postgres", func(t *testing.T) {
		args := []string{"--database", testdb.Postgres(t), "--keys", filepath.Join(t.TempDir(), "keys")}
		var nodes []*node
		for i := range 2 {
			nodes = append(nodes, newNode(t, fmt.Sprint("node ", i), append(args, "--declaration", shopFile)...).up())
		}
		inOrder(t, nodes, count/2, args)
	})
}

func inOrder(t *testing.T, nodes []*node, count int, args []string) {
	began, v := time.Now(), &verdictOnOrder{}
	enough, killed := make(chan struct{}), make(chan int)
	go func() { killed <- killSometimes(nodes, enough) }()
	v.gather(count, nodes)
	close(enough)
	kills := <-killed
	t.Logf("%d histories of %d operations, %d operations with an unknown end, %d kills, in %v: %d illegal, %d undecided; %d were too short to count",
		v.histories, v.operations, v.open, kills, time.Since(began).Round(time.Second), v.illegal, v.undecided, v.short)
	if v.illegal > 0 || v.undecided > 0 {
		t.Errorf("no order explains this:\n%s", v.first)
	}
	if v.histories < count || kills == 0 {
		t.Errorf("%d histories, want %d; %d kills, want some", v.histories, count, kills)
	}
	verified(t, args...)
}

// gather records and judges until there are enough histories, or one is illegal.
func (v *verdictOnOrder) gather(count int, nodes []*node) {
	var all sync.WaitGroup
	var next sync.Mutex
	people := 0
	for range 6 {
		all.Go(func() {
			for {
				next.Lock()
				people++
				subject := fmt.Sprint("u-", people)
				next.Unlock()
				v.mu.Lock()
				done := v.histories >= count || v.illegal > 0 || people > 20*count+100
				v.mu.Unlock()
				if done {
					return
				}
				v.judge(record(subject, nodes, twoUses))
			}
		})
	}
	all.Wait()
}

// TestAStaleReadingIsNotInOrder has clients read from a node that remembers its
// verdicts for a moment: porcupine must say so.
func TestAStaleReadingIsNotInOrder(t *testing.T) {
	t.Parallel()
	n, _ := single(t)
	v := &verdictOnOrder{}
	v.gather(400, []*node{stale(t, n, 200*time.Millisecond), n})
	t.Logf("found after %d histories", v.histories)
	if v.illegal == 0 {
		t.Error("stale verdicts went unnoticed")
	}
}
