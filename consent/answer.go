package consent

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// An Answer is what the person did with one choice.
type Answer struct {
	Choice   ChoiceID `json:"choice"`
	Grant    bool     `json:"grant"`
	Evidence Evidence `json:"evidence"`
}

// Answered is what an ask holds of an earlier answer to one of its choices.
type Answered struct {
	Granted bool
	Digest  string
	Version int64 // log index of the entry
}

// The permanent ids of refused answers.
const (
	AnswerBlanket     = "answer-blanket"
	AnswerNotAsked    = "answer-not-asked"
	AnswerOneAct      = "answer-one-act"
	AnswerPreselected = "answer-preselected"
	AnswerTwice       = "answer-twice"
	AskExpired        = "ask-expired"
	AskOutdated       = "ask-outdated"
)

// Take turns answers into the change that records them. Where the very same
// answer was taken before, there is no change and replay is the log index of its
// entry; otherwise replay is -1.
//
// Errors: fault.Refused for answers that the law does not let count (a child's
// own, another guardian's, blanket, never asked, one act for several separate
// consents, preselected, marketing to minors, a yes while the band of the age has
// lapsed); fault.Conflict for another answer
// to a choice that has one, for an ask that has expired or was put to somebody
// else, and for a yes to what d declares otherwise by now; fault.Invalid for no
// answers, the same choice twice, and a grant without an act.
func Take(d *declaration.Declaration, ask Past, answers []Answer, p Party, n ledger.Nonce, now time.Time) (change ledger.Change, replay int64, err error) {
	by, err := ask.answeredBy(p, now)
	if err != nil {
		return ledger.Change{}, -1, err
	}
	if err := ask.check(answers); err != nil {
		return ledger.Change{}, -1, err
	}
	digest := Digest(answers)
	if v, err := replayOf(ask.Answered, answers, digest); v >= 0 || err != nil {
		return ledger.Change{}, v, err
	}
	if err := ask.inTime(d, answers, p, now); err != nil {
		return ledger.Change{}, -1, err
	}
	body, err := ask.body(answers, by, now)
	if err != nil {
		return ledger.Change{}, -1, err
	}
	entry, err := ledger.PersonalEntry(ledger.KindAnswer, now, ask.Declaration, p.Identity, n, body)
	if err != nil {
		return ledger.Change{}, -1, err
	}
	change = ledger.NewChange(entry)
	for _, a := range answers {
		change.Rows = append(change.Rows, NewAnswer{Lookup: p.Identity.Lookup, Ask: ask.ID, Choice: a.Choice, Granted: a.Grant, Digest: digest})
	}
	return setting(change, d, p, ask.says(answers, by, now), now), -1, nil
}

// setting adds to a change what a person says from now on, and what follows.
func setting(c ledger.Change, d *declaration.Declaration, p Party, now []Consent, at time.Time) ledger.Change {
	for _, x := range now {
		c.Rows = append(c.Rows, SetConsent{Lookup: p.Identity.Lookup, Consent: x})
	}
	c.Rows = append(c.Rows, follows(d, p.Identity.Lookup, p.Standing, now, at)...)
	return c
}

// answeredBy says as whom the speaker answers. What was put to somebody else than
// whom it now takes is not answered any more.
func (a Ask) answeredBy(p Party, now time.Time) (Giver, error) {
	by, err := p.answerer(now)
	if err == nil && (by == ByGuardian) == a.Guardian.IsZero() || err == nil && by == ByGuardian && a.Guardian != p.By {
		err = errOutdated()
	}
	return by, err
}

// inTime refuses what came too late for the ask, the declaration or the person.
func (a Ask) inTime(d *declaration.Declaration, answers []Answer, p Party, now time.Time) error {
	if now.After(a.Expires) {
		return fault.New(fault.Conflict, "这次询问已过期，请重新发起", "this ask has expired: make a new one").Citing(AskExpired)
	}
	if err := a.stillTrue(d, answers); err != nil {
		return err
	}
	minor := p.Standing.Age.BandAt(now).Minor()
	for _, x := range answers {
		c, _ := a.choice(x.Choice)
		switch {
		case !x.Grant:
		case p.Standing.Age.Lapsed(now):
			return errLapsed()
		case minor && c.markets(d):
			return refusal("此人未满十八周岁：不得通过自动化决策方式向其进行商业营销（个性化推荐一并不问，是我们的选择）",
				"this person is under eighteen: no marketing by automated decision (that recommendation is left out too is our choice)").
				Citing(MinorMarketing, law.Cite(law.Minors, "24¶3"))
		case p.Standing.Restriction.Mode != Free:
			return fault.New(fault.Conflict, "此人的信息已限制处理或正在删除", "what is held about this person is restricted or being erased").
				Citing(PersonRestricted, law.Cite(law.PIPL, "47¶2"), law.Cite(law.Draft, "22¶2"))
		}
	}
	return nil
}

// markets reports whether the choice is of a purpose that people under eighteen
// are not asked for.
func (c Choice) markets(d *declaration.Declaration) bool {
	return slices.ContainsFunc(c.Uses, func(cu ChoiceUse) bool {
		u, ok := d.UseByID(cu.Use)
		return ok && !forMinors(&u)
	})
}

// body is what the record holds of the answers.
func (a Ask) body(answers []Answer, by Giver, now time.Time) (AnswerBody, error) {
	shown, err := ledger.Canonical(a.Choices)
	if err != nil {
		return AnswerBody{}, err
	}
	body := AnswerBody{V: 1, Ask: a.ID, Service: a.Service, Shown: hash(shown), By: by}
	misplaced := a.misplaced(answers)
	for _, x := range answers {
		c, _ := a.choice(x.Choice)
		flags := x.Evidence.flags(a, x.Grant, now)
		if misplaced[x.Choice] {
			flags = append(flags, FlagOrder)
		}
		body.Answers = append(body.Answers, AnsweredChoice{Choice: x.Choice, Grant: x.Grant, Uses: c.Uses, Evidence: x.Evidence, Flags: flags})
	}
	return body, nil
}

// says lists the consents that answers make.
func (a Ask) says(answers []Answer, by Giver, now time.Time) []Consent {
	var all []Consent
	for _, x := range answers {
		c, _ := a.choice(x.Choice)
		for _, u := range c.Uses {
			all = append(all, Consent{
				Use: u.Use, Fingerprint: u.Fingerprint, Declaration: a.Declaration, State: stateOf(x.Grant), At: now, Ask: a.ID, By: by,
			})
		}
	}
	return all
}

func stateOf(grant bool) State {
	if grant {
		return Granted
	}
	return Refused
}

func (a Ask) choice(id ChoiceID) (Choice, bool) {
	for _, c := range a.Choices {
		if c.ID == id {
			return c, true
		}
	}
	return Choice{}, false
}

// check refuses what may not count as an answer to this ask.
func (a Ask) check(answers []Answer) error {
	if len(answers) == 0 {
		return fault.New(fault.Invalid, "没有作答", "there are no answers").WithFix("answers 至少含一项", "answers needs at least one")
	}
	alone := map[string]bool{} // act → whether a separate consent was granted by it
	granted := map[string]int{}
	seen := map[ChoiceID]bool{}
	for _, x := range answers {
		c, ok := a.choice(x.Choice)
		switch {
		case !ok:
			return a.unknown(x.Choice)
		case seen[x.Choice]:
			return fault.New(fault.Invalid, "同一选项答了两次", "one choice is answered twice")
		case x.Grant && x.Evidence.Preselected:
			return refusal("预先勾选的同意不算同意", "consent that stood ticked before the person acted does not count").
				Citing(AnswerPreselected, law.Cite(law.No191, "III.4"), law.Cite(law.PIPL, "14"))
		case x.Grant && !actForm.MatchString(x.Evidence.Act):
			return fault.New(fault.Invalid, "同意须附 evidence.act：个人的哪一次动作，由一至 128 个可见的 ASCII 字符组成", "a grant needs evidence.act: which act of the person gave it, in 1 to 128 visible ASCII characters")
		}
		seen[x.Choice] = true
		if x.Grant {
			granted[x.Evidence.Act]++
			alone[x.Evidence.Act] = alone[x.Evidence.Act] || c.Alone()
		}
	}
	for act := range alone {
		if alone[act] && granted[act] > 1 {
			return errOneAct
		}
	}
	return nil
}

var errOneAct = refusal("单独同意须各用一次动作，不能与其他同意一起给出", "one act cannot give a separate consent together with anything else: each takes a press of its own").
	Citing(AnswerOneAct, law.Cite(law.Draft, "73(8)"), law.Cite(law.Draft, "21(2)"), law.Cite(law.Order790, "62(7)"))

// actForm is what an act's id looks like: nothing that two readers could take
// for the same and for another.
var actForm = regexp.MustCompile(`^[!-~]{1,128}$`)

// acts lists the acts that grant something, each once.
func acts(answers []Answer) []string {
	var all []string
	for _, a := range answers {
		if a.Grant && !slices.Contains(all, a.Evidence.Act) {
			all = append(all, a.Evidence.Act)
		}
	}
	return all
}

// Outdated reports whether d declares something that the ask shows otherwise by
// now, or no more: nobody should be asked in its words.
func (a Ask) Outdated(d *declaration.Declaration) bool {
	return slices.ContainsFunc(a.Choices, func(c Choice) bool { return c.outdated(d) })
}

func (c Choice) outdated(d *declaration.Declaration) bool {
	return slices.ContainsFunc(c.Uses, func(shown ChoiceUse) bool {
		u, ok := d.UseByID(shown.Use)
		return !ok || u.Fingerprint() != shown.Fingerprint
	})
}

// stillTrue refuses a yes to what has changed since it was shown; it would count
// for nothing. A no always counts.
func (a Ask) stillTrue(d *declaration.Declaration, answers []Answer) error {
	for _, x := range answers {
		if c, _ := a.choice(x.Choice); x.Grant && c.outdated(d) {
			return errOutdated()
		}
	}
	return nil
}

func errOutdated() *fault.Error {
	return fault.New(fault.Conflict, "所问的内容或作答的人已有变化，请重新询问", "what was asked, or who is to answer, has changed since: ask anew").
		Citing(AskOutdated, law.Cite(law.Draft, "21¶2"), law.Cite(law.Order790, "22(6)"), law.Cite(law.PIPL, "14"))
}

// unknown tells a blanket answer ("*", a service, a function) from one to a
// choice that was simply never put.
func (a Ask) unknown(id ChoiceID) error {
	for _, c := range a.Choices {
		if id == "*" || id == "all" || strings.HasPrefix(string(c.ID), string(id)+"/") {
			return refusal("不接受概括性同意：请逐项作答", "a blanket answer does not count: answer choice by choice").
				Citing(AnswerBlanket, law.Cite(law.Draft, "21(1)"), law.Cite(law.Draft, "21(6)"), law.Cite(law.PIPL, "14"))
		}
	}
	return refusal("这一项没有问过此人", "this choice was not put to the person").
		Citing(AnswerNotAsked, law.Cite(law.PIPL, "14"), law.Cite(law.Draft, "21¶3"))
}

func refusal(zh, en string) *fault.Error { return fault.New(fault.Refused, zh, en) }

// replayOf compares answers with what the ask already holds: the same answer
// again is a replay; a choice answered in another way, or together with others,
// is a conflict.
func replayOf(before map[ChoiceID]Answered, answers []Answer, digest string) (int64, error) {
	version := int64(-1)
	for _, a := range answers {
		switch b, ok := before[a.Choice]; {
		case !ok:
		case b.Digest == digest:
			version = b.Version
		case b.Granted == a.Grant:
			return -1, fault.New(fault.Conflict, "其中有的选项已经答过", "some of these choices were answered before").
				Citing(AnswerTwice).WithFix("只发送尚未回答的选项；重发则须与当时一次所发的相同", "send only what is still open; a retry must hold what was sent together then")
		default:
			return -1, fault.New(fault.Conflict, "这一项已有不同的回答", "this choice already has another answer").
				Citing(AnswerTwice).WithFix("要改变主意，请撤回，或在设置页重新询问", "to change one's mind: withdraw, or ask again from the settings")
		}
	}
	return version, nil
}

// Digest identifies an answer by what was chosen. Evidence does not count, so
// that a retry with new clock readings is still the same answer.
func Digest(answers []Answer) string {
	sorted := slices.SortedFunc(slices.Values(answers), func(a, b Answer) int { return cmp.Compare(a.Choice, b.Choice) })
	var b strings.Builder
	for _, a := range sorted {
		b.WriteString(string(a.Choice))
		if a.Grant {
			b.WriteString("\x00+\x00")
		} else {
			b.WriteString("\x00-\x00")
		}
	}
	return hash([]byte(b.String()))
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Basic answers every choice of an ask with no: "basic functions only". One act
// may refuse everything; it may not grant everything.
func Basic(ask Ask, e Evidence) []Answer {
	var all []Answer
	for _, c := range ask.Choices {
		all = append(all, Answer{Choice: c.ID, Evidence: e})
	}
	return all
}
