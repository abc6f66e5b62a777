package decide

import (
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// RefuseUse answers whether service may be refused because the person does not
// agree to a use. It may not, unless the person was asked, said no, and the
// function cannot work without the item (draft 19(3), PIPL 16). A use on another
// basis than consent is outside 19(3) by its chapeau.
func RefuseUse(t *Table, id declaration.UseID, said consent.Consents, now time.Time) Verdict {
	q := Question{Action: ActionRefuseService, Use: id}
	return t.Judge(&q, &consent.Standing{Version: ledger.Absent, Consents: said}, nil, now)
}

// RefuseFunction answers whether a function may be refused to the person for
// anything it agreed to or not. It may be only where a use that the function
// cannot work without rests on consent and the person refused it. ok is false
// where the declaration has no such function.
func RefuseFunction(t *Table, function string, said consent.Consents, now time.Time) (v Verdict, ok bool) {
	if _, ok := t.functions[function]; !ok {
		if _, declared := t.declared.Function(function); !declared {
			return Verdict{}, false
		}
	}
	q := Question{Action: ActionRefuseService, Function: function}
	return t.Judge(&q, &consent.Standing{Version: ledger.Absent, Consents: said}, nil, now), true
}

// refuse answers for one use.
func (r *Ruling) refuse(f *Facts, p facts) {
	if r.target.Give != noRow {
		r.give = r.table.rows[r.target.Give].refusing(f.Given, p)
		return
	}
	r.row = r.table.rows[r.target.Row].refusing(f.Said, p)
}

// refusing answers whether not agreeing to the use is a reason to refuse service.
func (w *row) refusing(s State, p facts) found {
	switch {
	case p.child && w.is.has(childless):
		return set(refusalNoGround, refusalByAge) // nobody is asked, so that nobody refused
	case !w.is.has(byConsent) && w.is.has(necessary):
		return refusalOtherBasisNeeded.bit()
	case !w.is.has(byConsent):
		return refusalOtherBasis.bit()
	case !w.is.has(necessary):
		return refusalNoGround.bit()
	case !answered(s, p):
		return refusalNotAsked.bit()
	case !s.granted():
		return refusalNecessary.bit()
	}
	return refusalNoGround.bit()
}

// answered reports whether whoever may answer did, for the use as it is now. What
// a child said by itself is no answer, nor what a guardian said who may not answer
// any more.
func answered(s State, p facts) bool {
	if s&said == SaidNothing || s&Stale != 0 || p.lapsed {
		return false
	}
	return s.byGuardian() == p.child && (!p.child || p.guardian) || s == GeneralConsent
}

// RuleFunction answers a question whether a whole function may be refused. state
// returns what the person said on a use, by its row.
func (t *Table) RuleFunction(q *Question, state func(row int32) State, f *Facts) Ruling {
	r := Ruling{table: t, who: f.Who, said: f.Consents, version: f.Version, target: nowhere}
	p := f.Who.at(f.Now.UnixMilli())
	var yes, no []part
	for _, i := range t.functions[q.Function] {
		w := &t.rows[i]
		if !w.is.has(byConsent) {
			continue
		}
		s := state(i)
		switch c := w.refusing(s, p); {
		case c&speakFor != 0:
			yes = append(yes, part{i, c})
		case !(s.granted() && answered(s, p)):
			no = append(no, part{i, c})
		}
	}
	switch {
	case len(yes) > 0:
		r.more, r.whole = &more{parts: yes}, 0
		r.row = yes[0].found
	case len(no) > 0:
		r.more = &more{parts: no}
		r.row = no[0].found
	default:
		r.more = &more{function: q.Function}
		r.whole = refusalNoGround.bit()
	}
	return r
}
