package erase

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/erase/value"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// maxSaid is the longest text that people hand in, in bytes.
const maxSaid = 512

var (
	errSaid    = fault.New(fault.Invalid, "须写明证据或理由以及由谁记录，各不超过 512 字节", "give evidence or reason, and who records it, each in at most 512 bytes")
	errNoStore = fault.New(fault.NotFound, "没有这个存储", "there is no such store")
	errNoTold  = fault.New(fault.NotFound, "这次删除没有这个接收方", "this erasure has no such recipient")
	errEnded   = fault.New(fault.Conflict, "这次删除已经办结", "this erasure has ended")
	errLooked  = fault.New(fault.Conflict, "这个存储有连接，须由核查确认，不能凭人工证据办结", "this store has a connector: looking decides, not the word of people").
			WithFix("技术上确难删除的，请登记为限制处理", "where it is technically hard to erase, have it held")
	errSaidOther = fault.New(fault.Conflict, "这个存储已凭另一份证据办结", "this store is done already, on other evidence")
	errPersonal  = fault.New(fault.Invalid, "证据或理由里含有这个人的标识或信息，未记录", "the evidence or reason holds an identifier or a piece of information of the person, and was not recorded").
			WithFix("只写凭证存放之处，如工单号、档案号，不写姓名和号码", "say only where the proof is, such as the number of a ticket or a file, without names and numbers of the person")
)

// Manual records that people did by hand what no connector can, with their evidence:
// a store without one, or what the plan does not lead to, or only by identifiers that
// others share, in a store that was looked at and found empty otherwise. Of a store whose looker leads elsewhere than before,
// it records that it was moved: it is looked at from the beginning.
//
// Errors: fault.NotFound for a store that the case has not; fault.Conflict for one
// with a connector, where only looking decides, and for a case that has ended;
// fault.Invalid without evidence or a name.
func (r *Runner) Manual(ctx context.Context, id CaseID, store, evidence, by string, now time.Time) error {
	return r.say(ctx, id, evidence, by, func(c Case) error {
		p, ok := c.progress(store)
		switch {
		case !ok:
			return errNoStore
		case p.Phase == Done && p.Manual == evidence:
			return nil // said twice
		case p.Phase == Done && p.Manual == "":
			return errLooked
		case p.Phase == Done:
			return errSaidOther
		case c.File.names(evidence):
			return errPersonal
		}
		if p.Reason == ReasonOther {
			p = p.enter(Looking, now)
			p.By = ""
			e := Evidence{Store: store, Phase: Looking, Reason: ReasonOther, By: by, Proof: ledger.Digest([]byte(evidence))}
			return r.commit(ctx, c, e, now, SetProgress{Case: c.ID, Progress: p})
		}
		d, err := r.Consent.Parsed(ctx, c.Declaration)
		if err != nil {
			return err
		}
		_, known := declared(d, store)
		if gap := (p.Phase == Quiet || p.Phase == Last) && (p.Reason == ReasonGap || p.Reason == ReasonShared); known && !gap && !manual(plan.Compile(d, nil, c.Scope), store) {
			return errLooked
		}
		e := Evidence{Store: store, Phase: Done, Reason: ReasonManual, By: by, Proof: ledger.Digest([]byte(evidence)), Others: p.Residue}
		p = p.enter(Done, now)
		p.Manual, p.Reason, p.Attempts = evidence, "", 0
		return r.commit(ctx, c, e, now, SetProgress{Case: c.ID, Progress: p}, worked(WorkCase, c.ID, "", now))
	})
}

// Confirm records that a recipient confirmed, with the evidence. The same again
// changes nothing.
//
// Errors: as those of Manual.
func (r *Runner) Confirm(ctx context.Context, id CaseID, recipient, evidence, by string, now time.Time) error {
	return r.say(ctx, id, evidence, by, func(c Case) error {
		t, ok := c.told(recipient)
		switch {
		case !ok:
			return errNoTold
		case !t.Confirmed.IsZero():
			return nil
		case c.File.names(evidence):
			return errPersonal
		}
		if t.At.IsZero() {
			t.At = now
		}
		t.Confirmed, t.Evidence = now, evidence
		e := t.about()
		e.By, e.Proof = by, ledger.Digest([]byte(evidence))
		return r.commit(ctx, c, e, now, SetTold{Case: c.ID, Told: t}, worked(WorkCase, c.ID, "", now))
	})
}

// Hold says that a store is technically hard to erase: the case is restricted until
// it is, and never reported as erased (PIPL 47 ¶2, Order 790 Art. 24, draft 22 ¶2).
// The store goes on being tried.
//
// Errors: as those of Manual.
func (r *Runner) Hold(ctx context.Context, id CaseID, store, reason, by string, now time.Time) error {
	return r.say(ctx, id, reason, by, func(c Case) error {
		p, ok := c.progress(store)
		switch {
		case !ok || p.Phase == Done:
			return errNoStore
		case p.Reason == ReasonHeld && c.State == Restricted:
			return nil
		case c.File.names(reason):
			return errPersonal
		}
		held := c
		held.State = Restricted
		for _, cite := range []law.Citation{law.Cite(law.PIPL, "47¶2"), law.Cite(law.Order790, "24"), law.Cite(law.Draft, "22¶2")} {
			if !slices.Contains(held.Cites, cite) {
				held.Cites = append(slices.Clip(held.Cites), cite)
			}
		}
		p.Reason = ReasonHeld
		r.log().Warn("erasure_held", slog.String("case", string(c.ID)), slog.String("store", store))
		e := Evidence{Store: store, Phase: p.Phase, State: Restricted, Reason: ReasonHeld, By: by, Proof: ledger.Digest([]byte(reason))}
		return r.commit(ctx, c, e, now, SetCase{Case: held}, SetProgress{Case: c.ID, Progress: p})
	})
}

// names reports whether a text holds something of the person.
func (f File) names(text string) bool {
	return slices.ContainsFunc(slices.Concat(f.Keys.Values(), f.Shared.Values(), f.Values, f.Names), func(known string) bool { return value.Said(text, known) })
}

// say checks what people hand in, and works it out anew where somebody was faster.
func (r *Runner) say(ctx context.Context, id CaseID, text, by string, do func(Case) error) error {
	if text == "" || by == "" || len(text) > maxSaid || len(by) > maxSaid {
		return errSaid
	}
	var err error
	for range turns {
		var c Case
		if c, err = r.Book.Case(ctx, id); err != nil {
			return err
		}
		if !c.Ended.IsZero() {
			return errEnded
		}
		if err = do(c); fault.KindOf(err) != fault.Conflict || errors.Is(err, errLooked) || errors.Is(err, errSaidOther) {
			return err
		}
	}
	return err
}
