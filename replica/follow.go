package replica

import (
	"context"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
)

// Following is how a replica follows its source. The zero value is good.
type Following struct {
	Every    time.Duration    // between polls; 200 ms where 0
	Patience time.Duration    // with one poll; 2 s where 0
	Trouble  func(error)      // told of every poll or load that failed; may be nil
	Applied  func(people int) // told of every poll that was applied, and how many people it moved; may be nil
}

// limit is how many entries one poll covers at most.
const limit = 10_000

// Wake makes the next poll begin now, as after a commit on this node.
func (r *Replica) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Follow loads everybody and then follows the source until ctx ends, whose error
// it returns. Trouble with the source ends nothing: the replica goes on trying, and
// denies once its lease is over. Where the source turns out to have another log,
// as after a backup was restored, it denies at once and loads anew.
func (r *Replica) Follow(ctx context.Context, src Source, f Following) error {
	f.defaults()
	ticks := time.NewTicker(f.Every)
	defer ticks.Stop()
	loaded := false
	for {
		err := r.step(ctx, src, &loaded, f)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && f.Trouble != nil {
			f.Trouble(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticks.C:
		case <-r.wake:
		}
	}
}

func (f *Following) defaults() {
	if f.Every <= 0 {
		f.Every = 200 * time.Millisecond
	}
	if f.Patience <= 0 {
		f.Patience = 2 * time.Second
	}
}

// step loads where nothing is loaded yet, and polls until nothing is left.
func (r *Replica) step(ctx context.Context, src Source, loaded *bool, f Following) error {
	if !*loaded {
		if err := r.load(ctx, src); err != nil {
			return err
		}
		*loaded = true
	}
	err := r.Poll(ctx, src, f)
	if another(err) {
		r.Expire()
		*loaded = false
	}
	return err
}

// load empties the replica and loads everybody.
func (r *Replica) load(ctx context.Context, src Source) error {
	r.Expire()
	r.clear()
	return src.Load(ctx, func(c Chunk) error { return r.take(ctx, src, c) })
}

func (r *Replica) clear() {
	r.applying.Lock()
	defer r.applying.Unlock()
	r.view.Store(nil)
	r.to.Store(0)
	r.sets = newSets()
	r.crowd.Store(new(crowd)) // whoever still reads the old ones reads them with their own view
}

// Poll applies what changed until the replica has caught up, and renews its lease.
// Follow calls it; a client that keeps its own time may.
func (r *Replica) Poll(ctx context.Context, src Source, f Following) error {
	f.defaults()
	for {
		began := r.Now()
		c, err := r.ask(ctx, src, f.Patience)
		if err != nil {
			return err
		}
		if err := r.take(ctx, src, c); err != nil {
			return err
		}
		if f.Applied != nil {
			f.Applied(len(c.People))
		}
		if c.To-c.From < limit {
			r.Renew(began, time.Duration(c.AgeMS)*time.Millisecond)
			return nil
		}
	}
}

func (r *Replica) ask(ctx context.Context, src Source, patience time.Duration) (Chunk, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return src.Poll(ctx, r.To(), limit)
}

// take applies a chunk, and gets its declaration first where it is a new one.
func (r *Replica) take(ctx context.Context, src Source, c Chunk) error {
	var t *decide.Table
	if c.Active != "" && c.Active != r.Active() {
		text, err := src.Declaration(ctx, c.Active)
		if err != nil {
			return err
		}
		d, err := declaration.Parse(text)
		if err != nil {
			return err
		}
		t = decide.Compile(d)
	}
	return r.ApplyChunk(c, t)
}
