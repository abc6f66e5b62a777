package fulfil

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/archive"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/rights"
)

// savedFor is how long a copy is kept that was made ahead of an erasure, for people to
// complete it (our choice, not law). It goes with the person in any case.
const savedFor = 60 * 24 * time.Hour

var (
	noteSaved = lang.Text{ZH: "删除开始之前已按当时的内容备好副本，由工作人员补齐后交付。当时未能读到：", EN: "A copy was made of what was held before erasing began; people complete it and hand it over. Not read then: "}
	noteFirst = lang.Text{ZH: "须先为您此前的申请备好副本，再开始删除：", EN: "Erasing begins once the copy for your earlier request is made: "}
	noteGone  = lang.Text{ZH: "相关信息已在删除，不能再读取；由工作人员答复。", EN: "The information is being erased and is read no more; people answer this."}
)

// saves makes the copies that are still open before anything is erased, of what is held
// now: afterwards there would be nothing to copy. Neither clock stops. What cannot be
// copied whole, since a store fails, is waited for through half of the time that
// the erasure has, and no longer.
func (j *job) saves(ctx context.Context) (waits []lang.Text, err error) {
	asked, err := j.Requests.RequestsOf(ctx, j.Lookup)
	if err != nil {
		return nil, err
	}
	for _, r := range asked {
		if r.ID == j.ID || !waitedFor(r) || r.Kind != rights.Copy && r.Kind != rights.Transfer {
			continue
		}
		if _, err := j.Requests.Archive(ctx, r.ID, j.now); err == nil {
			continue
		} else if fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		r.Subject = j.Subject
		whole, err := (&job{Office: j.Office, Request: r, now: j.now}).save(ctx, j.late())
		switch {
		case err != nil:
			return nil, err
		case !whole:
			waits = append(waits, same(string(r.ID)))
		}
	}
	return waits, nil
}

// late reports whether half of the time has passed that the request has.
func (j *job) late() bool {
	due := j.Due()
	if due.IsZero() {
		return j.now.Sub(j.Received) >= patienceWithStores
	}
	return j.now.Sub(j.Received) >= due.Sub(j.Received)/2
}

// save keeps a copy of what is held now with the request that asks for it. What only
// people can read is left for them to add; where a store fails it is not kept yet,
// unless it is late.
func (j *job) save(ctx context.Context, late bool) (kept bool, err error) {
	c, lack, err := j.gather(ctx)
	switch {
	case err != nil && fault.KindOf(err) == fault.TooLarge:
		return late, nil
	case err != nil, len(lack.failed) > 0 && !late:
		return false, err
	}
	key := ""
	if j.Kind == rights.Transfer {
		d, _, err := j.Consent.Current(ctx)
		if err != nil {
			return false, err
		}
		c = narrowed(c, rights.Portable(d, j.Request))
	} else if c, err = j.scoped(ctx, c, lack.room); err == nil {
		key = j.Detail.Age
	} else if fault.KindOf(err) == fault.TooLarge {
		return late, nil
	} else {
		return false, err
	}
	var b bytes.Buffer
	if err := archive.Write(&b, c, key); err != nil {
		if fault.KindOf(err) == fault.TooLarge || fault.KindOf(err) == fault.Invalid {
			return late, nil
		}
		return false, err
	}
	a := rights.NewArchive{Request: j.ID, Lookup: j.Lookup, Name: c.Name(key), Body: b.Bytes(), Expires: j.now.Add(savedFor)}
	return true, j.keeps(ctx, a, lack.blocks, c.Missing)
}

// keeps writes a saved copy, and goes on with the request as far as it can go by itself:
// short is that people can add to it.
func (j *job) keeps(ctx context.Context, a rights.NewArchive, short bool, missing []lang.Text) error {
	why, note := j.Reason, j.Note
	switch {
	case j.Kind == rights.Transfer && j.State != rights.InProgress:
		why, note = rights.WithStaff, noteNoPush
	case j.Kind == rights.Transfer: // it is sent as it would have been
	case short:
		why, note = rights.WithStaff, say(noteSaved, missing...)
	case len(missing) > 0:
		return j.hand(ctx, a, say(noteSoonShort, missing...), say(noteHandShort, missing...))
	default:
		return j.hand(ctx, a, noteSoon, noteHandOver)
	}
	_, err := j.Rights.Turn(ctx, j.ID, rights.InProgress, why, note, rights.System, j.now, a)
	return err
}

// hand ends a copy that is made, or leaves it to people who hand it over. It is one
// change: no request is done without its copy.
func (j *job) hand(ctx context.Context, a rights.NewArchive, made, handOver lang.Text) error {
	to, why, note := rights.Finished, rights.CarriedOut, made
	if !j.Downloadable() {
		to, why, note = rights.InProgress, rights.WithStaff, handOver
	}
	a.Expires = j.now.Add(KeptFor)
	_, err := j.Rights.Turn(ctx, j.ID, to, why, note, rights.System, j.now, a)
	return err
}

// saved returns the copy that was made ahead of an erasure which somebody asked for
// later. begun reports whether there is such an erasure that leaves nothing to copy,
// or was copied ahead of: then nothing is read any more.
func (j *job) saved(ctx context.Context) (a rights.NewArchive, begun bool, err error) {
	cases, err := j.Cases.CasesOf(ctx, string(j.ID), j.Lookup)
	if err != nil {
		return a, false, err
	}
	cases = slices.DeleteFunc(cases, func(c erase.Case) bool {
		return c.Request == "" || c.Request == string(j.ID) || c.Opened.Before(j.Received)
	})
	if len(cases) == 0 {
		return a, false, nil
	}
	a, err = j.Requests.Archive(ctx, j.ID, j.now)
	switch {
	case err == nil:
		return a, true, nil
	case fault.KindOf(err) == fault.NotFound:
		return rights.NewArchive{}, slices.ContainsFunc(cases, func(c erase.Case) bool { return len(c.Scope.Uses) == 0 }), nil
	}
	return a, false, err
}

// handSaved hands over what was copied ahead of an erasure; where nothing was, people
// answer, and an empty copy is never called one.
func (j *job) handSaved(ctx context.Context, a rights.NewArchive) (time.Duration, string, error) {
	if len(a.Body) == 0 {
		return j.staff(ctx, noteGone)
	}
	return 0, "", j.hand(ctx, a, noteSoon, noteHandOver)
}

// fetchFor is how long the end of an erasure waits, at most, for a copy that lies ready
// (our choice, not law).
const fetchFor = 3 * 24 * time.Hour

// unfetched reports whether the copy of a request was finished after an erasure was
// asked for, and lies ready without having been downloaded: the person is not forgotten
// with it. Nobody waits for a copy that the person has, or leaves lying for fetchFor.
func (o *Office) unfetched(ctx context.Context, r rights.Request, event, now time.Time) (bool, error) {
	if !r.Fetchable() || !r.Detail.Fetched.IsZero() || len(r.History) == 0 {
		return false, nil
	}
	if ready := r.History[len(r.History)-1].At; ready.Before(event) || now.Sub(ready) >= fetchFor {
		return false, nil
	}
	_, err := o.Requests.Archive(ctx, r.ID, now)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}
