package decide

import (
	"context"
	"sync"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// A Judge answers questions from the primary, by key.
type Judge struct {
	Desk *consent.Desk
	// Size returns how many entries the record holds.
	Size func(ctx context.Context) (int64, error)

	compiled compiled
}

// Decide answers q with every reason. now is when the answer began.
//
// Errors: fault.Invalid for a question that is not well formed; what the primary
// returns, as when it cannot be reached.
func (j *Judge) Decide(ctx context.Context, q Question, now time.Time) (Verdict, error) {
	all, err := j.DecideAll(ctx, []Question{q}, now)
	if err != nil {
		return Verdict{}, err
	}
	return all[0], nil
}

// DecideAll answers questions in their order, from one reading of the declaration,
// of the stops, and of each person.
//
// Errors: those of Decide; one question that is not well formed fails all.
func (j *Judge) DecideAll(ctx context.Context, qs []Question, now time.Time) ([]Verdict, error) {
	for i := range qs {
		if err := qs[i].Check(); err != nil {
			return nil, err
		}
	}
	t, stops, err := j.read(ctx)
	if err != nil {
		return nil, err
	}
	size, err := j.size(ctx, qs)
	if err != nil {
		return nil, err
	}
	people := map[ledger.Subject]*consent.Standing{}
	out := make([]Verdict, len(qs))
	for i := range qs {
		q := &qs[i]
		if q.AtLeast > 0 && size <= q.AtLeast {
			behind := Behind()
			out[i] = behind.Verdict(now)
			continue
		}
		if q.Action == ActionRefuseService && q.Function != "" {
			if _, ok := t.declared.Function(q.Function); !ok {
				return nil, errFunction
			}
		}
		s, ok := people[q.Subject]
		if !ok {
			stands, err := j.Desk.Standing(ctx, q.Subject)
			if err != nil {
				return nil, err
			}
			s = &stands
			people[q.Subject] = s
		}
		out[i] = t.Judge(q, s, stops, now)
	}
	return out, nil
}

var errFunction = fault.New(fault.Invalid, "声明中没有这个功能", "the declaration has no such function").
	WithFix("function 的写法为 服务/功能", "a function is written service/function")

// read reads what does not depend on the person. Stops are read before people, so
// that no answer mixes what a person said later with a stop not yet known.
func (j *Judge) read(ctx context.Context) (*Table, []consent.Stop, error) {
	d, hash, err := j.Desk.Current(ctx)
	if err != nil {
		return nil, nil, err
	}
	t := j.compiled.of(hash, d)
	stops, err := j.Desk.Versions.Stops(ctx)
	return t, stops, err
}

// size reads the size of the record, where a question asks for it.
func (j *Judge) size(ctx context.Context, qs []Question) (int64, error) {
	for i := range qs {
		if qs[i].AtLeast > 0 {
			return j.Size(ctx)
		}
	}
	return 0, nil
}

// compiled keeps the table of the declaration that was active last.
type compiled struct {
	sync.Mutex
	hash  string
	table *Table
}

func (c *compiled) of(hash string, d *declaration.Declaration) *Table {
	c.Lock()
	defer c.Unlock()
	if c.table == nil || c.hash != hash {
		c.hash, c.table = hash, Compile(d)
	}
	return c.table
}
