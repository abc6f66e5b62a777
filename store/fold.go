package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

func milli(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// A fold is what the entries about one person amount to.
type fold struct {
	consents map[declaration.UseID]consent.Consent
	asks     map[consent.AskID]put
	answers  map[answer]consent.Answered
}

// A put is an ask as its entry holds it.
type put struct {
	consent.AskBody
	index int64
	leaf  ledger.Leaf
}

// person checks everything stored about one person.
func (a *auditor) person(f *file) {
	if !f.row {
		a.leftBehind(f)
		return
	}
	if f.sealed != nil {
		a.find(f.version, "此人的密钥或标识无法打开：被改动，或属于别的密钥", "the person's key or id does not open: it was changed, or belongs to other keys")
		return
	}
	want := fold{map[declaration.UseID]consent.Consent{}, map[consent.AskID]put{}, map[answer]consent.Answered{}}
	last := ledger.Absent
	for _, e := range f.entries {
		last = e.index
		leaf, ok := a.opens(f, e)
		if ok && !want.add(leaf, e) {
			a.find(e.index, "内容的格式不对", "the body is not well formed")
		}
	}
	if f.version != last {
		a.find(max(f.version, last), "此人的版本号与其最后一条不符", "the version of the person is not that of the last entry about them")
	}
	a.compareConsents(f, want)
	a.compareAsks(f, want)
	a.compareAnswers(f, want)
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
	default:
		a.findAt("answers", zh, en)
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

// add folds one entry in. Every change that is made today has one entry, so
// that its index is the version of the rows.
func (w *fold) add(leaf ledger.Leaf, e entryRow) bool {
	switch leaf.Kind {
	case ledger.KindAsk:
		b := put{index: e.index, leaf: leaf}
		if json.Unmarshal([]byte(e.body), &b.AskBody) != nil {
			return false
		}
		w.asks[b.Ask] = b
	case ledger.KindAnswer:
		var b consent.AnswerBody
		if json.Unmarshal([]byte(e.body), &b) != nil {
			return false
		}
		w.answered(b, leaf, e.index)
	case ledger.KindWithdrawal:
		var b consent.WithdrawalBody
		if json.Unmarshal([]byte(e.body), &b) != nil {
			return false
		}
		for _, u := range b.Uses {
			state := consent.Refused
			if w.consents[u.Use].State == consent.Granted {
				state = consent.Withdrawn
			}
			w.consents[u.Use] = consent.Consent{Use: u.Use, Fingerprint: u.Fingerprint, Declaration: leaf.Declaration,
				State: state, At: leaf.Time(), Version: e.index}
		}
	}
	return true
}

func (w *fold) answered(b consent.AnswerBody, leaf ledger.Leaf, index int64) {
	var all []consent.Answer
	for _, x := range b.Answers {
		all = append(all, consent.Answer{Choice: x.Choice, Grant: x.Grant})
	}
	digest := consent.Digest(all)
	for _, x := range b.Answers {
		w.answers[answer{b.Ask, x.Choice}] = consent.Answered{Granted: x.Grant, Digest: digest, Version: index}
		state := consent.Refused
		if x.Grant {
			state = consent.Granted
		}
		for _, u := range x.Uses {
			w.consents[u.Use] = consent.Consent{Use: u.Use, Fingerprint: u.Fingerprint, Declaration: leaf.Declaration,
				State: state, At: leaf.Time(), Ask: b.Ask, Version: index}
		}
	}
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
			got.Declaration == w.leaf.Declaration && got.At.Equal(w.leaf.Time()) && got.Version == w.index
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
