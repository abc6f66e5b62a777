package fulfil

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/report"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/webhook"
)

// Farewell is the work of telling that an erasure is done, for erase.Runner. Where
// it leaves nothing about the person, this is the last that Volens can say to them:
// it carries the id itself, ends the requests that it answers, and waits while
// another request of theirs, such as a complaint, has no answer, or a copy lies ready
// that they have not downloaded. It waits for nothing
// that nobody proved, and never past the day by which the case is due.
func (o *Office) Farewell(ctx context.Context, c erase.Case, now time.Time) (tell []ledger.Row, wait bool, err error) {
	if c.Trigger == erase.TriggerRestore {
		return nil, false, nil // it was told the first time
	}
	last := c.Forgets() && !c.Lookup.IsZero()
	if last {
		tell, wait, err = o.ends(ctx, c, now)
		if wait || err != nil {
			return nil, wait, err
		}
	}
	words, err := o.certificate(ctx, c, now)
	if err != nil {
		return nil, false, err
	}
	body := webhook.ErasureBody{V: 1, Event: webhook.ErasureClosed, Case: c.ID, Trigger: c.Trigger, Request: c.Request, At: now.UnixMilli(), Certificate: words}
	w := consent.Work{Kind: consent.WorkTell, Key: webhook.ErasureClosed + "/" + string(c.ID), Due: now}
	if last || c.Lookup.IsZero() {
		body.Person = c.File.Subject.Raw()
	} else {
		w.Lookup = c.Lookup
	}
	if w.Body, err = json.Marshal(body); err != nil {
		return nil, false, err
	}
	return append(tell, consent.NewWork{Work: w}), false, nil
}

// Alarm is the work of telling staff how many working days an erasure has left behind
// which there is no request, for erase.Runner.
func (o *Office) Alarm(c erase.Case, left int, now time.Time) (ledger.Row, error) {
	body := webhook.ErasureBody{V: 1, Event: webhook.ErasureWarning, Case: c.ID, Trigger: c.Trigger, At: now.UnixMilli(), Due: c.Due.At.UnixMilli(), Left: left}
	if left < 0 {
		body.Event = webhook.ErasureOverdue
	}
	w := consent.Work{Kind: consent.WorkTell, Key: body.Event + "/" + string(c.ID), Lookup: c.Lookup, Due: now}
	if c.Trigger == erase.TriggerRestore || !c.File.Erased.IsZero() || c.Lookup.IsZero() { // forgotten before, or never known
		body.Person, w.Lookup = c.File.Subject.Raw(), ledger.Lookup{}
	}
	var err error
	w.Body, err = json.Marshal(body)
	return consent.NewWork{Work: w}, err
}

// certificate is what is handed to the person, as it stands with the end of the case:
// whoever is forgotten has no page any more on which they could read it.
func (o *Office) certificate(ctx context.Context, c erase.Case, now time.Time) (lang.Text, error) {
	of, err := o.Runner.Certificate(ctx, c.ID)
	if err != nil {
		return lang.Text{}, err
	}
	of.State, of.Ended = erase.Closed, now
	return lang.Text{ZH: report.Certificate(of, lang.ZH), EN: report.Certificate(of, lang.EN)}, nil
}

// answered are the kinds of requests that forgetting somebody answers.
var answered = []rights.Kind{rights.Delete, rights.Close, rights.Restrict, rights.Withdraw}

// waitedFor reports whether a request is answered before the person is forgotten.
// What nobody proved could be anybody's, and would keep the person for ever.
func waitedFor(r rights.Request) bool {
	return r.Open() && r.Proven() && !slices.Contains(answered, r.Kind)
}

// ends tells of every open request of the person how it ended. Nobody is told of what
// a visitor has not proved.
func (o *Office) ends(ctx context.Context, c erase.Case, now time.Time) (tell []ledger.Row, wait bool, err error) {
	d, _, err := o.Consent.Current(ctx)
	if err != nil {
		return nil, false, err
	}
	all, err := o.Requests.RequestsOf(ctx, c.Lookup)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return nil, false, err
	}
	late := !c.Due.At.IsZero() && !now.Before(c.Due.At)
	for _, r := range all {
		if late {
			break
		}
		if ready, err := o.unfetched(ctx, r, c.Event, now); ready || err != nil || waitedFor(r) {
			return nil, err == nil, err
		}
	}
	note, kept, err := o.ending(ctx, d, c)
	if err != nil {
		return nil, false, err
	}
	for _, r := range all {
		if r.Open() && (r.Proven() || r.Way != rights.ByVisitor) {
			tell = append(tell, rights.LastNews(d, r, endOf(r, kept), note, now))
		}
	}
	return tell, false, nil
}

// endOf is how a request ends with the person.
func endOf(r rights.Request, kept bool) rights.Reason {
	switch {
	case !r.Proven() || !slices.Contains(answered, r.Kind):
		return rights.PersonForgotten
	case kept && (r.Kind == rights.Delete || r.Kind == rights.Close):
		return rights.ErasedButKept
	}
	return rights.CarriedOut
}
