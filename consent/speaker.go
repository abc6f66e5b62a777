package consent

import (
	"time"

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

// answerer says as whom the speaker answers, or refuses: for a person under
// fourteen their guardian in force and nobody else, for any other only the person.
func (p Party) answerer(now time.Time) (Giver, error) {
	own := p.By.IsZero() || p.By == p.Identity.Lookup
	switch child := p.Standing.Age.BandAt(now) == Under14; {
	case own && child:
		return "", errByChild()
	case own:
		return ByPerson, nil
	case !child:
		return "", errForAnother()
	case !p.guarded(now):
		return "", NoGuardian()
	}
	return ByGuardian, nil
}

// withdrawer says as whom the speaker withdraws. Anybody may for themselves: a
// child who says no protects themselves.
func (p Party) withdrawer(now time.Time) (Giver, error) {
	if p.By.IsZero() || p.By == p.Identity.Lookup {
		return ByPerson, nil
	}
	return p.answerer(now)
}

// guarded reports whether the speaker is the guardian in force.
func (p Party) guarded(now time.Time) bool {
	g := p.Standing.Guardian
	return g.InForce(now) && g.Lookup == p.By
}
