package consent

import (
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// The permanent ids of the reasons for silence.
const (
	RefusedBefore  = "refused-before"
	AskedRecently  = "asked-recently"
	AlreadyGranted = "already-granted"
	NothingToAsk   = "nothing-to-ask"
)

// quiet collects why uses are not asked about.
type quiet struct {
	refused, recent, granted []declaration.UseID
	next                     time.Time
}

// mayAsk applies the re-ask discipline to one use. A changed fingerprint
// reopens the use; otherwise a refusal or withdrawal ends our own initiative
// for good, and an ask left unanswered ends it for a while.
func (q *quiet) mayAsk(u declaration.Use, t Trigger, said Consent, recent []Ask, now time.Time) bool {
	fp := u.Fingerprint()
	switch {
	case said.In(Granted, fp):
		q.granted = append(q.granted, u.ID)
		return false
	case t != Start:
		return true
	case said.In(Refused, fp), said.In(Withdrawn, fp):
		q.refused = append(q.refused, u.ID)
		return false
	}
	if again := askAgain(u.ID, fp, recent); again.After(now) {
		q.recent = append(q.recent, u.ID)
		if q.next.IsZero() || again.Before(q.next) {
			q.next = again
		}
		return false
	}
	return true
}

// askAgain returns when a use that was shown and left unanswered may be shown
// again on our own initiative. The interval is practice, not law: the law says
// only that one may not ask often (draft 21(8)).
func askAgain(id declaration.UseID, fp declaration.Fingerprint, recent []Ask) time.Time {
	var last time.Time
	for _, a := range recent {
		for _, c := range a.Choices {
			for _, u := range c.Uses {
				if u.Use == id && u.Fingerprint == fp && a.At.After(last) {
					last = a.At
				}
			}
		}
	}
	if last.IsZero() {
		return last
	}
	return last.Add(ReaskInterval())
}

// ReaskInterval is how long we stay silent after an ask that was left
// unanswered: the practice parameter of the law data.
func ReaskInterval() time.Duration {
	return time.Duration(law.Param("reask-interval").Value) * time.Hour
}

func (q *quiet) reasons() []Silence {
	var all []Silence
	if len(q.refused) > 0 {
		all = append(all, Silence{Rule: RefusedBefore, Uses: q.refused,
			Cites: []law.Citation{law.Cite(law.Draft, "21(8)"), law.Cite(law.Order790, "22(5)"), law.Cite(law.No191, "III.2")},
			Message: lang.Text{ZH: "此人已明确拒绝或撤回，除非本人主动使用功能或声明发生实质变化，不再询问",
				EN: "this person clearly refused or withdrew: no asking again unless the person acts or the use changes in law"}})
	}
	if len(q.recent) > 0 {
		all = append(all, Silence{Rule: AskedRecently, Uses: q.recent,
			Cites: []law.Citation{law.Cite(law.Draft, "21(8)"), law.Param("reask-interval").Cite},
			Message: lang.Text{ZH: "不久前问过而未作答，过一段时间才可再次主动询问（间隔为行业实践，非法律规定）",
				EN: "asked not long ago and left unanswered: we wait before asking again (the interval is practice, not law)"}})
	}
	if len(q.granted) > 0 {
		all = append(all, Silence{Rule: AlreadyGranted, Uses: q.granted, Message: lang.Text{ZH: "已经同意，无须再问", EN: "already agreed to: nothing to ask"}})
	}
	if len(all) == 0 {
		all = append(all, Silence{Rule: NothingToAsk, Message: lang.Text{ZH: "这些功能没有以同意为基础的使用", EN: "nothing in these functions rests on consent"}})
	}
	return all
}
