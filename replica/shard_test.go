package replica

import (
	"encoding/json"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/volens/volens/decide"
)

// A shard holds what a map would, through growth, moves and compaction.
func TestShardIsAMap(t *testing.T) {
	type kept struct {
		version int64
		said    []uint32
		who     *decide.Who
	}
	rng := rand.New(rand.NewPCG(7, 8))
	var s shard
	want := map[Key]kept{}
	for range 30_000 {
		k := Key{uint64(rng.IntN(50)), uint64(rng.IntN(60))} // few: many collide in tag and place
		now := kept{version: int64(rng.IntN(1000)) - 1}
		for range rng.IntN(40) {
			now.said = append(now.said, 1+rng.Uint32N(1<<31))
		}
		if rng.IntN(10) == 0 {
			now.who = &decide.Who{Mode: 1, AgeAt: rng.Int64N(1000)}
		}
		if err := s.put(k, now.version, now.said, now.who); err != nil {
			t.Fatal(err)
		}
		if was, ok := want[k]; !ok || now.version >= was.version {
			want[k] = now
		}
	}
	b := s.now.Load()
	if int(s.live.Load()) != len(want) || len(b.arena) > 100*len(want) || len(b.rare) > len(want) {
		t.Fatalf("%d people in %d words, %d of them rare, want %d people", s.live.Load(), len(b.arena), len(b.rare), len(want))
	}
	for k, w := range want {
		at := b.find(k)
		if at == 0 || b.version(at) != w.version || !cmp.Equal(b.who(at), w.who) {
			t.Fatalf("%v: %+v", k, w)
		}
		var said []uint32
		for _, word := range b.said(at) {
			said = append(said, uint32(word), uint32(word>>32))
		}
		if len(w.said)%2 == 1 && said[len(w.said)] == 0 {
			said = said[:len(w.said)]
		}
		if !slices.Equal(said, w.said) {
			t.Fatalf("%v holds %v, want %v", k, said, w.said)
		}
	}
	if b.find(Key{99, 99}) != 0 {
		t.Error("found nobody")
	}
}

// Whoever reads while a shard is written finds everybody who was there, whole, and
// never goes back in time.
func TestShardIsReadWhileWritten(t *testing.T) {
	const people = 40
	var s shard
	write := func(n int, version uint32) {
		said := make([]uint32, 1+version%9)
		for i := range said {
			said[i] = version
		}
		var who *decide.Who
		if version%2 == 1 {
			who = &decide.Who{Mode: 1, RestrictedAt: int64(version)}
		}
		if err := s.put(Key{uint64(n), uint64(n)}, int64(version), said, who); err != nil {
			t.Error(err)
		}
	}
	for n := range people {
		write(n, 1)
	}
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			last := [people]int64{}
			for n := 0; ; n = (n + 1) % people {
				select {
				case <-stop:
					return
				default:
				}
				b := s.now.Load()
				at := b.find(Key{uint64(n), uint64(n)})
				if at == 0 || b.version(at) < last[n] {
					t.Errorf("person %d is lost, or older than version %d", n, last[n])
					return
				}
				v := b.version(at)
				last[n] = v
				if who := b.who(at); (who != nil) != (v%2 == 1) || who != nil && who.RestrictedAt != v || uint32(b.said(at)[0]) != uint32(v) {
					t.Errorf("person %d of version %d: %+v %v", n, v, who, b.said(at))
					return
				}
			}
		})
	}
	for version := uint32(2); version < 3000; version++ {
		write(int(version)%people, version)
		write(people+int(version), version) // so that it grows
	}
	close(stop)
	readers.Wait()
}

// What is packed is found again, whether its number is small or large, and
// nothing else is.
func TestWhatIsPackedIsFound(t *testing.T) {
	page := rapid.OneOf(rapid.Uint32Range(1, 4), rapid.Uint32Range(longPages-2, longPages+2), rapid.Uint32Range(1, maxPages-1), rapid.SampledFrom([]uint32{1 << 14, 1<<14 | 1, 1 << 18, 1<<18 - 1, maxPages - 1}))
	number := rapid.Custom(func(t *rapid.T) set {
		return setOn(page.Draw(t, "page"), rapid.IntRange(0, pageSets-1).Draw(t, "place"))
	})
	rapid.Check(t, func(t *rapid.T) {
		want := map[set]decide.State{}
		var packed []uint32
		for state := decide.Granted; state <= decide.WithdrawnGuardian; state++ {
			var fresh []set
			for _, n := range rapid.SliceOfN(number, 0, 5).Draw(t, "sets") {
				if want[n] == decide.SaidNothing {
					want[n] = state
					fresh = append(fresh, n)
				}
			}
			packed = pack(packed, state, fresh)
		}
		var s shard
		if err := s.put(Key{1, 2}, 1, packed, nil); err != nil {
			t.Fatal(err)
		}
		b := s.now.Load()
		said := b.said(b.find(Key{1, 2}))
		for set, state := range want {
			if got := seek(said, set); got != state {
				t.Fatalf("set %d: %d, want %d", set, got, state)
			}
		}
		for _, set := range rapid.SliceOfN(number, 5, 5).Draw(t, "others") {
			if got := seek(said, set); got != want[set] {
				t.Fatalf("set %d: %d, want %d", set, got, want[set])
			}
		}
	})
}

// The goal is 130 bytes a person; see docs/performance.md.
func TestMemoryOfAPerson(t *testing.T) {
	const people = 40_000
	table := w1(t, 50)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r := New(Local(), Options{})
	crowded(t, r, table, people)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(table)
	if each := float64(after.HeapAlloc-before.HeapAlloc) / people; each > 130 {
		t.Errorf("%.0f bytes a person", each)
	}
	runtime.KeepAlive(r)
}

func TestKeys(t *testing.T) {
	a, b := Local(), Local()
	if again := a.Key("x"); a.Key("x") != again || a.Key("x") == a.Key("y") || a.Key("x") == b.Key("x") {
		t.Error("keys of this process")
	}
	s, o := Shared([32]byte{1}), Shared([32]byte{2})
	long := strings.Repeat("x", 300)
	if s.Key("x") != Shared([32]byte{1}).Key("x") || s.Key("x") == o.Key("x") || s.Key("x") == s.Key("y") || s.Key(long) == s.Key(long+"y") || s.Key(long) == s.Key(long[:256]) {
		t.Error("keys by a secret")
	}
	text, err := json.Marshal(s.Key("x"))
	var back Key
	if err != nil || json.Unmarshal(text, &back) != nil || back != s.Key("x") {
		t.Errorf("%s is not read back: %v", text, back)
	}
	for _, bad := range []string{`""`, `"AAAA"`, `"AAAAAAAAAAAAAAAAAAAAA="`, `"AAAAAAAAAAAAAAAAAAAAA\u0000"`, `"AAAAAAAAAAAAAAAAAAAAAB"`} {
		if json.Unmarshal([]byte(bad), &back) == nil {
			t.Errorf("%s was read as a key", bad)
		}
	}
}

func TestTheClockOfThisMachineGoesOn(t *testing.T) {
	c := System()
	last := c.Boot()
	for range 100_000 {
		now := c.Boot()
		if now < last-blink {
			t.Fatalf("%v after %v", now, last)
		}
		last = now
	}
}
