package consent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// Upload stores a version of the declaration without activating it and returns
// its hash. A version that is there already changes nothing.
//
// Errors: fault.Invalid for a declaration that does not parse.
func (k *Desk) Upload(ctx context.Context, src declaration.Source, now time.Time) (string, error) {
	if _, err := declaration.Parse(src); err != nil {
		return "", unreadable(err)
	}
	hash := src.Hash()
	_, err := k.Versions.Declaration(ctx, hash)
	if fault.KindOf(err) != fault.NotFound {
		return hash, err
	}
	c, err := Upload(src, now)
	if err != nil {
		return "", err
	}
	_, err = k.Record.Commit(ctx, c)
	if fault.KindOf(err) == fault.Conflict { // somebody else was faster with the same
		_, err = k.Versions.Declaration(ctx, hash)
	}
	return hash, err
}

// unreadable says what is wrong with a declaration. It holds no personal data.
func unreadable(err error) error {
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		return err
	}
	return fault.New(fault.Invalid, "声明不能解析："+err.Error(), "the declaration does not parse: "+err.Error()).
		WithFix("先运行 volens lint", "run volens lint first")
}

// Preview says what activating a stored version would change, and of how many
// people.
//
// Errors: fault.NotFound where it was never uploaded.
func (k *Desk) Preview(ctx context.Context, hash string) (Preview, error) {
	next, err := k.Parsed(ctx, hash)
	if err != nil {
		return Preview{}, err
	}
	old, _, err := k.Current(ctx)
	if fault.KindOf(err) == fault.Unavailable {
		if _, _, ok, again := k.Versions.Active(ctx); again == nil && !ok {
			old, err = nil, nil // the first version
		}
	}
	if err != nil {
		return Preview{}, err
	}
	tallies, err := k.Versions.Tally(ctx)
	if err != nil {
		return Preview{}, err
	}
	p := Compare(old, next, tallies)
	if uses := p.reasked(); len(uses) > 0 {
		p.People, err = k.Versions.CountPeople(ctx, uses, "")
	}
	return p, err
}

// Activate makes a stored version the active one, for all nodes at once, and
// returns the log index of its activation. The active one again changes nothing.
//
// Errors: fault.NotFound where it was never uploaded.
func (k *Desk) Activate(ctx context.Context, hash string, now time.Time) (int64, error) {
	if _, err := k.Parsed(ctx, hash); err != nil {
		return 0, err
	}
	active, version, ok, err := k.Versions.Active(ctx)
	if err != nil || ok && active == hash {
		return version, err
	}
	c, err := Activate(hash, now)
	if err != nil {
		return 0, err
	}
	done, err := k.Record.Commit(ctx, c)
	return done.First, err
}

// Rollback activates the version that was active before the present one came, and
// returns its hash and the log index of the activation. Rolling back again goes
// further back, as undoing does, and never forward to what was left behind.
//
// Errors: fault.Conflict where there was none before.
func (k *Desk) Rollback(ctx context.Context, now time.Time) (hash string, version int64, err error) {
	all, err := k.Versions.Activations(ctx, lookBack)
	if err != nil {
		return "", 0, err
	}
	way := wayHere(all)
	if len(way) < 2 {
		return "", 0, fault.New(fault.Conflict, "此前没有别的版本生效过", "no other version was active before")
	}
	hash = way[len(way)-2]
	version, err = k.Activate(ctx, hash, now)
	return hash, version, err
}

// wayHere is how the active version was reached, oldest first: who goes back to a
// version leaves what came after it. all is newest first.
func wayHere(all []Activated) []string {
	var way []string
	for _, a := range slices.Backward(all) {
		if at := slices.Index(way, a.Hash); at >= 0 {
			way = way[:at]
		}
		way = append(way, a.Hash)
	}
	return way
}

// lookBack is how many activations a rollback looks at.
const lookBack = 256

// Stop stops processing for everybody at once, whatever people agreed to, and
// returns the log index from which verdicts know of it; see Halt for what is
// refused. The same again changes nothing, and gives the index of the first time.
func (k *Desk) Stop(ctx context.Context, s Stop, now time.Time) (int64, error) {
	d, _, err := k.Current(ctx)
	if err != nil {
		return 0, err
	}
	return k.halt(ctx, s.ID, func(standing []Stop) (ledger.Change, error) { return Halt(d, s, standing, now) })
}

// LiftStop lifts a stop and returns the log index of that.
//
// Errors: fault.NotFound where none stands under the id.
func (k *Desk) LiftStop(ctx context.Context, id, by string, now time.Time) (int64, error) {
	return k.halt(ctx, id, func(standing []Stop) (ledger.Change, error) { return Resume(id, by, standing, now) })
}

func (k *Desk) halt(ctx context.Context, id string, work func([]Stop) (ledger.Change, error)) (int64, error) {
	standing, err := k.Versions.Stops(ctx)
	if err != nil {
		return 0, fmt.Errorf("reading what is stopped: %w", err)
	}
	c, err := work(standing)
	if err != nil {
		return 0, err
	}
	if len(c.Entries) == 0 {
		was, _ := stopped(standing, id)
		return was.Version, nil
	}
	done, err := k.Record.Commit(ctx, c)
	return done.First, err
}
