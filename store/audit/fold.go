package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/store/row"
)

// A fold is what the entries about one person amount to.
type fold struct {
	consents map[declaration.UseID]consent.Consent
	asks     map[consent.AskID]put
	answers  map[answer]consent.Answered
	requests map[rights.RequestID]int64 // the last entry about each
	standing
}

// A put is an ask as its entry holds it.
type put struct {
	consent.AskBody
	index int64
	leaf  ledger.Leaf
}

// person checks everything stored about one person.
func (a *auditor) person(f *file) {
	if f.nobody && len(f.entries)+len(f.consents)+len(f.asks)+len(f.answers)+f.others == 0 && f.standing == (standing{}) {
		return // requests and work about nobody
	}
	if !f.row {
		a.leftBehind(f)
		return
	}
	if f.sealed != nil {
		a.findAt("persons", "此人的密钥或标识无法打开：被改动，或属于别的密钥", "the person's key or id does not open: it was changed, or belongs to other keys")
		return
	}
	want := fold{requests: map[rights.RequestID]int64{}, consents: map[declaration.UseID]consent.Consent{}, asks: map[consent.AskID]put{}, answers: map[answer]consent.Answered{}}
	for _, e := range f.entries {
		leaf, ok := a.opens(f, e)
		if ok && !want.add(leaf, e) {
			a.find(e.index, "内容的格式不对", "the body is not well formed")
		}
	}
	a.compareConsents(f, want)
	a.compareAsks(f, want)
	a.compareAnswers(f, want)
	a.compareRequests(f, want)
	compareOne(a, "ages", f.age, want.age)
	a.compareGuardian(f, want)
	compareOne(a, "restrictions", f.restriction, want.restriction)
}

// compareOne compares a row of which a person has at most one with what the
// entries amount to.
func compareOne[T comparable](a *auditor, table string, got, want *T) {
	switch {
	case got == nil && want == nil:
	case want == nil:
		a.findAt(table, "有一行，记录中没有依据", "there is a row that no entry stands behind")
	case got == nil || *got != *want:
		a.findAt(table, "有一行与最后说它的那一条不符", "a row is not what the last entry about it says")
	}
}

// leftBehind finds rows about somebody who is not there.
func (a *auditor) leftBehind(f *file) {
	const zh, en = "此人已不在，但还留有关于此人的数据", "the person is not there any more, but data about them was left"
	switch {
	case len(f.entries) > 0:
		a.find(f.entries[0].index, zh, en)
	case len(f.consents) > 0:
		a.findAt("consents", zh, en)
	case len(f.asks) > 0:
		a.findAt("asks", zh, en)
	case len(f.answers) > 0:
		a.findAt("answers", zh, en)
	case len(f.requests) > 0:
		a.findAt("requests", zh, en)
	default:
		a.findAt("persons", zh, en)
	}
}

// opens checks one stored body against its leaf.
func (a *auditor) opens(f *file, e entryRow) (ledger.Leaf, bool) {
	leaf, err := ledger.ParseLeaf(e.leaf)
	if err != nil {
		a.find(e.index, "有内容，但没有可读的条目", "there is a body, but no readable leaf")
		return leaf, false
	}
	switch err := leaf.Opens(f.who.Key.Salt(leaf.Nonce), f.who.Subject, []byte(e.body)); {
	case errors.Is(err, ledger.ErrSubject):
		a.find(e.index, "条目说的不是这个人", "the leaf is not about this person")
	case err != nil:
		a.find(e.index, "内容与当时记录的不一致", "the body is not what was recorded")
	case leaf.Nonce.String() != e.nonce || string(leaf.Kind) != e.kind:
		a.find(e.index, "内容旁的种类或随机数被改动", "the kind or nonce beside the body was changed")
	default:
		return leaf, true
	}
	return leaf, false
}

// add folds one entry in, and reports whether its body is well formed.
func (w *fold) add(leaf ledger.Leaf, e entryRow) bool {
	at := said{leaf, e.index}
	switch leaf.Kind {
	case ledger.KindAsk:
		return parsed(e.body, func(b consent.AskBody) bool {
			w.asks[b.Ask] = put{AskBody: b, index: e.index, leaf: leaf}
			return true
		})
	case ledger.KindAnswer:
		return parsed(e.body, func(b consent.AnswerBody) bool { return w.answered(b, at) })
	case ledger.KindWithdrawal:
		return parsed(e.body, func(b consent.WithdrawalBody) bool { return w.withdrawn(b, at) })
	case ledger.KindImport:
		return parsed(e.body, func(b consent.ImportBody) bool { return w.imported(b, at) })
	case ledger.KindMerge:
		return parsed(e.body, func(b consent.MergeBody) bool { return w.merged(b, at) })
	case ledger.KindAge:
		return parsed(e.body, func(b consent.AgeBody) bool {
			w.age = &consent.Age{Band: b.Band, Method: b.Method, Lapses: unless0(b.Lapses), At: leaf.Time(), Version: e.index}
			return w.withdrawn(consent.WithdrawalBody{Uses: b.Ended, By: consent.ByLaw}, at)
		})
	case ledger.KindGuardian:
		return parsed(e.body, func(b consent.GuardianBody) bool { return w.guarded(b, at) })
	case ledger.KindRestriction:
		return parsed(e.body, func(b consent.RestrictionBody) bool {
			w.restriction = &consent.Restriction{Mode: b.Mode, Reason: b.Reason, At: leaf.Time(), Version: e.index}
			return true
		})
	case ledger.KindRequest:
		return parsed(e.body, func(b row.Requested) bool {
			w.requests[b.Request] = e.index
			return b.Request != ""
		})
	case ledger.KindShown: // it sets no row
		return true
	case ledger.KindDeclaration, ledger.KindActivation, ledger.KindStop, ledger.KindErasure: // about no person
	}
	return false
}

// said is the entry that says something.
type said struct {
	leaf  ledger.Leaf
	index int64
}

// parsed reads a body and hands it on.
func parsed[T any](body string, do func(T) bool) bool {
	var b T
	return json.Unmarshal([]byte(body), &b) == nil && do(b)
}

// unless0 returns the time of a body, where 0 is none.
func unless0(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return row.Milli(ms)
}

func (w *fold) withdrawn(b consent.WithdrawalBody, at said) bool {
	for _, u := range b.Uses {
		state := consent.Refused
		if w.consents[u.Use].State == consent.Granted {
			state = consent.Withdrawn
		}
		w.consents[u.Use] = consent.Consent{Use: u.Use, Fingerprint: u.Fingerprint, Declaration: at.leaf.Declaration,
			State: state, At: at.leaf.Time(), By: b.By, Version: at.index}
	}
	return true
}

func (w *fold) imported(b consent.ImportBody, at said) bool {
	for _, u := range b.Uses {
		w.consents[u.Use] = consent.Consent{Use: u.Use, Fingerprint: u.Fingerprint, Declaration: at.leaf.Declaration,
			State: u.State, At: row.Milli(u.At), By: u.By, Quality: u.Quality, Version: at.index}
	}
	return true
}

func (w *fold) merged(b consent.MergeBody, at said) bool {
	for _, u := range b.Uses {
		w.consents[u.Use] = consent.Consent{Use: u.Use, Fingerprint: u.Fingerprint, Declaration: u.Declaration,
			State: u.State, At: row.Milli(u.At), Ask: u.Ask, By: u.By, Quality: u.Quality, Version: at.index}
	}
	return true
}

func (w *fold) guarded(b consent.GuardianBody, at said) bool {
	l, ok := b.Guardian.Lookup()
	w.guardian = &consent.Guardian{Lookup: l, Relation: b.Relation, Method: b.Method, Evidence: b.Evidence,
		Since: row.Milli(b.Since), Expires: row.Milli(b.Expires), Ended: unless0(b.Ended), Version: at.index}
	return ok
}

func (w *fold) answered(b consent.AnswerBody, at said) bool {
	var all []consent.Answer
	for _, x := range b.Answers {
		all = append(all, consent.Answer{Choice: x.Choice, Grant: x.Grant})
	}
	digest := consent.Digest(all)
	for _, x := range b.Answers {
		w.answers[answer{b.Ask, x.Choice}] = consent.Answered{Granted: x.Grant, Digest: digest, Version: at.index}
		state := consent.Refused
		if x.Grant {
			state = consent.Granted
		}
		for _, u := range x.Uses {
			w.consents[u.Use] = consent.Consent{Use: u.Use, Fingerprint: u.Fingerprint, Declaration: at.leaf.Declaration,
				State: state, At: at.leaf.Time(), Ask: b.Ask, By: b.By, Version: at.index}
		}
	}
	return true
}

func (a *auditor) compareConsents(f *file, want fold) {
	for use, w := range want.consents {
		got, ok := f.consents[use]
		if !ok || got != w {
			a.find(w.Version, "当前同意状态与此条不符", "the current consent is not what this entry says")
		}
		delete(f.consents, use)
	}
	for _, c := range f.consents {
		a.find(c.Version, "有一项同意状态，记录中没有依据", "there is a consent that no entry stands behind")
	}
}

func (a *auditor) compareAsks(f *file, want fold) {
	for id, w := range want.asks {
		got, ok := f.asks[id]
		shown, err1 := ledger.Canonical(got.Choices)
		recorded, err2 := ledger.Canonical(w.Choices)
		same := ok && err1 == nil && err2 == nil && bytes.Equal(shown, recorded) && got.Service == w.Service && got.Trigger == w.Trigger &&
			got.Declaration == w.leaf.Declaration && got.Age == w.Age && (consent.WhoOf(got.Guardian) == w.AskBody.Guardian || got.Guardian.IsZero() && a.isGone(w.AskBody.Guardian, w.index)) && got.At.Equal(w.leaf.Time()) && got.Version == w.index
		if !same {
			a.find(w.index, "库中的询问与此条不符", "the stored ask is not what this entry says")
		}
		delete(f.asks, id)
	}
	for _, ask := range f.asks {
		a.find(ask.Version, "有一次询问，记录中没有依据", "there is an ask that no entry stands behind")
	}
}

func (a *auditor) compareAnswers(f *file, want fold) {
	for id, w := range want.answers {
		if got, ok := f.answers[id]; !ok || got != w {
			a.find(w.Version, "库中的回答与此条不符", "the stored answer is not what this entry says")
		}
		delete(f.answers, id)
	}
	for _, got := range f.answers {
		a.find(got.Version, "有一个回答，记录中没有依据", "there is an answer that no entry stands behind")
	}
}
