package w1

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
)

// A Person is one of the people, by number.
type Person struct {
	Number           int
	Functions        []int // that the person uses
	Slots            []int // agreed to
	Minor            bool  // under fourteen
	Guardian         bool  // of a minor: whether somebody answers for them
	Restricted       bool
	Erasing          bool // the account is being closed
	NoRecommendation bool // switched off, whatever was agreed to
}

// How many functions a person uses, and of how many slots each is agreed to.
const (
	usesFunctions = 4
	agreesTo      = 5
)

// Person makes person number n, always the same.
func (w *World) Person(n int) Person {
	rng := rand.New(rand.NewPCG(3, uint64(n)))
	luck := rng.Float64()
	p := Person{Number: n, Minor: luck < 0.08, Guardian: luck < 0.04}
	p.NoRecommendation = rng.Float64() < 0.25
	switch luck := rng.Float64(); {
	case luck < 0.01:
		p.Erasing = true
	case luck < 0.02:
		p.Restricted = true
	}
	for len(p.Functions) < usesFunctions {
		f := rng.IntN(w.Functions)
		if slices.Contains(p.Functions, f) {
			continue
		}
		p.Functions = append(p.Functions, f)
		for _, s := range rng.Perm(slotsEach - 1)[:agreesTo] { // the first purpose needs no consent
			p.Slots = append(p.Slots, f*slotsEach+1+s)
		}
	}
	return p
}

// ID is what the service calls the person.
func ID(n int) string { return fmt.Sprintf("u-%08d", n) }

// Key is sixteen bytes that name the person, spread as those of a hash.
func Key(n int) (k [16]byte) {
	rng := rand.NewPCG(4, uint64(n))
	binary.LittleEndian.PutUint64(k[:8], rng.Uint64())
	binary.LittleEndian.PutUint64(k[8:], rng.Uint64())
	return k
}
