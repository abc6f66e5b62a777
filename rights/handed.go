package rights

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// Evidence is what shows that staff carried out by hand what a request asks for. It may
// name people, and is sealed with the detail.
type Evidence struct {
	Means     string `json:"means"`        // one of Means
	To        string `json:"to,omitempty"` // of a transfer: who has it now
	Reference string `json:"reference"`    // where it is noted; never the thing itself
}

// Means lists how something is handed over or set right by hand.
func Means() []consent.Term {
	return []consent.Term{
		term("in-person", "当面交付", "handed over in person"),
		term("post", "寄送", "sent by post"),
		term("electronic", "以电子方式加密发送", "sent electronically, encrypted"),
		term("in-service", "在服务自己的系统中办理", "done in the service's own system"),
	}
}

// byHand reports whether staff may say, with evidence, that a kind was carried out.
// Erasing is looked for and never said.
func byHand(k Kind) bool { return k == Copy || k == Transfer || k == Correct || k == Complete }

// Carried ends a request that staff carried out by hand, and keeps how. For a transfer
// the note says how the conditions that people judge were judged. Without a note the
// person is told the means.
//
// Errors: fault.Invalid for evidence that shows nothing, or for a kind that is not
// ended so; fault.Forbidden for erasing; fault.Conflict where a condition of a transfer
// is not met.
func (k *Desk) Carried(ctx context.Context, id RequestID, e Evidence, note lang.Text, actor string, now time.Time) (Request, error) {
	d, _, err := k.Consent.Current(ctx)
	if err != nil {
		return Request{}, err
	}
	return k.amend(ctx, id, now, func(r Request, _ Situation) (s step, err error) {
		s.after, err = r.carried(d, e, note, actor, now)
		return s, err
	})
}

func (r Request) carried(d *declaration.Declaration, e Evidence, note lang.Text, actor string, now time.Time) (Request, error) {
	i := slices.IndexFunc(Means(), func(t consent.Term) bool { return t.ID == e.Means })
	erases := r.Kind == Delete || r.Kind == Close // turn says why not
	switch {
	case reserved(actor):
		return r, errProof("须写明由谁办理", "say who does it")
	case !erases && !byHand(r.Kind):
		return r, invalid("只有复制、转移、更正和补充以 evidence 办结", "only copies, transfers, corrections and completions are ended with evidence")
	case !erases && (i < 0 || strings.TrimSpace(e.Reference) == "" || !short(e.Reference, maxReference) || !short(e.To, maxReference)):
		return r, invalid("evidence 须写明方式（means）和记在何处（reference）", "evidence says by which means, and where it is noted (reference)")
	case r.Kind == Transfer && strings.TrimSpace(e.To) == "":
		return r, invalid("转移的 evidence 须写明交给了谁（to）", "the evidence of a transfer says who has it now (to)")
	}
	if err := r.mayTransfer(d, note); err != nil {
		return r, err
	}
	if note.IsZero() && i >= 0 {
		note = Means()[i].Text
	}
	after, err := r.turn(Finished, CarriedOut, note, actor, now)
	if err != nil {
		return r, err
	}
	after.Detail.Done = &e
	return after, nil
}

// shown refuses that staff say of what is handed over or written that it was carried
// out, and nothing shows it. Of a copy the archive does, which lies ready.
func (k *Desk) shown(ctx context.Context, r Request, to State, why Reason, actor string, now time.Time) error {
	if to != Finished || why != CarriedOut || actor == System || !byHand(r.Kind) {
		return nil
	}
	if r.Kind == Copy {
		if _, err := k.Requests.Archive(ctx, r.ID, now); err == nil || fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	return errUnshown(r.Kind)
}

func errUnshown(k Kind) *fault.Error {
	zh, en, cite := "没有更改过的记载", "nothing shows that it was corrected", law.Cite(law.PIPL, "46")
	switch k {
	case Copy:
		zh, en, cite = "副本还没有备好，也没有交出的记载", "there is no copy yet, and nothing shows that one was handed over", law.Cite(law.PIPL, "45¶2")
	case Transfer:
		zh, en, cite = "没有对方收到的记载", "nothing shows that the recipient has it", law.Cite(law.PIPL, "45¶3")
	case Access, Correct, Complete, Delete, Restrict, Close, Withdraw, Explain, Complain:
	}
	return fault.New(fault.Conflict, zh+"，不能写为已办妥", en+": it is not carried out because somebody says so").
		Citing(RuleEvidence, cite).
		WithFix("以 in-progress 和 carrying-out 继续自动办理；由人办妥的，以 evidence 写明方式、交给谁、记在何处",
			"have it carried on with in-progress and carrying-out; what people did by hand is ended with evidence: by which means, to whom, and where it is noted")
}

// Fetchable reports whether a finished copy is downloaded on the page of whoever asked:
// one that people handed over otherwise is not there.
func (r Request) Fetchable() bool {
	return r.State == Finished && r.Reason == CarriedOut && r.Downloadable() && r.Detail.Done == nil
}

// Fetched records that the person (by is zero), or the guardian in force who speaks,
// downloaded the finished copy: the first time, and nothing changes any other time. Whoever
// has it waits for nothing more of that request.
//
// Errors: fault.NotFound for anybody else's request.
func (k *Desk) Fetched(ctx context.Context, who, by ledger.Lookup, id RequestID, now time.Time) error {
	_, err := k.amendOwn(ctx, who, by, id, now, func(r Request, _ Situation, _ string) (step, error) {
		if r.Fetchable() && r.Detail.Fetched.IsZero() {
			r.Detail.Fetched = milli(now)
		}
		return step{after: r, changed: changedFetched}, nil
	})
	return err
}
