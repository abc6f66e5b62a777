package fulfil

import (
	"context"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// stranger forgets whoever gave a contact that nobody proved: every row that Volens has
// under it, with its key. It waits until the codes of the day count no more, and leaves
// alone whoever else is known of. Whoever asks again meanwhile is looked at then.
func (o *Office) stranger(ctx context.Context, id rights.RequestID, now time.Time) (again time.Duration, why string, err error) {
	r, err := o.Requests.Request(ctx, id)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return 0, "", nil // forgotten with another request of the same contact
	}
	if err != nil {
		return 0, "", err
	}
	p, err := o.Consent.People.PersonByLookup(ctx, r.Lookup) // before all else: what is said meanwhile makes the commit fail
	if err != nil {
		return 0, "", err
	}
	past, err := o.Requests.RequestsOf(ctx, r.Lookup)
	if err != nil {
		return 0, "", err
	}
	last, unproven := rights.Unproven(past)
	known, err := o.known(ctx, r)
	switch {
	case err != nil:
		return 0, "", err
	case !unproven, known:
		return 0, "", nil // one that is open brings its own work when it is closed
	case now.Before(last):
		return last.Sub(now), "codes-count", nil
	}
	return 0, "", o.forgetStranger(ctx, p, now)
}

// known reports whether anything but requests is known of whom a request is about.
func (o *Office) known(ctx context.Context, r rights.Request) (bool, error) {
	s, err := o.Consent.People.Standing(ctx, r.Lookup)
	if err != nil || len(s.Consents) > 0 || s.Age.Band != consent.AgeUnknown || !s.Guardian.Lookup.IsZero() || s.Restriction.Mode != consent.Free {
		return true, err
	}
	cases, err := o.Cases.CasesOf(ctx, string(r.ID), r.Lookup)
	return len(cases) > 0, err
}

// forgetStranger is one change: the rows go, and the record says that some went.
func (o *Office) forgetStranger(ctx context.Context, p consent.Person, now time.Time) error {
	_, declared, err := o.Consent.Current(ctx)
	if err != nil {
		return err
	}
	e := erase.Evidence{V: 1, Case: erase.Swept, Trigger: erase.TriggerPurpose, Phase: erase.Erasing, Reason: unproven, At: now.UnixMilli()}
	body, err := ledger.Canonical(e)
	if err != nil {
		return err
	}
	entry, err := ledger.EvidenceEntry(now, declared, body)
	if err != nil {
		return err
	}
	_, err = o.Consent.Record.Commit(ctx, ledger.NewChange(entry).
		Writing(erase.NewEvidence{Case: erase.Swept, Body: body}, erase.Forget{Case: erase.Swept, Lookup: p.Identity.Lookup}).
		Expecting(ledger.Expectation{Of: consent.NewPerson{}.RowOf(), Lookup: p.Identity.Lookup, Key: "head", Version: p.Version}))
	return err
}

// unproven is why a visitor is forgotten, in evidence.
const unproven = "visitor-unproven"
