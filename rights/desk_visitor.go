package rights

import (
	"context"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// OpenVisitor takes a request of somebody who cannot log in. Whatever contact they
// claim the answer is the same: Volens does not look whether it is held, but asks
// the service to send the code there if it is. Where too many codes went to the
// contact already, nothing is written and the id leads nowhere.
//
// Errors: fault.Invalid and fault.Forbidden for what is wrong whoever asks.
func (k *Desk) OpenVisitor(ctx context.Context, o Order, now time.Time) (id RequestID, err error) {
	name, value, err := o.Detail.contact()
	if err != nil {
		return "", err
	}
	o.Way, o.Speaker, o.By = ByVisitor, Person, ledger.Lookup{}
	if o.Subject, err = VisitorSubject(name, value); err != nil {
		return "", err
	}
	d, declared, err := k.Consent.Current(ctx)
	if err != nil {
		return "", err
	}
	err = k.retry(func() error {
		f, err := k.file(ctx, o.Subject)
		if err != nil {
			return err
		}
		if id, err = k.fresh(f.person.Identity.Lookup); err != nil {
			return err
		}
		r, err := Receive(d, o, f.in, id, now)
		if err != nil || sentLately(f.past, now) >= CodesADay {
			return err
		}
		code, err := newCode(k.Random)
		if err != nil {
			return err
		}
		return k.commit(ctx, d, declared, f.person, step{after: r, changed: changedCode, rows: r.sends(name, value, code, f.person.Identity.Key, now)}, now)
	})
	if err != nil {
		return "", err
	}
	return id, nil
}

// sends keeps the hash of a code, and has the code sent.
func (r Request) sends(name, value, code string, key ledger.SubjectKey, now time.Time) []ledger.Row {
	expires := milli(now.Add(CodeFor))
	n := News{
		V: 1, Event: EventCode, Request: r.ID, Kind: r.Kind, State: r.State, Reason: r.Reason, At: now.UnixMilli(),
		Contact: name, To: value, Code: code, Expires: expires.UnixMilli(),
	}
	return []ledger.Row{
		SetCode{Request: r.ID, Lookup: r.Lookup, Hash: codeHash(key, r.ID, code), Expires: expires},
		consent.NewWork{Work: consent.Work{
			Kind: consent.WorkTell, Lookup: r.Lookup, Key: string(EventCode) + "/" + string(r.ID), Due: milli(now), Body: plain(n),
		}},
	}
}

// Prove takes the code that a visitor was sent. A wrong code is counted before it is
// answered; after CodeAttempts, or too late, the code is gone. Where the visitor asked
// for the same before, the earlier request is returned, and the repetition ends.
//
// Errors: one and the same for whatever is wrong with the code or the request.
func (k *Desk) Prove(ctx context.Context, id RequestID, code string, now time.Time) (Request, error) {
	var taken bool
	var first Request
	r, err := k.amend(ctx, id, now, func(r Request, in Situation) (step, error) {
		taken, first = false, Request{}
		c, err := k.Requests.Code(ctx, id)
		switch {
		case err != nil && fault.KindOf(err) != fault.NotFound:
			return step{}, err
		case err != nil || r.Way != ByVisitor || r.State != Verifying || len(c.Hash) == 0:
			return step{}, errCode
		case !c.takes(in.Identity.Key, code, now):
			return r.wrong(c, now), nil
		}
		taken = true
		past, err := k.Requests.RequestsOf(ctx, r.Lookup)
		if err != nil {
			return step{}, err
		}
		s := step{changed: changedCode, attempts: c.Attempts, rows: []ledger.Row{SetCode{Request: id, Lookup: r.Lookup}}}
		s.after, first = r.proved(past, in, now)
		return s, nil
	})
	switch {
	case fault.KindOf(err) == fault.NotFound && err != nil, err == nil && !taken:
		return Request{}, errCode
	case err != nil:
		return Request{}, err
	case first.ID != "":
		return first, nil
	}
	return r, nil
}

// wrong counts a code that was not taken.
func (r Request) wrong(c SetCode, now time.Time) step {
	c.Request, c.Lookup = r.ID, r.Lookup
	if c.Attempts++; !c.live(now) {
		c.Hash = nil
	}
	return step{after: r, changed: changedAttempt, attempts: c.Attempts, rows: []ledger.Row{c}}
}

// proved goes on with a request whose visitor proved the contact; or it ends as the
// repetition of the first, which is returned too.
func (r Request) proved(past []Request, in Situation, now time.Time) (after, first Request) {
	r.Proof = Proof{Method: CodeToHeld, At: milli(now)}
	if first, again := repeated(past, r); again {
		r.Same = first.ID
		return r.enter(Cancelled, Repeated, System, now), first
	}
	return r.settle(in.windowEnd(r, now), now), Request{}
}
