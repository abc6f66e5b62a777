package replica

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/fault"
)

func replaceOnce(t testing.TB, s, old, with string) string {
	t.Helper()
	if strings.Count(s, old) != 1 {
		t.Fatalf("%q is there %d times", old, strings.Count(s, old))
	}
	return strings.Replace(s, old, with, 1)
}

func errBehind(behind bool) error {
	if behind {
		return fault.New(fault.Invalid, "没有那么多条", "there are not so many entries")
	}
	return nil
}

// virtual is the clock of a synctest bubble.
type virtual struct{ start time.Time }

func (virtual) Wall() time.Time       { return time.Now() }
func (v virtual) Boot() time.Duration { return time.Since(v.start) + time.Hour }

// Follow loads, polls at its pace, wakes up when told, denies while cut off, and
// goes on afterwards; where the log is another one it starts anew.
func TestFollow(t *testing.T) {
	w, _ := newWorld(t)
	const use = "school/lessons/photos/publish"
	w.say(1, consent.Consent{State: consent.Granted}, use)
	synctest.Test(t, func(t *testing.T) {
		k := Local()
		r := New(k, Options{Clock: virtual{time.Now()}})
		src := &guarded{Source: From(w, k)}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- r.Follow(ctx, src, Following{}) }()
		rule := func(rest time.Duration) string {
			<-time.After(rest)
			synctest.Wait()
			d := r.Decide(who(1).Raw(), &decide.Question{Action: decide.ActionProcess, Use: use})
			return d.Rule()
		}
		expect := func(step, got, want string) {
			t.Helper()
			if got != want {
				t.Errorf("%s: %s, want %s", step, got, want)
			}
		}
		expect("loaded", rule(time.Millisecond), decide.ConsentGranted)
		src.edit(func() { w.say(1, consent.Consent{State: consent.Withdrawn}, use) })
		expect("before the next poll", rule(time.Millisecond), decide.ConsentGranted)
		r.Wake()
		expect("woken", rule(time.Millisecond), decide.ConsentWithdrawn)
		src.edit(func() { w.say(1, consent.Consent{State: consent.Granted}, use) })
		expect("at its pace", rule(201*time.Millisecond), decide.ConsentGranted)

		src.edit(func() { w.fail = errors.New("cut off") })
		expect("cut off", rule(decide.Holds-300*time.Millisecond), decide.ConsentGranted)
		expect("cut off for too long", rule(400*time.Millisecond), decide.ReplicaStale)
		src.edit(func() { w.fail = nil })
		expect("back again", rule(201*time.Millisecond), decide.ConsentGranted)

		src.edit(func() { w.log = w.log[:1]; delete(w.people, 1) })
		expect("another log", rule(time.Second), decide.ConsentMissing)
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// guarded lets a test change the world while it is followed.
type guarded struct {
	Source
	mu sync.Mutex
}

func (g *guarded) edit(f func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f()
}

func (g *guarded) Load(ctx context.Context, yield func(Chunk) error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.Source.Load(ctx, yield)
}

func (g *guarded) Poll(ctx context.Context, from int64, limit int) (Chunk, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.Source.Poll(ctx, from, limit)
}

// A snapshot makes the same replica, and one that was cut short makes none.
func TestSnapshot(t *testing.T) {
	w, _ := newWorld(t)
	w.say(1, consent.Consent{State: consent.Granted}, "school/lessons/gender/teach", "school/lessons/avatar/teach")
	w.say(2, consent.Consent{State: consent.Refused}, "school/lessons/photos/publish")
	w.stop(consent.Stop{ID: "s", Item: "face", Version: 3})
	secret := Shared([32]byte{2})
	var file bytes.Buffer
	if err := Export(t.Context(), &file, From(w, secret), epoch); err != nil {
		t.Fatal(err)
	}
	c := clock()
	r := New(secret, Options{Clock: c})
	s, err := r.Import(bytes.NewReader(file.Bytes()))
	if err != nil || !s.At.Equal(epoch) || r.To() != int64(len(w.log)) {
		t.Fatalf("%+v %v", s, err)
	}
	if r.Fresh() {
		t.Error("a snapshot gave itself a lease")
	}
	r.Renew(r.Now(), 0)
	w.same(t, r, c)
	for _, cut := range []int{0, 1, file.Len() / 2, bytes.LastIndexByte(bytes.TrimSpace(file.Bytes()), '\n')} {
		if _, err := r.Import(io.LimitReader(bytes.NewReader(file.Bytes()), int64(cut))); !errors.Is(err, ErrSnapshot) {
			t.Errorf("cut at %d: %v", cut, err)
		}
		r.Renew(r.Now(), 0)
		d := r.Decide(who(1).Raw(), &decide.Question{Action: decide.ActionProcess, Use: "school/lessons/gender/teach"})
		if d.Permit() {
			t.Error("half a snapshot permits")
		}
	}
}

// A snapshot that lost a chunk on the way is not complete either.
func TestSnapshotMissesPeople(t *testing.T) {
	w, _ := newWorld(t)
	w.say(1, consent.Consent{State: consent.Granted}, "school/lessons/gender/teach")
	secret := Shared([32]byte{2})
	var file bytes.Buffer
	if err := Export(t.Context(), &file, From(w, secret), epoch); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(file.String(), "\n")
	lines = append(lines[:1], lines[2:]...)
	if _, err := New(secret, Options{}).Import(strings.NewReader(strings.Join(lines, ""))); !errors.Is(err, ErrSnapshot) {
		t.Errorf("%v", err)
	}
}

// Readers and a writer at once: for the race detector.
func TestReadersAndAWriter(t *testing.T) {
	w, hashes := newWorld(t)
	const use = "school/lessons/photos/publish"
	r, _, src := live(t, w)
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for i := range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					d := r.Decide(who(i).Raw(), &decide.Question{Action: decide.ActionProcess, Use: use})
					_ = d.Reasons()
				}
			}
		})
	}
	for n := range 300 {
		w.say(n%8, consent.Consent{State: consent.Granted, By: consent.ByPerson}, use, "school/lessons/gender/teach")
		if n%10 == 0 {
			w.activate(hashes[n/10%2])
		}
		if err := r.Poll(t.Context(), src, Following{}); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	readers.Wait()
}
