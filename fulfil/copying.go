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

// KeptFor is how long a finished copy lies ready (our choice, not law).
const KeptFor = 7 * 24 * time.Hour

// copy makes the archive and keeps it for the person, or for staff, who hand it over
// to whoever did not ask through the person's own link. Where a store fails it is
// tried again; where only people can help, or have said that they cannot, the rest is
// handed over on their word, and the first page says what is missing.
func (j *job) copy(ctx context.Context) (time.Duration, string, error) {
	if a, begun, err := j.saved(ctx); err != nil {
		return 0, "", err
	} else if begun {
		return j.handSaved(ctx, a)
	}
	c, missing, err := j.gather(ctx)
	switch {
	case err != nil && fault.KindOf(err) == fault.TooLarge:
		return j.staff(ctx, noteTooMuch)
	case err != nil:
		return 0, "", err
	case missing.blocks && !j.resumed():
		return j.blocked(ctx, missing)
	}
	if c, err = j.scoped(ctx, c, missing.room); err != nil {
		if fault.KindOf(err) == fault.TooLarge {
			return j.staff(ctx, noteTooMuch)
		}
		return 0, "", err
	}
	var b bytes.Buffer
	switch err := archive.Write(&b, c, j.Detail.Age); {
	case fault.KindOf(err) == fault.TooLarge && err != nil:
		return j.staff(ctx, noteTooMuch)
	case fault.KindOf(err) == fault.Invalid && err != nil:
		return j.ask(ctx, rights.TellMore, noteKey)
	case err != nil:
		return 0, "", err
	}
	if a, begun, err := j.saved(ctx); err != nil { // it may have begun while the stores were read
		return 0, "", err
	} else if begun {
		return j.handSaved(ctx, a)
	}
	made, handOver := noteMade, noteHandOver
	if len(c.Missing) > 0 {
		made, handOver = say(noteMissing, c.Missing...), say(noteHandShort, c.Missing...)
	}
	a := rights.NewArchive{Request: j.ID, Lookup: j.Lookup, Name: c.Name(j.Detail.Age), Body: b.Bytes()}
	return 0, "", j.hand(ctx, a, made, handOver)
}

// scoped leaves what the request is about. Of a whole copy what Volens itself has is a
// part.
func (j *job) scoped(ctx context.Context, c archive.Copy, m *room) (archive.Copy, error) {
	if !whole(j.Request) {
		d, _, err := j.Consent.Current(ctx)
		if err != nil {
			return c, err
		}
		return narrowed(c, named(d, j.Request)), nil
	}
	own, err := j.own(ctx, j.Subject, m)
	c.Sections = append(c.Sections, own...)
	return c, err
}

// lacking is what a copy lacks.
type lacking struct {
	blocks bool // a store was not read that somebody can make readable
	failed []lang.Text
	byHand []lang.Text
	room   *room
}

// gather reads every store into a copy without Volens' own part.
func (j *job) gather(ctx context.Context) (archive.Copy, lacking, error) {
	r, err := j.reaching(ctx, j.Subject, j.Keys())
	if err != nil {
		return archive.Copy{}, lacking{}, err
	}
	defer r.close()
	m := newRoom()
	sections, cut, err := r.read(ctx, m)
	if err != nil {
		return archive.Copy{}, lacking{}, err
	}
	if r.accounted(ctx) {
		cut = append(cut, noteAccount)
	}
	lack := lacking{room: m, blocks: len(r.why) > 0}
	for _, s := range r.d.Stores {
		switch r.why[s.ID] {
		case "":
		case erase.ReasonUnreachable:
			lack.failed = append(lack.failed, nameOf(s))
		default:
			lack.byHand = append(lack.byHand, nameOf(s))
		}
	}
	return archive.Copy{
		Processor: r.d.Processor.Name, Request: string(j.ID), At: j.now,
		Purposes: r.purposes(), Sections: sections, Missing: slices.Concat(r.missing(ctx), cut),
	}, lack, nil
}

// blocked says why a request goes no further. What only people can do is theirs at
// once; a store that fails is tried again for a day, and is theirs then.
func (j *job) blocked(ctx context.Context, l lacking) (time.Duration, string, error) {
	if len(l.byHand) > 0 {
		return j.staff(ctx, say(noteByHand, slices.Concat(l.byHand, l.failed)...))
	}
	if j.Reason == rights.StoreFails && j.since() > patienceWithStores {
		return j.staff(ctx, say(noteFails, l.failed...))
	}
	return j.stay(ctx, rights.StoreFails, say(noteFails, l.failed...))
}

// patienceWithStores is how long a store may fail before people decide whether to go
// on without it (our choice, not law).
const patienceWithStores = 24 * time.Hour

// since returns how long the request has been in its state for its reason.
func (j *job) since() time.Duration {
	from := j.now
	for i := len(j.History) - 1; i >= 0 && j.History[i].Reason == j.Reason; i-- {
		from = j.History[i].At
	}
	return j.now.Sub(from)
}
