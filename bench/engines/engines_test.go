package engines

import (
	"testing"

	"github.com/volens/volens/bench/w1"
)

// Nothing is timed before it is right: every engine gives the answers that the
// workload asks for.
func TestEveryEngineAnswersAlike(t *testing.T) {
	w, err := w1.New(w1.Functions)
	if err != nil {
		t.Fatal(err)
	}
	b := NewBed(w, 300, 1500)
	for name, make := range All() {
		t.Run(name, func(t *testing.T) {
			e, err := make(b)
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Check(e, 1500); err != nil {
				t.Error(err)
			}
		})
	}
}

// A wrong answer is found.
func TestAWrongAnswerIsFound(t *testing.T) {
	w, err := w1.New(w1.Functions)
	if err != nil {
		t.Fatal(err)
	}
	b := NewBed(w, 300, 1500)
	l := NewLimit(b)
	l.all[b.numbers[0][0]].flags ^= flagClosed
	l.table[b.numbers[0][1]] |= declared | necessary
	if b.Check(l, 1500) == nil {
		t.Error("not found")
	}
}
