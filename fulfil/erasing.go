package fulfil

import (
	"context"
	"slices"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/erase/report"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/rights"
)

// erase opens the case of a request and follows it. The case goes its own way: what
// fails there is in its progress, and is told here.
func (j *job) erase(ctx context.Context) (time.Duration, string, error) {
	if left := j.Until.Sub(j.now); j.Kind == rights.Close && left > 0 {
		return left, "may-cancel", nil
	}
	cases, err := j.Cases.CasesOf(ctx, string(j.ID), j.Lookup)
	if err != nil {
		return 0, "", err
	}
	// CasesOf lists what else there is about the person too.
	cases = slices.DeleteFunc(cases, func(c erase.Case) bool { return c.Request != string(j.ID) })
	if len(cases) > 0 {
		return j.follow(ctx, cases)
	}
	scope, needed, err := j.scope(ctx)
	switch {
	case err != nil:
		return 0, "", err
	case len(scope.Uses) == 0 && !whole(j.Request):
		return j.staff(ctx, say(noteNeeded, needed...))
	}
	if waits, err := j.saves(ctx); err != nil {
		return 0, "", err
	} else if len(waits) > 0 {
		return j.stay(ctx, rights.StoreFails, say(noteFirst, waits...))
	}
	c, err := j.Runner.Open(ctx, j.order(scope), j.now)
	if err != nil {
		return 0, "", err
	}
	return j.follow(ctx, []erase.Case{c})
}

// order is what the case is opened with. The clock of closing an account runs from
// receipt as well: the window in which it can be cancelled does not stop it. Where
// staff said why else something is to be erased, it runs from when that came about.
func (j *job) order(scope plan.Scope) erase.Order {
	o := erase.Order{
		Subject: j.Subject, Trigger: erase.TriggerRequest, Request: string(j.ID),
		Scope: scope, Event: j.Received,
	}
	switch j.Detail.Trigger {
	case rights.OnPurpose:
		o.Trigger, o.Event = erase.TriggerPurpose, j.Detail.Event
	case rights.OnUnavoidable:
		o.Trigger, o.Event = erase.TriggerUnavoidable, j.Detail.Event
	case rights.OnUnlawful:
		o.Trigger, o.Event = erase.TriggerUnlawful, j.Detail.Event
	case rights.OnRequest:
	}
	if j.Kind == rights.Close {
		o.Trigger = erase.TriggerAccount
	}
	for name, value := range j.Keys() {
		if o.Keys == nil {
			o.Keys = plan.Keys{}
		}
		o.Keys[name] = []string{value}
	}
	return o
}

// follow turns the request as its cases stand: done when all are closed, restricted
// while one is, and in progress with what is not finished yet.
func (j *job) follow(ctx context.Context, cases []erase.Case) (time.Duration, string, error) {
	var open, hard []lang.Text
	last := false // whether a case only waits for other answers
	for _, c := range cases {
		places := standing(c)
		switch c.State {
		case erase.Closed:
		case erase.Restricted:
			hard = append(hard, places...)
		case erase.Open:
			open = append(open, places...)
			if len(places) == 0 {
				open, last = append(open, same(string(c.ID))), true
			}
		}
	}
	switch {
	case slices.ContainsFunc(cases, func(c erase.Case) bool { return c.State == erase.Restricted }):
		return j.soon(), string(rights.HardToErase), j.turn(ctx, rights.Held, rights.HardToErase, say(noteHard, hard...))
	case len(open) > 0 && j.State == rights.Held:
		return j.soon(), "erasing", nil // it is told once it is done
	case len(open) > 0:
		why := rights.CarryingOut
		if slices.ContainsFunc(cases, stuck) {
			why = rights.StoreFails
		}
		if last {
			note, err := j.waits(ctx, cases)
			if err != nil {
				return 0, "", err
			}
			if !note.IsZero() { // no store has a part in it any more, and no reason of one is left standing
				return j.soon(), string(rights.CarryingOut), j.turn(ctx, rights.InProgress, rights.CarryingOut, note)
			}
		}
		return j.soon(), string(why), j.progress(ctx, why, say(noteErasing, open...))
	}
	return j.erased(ctx, cases)
}

// erased ends the request. Where law keeps something, or another use needs it, the end
// says so.
func (j *job) erased(ctx context.Context, cases []erase.Case) (time.Duration, string, error) {
	_, needed, err := j.scope(ctx)
	if err != nil {
		return 0, "", err
	}
	d, _, err := j.Consent.Current(ctx)
	if err != nil {
		return 0, "", err
	}
	note, kept, err := j.ending(ctx, d, cases...)
	if err != nil {
		return 0, "", err
	}
	if len(needed) > 0 {
		note = also(note, say(noteNeeded, needed...))
	}
	if kept {
		return 0, "", j.turn(ctx, rights.Finished, rights.ErasedButKept, note)
	}
	return j.finish(ctx, note)
}

// standing names what of a case is not finished, each with the reason that its
// progress has.
func standing(c erase.Case) []lang.Text {
	var all []lang.Text
	for _, p := range c.Stores {
		switch {
		case p.Phase == erase.Done:
		case p.Reason != "":
			why := report.Reason(p.Reason)
			all = append(all, lang.Text{ZH: p.Store + "（" + why.ZH + "）", EN: p.Store + " (" + why.EN + ")"})
		default:
			all = append(all, same(p.Store))
		}
	}
	for _, t := range c.Told {
		if t.Confirmed.IsZero() {
			all = append(all, same(t.Recipient))
		}
	}
	return all
}

// stuck reports whether a store of the case does not come further. One that is for
// people to see to has not failed.
func stuck(c erase.Case) bool {
	people := []erase.Reason{erase.ReasonManual, erase.ReasonShared, erase.ReasonGap, erase.ReasonUntimed, erase.ReasonAnew}
	return slices.ContainsFunc(c.Stores, func(p erase.Progress) bool {
		return p.Phase != erase.Done && p.Reason != "" && !slices.Contains(people, p.Reason)
	})
}

// waits says for what else that the person asked for the end of an erasure waits; nothing
// where it waits for nothing.
func (j *job) waits(ctx context.Context, cases []erase.Case) (note lang.Text, err error) {
	asked, err := j.Requests.RequestsOf(ctx, j.Lookup)
	if err != nil {
		return lang.Text{}, err
	}
	var others, copies []lang.Text
	for _, r := range asked {
		ready := false
		for _, c := range cases {
			if is, err := j.unfetched(ctx, r, c.Event, j.now); err != nil {
				return lang.Text{}, err
			} else if is {
				ready = true
			}
		}
		switch {
		case waitedFor(r):
			others = append(others, same(string(r.ID)))
		case ready:
			copies = append(copies, same(string(r.ID)))
		}
	}
	switch {
	case len(others) > 0 && len(copies) > 0:
		return also(say(noteOthers, others...), say(noteUnfetched, copies...)), nil
	case len(others) > 0:
		return say(noteOthers, others...), nil
	case len(copies) > 0:
		return say(noteUnfetched, copies...), nil
	}
	return lang.Text{}, nil
}
