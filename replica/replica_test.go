package replica

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

var epoch = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// hands is a clock that a test moves.
type hands struct {
	wall time.Time
	boot time.Duration
}

func (h *hands) Wall() time.Time     { return h.wall }
func (h *hands) Boot() time.Duration { return h.boot }

func (h *hands) pass(d time.Duration) { h.wall, h.boot = h.wall.Add(d), h.boot+d }

func clock() *hands { return &hands{epoch, time.Hour} }

func parse(t testing.TB, name string) declaration.Source {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return declaration.Source{Files: []declaration.File{{Name: filepath.Base(name), Text: string(text)}}}
}

func table(t testing.TB, src declaration.Source) *decide.Table {
	t.Helper()
	d, err := declaration.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	return decide.Compile(d)
}

// versions are two versions of one declaration: the second changes a purpose's
// period, and so the fingerprints of some uses.
func versions(t testing.TB) []declaration.Source {
	one := parse(t, "../decide/testdata/family.yaml")
	two := declaration.Source{Files: slices.Clone(one.Files)}
	two.Files[0].Text = replaceOnce(t, one.Files[0].Text, "for: 1y}", "for: 2y}")
	return []declaration.Source{one, two}
}

func who(i int) ledger.Subject {
	s, err := ledger.NewSubject(fmt.Sprintf("person-%d", i))
	if err != nil {
		panic(err)
	}
	return s
}

// A world is a primary: a log in which each entry changes one person, or the
// declaration, or a stop.
type world struct {
	sources map[string]declaration.Source
	tables  map[string]*decide.Table
	active  string
	people  map[int]consent.Standing
	stops   []consent.Stop
	log     []int // by entry: whom it is about, -1 for nobody
	fail    error
	polls   int
}

func newWorld(t testing.TB) (*world, []string) {
	w := &world{sources: map[string]declaration.Source{}, tables: map[string]*decide.Table{}, people: map[int]consent.Standing{}}
	var hashes []string
	for _, src := range versions(t) {
		h := src.Hash()
		w.sources[h], w.tables[h] = src, table(t, src)
		hashes = append(hashes, h)
	}
	w.activate(hashes[0])
	return w, hashes
}

func (w *world) activate(hash string) { w.active, w.log = hash, append(w.log, -1) }

func (w *world) stop(s ...consent.Stop) { w.stops, w.log = s, append(w.log, -1) }

// change sets a person, whose version is that of the entry.
func (w *world) change(i int, edit func(s *consent.Standing)) {
	s := w.people[i]
	next := s
	next.Consents = consent.Consents{}
	for id, c := range s.Consents {
		next.Consents[id] = c
	}
	edit(&next)
	next.Version = int64(len(w.log))
	w.log = append(w.log, i)
	w.people[i] = next
}

// say sets what somebody said on uses as they are declared now.
func (w *world) say(i int, c consent.Consent, uses ...declaration.UseID) {
	w.change(i, func(s *consent.Standing) {
		for _, id := range uses {
			row, _ := w.tables[w.active].Row(id)
			c.Use, c.Fingerprint, c.Version = id, w.tables[w.active].Fingerprint(row), int64(len(w.log))
			s.Consents[id] = c
		}
	})
}

func (w *world) Size(context.Context) (int64, error) { return int64(len(w.log)), w.fail }

func (w *world) moved(i int) consent.Moved {
	return consent.Moved{Subject: who(i), Standing: w.people[i]}
}

func (w *world) Feed(_ context.Context, from int64, limit int) (consent.Feed, error) {
	w.polls++
	f := consent.Feed{From: from, To: min(int64(len(w.log)), from+int64(limit)), Active: w.active, Stops: w.stops}
	if w.fail != nil || from > int64(len(w.log)) {
		return f, errors.Join(w.fail, errBehind(from > int64(len(w.log))))
	}
	seen := map[int]bool{}
	for _, i := range w.log[from:f.To] {
		if i >= 0 && !seen[i] {
			seen[i] = true
			f.Moved = append(f.Moved, w.moved(i))
		}
	}
	return f, nil
}

func (w *world) Everyone(_ context.Context, partition int, yield func(consent.Moved) error) error {
	for i := range w.people {
		if i%ledger.Partitions == partition {
			if err := yield(w.moved(i)); err != nil {
				return err
			}
		}
	}
	return w.fail
}

func (w *world) Declaration(_ context.Context, hash string) (declaration.Source, error) {
	return w.sources[hash], w.fail
}

// same holds a replica against the primary, for every use and person.
func (w *world) same(t fataler, r *Replica, c *hands, actions ...decide.Action) {
	t.Helper()
	if len(actions) == 0 {
		actions = []decide.Action{decide.ActionProcess, decide.ActionRefuseService, decide.ActionAsk, decide.ActionCollect}
	}
	tb := w.tables[w.active]
	for i := range 4 {
		s, known := w.people[i]
		if !known {
			s.Version = ledger.Absent
		}
		for row := range int32(tb.Rows()) {
			for _, a := range actions {
				q := decide.Question{Action: a, Use: tb.Use(row).ID}
				want, got := tb.Judge(&q, &s, w.stops, c.wall), r.Judge(who(i).Raw(), &q)
				for k := range want.Reasons {
					if rule := want.Reasons[k].Rule; k < len(got.Reasons) && got.Reasons[k].Record == -1 && rule != decide.Stopped {
						want.Reasons[k].Record = -1 // a replica holds no places of consents
					}
				}
				want.ValidUntil = got.ValidUntil
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%s of %s for person %d (-primary +replica):\n%s", a, q.Use, i, diff)
				}
			}
		}
	}
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// live is a replica that was loaded and polled.
func live(t testing.TB, w *world) (*Replica, *hands, Source) {
	t.Helper()
	c := clock()
	k := Local()
	r := New(k, Options{Clock: c})
	src := From(w, k)
	if err := r.load(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	if err := r.Poll(t.Context(), src, Following{}); err != nil {
		t.Fatal(err)
	}
	return r, c, src
}

// evolve changes the world at random.
func (w *world) evolve(t *rapid.T, hashes []string) {
	tb := w.tables[w.active]
	i := rapid.IntRange(0, 2).Draw(t, "who") // few, so that much happens to each
	switch rapid.IntRange(0, 11).Draw(t, "what") {
	case 0:
		w.activate(rapid.SampledFrom(hashes).Draw(t, "activate"))
	case 1:
		w.stop(consent.Stop{ID: "s", Item: "nickname", Version: int64(len(w.log))})
	case 2:
		w.stop()
	case 3:
		w.change(i, func(s *consent.Standing) {
			s.Age = consent.Age{Band: rapid.SampledFrom([]consent.Band{consent.AgeUnknown, consent.Adult, consent.Under14, consent.Under18}).Draw(t, "band"), Version: 3}
			s.Age.Lapses = epoch.Add(rapid.SampledFrom([]time.Duration{-1, 1}).Draw(t, "lapses") * time.Hour)
			s.Guardian = consent.Guardian{Lookup: ledger.Lookup{1}, Expires: epoch.Add(rapid.SampledFrom([]time.Duration{-1, 1}).Draw(t, "expires") * time.Hour), Version: 4}
		})
	case 4:
		w.change(i, func(s *consent.Standing) {
			s.Restriction = consent.Restriction{Mode: rapid.SampledFrom([]consent.Mode{consent.Free, consent.Restricted, consent.Erasing}).Draw(t, "mode"), Version: 5}
		})
	default:
		c := consent.Consent{
			State:   rapid.SampledFrom([]consent.State{consent.Granted, consent.Granted, consent.Refused, consent.Withdrawn}).Draw(t, "state"),
			By:      rapid.SampledFrom([]consent.Giver{consent.ByPerson, consent.ByPerson, consent.ByGuardian}).Draw(t, "by"),
			Quality: rapid.SampledFrom([]consent.Quality{"", "", consent.Specific, consent.General, consent.Separate}).Draw(t, "quality"),
		}
		var uses []declaration.UseID
		from := rapid.IntRange(0, tb.Rows()-1).Draw(t, "from")
		for row := from; row < min(tb.Rows(), from+rapid.IntRange(1, 8).Draw(t, "uses")); row++ {
			uses = append(uses, tb.Use(int32(row)).ID)
		}
		w.say(i, c, uses...)
	}
}

// Whatever happened, and in whatever order and how often its feeds arrived, a
// replica answers what the primary answers.
func TestReplicaAnswersAsThePrimary(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, hashes := newWorld(t)
		k := Local()
		c := clock()
		r := New(k, Options{Clock: c})
		var feeds []consent.Feed
		last := int64(0)
		for range rapid.IntRange(1, 30).Draw(rt, "changes") {
			w.evolve(rt, hashes)
			if rapid.IntRange(0, 2).Draw(rt, "poll") == 0 {
				f, _ := w.Feed(t.Context(), last, limit)
				last = f.To
				feeds = append(feeds, f)
			}
		}
		f, _ := w.Feed(t.Context(), last, limit)
		feeds = append(feeds, f)
		for range rapid.IntRange(0, 3).Draw(rt, "duplicates") {
			feeds = append(feeds, rapid.SampledFrom(feeds).Draw(rt, "duplicate"))
		}
		for _, f := range rapid.Permutation(feeds).Draw(rt, "order") {
			if err := r.Apply(f, w.tables[f.Active]); err != nil {
				rt.Fatalf("%v", err)
			}
		}
		r.Renew(r.Now(), 0)
		w.same(rt, r, c, decide.ActionProcess, decide.ActionRefuseService)
	})
}

// Taking back one use of a choice leaves the others, and nothing more.
func TestPartOfAChoiceIsWithdrawn(t *testing.T) {
	w, _ := newWorld(t)
	choice := []declaration.UseID{"school/lessons/gender/teach", "school/lessons/avatar/teach"}
	for who, gone := range choice {
		w.say(who, consent.Consent{State: consent.Granted}, choice...)
		w.say(who, consent.Consent{State: consent.Withdrawn}, gone)
	}
	w.say(2, consent.Consent{State: consent.Granted}, choice[0])
	r, c, _ := live(t, w)
	w.same(t, r, c)
}

// A replica follows changes of the declaration, and back again, without anybody
// being read anew.
func TestDeclarationChangesAndIsRolledBack(t *testing.T) {
	w, hashes := newWorld(t)
	all := []declaration.UseID{"school/lessons/gender/teach", "school/lessons/avatar/teach", "school/lessons/photos/publish"}
	w.say(1, consent.Consent{State: consent.Granted}, all...)
	w.say(2, consent.Consent{State: consent.Granted}, all[0])
	r, c, src := live(t, w)
	for _, to := range []int{1, 0, 1} {
		w.activate(hashes[to])
		if err := r.Poll(t.Context(), src, Following{}); err != nil {
			t.Fatal(err)
		}
		if r.Active() != hashes[to] {
			t.Fatalf("the replica has %s", r.Active())
		}
		w.same(t, r, c)
	}
	w.say(1, consent.Consent{State: consent.Withdrawn}, all[1])
	if err := r.Poll(t.Context(), src, Following{}); err != nil {
		t.Fatal(err)
	}
	w.same(t, r, c)
}

// Past the bound nothing is permitted, and the bound runs from when the last poll
// that succeeded began.
func TestStaleReplicaDenies(t *testing.T) {
	w, _ := newWorld(t)
	const use = "school/lessons/photos/publish"
	w.say(1, consent.Consent{State: consent.Granted}, use)
	r, c, src := live(t, w)
	q := decide.Question{Action: decide.ActionProcess, Use: use}
	permits := func() bool { d := r.Decide(who(1).Raw(), &q); return d.Permit() }
	c.pass(decide.Holds)
	if !permits() {
		t.Fatal("denied within the bound")
	}
	if v := r.Judge(who(1).Raw(), &q); !v.ValidUntil.Equal(c.wall) {
		t.Errorf("valid until %v, which is not the bound %v", v.ValidUntil, c.wall)
	}
	c.boot++
	if permits() {
		t.Fatal("permitted past the bound")
	}
	w.fail = errors.New("cut off")
	if err := r.Poll(t.Context(), src, Following{}); err == nil || permits() {
		t.Fatalf("a poll that failed renewed the lease (%v)", err)
	}
	w.fail = nil
	if err := r.Poll(t.Context(), slow{src, c, 3 * time.Second}, Following{}); err != nil || !permits() {
		t.Fatalf("denied after a poll: %v", err)
	}
	c.pass(decide.Holds - 3*time.Second + 1)
	if permits() {
		t.Error("the lease ran from the end of the poll, not from its beginning")
	}
	if _, err := r.Count(consent.Granted, use); !errors.Is(err, ErrStale) {
		t.Errorf("counted although stale: %v", err)
	}
}

type slow struct {
	Source
	clock *hands
	takes time.Duration
}

func (s slow) Poll(ctx context.Context, from int64, limit int) (Chunk, error) {
	c, err := s.Source.Poll(ctx, from, limit)
	s.clock.pass(s.takes)
	return c, err
}

// What a node tells is as old as the node is.
func TestAgeOfTheSenderCounts(t *testing.T) {
	w, _ := newWorld(t)
	r, c, src := live(t, w)
	c.pass(decide.Holds + 1)
	old := aged{src, 4000}
	if err := r.Poll(t.Context(), old, Following{}); err != nil || !r.Fresh() {
		t.Fatalf("not fresh: %v", err)
	}
	if age := r.Age(); age != 4*time.Second {
		t.Errorf("age %v", age)
	}
	c.pass(time.Second + 1)
	if r.Fresh() {
		t.Error("the age of the sender was forgotten")
	}
}

type aged struct {
	Source
	ms int64
}

func (a aged) Poll(ctx context.Context, from int64, limit int) (Chunk, error) {
	c, err := a.Source.Poll(ctx, from, limit)
	c.AgeMS = a.ms
	return c, err
}

// at_least is read-your-withdrawal.
func TestReplicaThatIsBehindDenies(t *testing.T) {
	w, _ := newWorld(t)
	const use = "school/lessons/photos/publish"
	w.say(1, consent.Consent{State: consent.Granted}, use)
	r, _, src := live(t, w)
	w.say(1, consent.Consent{State: consent.Withdrawn}, use)
	q := decide.Question{Action: decide.ActionProcess, Use: use, AtLeast: w.people[1].Version}
	if d := r.Decide(who(1).Raw(), &q); d.Permit() || d.Rule() != decide.RecordBehind {
		t.Errorf("%v %s", d.Permit(), d.Rule())
	}
	if err := r.Poll(t.Context(), src, Following{}); err != nil {
		t.Fatal(err)
	}
	if d := r.Decide(who(1).Raw(), &q); d.Permit() || d.Rule() != decide.ConsentWithdrawn || d.Version() != q.AtLeast {
		t.Errorf("%v %s %d", d.Permit(), d.Rule(), d.Version())
	}
}

func TestDecideAllocatesNothing(t *testing.T) {
	w, _ := newWorld(t)
	w.say(1, consent.Consent{State: consent.Granted}, "school/lessons/photos/publish")
	r, _, _ := live(t, w)
	for _, q := range []decide.Question{
		{Action: decide.ActionProcess, Use: "school/lessons/photos/publish"},
		{Action: decide.ActionProvide, Use: "school/lessons/photos/publish", Recipient: "lab"},
		{Action: decide.ActionCollect, Use: "school/lessons/location/teach", LastAt: epoch},
		{Action: decide.ActionAuthenticate, Function: "school/lessons", Item: "face"},
		{Action: decide.ActionProcess, Use: "nowhere"},
	} {
		if n := testing.AllocsPerRun(100, func() {
			d := r.Decide("person-1", &q)
			if d.Permit() && len(d.Cites()) == 0 {
				t.Error("no article")
			}
		}); n != 0 {
			t.Errorf("%s %s: %v allocations", q.Action, q.Use, n)
		}
	}
}

// A chunk survives the wire, and what is broken is refused rather than guessed.
func TestChunkOnTheWire(t *testing.T) {
	w, _ := newWorld(t)
	w.say(1, consent.Consent{State: consent.Granted}, "school/lessons/gender/teach", "school/lessons/avatar/teach")
	w.change(2, func(s *consent.Standing) { s.Age = consent.Age{Band: consent.Under14, Version: 1} })
	w.stop(consent.Stop{ID: "s", Item: "nickname", At: epoch})
	f, _ := w.Feed(t.Context(), 0, limit)
	secret := Shared([32]byte{1})
	b, err := json.Marshal(Keyed(f, secret))
	if err != nil {
		t.Fatal(err)
	}
	var back Chunk
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	c := clock()
	r := New(secret, Options{Clock: c})
	if err := r.ApplyChunk(back, nil); !errors.Is(err, ErrDeclaration) {
		t.Errorf("a chunk of an unknown declaration: %v", err)
	}
	if err := r.ApplyChunk(back, w.tables[w.active]); err != nil {
		t.Fatal(err)
	}
	r.Renew(r.Now(), 0)
	w.same(t, r, c)

	for name, people := range map[string][]Person{
		"a use that is not there":   {{Key: Key{1, 1}, Said: []Said{Said(len(back.Uses))<<4 | 1}}},
		"a state that is not there": {{Key: Key{1, 1}, Said: []Said{15}}},
		"nothing said":              {{Key: Key{1, 1}, Said: []Said{0}}},
		"one use twice":             {{Key: Key{1, 1}, Said: []Said{1, 1}}},
	} {
		bad := back
		bad.People = people
		if err := r.ApplyChunk(bad, nil); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestCounts(t *testing.T) {
	w, _ := newWorld(t)
	gender, avatar, offers := declaration.UseID("school/lessons/gender/teach"), declaration.UseID("school/lessons/avatar/teach"), declaration.UseID("school/for-you/email/promote")
	w.say(1, consent.Consent{State: consent.Granted}, gender, avatar)
	w.say(2, consent.Consent{State: consent.Granted}, gender)
	w.say(3, consent.Consent{State: consent.Refused}, gender)
	w.say(4, consent.Consent{State: consent.Granted, Quality: consent.General}, gender)
	w.say(5, consent.Consent{State: consent.Granted}, offers)
	w.change(5, func(s *consent.Standing) { s.Age = consent.Age{Band: consent.Under18} })
	r, _, _ := live(t, w)
	count := func(s consent.State, uses ...declaration.UseID) int64 {
		c, err := r.Count(s, uses...)
		if err != nil {
			t.Fatal(err)
		}
		return c.People
	}
	got := []int64{count(consent.Granted, gender, avatar), count(consent.Refused, gender), count(consent.Withdrawn, gender), count(consent.Granted, offers), r.People()}
	if diff := cmp.Diff([]int64{2, 1, 0, 0, 5}, got); diff != "" {
		t.Error(diff)
	}
	held, err := r.Holding("gender")
	if err != nil || held.People != 3 {
		t.Errorf("gender is held of %d people: %v", held.People, err)
	}
	held, _ = r.Holding("nickname")
	if diff := cmp.Diff([]declaration.UseID{"school/lessons/nickname/teach", "school/lessons/nickname/teach>court"}, held.NotChecked); diff != "" {
		t.Error(diff)
	}
}
