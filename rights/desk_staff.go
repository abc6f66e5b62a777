package rights

import (
	"context"
	"time"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// Verify records how staff came to know who asks, for a request that was entered
// before that was known.
func (k *Desk) Verify(ctx context.Context, id RequestID, p Proof, actor string, now time.Time) (Request, error) {
	return k.amend(ctx, id, now, func(r Request, in Situation) (s step, err error) {
		if err := r.stillSpeaks(in, now); err != nil {
			return s, err
		}
		s.after, err = r.verify(p, actor, in.windowEnd(r, now), now)
		return s, err
	})
}

// Approve takes the word of a second member of staff; the same one twice is refused.
func (k *Desk) Approve(ctx context.Context, id RequestID, actor string, now time.Time) (Request, error) {
	return k.amend(ctx, id, now, func(r Request, in Situation) (s step, err error) {
		if err := r.stillSpeaks(in, now); err != nil {
			return s, err
		}
		s.after, err = r.approve(actor, in.windowEnd(r, now), now)
		return s, err
	})
}

// stillSpeaks refuses to go on with what a guardian asked whose link has ended
// meanwhile.
func (r Request) stillSpeaks(in Situation, now time.Time) error {
	if r.unlinked() {
		return nil // the relation is what staff are shown
	}
	return Order{Speaker: r.Speaker, By: r.By}.checkSpeaker(in, now)
}

// Turn takes a request to another state, with the reason and what the person is
// told; package fulfil (as actor System) and staff do. Not every state leads to every
// other, and a deletion or the closing of an account is done only when System says so;
// that a copy, transfer or correction was carried out staff say with Carried, unless
// the copy lies ready.
// Staff who let a transfer go on say in the note how they judged the conditions that
// nothing but people can see; where one is not met it is refused: see Conditions.
// Rows, such as NewArchive, are committed with it.
func (k *Desk) Turn(ctx context.Context, id RequestID, to State, why Reason, note lang.Text, actor string, now time.Time, with ...ledger.Row) (Request, error) {
	d, _, err := k.Consent.Current(ctx)
	if err != nil {
		return Request{}, err
	}
	return k.amend(ctx, id, now, func(r Request, _ Situation) (s step, err error) {
		if why == CarryingOut && actor != System {
			if err := r.mayTransfer(d, note); err != nil {
				return s, err
			}
		}
		if actor == System && r.State == to && r.Reason == why && r.Note == note && len(with) == 0 {
			return step{after: r}, nil // said again after a crash
		}
		if err := k.shown(ctx, r, to, why, actor, now); err != nil {
			return s, err
		}
		s.rows = with
		s.after, err = r.turn(to, why, note, actor, now)
		return s, err
	})
}

// Answer records what staff answered to an explanation or complaint, and ends it.
func (k *Desk) Answer(ctx context.Context, id RequestID, text, actor string, now time.Time) (Request, error) {
	return k.amend(ctx, id, now, func(r Request, _ Situation) (s step, err error) {
		s.after, err = r.answer(text, actor, now)
		return s, err
	})
}
