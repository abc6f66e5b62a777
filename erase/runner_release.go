package erase

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// release takes up what a ground kept of people who were erased and keeps no longer
// (PIPL 47): each is erased again as far as that goes. Other people's rows of the same
// age may stay, so that sweeping everybody's does not reach them. One that fails does
// not hold up the others; it is tried again with the next sweep.
func (r *Runner) release(ctx context.Context, now time.Time) error {
	stones, err := r.Graves.Tombstones(now)
	if err != nil {
		return err
	}
	var failed error
	for _, t := range stones {
		if t.Until.IsZero() || now.Before(t.Until) {
			continue
		}
		if err := r.free(ctx, t, now); err != nil {
			r.log().Error("erasure_of_kept_not_opened", slog.String("case", string(t.Case)), slog.Any("error", err))
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// free opens the case in which what was kept goes, or, where that is closed, notes that
// nothing is kept under this tombstone any more: what a ground still holds is under
// that of the closed case, with its own end.
func (r *Runner) free(ctx context.Context, t Tombstone, now time.Time) error {
	id := t.next()
	c, err := r.Book.Case(ctx, id)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return r.takeUp(ctx, t, id, now)
	case err != nil || c.Ended.IsZero():
		return err
	}
	t.Until = time.Time{}
	_, err = r.Graves.Bury(t)
	return err
}

// next names the case that follows a tombstone when the time of the ground is over:
// always the same, so that two who sweep at once, or one who was killed in between,
// open one case.
func (t Tombstone) next() CaseID {
	sum := sha256.Sum256(fmt.Appendf(nil, "volens/kept\x00%s\x00%d", t.Case, t.Until.UnixMilli()))
	return caseID(sum[:16])
}

func caseID(b []byte) CaseID {
	return CaseID(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)))
}

// takeUp opens the case. It concerns the stores that can be seen to without people:
// nobody is told again, and whoever registered anew is no part of it.
func (r *Runner) takeUp(ctx context.Context, t Tombstone, id CaseID, now time.Time) error {
	d, hash, err := r.stillSaying(ctx, t)
	if err != nil {
		return err
	}
	o := Order{Keys: t.Keys, Trigger: TriggerPeriod, Scope: t.Scope, Event: t.Until}
	if t.Subject != "" {
		if o.Subject, err = ledger.NewSubject(t.Subject); err != nil {
			return err
		}
	}
	c, err := r.opened(d, hash, ledger.Lookup{}, o, now)
	if err != nil {
		return err
	}
	p := plan.Compile(d, nil, t.Scope)
	c.ID, c.Told, c.File.Erased = id, nil, t.At
	c.Stores = plan.Filtered(c.Stores, func(at Progress) bool { return !manual(p, at.Store) })
	err = r.commit(ctx, c, Evidence{State: Open}, now, append([]ledger.Row{NewCase{Case: c}}, c.work(now)...)...)
	if fault.KindOf(err) == fault.Conflict {
		return nil
	}
	return err
}

// stillSaying is the declaration by which to erase: the one in force, or, where that
// has uses of the scope no longer, that of the first erasure.
func (r *Runner) stillSaying(ctx context.Context, t Tombstone) (*declaration.Declaration, string, error) {
	d, hash, err := r.Consent.Current(ctx)
	if err != nil {
		return nil, "", err
	}
	lost := slices.ContainsFunc(t.Scope.Uses, func(id declaration.UseID) bool { _, ok := d.UseByID(id); return !ok })
	if !lost {
		return d, hash, nil
	}
	c, err := r.Book.Case(ctx, t.Case)
	if err != nil {
		return nil, "", err
	}
	d, err = r.Consent.Parsed(ctx, c.Declaration)
	return d, c.Declaration, err
}

// until is the end of the last day of what grounds keep in the stores, as the evidence
// of a case says, and more that is about to be said; zero where nothing is kept.
func (r *Runner) until(ctx context.Context, id CaseID, more ...Kept) (last time.Time, err error) {
	all, err := r.Book.Evidence(ctx, id)
	if err != nil {
		return last, err
	}
	for _, p := range all {
		var e Evidence
		if json.Unmarshal(p.Body, &e) == nil {
			more = append(more, e.Keeps...)
		}
	}
	for _, k := range more {
		if end := k.Until.End(); k.Store != OwnRecords && end.After(last) {
			last = end
		}
	}
	return last, nil
}

// released is how long the erasure of what was kept may take, before the tombstone
// that it goes by expires.
const released = 60 * daily

// outlasting is when a tombstone expires: never before what is kept is gone.
func outlasting(expires, until time.Time) time.Time {
	if gone := until.Add(released); !expires.IsZero() && !until.IsZero() && gone.After(expires) {
		return gone
	}
	return expires
}
