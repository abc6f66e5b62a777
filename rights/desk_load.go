package rights

import (
	"context"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// A file is what a transition about a person is worked out from. The person is read
// before everything else: whatever is said meanwhile makes the commit fail.
type file struct {
	person consent.Person
	in     Situation
	past   []Request // newest first
}

func (k *Desk) file(ctx context.Context, s ledger.Subject) (file, error) {
	p, err := k.Consent.People.Person(ctx, s)
	if err != nil {
		return file{}, err
	}
	return k.fileOf(ctx, p)
}

func (k *Desk) fileOf(ctx context.Context, p consent.Person) (f file, err error) {
	f = file{person: p, in: Situation{
		Identity: p.Identity, Standing: consent.Standing{Version: ledger.Absent}, Calendar: k.calendar(), Window: k.window(),
	}}
	if !p.Known {
		return f, nil
	}
	if f.in.Standing, err = k.Consent.People.Standing(ctx, p.Identity.Lookup); err == nil {
		f.past, err = k.Requests.RequestsOf(ctx, p.Identity.Lookup)
	}
	return f, err
}

func (k *Desk) calendar() workday.Calendar {
	if k.Calendar == nil {
		return workday.China()
	}
	return k.Calendar()
}

func (k *Desk) window() time.Duration {
	if k.Window == 0 {
		return DefaultWindow
	}
	return k.Window
}

// amend loads a request, works a step out and commits it; a step after which
// nothing is different commits nothing. It returns the request afterwards.
//
// Errors: fault.NotFound where there is no such request.
func (k *Desk) amend(ctx context.Context, id RequestID, now time.Time, work func(Request, Situation) (step, error)) (after Request, err error) {
	d, declared, err := k.Consent.Current(ctx)
	if err != nil {
		return Request{}, err
	}
	err = k.retry(func() error {
		p, r, err := k.load(ctx, id)
		if err != nil {
			return err
		}
		f, err := k.fileOf(ctx, p)
		if err != nil {
			return err
		}
		s, err := work(r, f.in)
		if err != nil {
			return err
		}
		s.before, after = r, s.after
		if reflect.DeepEqual(r, s.after) && len(s.rows) == 0 {
			return nil
		}
		return k.commit(ctx, d, declared, p, s, now)
	})
	if err != nil {
		return Request{}, err
	}
	return after, nil
}

// load reads the person first and then the request: what is committed rests on
// nothing that changed in between.
func (k *Desk) load(ctx context.Context, id RequestID) (consent.Person, Request, error) {
	r, err := k.Requests.Request(ctx, id)
	if err == nil {
		var p consent.Person
		if p, err = k.Consent.People.PersonByLookup(ctx, r.Lookup); err == nil {
			r, err = k.Requests.Request(ctx, id)
			r.Subject = p.Identity.Subject
			return p, r, err
		}
	}
	if fault.KindOf(err) == fault.NotFound {
		err = errNone
	}
	return consent.Person{}, Request{}, err
}

// commit carries out what a step does at once, and sends the step to the store. It
// holds only as long as nothing more is said about the person.
func (k *Desk) commit(ctx context.Context, d *declaration.Declaration, declared string, p consent.Person, s step, now time.Time) error {
	if err := k.effect(ctx, s, now); err != nil {
		return err
	}
	n, err := ledger.NewNonce(k.Random)
	if err != nil {
		return err
	}
	c, err := s.change(d, declared, p.Identity, n, now)
	if err != nil {
		return err
	}
	if !p.Known {
		c.Rows = append([]ledger.Row{consent.NewPerson{Identity: p.Identity}}, c.Rows...)
	}
	_, err = k.Consent.Record.Commit(ctx, c.Expecting(ledger.Expectation{
		Of: consent.NewPerson{}.RowOf(), Lookup: p.Identity.Lookup, Key: "head", Version: p.Version,
	}))
	return err
}

// effect withdraws or restricts where a step ends such a request. It comes before
// the step is committed, so that nothing is ever reported as done that was not; it
// changes what is said about the person, so the step is worked out once more, and
// finds the effect there.
func (k *Desk) effect(ctx context.Context, s step, now time.Time) error {
	r := s.after
	if r.State != Finished || s.before.State == Finished || r.Reason != CarriedOut {
		return nil
	}
	var err error
	switch r.Kind {
	case Withdraw:
		_, _, err = k.Consent.WithdrawAs(ctx, r.Subject, r.By, r.target(), now)
	case Restrict:
		_, err = k.Consent.Restrict(ctx, r.Subject, consent.Restricted, "person-asked", now)
	case Access, Copy, Correct, Complete, Delete, Transfer, Close, Explain, Complain:
	}
	return err
}

// target is what a withdrawal is from.
func (r Request) target() consent.Target {
	if len(r.Uses) == 0 && r.Service == "" {
		return consent.Target{All: true}
	}
	return consent.Target{Uses: r.Uses, Service: r.Service}
}

// retry works a change out anew while others are faster. A conflict behind which a
// rule stands is final.
func (k *Desk) retry(try func() error) error {
	var err error
	for range attempts {
		if err = try(); err == nil || fault.KindOf(err) != fault.Conflict || fault.RuleOf(err) != "" {
			return err
		}
	}
	return err
}

// fresh makes an unguessable id in the person's partition.
func (k *Desk) fresh(l ledger.Lookup) (RequestID, error) {
	var b [20]byte
	if _, err := io.ReadFull(k.Random, b[:]); err != nil {
		return "", fmt.Errorf("reading randomness: %w", err)
	}
	part := strconv.Itoa(100 + l.Partition())[1:]
	return RequestID(part + "-" + strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))), nil
}

// replay returns what an idempotency key was used for.
//
// Errors: fault.Conflict for another order under the same key.
func (k *Desk) replay(ctx context.Context, f file, once string, o Order) (Request, bool, error) {
	if once == "" || !f.person.Known {
		return Request{}, false, nil
	}
	key := f.person.Identity.Key
	was, ref, found, err := k.Consent.People.Once(ctx, f.person.Identity.Lookup, key.Mark("request-once", once))
	switch {
	case err != nil || !found:
		return Request{}, false, err
	case was != o.digest(key):
		return Request{}, false, errReused
	}
	r, err := k.Requests.Request(ctx, RequestID(ref))
	return r, true, err
}

var errReused = fault.New(fault.Conflict, "这个幂等键已用于另一个请求", "this idempotency key was used for another request").
	Citing(consent.IdempotencyReused).WithFix("新的请求请用新的键", "use a new key for a new request")

// remember is the row that keeps what an idempotency key was used for.
func remember(p consent.Person, once string, o Order, id RequestID) []ledger.Row {
	if once == "" {
		return nil
	}
	key := p.Identity.Key
	return []ledger.Row{consent.Once{Lookup: p.Identity.Lookup, Key: key.Mark("request-once", once), Digest: o.digest(key), Ref: string(id)}}
}

// digest identifies an order. The proof is not part of it: who logs in anew and
// repeats an order asks for the same.
func (o Order) digest(key ledger.SubjectKey) string {
	b, _ := json.Marshal([]any{o.Kind, o.Way, o.Speaker, consent.WhoOf(o.By), o.Service, o.Uses, millis(o.Received), o.Detail, o.Actor})
	return key.Mark("request-order", string(b))
}
