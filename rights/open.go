package rights

import (
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// A Situation is what a transition is worked out from, besides the request.
type Situation struct {
	Identity ledger.Identity // of whom the request is about
	Standing consent.Standing
	Calendar workday.Calendar
	Window   time.Duration // how long closing an account can be cancelled
}

// longAgo is how far back staff may say that a letter came.
const longAgo = 366 * 24 * time.Hour

// Receive turns an order into a request, or says why it is none. The request is in
// the state that it goes to by itself: see Request.Proven.
//
// Errors: fault.Invalid for what cannot be carried out as written; fault.Forbidden
// for a way, speaker or proof that does not reach this far; fault.Refused for a
// guardian who is not this child's, in force.
func Receive(d *declaration.Declaration, o Order, in Situation, id RequestID, now time.Time) (Request, error) {
	if !Allowed(o.Kind, o.Way, o.Speaker) {
		return Request{}, errWay()
	}
	for _, check := range []func() error{
		func() error { return o.checkTime(now) },
		func() error { return o.checkSubject(in) },
		func() error { return o.checkSpeaker(in, now) },
		func() error { return o.checkScope(d) },
		func() error { return o.checkDetail(d, now) },
		o.checkClaims,
	} {
		if err := check(); err != nil {
			return Request{}, err
		}
	}
	proof, err := o.taken(in, now)
	if err != nil {
		return Request{}, err
	}
	r := Request{
		ID: id, Lookup: in.Identity.Lookup, Subject: in.Identity.Subject, Kind: o.Kind, Way: o.Way, Speaker: o.Speaker,
		Service: o.Service, Uses: slices.Compact(slices.Sorted(slices.Values(o.Uses))),
		Received: milli(o.came(now)), Entered: milli(now), Proof: proof, Detail: o.Detail.tidy(),
	}
	if o.Speaker == Guardian && !o.shown(in, now) {
		r.By = o.By
	}
	r.Clocks = clocksOf(d, r.Kind, r.Way, r.Received, in.Calendar)
	r = r.enter(Received, CameIn, o.actor(), now)
	return r.settle(in.windowEnd(r, now), now), nil
}

// windowEnd is when a request to close an account can no longer be cancelled.
func (in Situation) windowEnd(r Request, now time.Time) time.Time {
	return windowEnd(r.Received, now, in.Window, in.Calendar)
}

// came is when the request came: what staff say, and for anybody else now.
func (o Order) came(now time.Time) time.Time {
	if o.Received.IsZero() {
		return now
	}
	return o.Received
}

// actor names who makes the request, in its history.
func (o Order) actor() string {
	switch {
	case o.Way == ByStaff:
		return o.Actor
	case o.Speaker == Guardian:
		return ByGuardian
	}
	return ByPerson
}

func (o Order) checkTime(now time.Time) error {
	switch {
	case o.Received.IsZero():
		return nil
	case o.Way != ByStaff:
		return invalid("只有工作人员可以写明何时收到", "only staff say when something came")
	case o.Received.After(now.Add(Skew)) || o.Received.Before(now.Add(-longAgo)):
		return invalid("收到的时间在将来，或在一年之前", "it came in the future, or more than a year ago")
	}
	return nil
}

// checkSubject refuses orders about nobody, and ids that are not of their way: whoever
// has a link has an account.
func (o Order) checkSubject(in Situation) error {
	visitor := IsVisitor(o.Subject)
	switch {
	case o.Subject.IsZero() || o.Subject != in.Identity.Subject:
		return invalid("须写明申请涉及谁", "say whom the request is about")
	case visitor && o.Way == BySelf || !visitor && o.Way == ByVisitor,
		visitor && o.Kind == Withdraw:
		return errWay()
	case o.Way != ByStaff && o.Actor != "":
		return errWay()
	}
	return nil
}

// checkSpeaker refuses whoever speaks for a child without being their guardian in
// force, and a guardian where nobody is spoken for.
func (o Order) checkSpeaker(in Situation, now time.Time) error {
	if o.Speaker != Guardian {
		if !o.By.IsZero() && o.By != in.Identity.Lookup {
			return errWay()
		}
		return nil
	}
	if o.By == in.Identity.Lookup || !speaksFor(in.Standing, in.Identity.Lookup, o.By, now) && !o.shown(in, now) {
		return consent.NoGuardian()
	}
	return nil
}

// shown reports whether a guardian who is linked to nobody may be heard through staff,
// to whom they show the relation: of a child whom no account is linked to, or of
// somebody of fourteen to seventeen (Minors Regulations 34).
func (o Order) shown(in Situation, now time.Time) bool {
	return o.Way == ByStaff && o.Speaker == Guardian && byShowing(o.Kind) && !speaksFor(in.Standing, in.Identity.Lookup, o.By, now)
}

// byShowing reports whether a kind can be asked for by a guardian who is not linked:
// what the Minors Regulations name in Art. 34, and a complaint, which anybody may bring.
func byShowing(k Kind) bool {
	switch k {
	case Access, Copy, Correct, Complete, Delete, Complain:
		return true
	case Restrict, Transfer, Close, Withdraw, Explain:
	}
	return false
}

// speaksFor reports whether somebody is the guardian in force of a person under
// fourteen.
func speaksFor(s consent.Standing, who, by ledger.Lookup, now time.Time) bool {
	g := s.Guardian
	return !by.IsZero() && by != who && g.Lookup == by && g.InForce(now) && s.Age.BandAt(now) == consent.Under14
}

func (o Order) checkScope(d *declaration.Declaration) error {
	_, known := d.Service(o.Service)
	switch whole := o.Kind == Close || o.Kind == Restrict; {
	case o.Service != "" && !known:
		return invalid("没有这个服务", "there is no such service")
	case o.Service != "" && o.Kind == Restrict || len(o.Uses) > 0 && whole:
		return invalid("限制处理和注销不按使用划分；只停其中一部分，请撤回同意", "restricting and closing are not split by use: to stop a part, withdraw consent").
			Citing("", law.Cite(law.PIPL, "15"))
	case o.Kind == Withdraw && o.Service != "" && len(o.Uses) > 0:
		return invalid("撤回同意时，服务和使用只写其一", "to withdraw consent, give a service or uses and not both")
	case len(o.Uses) > maxUses:
		return invalid("写的使用太多", "there are too many uses")
	}
	for _, id := range o.Uses {
		u, ok := d.UseByID(id)
		if !ok && o.Kind != Withdraw || ok && o.Service != "" && u.Service.ID != o.Service {
			return invalid("声明中没有这个使用，或它不属于这个服务", "there is no such use in the declaration, or not in this service")
		}
	}
	return nil
}

// maxUses bounds how many uses one request names.
const maxUses = 1000

// tidy writes claims in one way and drops what is empty.
func (x Detail) tidy() Detail {
	claims := map[string]string{}
	for name, value := range x.Claims {
		claims[name] = normal(name, value)
	}
	if x.Claims = claims; len(claims) == 0 {
		x.Claims = nil
	}
	if len(x.Values) == 0 {
		x.Values = nil
	}
	if x.Event = milli(x.Event); x.Trigger == OnRequest {
		x.Trigger = ""
	}
	return x
}
