package replica

import (
	"encoding/json"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/volens/volens/decide"
)

// A shard holds what a map would, through growth, moves and compaction.
func TestShardIsAMap(t *testing.T) {
	type kept struct {
		version int64
		lanes   []uint16
		who     *decide.Who
	}
	rng := rand.New(rand.NewPCG(7, 8))
	var s shard
	want := map[Key]kept{}
	for range 30_000 {
		k := Key{uint64(rng.IntN(50)), uint64(rng.IntN(60))} // few: many collide in tag and place
		now := kept{version: int64(rng.IntN(1000)) - 1}
		for range rng.IntN(40) {
			now.lanes = append(now.lanes, uint16(1+rng.IntN(smallSets-1)))
		}
		if rng.IntN(10) == 0 {
			now.who = &decide.Who{Mode: 1}
		}
		if err := s.put(k, now.version, now.lanes, now.who); err != nil {
			t.Fatal(err)
		}
		if was, ok := want[k]; !ok || now.version >= was.version {
			want[k] = now
		}
	}
	if s.live != len(want) || len(s.arena) > 100*len(want) {
		t.Fatalf("%d people in %d words, want %d people", s.live, len(s.arena), len(want))
	}
	for k, w := range want {
		at := s.find(k)
		if at == 0 || s.version(at) != w.version || s.who(at, k) != w.who {
			t.Fatalf("%v: %+v", k, w)
		}
		var lanes []uint16
		for i := range s.lanes(at) {
			lanes = append(lanes, uint16(s.said(at)[i/4]>>(16*(i%4))))
		}
		if !slices.Equal(lanes, w.lanes) {
			t.Fatalf("%v holds %v, want %v", k, lanes, w.lanes)
		}
	}
	if s.find(Key{99, 99}) != 0 {
		t.Error("found nobody")
	}
}

// What is packed is found again, whether its number is small or large, and
// nothing else is.
func TestLanesAreFound(t *testing.T) {
	number := rapid.OneOf(rapid.Uint32Range(1, 40), rapid.Uint32Range(smallSets-3, smallSets+3), rapid.Uint32Range(1, maxSets-1), rapid.SampledFrom([]uint32{1 << 13, 1 << 15, 1<<15 | 1, 1 << 26, maxSets - 1, 1<<13 | 0x1fff}))
	rapid.Check(t, func(t *rapid.T) {
		want := map[uint32]decide.State{}
		var lanes []uint16
		for state := decide.Granted; state <= decide.WithdrawnGuardian; state++ {
			sets := rapid.SliceOfN(number, 0, 5).Draw(t, "sets")
			if len(sets) > 0 {
				lanes = packState(lanes, state)
			}
			for _, set := range sets {
				if want[set] == decide.SaidNothing {
					want[set] = state
					lanes = packSet(lanes, set)
				}
			}
		}
		var s shard
		if err := s.put(Key{1, 2}, 1, lanes, nil); err != nil {
			t.Fatal(err)
		}
		said := s.said(s.find(Key{1, 2}))
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
	crowd(t, r, table, people)
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
	if a.Key("x") != a.Key("x") || a.Key("x") == a.Key("y") || a.Key("x") == b.Key("x") {
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
