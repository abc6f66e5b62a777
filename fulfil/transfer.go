package fulfil

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/archive"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/rights"
)

// transfer sends what can be transferred to the processor whom the person named: the
// person's own information that was collected on consent or for a contract (draft
// 24, Order 790 Art. 25). Whether it would harm others, people judge before they
// let it go on; what they are warned of is rights.Risks.
func (j *job) transfer(ctx context.Context) (time.Duration, string, error) {
	d, _, err := j.Consent.Current(ctx)
	if err != nil {
		return 0, "", err
	}
	to, ok := addressOf(d, j.Detail.Target)
	switch {
	case !ok:
		return j.ask(ctx, rights.NameRecipient, noteNoTarget)
	case j.Pusher == nil, to.Told.IsZero() && to.URL == "":
		return j.staff(ctx, noteNoPush)
	}
	if a, begun, err := j.saved(ctx); err != nil || begun {
		return j.pushSaved(ctx, to, a, err)
	}
	c, lack, err := j.gather(ctx)
	switch {
	case err != nil && fault.KindOf(err) == fault.TooLarge:
		return j.staff(ctx, noteTooMuch)
	case err != nil:
		return 0, "", err
	case lack.blocks && !j.resumed():
		return j.blocked(ctx, lack)
	}
	if c = narrowed(c, rights.Portable(d, j.Request)); len(c.Sections) == 0 {
		return j.staff(ctx, noteNothing)
	}
	var b bytes.Buffer
	if err := archive.Write(&b, c, ""); err != nil {
		return 0, "", err
	}
	if a, begun, err := j.saved(ctx); err != nil || begun { // it may have begun while the stores were read
		return j.pushSaved(ctx, to, a, err)
	}
	return j.push(ctx, to, b.Bytes())
}

// pushSaved sends what was copied ahead of an erasure; where nothing was, people answer.
func (j *job) pushSaved(ctx context.Context, to Address, a rights.NewArchive, err error) (time.Duration, string, error) {
	switch {
	case err != nil:
		return 0, "", err
	case len(a.Body) == 0:
		return j.staff(ctx, noteGone)
	}
	return j.push(ctx, to, a.Body)
}

func (j *job) push(ctx context.Context, to Address, body []byte) (time.Duration, string, error) {
	err := j.Pusher.Push(ctx, to, string(j.ID), body)
	switch {
	case err == nil:
		sum := sha256.Sum256(body)
		return j.finish(ctx, say(notePushed, same("SHA-256 "+hex.EncodeToString(sum[:]))))
	case fault.KindOf(err) == fault.Invalid:
		return j.ask(ctx, rights.NameRecipient, noteNoTarget)
	}
	return j.stay(ctx, rights.CarryingOut, noteRetry)
}

// addressOf returns where a target is pushed to: a declared recipient by its id, or
// an address. A recipient without an address is reached by people.
func addressOf(d *declaration.Declaration, target string) (Address, bool) {
	if k := slices.IndexFunc(d.Recipients, func(r *declaration.Recipient) bool { return r.ID == target }); k >= 0 {
		return Address{Told: d.Recipients[k].Told}, true
	}
	return Address{URL: target}, strings.HasPrefix(target, "https://")
}
