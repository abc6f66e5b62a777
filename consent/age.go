package consent

import (
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// longest is how long a band can last at most.
func (b Band) longest() time.Duration {
	const year = 366 * 24 * time.Hour
	switch b {
	case Under14:
		return 14 * year
	case Under18:
		return 4 * year
	case AgeUnknown, Adult:
	}
	return 0
}

// check refuses a band that cannot be: one without an end where it has one, or
// with an end that lies too far off.
func (a Age) check(now time.Time) error {
	switch {
	case a.Band != Under14 && a.Band != Under18 && a.Band != Adult:
		return fault.New(fault.Invalid, "band 应为 under-14、14-to-17 或 adult", "band must be under-14, 14-to-17 or adult")
	case !among(AgeMethods(), a.Method):
		return fault.New(fault.Invalid, "没有这种得知年龄的方式", "there is no such way of learning an age").
			WithFix("method 取自固定的词表，例如 self-declared", "method is one of a fixed list, such as self-declared")
	case a.Band == Adult && !a.Lapses.IsZero():
		return fault.New(fault.Invalid, "成年不会终止：不写 lapses", "an adult stays one: leave lapses out")
	case a.Band != Adult && (!a.Lapses.After(now) || a.Lapses.After(now.Add(a.Band.longest()))):
		return fault.New(fault.Invalid, "须写明年龄段何时终止：在将来，且不超过该年龄段的长度", "say when the band ends: in the future, and within the length of the band")
	}
	return nil
}

// AgeRaised is the permanent id of a minor's own word that they are older: it
// would open what the law keeps for guardians, at the press of a button.
const AgeRaised = "age-raised"

// youngerThan reports whether b is known and below other.
func (b Band) youngerThan(other Band) bool {
	order := map[Band]int{Under14: 1, Under18: 2, Adult: 3}
	return b != AgeUnknown && order[b] < order[other]
}

// raises reports whether a is a person's own word that they are older than what
// was known: while that stands, or as an adult sooner than somebody last known to
// be under fourteen can be one.
func (a Age) raises(was Age, now time.Time) bool {
	soon := was.Band == Under14 && a.Band == Adult && now.Before(was.At.AddDate(adultAfter, 0, 0))
	return a.Method == SelfDeclared && (soon || was.BandAt(now).youngerThan(a.Band))
}

// adultAfter is how many years lie between the lines of the bands.
const adultAfter = 18 - 14

// LearnAge records the band of a person's age: only how it became known and when
// it ends, never a date of birth (PIPL 28, 31). The same again changes nothing.
// Whoever turns out to be under fourteen could not consent alone: whoever
// subscribed is told, and what nothing else carries is erased (PIPL 31, 47¶1).
//
// Errors: fault.Invalid for a band, method or end that cannot be; fault.Refused
// for a minor who says by themselves that they are older, and for an adult by
// their own word within four years of being known as under fourteen.
func LearnAge(d *declaration.Declaration, declared string, a Age, p Party, n ledger.Nonce, now time.Time) (ledger.Change, error) {
	if err := a.check(now); err != nil {
		return ledger.Change{}, err
	}
	a.Lapses, a.At = milli(a.Lapses), now
	was := p.Standing.Age
	if was.Band == a.Band && was.Method == a.Method && was.Lapses.Equal(a.Lapses) {
		return ledger.Change{}, nil
	}
	if a.raises(was, now) {
		return ledger.Change{}, refusal("此人被记为未成年人，不能由本人自行改填更大的年龄段；曾记为不满十四周岁的，四年之内也不能自行改填成年。要更正，须先核实（核实方式法律没有规定）",
			"the person is on record as a minor and cannot say otherwise by themselves, nor, once on record as under fourteen, that they are an adult within four years; a correction is verified first, in a way that the law leaves open").
			Citing(AgeRaised, law.Cite(law.PIPL, "31"), law.Cite(law.Minors, "24¶3"), law.Cite(law.PIPL, "46")).
			WithFix("用 identity-check、guardian-declared 等别的方式核实", "verify it in another way, such as identity-check or guardian-declared")
	}
	if a.Band != Under14 || was.Band == Under14 {
		return ageChange(declared, a, nil, p, n, now)
	}
	ended := p.Standing.Consents.endedForChild(declared, now)
	change, err := ageChange(declared, a, ended, p, n, now)
	if err != nil {
		return change, err
	}
	return change.Writing(endsForChild(d, p, a, ended, now)...), nil
}

// ageChange is the entry of an age and its row, with what ended by it.
func ageChange(declared string, a Age, ended []Consent, p Party, n ledger.Nonce, now time.Time) (ledger.Change, error) {
	a.At, a.Version = now, 0
	body := AgeBody{V: 1, Band: a.Band, Method: a.Method, Lapses: millis(a.Lapses)}
	rows := []ledger.Row{SetAge{Lookup: p.Identity.Lookup, Age: a}}
	for _, c := range ended {
		body.Ended = append(body.Ended, WithdrawnUse{Use: c.Use, Fingerprint: c.Fingerprint})
		rows = append(rows, SetConsent{Lookup: p.Identity.Lookup, Consent: c})
	}
	entry, err := ledger.PersonalEntry(ledger.KindAge, now, declared, p.Identity, n, body)
	if err != nil {
		return ledger.Change{}, err
	}
	return ledger.NewChange(entry).Writing(rows...), nil
}

// milli cuts a time to what the record keeps.
func milli(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}

// millis writes a time as the record does; 0 is none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// A Link is what was verified about a guardian.
type Link struct {
	Relation string // one of Relations
	Method   string // one of GuardianMethods
	Evidence string // where the operator can find the evidence: a reference, never a copy
	Expires  time.Time
}

// maxNote is the longest free text that a caller may put into the record, in bytes.
const maxNote = 512

func (l Link) check(now time.Time) error {
	switch {
	case !among(Relations(), l.Relation):
		return fault.New(fault.Invalid, "没有这种监护关系", "there is no such relation").
			WithFix("relation 取自固定的词表，例如 parent", "relation is one of a fixed list, such as parent")
	case !among(GuardianMethods(), l.Method):
		return fault.New(fault.Invalid, "没有这种核实方式", "there is no such way of verifying").
			WithFix("method 取自固定的词表，例如 signed-form", "method is one of a fixed list, such as signed-form")
	case l.Evidence == "" || len(l.Evidence) > maxNote:
		return fault.New(fault.Invalid, "须写明证据在哪里（不超过 512 字节），不要附上证据本身", "say where the evidence is kept, in at most 512 bytes; do not enclose it")
	case !l.Expires.After(now) || l.Expires.After(now.Add(Under14.longest())):
		return fault.New(fault.Invalid, "expires 须在将来，且不超过十四年", "expires must lie in the future, and within fourteen years")
	}
	return nil
}

// LinkTo records that a guardian was verified. The same link again changes
// nothing; another takes its place.
//
// Errors: fault.Invalid for a link that cannot be; fault.Refused for a person who
// is known not to be under fourteen, and for a guardian who is a minor.
func LinkTo(declared string, l Link, guardian Party, child Party, n ledger.Nonce, now time.Time) (ledger.Change, error) {
	if err := l.check(now); err != nil {
		return ledger.Change{}, err
	}
	band := child.Standing.Age.BandAt(now)
	switch {
	case guardian.Identity.Lookup == child.Identity.Lookup:
		return ledger.Change{}, fault.New(fault.Invalid, "监护人不能是儿童本人", "nobody is their own guardian")
	case band == Under18 || band == Adult:
		return ledger.Change{}, errForAnother()
	case guardian.Standing.Age.BandAt(now).Minor():
		return ledger.Change{}, NoGuardian()
	}
	g := Guardian{
		Lookup: guardian.Identity.Lookup, Relation: l.Relation, Method: l.Method, Evidence: l.Evidence,
		Since: now, Expires: milli(l.Expires),
	}
	if was := child.Standing.Guardian; was.InForce(now) && was.same(g) {
		return ledger.Change{}, nil
	}
	return guardianChange(declared, g, child, n, now)
}

func (g Guardian) same(other Guardian) bool {
	return g.Lookup == other.Lookup && g.Relation == other.Relation && g.Method == other.Method && g.Evidence == other.Evidence && g.Expires.Equal(other.Expires)
}

// EndLink ends the guardian link of a child; where none stands, nothing changes.
func EndLink(declared string, child Party, n ledger.Nonce, now time.Time) (ledger.Change, error) {
	g := child.Standing.Guardian
	if g.Lookup.IsZero() || !g.Ended.IsZero() {
		return ledger.Change{}, nil
	}
	g.Ended = now
	return guardianChange(declared, g, child, n, now)
}

func guardianChange(declared string, g Guardian, child Party, n ledger.Nonce, now time.Time) (ledger.Change, error) {
	g.Since, g.Ended, g.Version = milli(g.Since), milli(g.Ended), 0
	body := GuardianBody{
		V: 1, Guardian: WhoOf(g.Lookup), Relation: g.Relation, Method: g.Method, Evidence: g.Evidence,
		Since: millis(g.Since), Expires: millis(g.Expires), Ended: millis(g.Ended),
	}
	entry, err := ledger.PersonalEntry(ledger.KindGuardian, now, declared, child.Identity, n, body)
	if err != nil {
		return ledger.Change{}, err
	}
	return ledger.NewChange(entry).Writing(SetGuardian{Child: child.Identity.Lookup, Guardian: g}), nil
}

// Hold restricts processing about a person to storage and protection, says that
// erasing has begun, or with mode Free lifts a restriction. The same again
// changes nothing.
//
// Errors: fault.Invalid for an unknown mode or reason; fault.Conflict for lifting
// or softening what is being erased.
func Hold(declared string, r Restriction, p Party, n ledger.Nonce, now time.Time) (ledger.Change, error) {
	was := p.Standing.Restriction
	switch {
	case r.Mode != Free && r.Mode != Restricted && r.Mode != Erasing:
		return ledger.Change{}, fault.New(fault.Invalid, "mode 应为 restricted 或 erasing", "mode must be restricted or erasing")
	case r.Mode != Free && !among(RestrictionReasons(), r.Reason):
		return ledger.Change{}, fault.New(fault.Invalid, "没有这种限制理由", "there is no such reason to restrict").
			WithFix("reason 取自固定的词表，例如 person-asked", "reason is one of a fixed list, such as person-asked")
	case was.Mode == r.Mode && (was.Reason == r.Reason || r.Mode == Free):
		return ledger.Change{}, nil
	case was.Mode == Erasing:
		return ledger.Change{}, fault.New(fault.Conflict, "删除已经开始，不能再放开", "erasing has begun and is not undone").
			Citing(PersonRestricted, law.Cite(law.PIPL, "47¶1"))
	}
	if r.Mode == Free {
		r.Reason = was.Reason
	}
	return holdChange(declared, r, p, n, now)
}

// holdChange is the entry of a restriction and its row.
func holdChange(declared string, r Restriction, p Party, n ledger.Nonce, now time.Time) (ledger.Change, error) {
	r.At, r.Version = now, 0
	entry, err := ledger.PersonalEntry(ledger.KindRestriction, now, declared, p.Identity, n, RestrictionBody{V: 1, Mode: r.Mode, Reason: r.Reason})
	if err != nil {
		return ledger.Change{}, err
	}
	return ledger.NewChange(entry).Writing(SetRestriction{Lookup: p.Identity.Lookup, Restriction: r}), nil
}
