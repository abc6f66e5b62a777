package consent

import (
	"maps"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// A Party is the person whom a change is about, as they stand, and who speaks
// for them.
type Party struct {
	Identity ledger.Identity
	Standing Standing
	By       ledger.Lookup // zero, or the person's own: the person
}

// The permanent ids of refusals that are about who speaks.
const (
	AnswerByChild    = "answer-by-child"
	AnswerForAnother = "answer-for-another"
	GuardianMissing  = "guardian-missing"
	AgeLapsed        = "age-lapsed"
)

// childCites are the articles by which a guardian answers for a child.
func childCites() []law.Citation {
	return []law.Citation{law.Cite(law.Draft, "21(3)"), law.Cite(law.Order790, "22(3)"), law.Cite(law.PIPL, "31"), law.Cite(law.Children, "9")}
}

// NoGuardian is the refusal of whoever speaks for a child without being their
// guardian in force.
func NoGuardian() *fault.Error {
	return fault.New(fault.Refused, "此人不是该儿童现时有效的监护人", "this is not the guardian in force of the child").
		Citing(GuardianMissing, childCites()...).
		WithFix("先核实并登记监护关系", "verify and record the guardian link first")
}

func errByChild() *fault.Error {
	return fault.New(fault.Refused, "不满十四周岁的，由监护人作答；本人的回答不算，也不记录", "for a person under fourteen the guardian answers: the child's own answer does not count and is not recorded").
		Citing(AnswerByChild, childCites()...)
}

func errForAnother() *fault.Error {
	return fault.New(fault.Refused, "此人未被记为不满十四周岁：这里只由本人作答", "this person is not known to be under fourteen: here only they answer for themselves").
		Citing(AnswerForAnother, law.Cite(law.PIPL, "14"), law.Cite(law.PIPL, "31"))
}

func errLapsed() *fault.Error {
	return fault.New(fault.Refused, "所记的年龄段已到期：重新告知年龄之前，任何同意都不算；拒绝照样算数", "the age band on record has lapsed: until the age is told anew no yes counts; a no does").
		Citing(AgeLapsed, law.Cite(law.PIPL, "31")).
		WithFix("先询问年龄段，或由监护人告知", "ask for the age band first, or have the guardian tell it")
}

// answerer says as whom the speaker answers, or refuses: for a person under
// fourteen their guardian in force and nobody else, for any other only the person.
// After the lapse the guardian is still heard, since a no counts.
func (p Party) answerer(now time.Time) (Giver, error) {
	own := p.By.IsZero() || p.By == p.Identity.Lookup
	switch child := p.Standing.Age.BandAt(now) == Under14; {
	case own && child:
		return "", errByChild()
	case own:
		return ByPerson, nil
	case p.Standing.Age.Band == Under14 && p.guarded(now):
		return ByGuardian, nil
	case !child:
		return "", errForAnother()
	}
	return "", NoGuardian()
}

// withdrawer says as whom the speaker withdraws. Anybody may for themselves: a
// child who says no protects themselves. Whoever was the guardian until the link
// or the band came to its end by time takes back what a guardian gave; given says
// that it is nothing else.
func (p Party) withdrawer(now time.Time) (by Giver, given bool, err error) {
	if p.By.IsZero() || p.By == p.Identity.Lookup {
		return ByPerson, false, nil
	}
	if p.Standing.Age.BandAt(now) == Under14 && p.guarded(now) {
		return ByGuardian, false, nil
	}
	if g := p.Standing.Guardian; g.Lookup == p.By && g.Ended.IsZero() {
		return ByGuardian, true, nil
	}
	_, err = p.answerer(now)
	return "", false, err
}

// given returns those that were agreed to by this giver.
func (c Consents) given(by Giver) Consents {
	all := maps.Clone(c)
	maps.DeleteFunc(all, func(_ declaration.UseID, x Consent) bool { return x.State != Granted || x.By != by })
	return all
}

// guarded reports whether the speaker is the guardian in force.
func (p Party) guarded(now time.Time) bool {
	g := p.Standing.Guardian
	return g.InForce(now) && g.Lookup == p.By
}
