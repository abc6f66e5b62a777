package consent

import (
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

// The permanent ids of the reasons for silence. GuardianMissing is another.
const (
	RefusedBefore    = "refused-before"
	AskedRecently    = "asked-recently"
	AlreadyGranted   = "already-granted"
	NothingToAsk     = "nothing-to-ask"
	AskedInVain      = "asked-in-vain"
	DisturbedToday   = "disturbed-today"
	MinorMarketing   = "minor-marketing"
	ChildrenExcluded = "children-excluded"
	PersonRestricted = "person-restricted"
)

// quiet collects why uses are not asked about.
type quiet struct {
	refused, recent, granted, minor []declaration.UseID
	hushed                          []Silence
	next                            time.Time
}

// mayAsk applies the re-ask discipline to one use. A changed fingerprint
// reopens the use; otherwise a refusal or withdrawal ends our own initiative
// for good, and an ask left unanswered ends it for a while.
func (p *planner) mayAsk(u *declaration.Use) bool {
	said, fp := p.in.Standing.Consents[u.ID], u.Fingerprint()
	refused := (said.In(Refused, fp) || said.In(Withdrawn, fp)) && said.By != ByLaw // nobody said no
	q := &p.quiet
	switch {
	case p.band.Minor() && !forMinors(u):
		q.minor = append(q.minor, u.ID)
	case p.in.Standing.Counts(u, p.now):
		q.granted = append(q.granted, u.ID)
	case refused && p.req.Trigger == Start:
		q.refused = append(q.refused, u.ID)
	default:
		return p.rested(u.ID, fp, refused)
	}
	return false
}

// rested reports whether enough time has passed since the use was last put in
// this way: on our own initiative where it was left unanswered, at a function
// where it was refused. The settings are always open.
func (p *planner) rested(id declaration.UseID, fp declaration.Fingerprint, refused bool) bool {
	var last time.Time
	for _, past := range p.in.Recent {
		switch {
		case p.req.Trigger == Start && past.holds(id, fp, true), p.req.Trigger == Function && refused && past.Trigger == Function && past.holds(id, fp, false):
			last = later(last, past.At)
		}
	}
	return p.waited(last, id)
}

// waited reports whether the interval since last is over, and remembers when it
// will be.
func (p *planner) waited(last time.Time, uses ...declaration.UseID) bool {
	again := last.Add(p.in.Discipline.Interval)
	if last.IsZero() || !again.After(p.now) {
		return true
	}
	p.quiet.recent = append(p.quiet.recent, uses...)
	if p.req.Trigger == Start && (p.quiet.next.IsZero() || again.Before(p.quiet.next)) {
		p.quiet.next = again
	}
	return false
}

// holds reports whether the ask held the use as it is; with open, whether it was
// also left unanswered.
func (p Past) holds(id declaration.UseID, fp declaration.Fingerprint, open bool) bool {
	for _, c := range p.Choices {
		if _, answered := p.Answered[c.ID]; open && answered {
			continue
		}
		if slices.ContainsFunc(c.Uses, func(u ChoiceUse) bool { return u.Use == id && u.Fingerprint == fp }) {
			return true
		}
	}
	return false
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// hush applies what limits our own initiative as a whole: so many asks in vain
// until the person acts, and one disturbance within the window, whichever service
// it was for.
func (p *planner) hush(o Offer) bool {
	if p.req.Trigger != Start {
		return false
	}
	acted := p.in.Standing.lastAct(p.in.Recent)
	var vain int
	var last, age time.Time
	for _, past := range p.in.Recent {
		if past.Trigger != Start {
			continue
		}
		if !p.in.Standing.told(past) {
			last = later(last, past.At)
		}
		if past.At.After(acted) {
			vain++
			if past.Age {
				age = later(age, past.At)
			}
		}
	}
	free := last.Add(p.in.Discipline.Window)
	switch {
	case vain >= p.in.Discipline.Unanswered:
		p.quiet.hushed, p.quiet.next = append(p.quiet.hushed, silentInVain()), time.Time{}
	case len(o.Choices) == 0 && !p.waited(age):
		p.quiet.hushed = append(p.quiet.hushed, silentRecent(nil))
	case !last.IsZero() && free.After(p.now):
		p.quiet.hushed, p.quiet.next = append(p.quiet.hushed, silentToday()), free
	default:
		return false
	}
	return true
}

func (q *quiet) reasons() []Silence {
	var all []Silence
	if len(q.refused) > 0 {
		all = append(all, silentRefused(q.refused))
	}
	if len(q.recent) > 0 {
		all = append(all, silentRecent(q.recent))
	}
	if len(q.minor) > 0 {
		all = append(all, silentMinor(q.minor))
	}
	all = append(all, q.hushed...)
	if len(q.granted) > 0 {
		all = append(all, Silence{Rule: AlreadyGranted, Uses: q.granted, Message: lang.Text{ZH: "已经同意，无须再问", EN: "already agreed to: nothing to ask"}})
	}
	if len(all) == 0 {
		all = append(all, Silence{Rule: NothingToAsk, Message: lang.Text{ZH: "这些功能没有以同意为基础的使用", EN: "nothing in these functions rests on consent"}})
	}
	return all
}
