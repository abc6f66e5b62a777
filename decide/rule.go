package decide

import (
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
)

// A Target is what a question is about, as rows of a table: the use, and what
// becomes of its item where it is given to somebody.
type Target struct {
	Row  int32 // the use, or -1 where the declaration has none
	Give int32 // the use of giving the item to a third party, or -1
	to   int16 // who is given the item under the use itself, in the order of its row, or one of the below
}

const (
	toNobody  = -1
	toUnknown = -2 // somebody the declaration does not name
)

// plain reports whether nobody is given anything.
func (t Target) plain() bool { return t.Give == noRow && t.to == toNobody }

// Target finds what q is about. A question about a whole function has no row.
func (t *Table) Target(q *Question) Target {
	i := int32(noRow)
	if q.Use != "" {
		i = t.names.find(q.Use)
	} else if w, ok := t.ways[way{q.Function, q.Item}]; ok && q.Item != "" {
		i = w
	}
	if i == noRow {
		return nowhere
	}
	r := &t.rows[i]
	if r.is.has(thirdParty) {
		return Target{r.base, i, toNobody}
	}
	if q.Recipient == "" {
		return Target{i, noRow, toNobody}
	}
	gives := t.cold[i].gives
	for k := range gives {
		if g := &gives[k]; g.recipient == q.Recipient {
			if g.row != noRow {
				return Target{i, g.row, toNobody}
			}
			return Target{i, noRow, int16(k)}
		}
	}
	return Target{i, noRow, toUnknown}
}

// Facts are what is known of a person, for one target.
type Facts struct {
	Said     State            // on the row of the target
	Given    State            // on its giving
	Who      *Who             // nil for most people
	Consents consent.Consents // for the place of each in the record; nil where it is not known
	Stops    []consent.Stop   // all that are not lifted
	Version  int64            // log index of the last entry about the person, ledger.Absent for nobody
	Now      time.Time
}

// A Ruling is the answer to a question as a set of codes: it costs no memory.
// Reasons makes it readable.
type Ruling struct {
	table   *Table
	who     *Who
	said    consent.Consents
	more    *more
	version int64
	row     found // about the use
	give    found // about the giving
	whole   found // about the person, the recipient and the action
	target  Target
	action  deed
}

// A deed is an action for which a ruling reads otherwise than for most.
type deed uint8

const (
	anything deed = iota
	asking
	recommending
)

// more is what few rulings have.
type more struct {
	stops    []consent.Stop
	parts    []part // of a ruling about a whole function
	function string // which it is
}

// A part is what was found about one use.
type part struct {
	row   int32
	found found
}

// Permit reports whether it may be done: something speaks for it, and nothing
// against.
func (r *Ruling) Permit() bool {
	all := r.row | r.give | r.whole
	return all&deny == 0 && all&speakFor != 0
}

// Version is the log index of the last entry about the person that the ruling
// knows of.
func (r *Ruling) Version() int64 { return r.version }

// Rule answers q, which Check found well formed, about anything but a whole
// function. It fills in r, which is empty: a ruling is too large to hand around.
func (t *Table) Rule(r *Ruling, q *Question, target Target, f *Facts) {
	r.table, r.who, r.said, r.version, r.target = t, f.Who, f.Consents, f.Version, target
	if target.Row == noRow {
		r.whole = t.undeclared(q)
		if r.whole == wayWithoutBiometrics.bit() {
			r.signIn(q, f)
		}
		return
	}
	if q.Action == ActionProcess && f.Who == nil && len(f.Stops) == 0 && target.plain() {
		r.row = t.rows[target.Row].grounds(f.Said, facts{}) // most questions are about no more
		return
	}
	var now int64
	if f.Who != nil {
		now = f.Now.UnixMilli()
	}
	r.act(q, f, f.Who.at(now))
	if len(f.Stops) > 0 && q.Action != ActionRefuseService {
		r.stop(q.Recipient, f)
	}
}

// act answers what depends on the action.
func (r *Ruling) act(q *Question, f *Facts, p facts) {
	switch q.Action {
	case ActionRefuseService:
		r.refuse(f, p)
	case ActionAsk:
		r.action = asking
		r.ask(f, p)
	case ActionProcess, ActionProvide:
		r.process(f, p)
	case ActionCollect:
		r.process(f, p)
		r.row |= frequency(&r.table.cold[r.target.Row].use, q.LastAt, f.Now)
	case ActionExport:
		r.process(f, p)
		r.export(q.Country)
	case ActionRecommend:
		r.action = recommending
		r.process(f, p)
		r.recommend()
	case ActionAuthenticate:
		r.process(f, p)
		r.authenticate()
	}
}

// undeclared is the answer where no row was found. A way of authentication
// without biometrics needs no use.
func (t *Table) undeclared(q *Question) found {
	if q.Action == ActionRefuseService {
		return refusalNoGround.bit()
	}
	if q.Action != ActionAuthenticate || q.Item == "" {
		return useUndeclared.bit()
	}
	f, ok := t.functions[q.Function]
	if !ok {
		return useUndeclared.bit()
	}
	for _, w := range t.cold[f[0]].use.Service.SignIn.Ways {
		if string(w) == q.Item && !w.Biometric() {
			return wayWithoutBiometrics.bit()
		}
	}
	return wayUndeclared.bit()
}

// signIn adds what ends even a way of authentication that uses no item: the person
// is being erased, or the service or function is stopped.
func (r *Ruling) signIn(q *Question, f *Facts) {
	if f.Who != nil && f.Who.Mode == erasing {
		r.whole |= personErasing.bit()
	}
	service, _, _ := strings.Cut(q.Function, "/")
	for i := range f.Stops {
		s := &f.Stops[i]
		whole := s.Use == "" && s.Item == "" && s.Recipient == "" && (s.Service != "" || s.Function != "")
		if whole && inForce(s, f.Now) && (s.Service == "" || s.Service == service) && (s.Function == "" || s.Function == q.Function) {
			r.more = &more{stops: []consent.Stop{*s}}
			r.whole |= stopped.bit()
		}
	}
}

// process finds whether the use has a ground now, and the giving where there is
// one: nothing may be given away that may not be used in the first place.
func (r *Ruling) process(f *Facts, p facts) {
	r.row = r.table.rows[r.target.Row].grounds(f.Said, p)
	if r.target.Give != noRow {
		r.give = r.table.rows[r.target.Give].grounds(f.Given, p)
	}
	switch {
	case r.target.to == toUnknown:
		r.whole |= recipientUndeclared.bit()
	case r.target.to >= 0:
		r.whole |= recipientCovered.bit()
		g := &r.table.cold[r.target.Row].gives[r.target.to]
		if g.lacking {
			r.whole |= approvalMissing.bit()
		}
		if g.country != declaration.Home && !g.route && r.row&exportWithoutRoute.bit() == 0 {
			r.whole |= exportWithoutRoute.bit() // whatever the action is called
		}
	}
	switch {
	case p.restrict && r.table.rows[r.target.Row].is.has(compelled):
		r.whole |= compelledRestricted.bit()
	case p.restrict:
		r.whole |= personRestricted.bit()
	}
	if p.erase {
		r.whole |= personErasing.bit()
	}
}

// grounds answers whether one use, by itself, has a ground now.
func (w *row) grounds(s State, p facts) found {
	c := w.static
	if w.is.has(byConsent) {
		c |= w.consented(s, p)
	}
	if p.minor {
		c |= w.young(p)
	}
	if p.lapsed && !w.is.has(compelled) {
		c |= ageLapsed.bit()
	}
	return c
}

// consented answers what a consent is worth now.
func (w *row) consented(s State, p facts) found {
	switch {
	case p.lapsed && s.granted():
		return 0 // whoever gave it: nobody knows who may answer now
	case s == Granted && !p.child:
		return consentGranted.bit()
	case s&said == SaidNothing:
		return consentMissing.bit()
	case s.is(Refused, RefusedByGuardian):
		return consentRefused.bit()
	case s.is(Withdrawn, WithdrawnGuardian):
		return consentWithdrawn.bit()
	}
	var c found
	if s&Stale != 0 {
		c |= consentStale.bit()
	}
	// Every item of a child is sensitive, and so needs a separate consent (PIPL 28).
	if s.is(GeneralConsent, GeneralConsent) || s.is(SpecificConsent, SpecificGuardian) && (w.is.has(separate) || p.child) {
		c |= consentInsufficient.bit()
	}
	switch {
	case p.child && !s.byGuardian() && !s.is(GeneralConsent, GeneralConsent):
		c |= consentByChild.bit()
	case !p.child && s.byGuardian():
		c |= consentLapsed.bit()
	}
	if c == 0 && (!p.child || p.guardian) {
		c = consentGranted.bit()
	}
	return c
}

// young answers what the age of the person means for a use. What a duty of law,
// an emergency or another law asks for goes on without a guardian: that is our
// reading, since PIPL 31 speaks of processing without saying on which basis.
func (w *row) young(p facts) found {
	var c found
	if p.child && !w.is.has(compelled) {
		if w.is.has(childless) {
			c |= childExcluded.bit()
		}
		if !p.guardian {
			c |= guardianMissing.bit()
		}
	}
	if w.is.has(market) {
		c |= minorMarketing.bit()
	}
	if w.is.has(personalise) {
		c |= minorRecommended.bit()
	}
	return c
}

// export: the item may leave the country only where the declaration says that it
// does, and by which route.
func (r *Ruling) export(country string) {
	w := &r.table.cold[r.target.Row]
	switch {
	case r.target.Give != noRow:
		r.leaves(country, r.table.cold[r.target.Give].abroad)
	case r.target.to >= 0:
		r.leaves(country, placesOf(&w.gives[r.target.to]))
	case r.target.to == toNobody:
		r.leaves(country, w.abroad)
	}
}

func placesOf(g *given) []place {
	if g.country == declaration.Home {
		return nil
	}
	return []place{g.place}
}

func (r *Ruling) leaves(country string, to []place) {
	declared, routed := false, true
	for _, p := range to {
		if country == "" || p.country == country {
			declared, routed = true, routed && p.route
		}
	}
	switch {
	case !declared:
		r.whole |= exportUndeclared.bit()
	case !routed && (r.row|r.give)&exportWithoutRoute.bit() != 0: // said of the use already
	case !routed:
		r.whole |= exportWithoutRoute.bit()
	default:
		r.whole |= exportDeclared.bit()
	}
}

// recommend: what recommends is declared as recommending, and rests on a consent
// of its own, which is also what switches it off (draft 49).
func (r *Ruling) recommend() {
	w := &r.table.rows[r.target.Row]
	if !w.is.has(personalise) {
		r.row |= recommendationUndeclared.bit()
	}
	if !w.is.has(byConsent) {
		r.row |= separateConsentNeeded.bit()
	}
}

// authenticate: biometrics are never the only way, and need the person's own
// separate consent, unless a law that is named asks for them (draft 25).
func (r *Ruling) authenticate() {
	w := &r.table.rows[r.target.Row]
	switch {
	case !w.is.has(biometric):
		r.row |= wayWithoutBiometrics.bit()
		return
	case w.is.has(elseway):
		r.row |= anotherWay.bit()
	case w.is.has(byLaw):
		r.row |= biometricByLaw.bit()
	default:
		r.row |= biometricOnlyWay.bit()
	}
	if !w.is.has(byConsent) && !w.is.has(byLaw) {
		r.row |= separateConsentNeeded.bit()
	}
}

// ask answers whether anybody could be asked at all. Whether this is the moment
// is for the ask itself to say, since it knows what was asked before.
func (r *Ruling) ask(f *Facts, p facts) {
	i, s := r.target.Row, f.Said
	if r.target.Give != noRow {
		i, s = r.target.Give, f.Given
	}
	w := &r.table.rows[i]
	c := w.grounds(s, p) & set(basisCannotCarry, guardianMissing, childExcluded, minorMarketing, ageLapsed)
	if p.minor && w.is.has(personalise) {
		c |= askMinor.bit()
	}
	if !w.is.has(byConsent) || w.consented(s, p) == consentGranted.bit() {
		c |= askNothing.bit()
	}
	if p.restrict {
		r.whole |= personRestricted.bit()
	}
	if p.erase {
		r.whole |= personErasing.bit()
	}
	if (c|r.whole)&deny == 0 {
		c |= set(askPossible, askMoment)
	}
	if r.target.Give != noRow {
		r.give = c
	} else {
		r.row = c
	}
}
