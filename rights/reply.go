package rights

import (
	"context"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// A Reply is what whoever asked wrote when the request waited for them.
type Reply struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
	By   string    `json:"by"` // one of the Actors
}

// The bounds of replies: our choice, not law. Whoever needs more writes a letter.
const (
	maxReply   = 4 << 10 // bytes
	maxReplies = 32      // for one request
)

// Answerable reports whether the person can reply to what the request waits for, on
// their own page. What a relative asks for, or a guardian whom only the word of staff
// links, is for them to answer, through staff.
func (r Request) Answerable() bool {
	return r.State == Waiting && !r.apart() && len(r.Detail.Replies) < maxReplies
}

// Reply takes what the person (by is zero), or the guardian in force who speaks,
// answers to a request that waits for them. It goes on, with staff, who are told; where
// it is not known yet who asks, a reply does not show it. The clock never stopped. once
// is an idempotency key or "".
//
// Errors: fault.NotFound for anybody else's request; fault.Conflict where it does not
// wait; fault.Invalid for what is empty or too long.
func (k *Desk) Reply(ctx context.Context, who, by ledger.Lookup, id RequestID, text, once string, now time.Time) (Request, error) {
	return k.amendOwn(ctx, who, by, id, now, func(r Request, in Situation, actor string) (s step, err error) {
		key := in.Identity.Key
		said := consent.Once{Lookup: who, Key: key.Mark("request-once", once), Digest: key.Mark("request-reply", string(id)+"\x00"+actor+"\x00"+text), Ref: string(id)}
		if once != "" {
			was, _, found, err := k.Consent.People.Once(ctx, who, said.Key)
			switch {
			case err != nil:
				return s, err
			case found && was != said.Digest:
				return s, errReused
			case found:
				return step{after: r}, nil
			}
			s.rows = append(s.rows, said)
		}
		if s.after, err = r.reply(text, actor, now); err != nil {
			return s, err
		}
		s.rows = append(s.rows, s.after.replied(now))
		return s, nil
	})
}

// reply goes on with a request whose person has said more.
func (r Request) reply(text, by string, now time.Time) (Request, error) {
	switch {
	case !r.Answerable():
		return r, errState()
	case strings.TrimSpace(text) == "" || !short(text, maxReply):
		return r, invalid("补充的内容是空的或太长", "the reply is empty or too long")
	}
	said := r.Detail.Replies
	r.Detail.Replies = append(said[:len(said):len(said)], Reply{Text: text, At: milli(now), By: by})
	if !r.Proven() {
		return r.enter(Verifying, r.unproven(), by, now), nil
	}
	return r.enter(InProgress, WithStaff, by, now), nil
}

// replied tells staff. What was written is read where the request is.
func (r Request) replied(now time.Time) ledger.Row {
	n := News{
		V: 1, Event: EventReplied, Request: r.ID, Kind: r.Kind, State: r.State, Reason: r.Reason,
		Text: lang.Text{ZH: "申请人已补充，请继续办理；期限照常计算", EN: "Whoever asked has said more: please go on; the deadline runs on"}, At: now.UnixMilli(), Due: millis(r.Due()),
	}
	return consent.NewWork{Work: consent.Work{
		Kind: consent.WorkTell, Lookup: r.Lookup, Key: string(n.Event) + "/" + string(r.ID), Due: milli(now), Body: plain(n),
	}}
}
