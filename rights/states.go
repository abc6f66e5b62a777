package rights

import (
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// leads lists to which states people and package fulfil may take a request from
// each. Who may ask, cancelling, proving and the end of the window are not among
// them: they have ways of their own.
func leads(from State) []State {
	switch from {
	case Received:
		return []State{InProgress, Refused}
	case Verifying:
		return []State{Waiting, Refused}
	case InProgress, Waiting:
		return []State{InProgress, Waiting, Finished, Held, Refused}
	case Held:
		return []State{Held, InProgress, Finished}
	case Finished, Refused, Cancelled:
	}
	return nil
}

// enter takes a request into a state without asking whether it may.
func (r Request) enter(s State, why Reason, by string, now time.Time) Request {
	r.State, r.Reason = s, why
	r.History = append(slices.Clone(r.History), Move{State: s, Reason: why, At: milli(now), By: by})
	return r
}

// settle takes a request, once it is in or once it is proved, to where it goes by
// itself: to whoever must still say who asks, to its window, to the end where it is
// carried out at once, or to whoever carries it out.
func (r Request) settle(window time.Time, now time.Time) Request {
	if !r.Proven() {
		return r.enter(Verifying, r.unproven(), System, now)
	}
	switch r.Kind {
	case Access:
		if r.Way != BySelf { // somebody writes the letter, or shows what is held
			return r.enter(InProgress, WithStaff, System, now)
		}
		return r.enter(Finished, Answered, System, now)
	case Withdraw, Restrict:
		if IsVisitor(r.Subject) { // nothing knows a visitor by an account
			return r.enter(InProgress, WithStaff, System, now)
		}
		if r.Kind == Restrict {
			r.Note = noteRestricted
		}
		return r.enter(Finished, CarriedOut, System, now)
	case Transfer, Explain, Complain:
		return r.enter(InProgress, WithStaff, System, now)
	case Close:
		if end := milli(window); end.After(now) && !r.Detail.AtOnce { // less than that is no window
			r.Until = end
			return r.enter(Received, MayCancel, System, now)
		}
	case Correct, Complete:
		if len(r.Detail.Values) == 0 { // people read what was meant
			return r.enter(InProgress, WithStaff, System, now)
		}
	case Copy, Delete:
	}
	return r.enter(InProgress, CarryingOut, System, now)
}

// noteRestricted is what restricting does not do: no rule lets it keep what is to be
// erased (PIPL 47 ¶1(2)).
var noteRestricted = lang.Text{
	ZH: "除存储和采取必要的安全保护措施外，已停止处理。保存期限照常计算：期限届满的信息仍会删除，限制处理不会使它保存得更久。",
	EN: "Processing other than storage and protection has stopped. Periods of keeping run on: what reaches the end of its period is erased all the same, and restricting keeps nothing for longer.",
}

// turn takes a request to another state, as staff or package fulfil say.
func (r Request) turn(to State, why Reason, note lang.Text, actor string, now time.Time) (Request, error) {
	switch {
	case reserved(actor) && actor != System:
		return r, errProof("须写明由谁办理", "say who does it")
	case !slices.Contains(leads(r.State), to):
		return r, errState()
	case to == Finished && (r.Kind == Explain || r.Kind == Complain) && actor != System:
		return r, invalid("解释说明和投诉以答复办结（answer），要写明答复了什么", "explanations and complaints end with an answer, which says what was answered")
	case !r.fits(to, why) || !short(note.ZH, maxText) || !short(note.EN, maxText):
		return r, invalid("reason 不属于这个状态或这类申请，或说明太长", "the reason is not one of this state or of such a request, or the note is too long")
	case to == Refused && strings.TrimSpace(note.In(lang.ZH)) == "":
		return r, fault.New(fault.Invalid, "不予办理须从清单中选择理由，并向申请人说明", "refusing needs a reason from the list, and words to whoever asked").
			Citing(RuleNoReason, law.Cite(law.PIPL, "50"))
	case to != Refused && !r.Proven() && (to != Waiting || r.Way == ByVisitor):
		return r, errProof("还不知道申请人是谁", "it is not known yet who asks")
	case r.State == Received && to != Refused:
		return r, fault.New(fault.Conflict, "可以撤销的时间还没有过，不能开始注销", "the window for cancelling is still open").Citing(RuleWindowOpen)
	case to == Finished && (r.Kind == Delete || r.Kind == Close) && actor != System:
		return r, fault.New(fault.Forbidden, "删除是否办结，由回查决定，不能由人直接写明", "a deletion is done when every place was looked at, not when somebody says so").
			Citing(RuleByLooking, law.Cite(law.No191, "VI.4"))
	}
	r = r.enter(to, why, actor, now)
	r.Note = note
	return r, nil
}

// cancel ends a request as the person's own wish. What erases cannot be called back
// once it has begun.
func (r Request) cancel(by string, now time.Time) (Request, error) {
	begun := slices.ContainsFunc(r.History, func(m Move) bool { return m.State == InProgress })
	erases := r.Kind == Delete || r.Kind == Close
	over := !r.Until.IsZero() && !now.Before(r.Until)
	if !r.Open() || erases && (begun || over) {
		return r, errState()
	}
	return r.enter(Cancelled, PersonCancelled, by, now), nil
}

// answer ends an explanation or a complaint with what staff answered.
func (r Request) answer(text, actor string, now time.Time) (Request, error) {
	switch {
	case reserved(actor):
		return r, errProof("须写明由谁答复", "say who answers")
	case r.Kind != Explain && r.Kind != Complain:
		return r, invalid("只有解释说明和投诉以文字答复", "only explanations and complaints are answered in words")
	case strings.TrimSpace(text) == "" || !short(text, maxText):
		return r, invalid("答复是空的或太长", "the answer is empty or too long")
	case r.State != InProgress && r.State != Waiting:
		return r, errState()
	case !r.Proven():
		return r, errProof("还不知道申请人是谁", "it is not known yet who asks")
	}
	r.Detail.Answer = text
	return r.enter(Finished, Answered, actor, now), nil
}

// approve takes the word of a second member of staff.
func (r Request) approve(actor string, window, now time.Time) (Request, error) {
	switch {
	case reserved(actor):
		return r, errProof("须写明由谁复核", "say who approves")
	case r.Way != ByStaff || r.State != Verifying && r.State != Waiting || r.Proven() || r.Proof.At.IsZero():
		return r, errState()
	case slices.Contains(r.Proof.Approved, actor):
		return r, fault.New(fault.Forbidden, "须由另一个人复核", "it takes the word of somebody else").Citing(RuleApproval)
	}
	r.Proof.Approved = append(slices.Clone(r.Proof.Approved), actor)
	return r.settle(window, now), nil
}

// verify records how staff came to know who asks.
func (r Request) verify(p Proof, actor string, window, now time.Time) (Request, error) {
	switch {
	case reserved(actor):
		return r, errProof("须写明由谁核实", "say who verified it")
	case r.Way != ByStaff || r.State != Verifying && r.State != Waiting || !r.Proof.At.IsZero():
		return r, errState()
	}
	taken, err := p.byStaff(r.StaffMethods(), r.Kind, r.Speaker, now)
	if err != nil {
		return r, err
	}
	taken.Approved = r.Proof.Approved
	r.Proof = taken
	return r.settle(window, now), nil
}
