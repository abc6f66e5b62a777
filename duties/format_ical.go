package duties

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// WriteCalendar writes the duties that have a day as an iCalendar file (RFC
// 5545): one all-day event each, with a reminder a week before. A provisional day
// is tentative. The UID of a duty stays the same from run to run, so that a
// calendar takes a new file as an update.
func WriteCalendar(w io.Writer, l lang.Lang, all []Duty, now time.Time) error {
	c := ics.NewCalendarFor("Volens duties")
	c.SetName(lang.Text{ZH: "个人信息保护日程", EN: "Personal information duties"}.In(l))
	for i := range all {
		if d := &all[i]; d.Dated() {
			d.event(c, l, now)
		}
	}
	if err := c.SerializeTo(w, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("writing the calendar: %w", err)
	}
	return nil
}

func (d *Duty) event(c *ics.Calendar, l lang.Lang, now time.Time) {
	e := c.AddEvent(d.uid())
	e.SetDtStampTime(now.UTC())
	e.SetAllDayStartAt(d.Day.Start())
	e.SetAllDayEndAt(d.Day.Next().Start())
	e.SetSummary(d.summary(l))
	e.SetDescription(d.Why.In(l) + "\n" + d.Count.In(l) + "\n" + law.ByStatus(l, d.Cites))
	e.SetTimeTransparency(ics.TransparencyTransparent)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if d.Certainty == workday.Provisional {
		e.SetStatus(ics.ObjectStatusTentative)
	}
	alarm := e.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetDescription(d.summary(l))
	alarm.SetTrigger("-P7D")
}

func (d *Duty) summary(l lang.Lang) string {
	return labelled(d.Kind.Text().ZH, d.Kind.Text().EN, d.What.In(l), l) + " [" + d.ID + "]"
}

// uid names the duty: which one, about what, and, for a duty that comes back,
// which time.
func (d *Duty) uid() string {
	sum := sha256.Sum256([]byte(d.ID + "\x00" + d.Path + "\x00" + d.Last.String()))
	return d.ID + "-" + hex.EncodeToString(sum[:8]) + "@volens"
}
