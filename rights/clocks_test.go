package rights

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// TestWhichClocksRun is the table of obligations: side by side, and none where the
// law has no number.
func TestWhichClocksRun(t *testing.T) {
	k, _ := newDesk(t)
	d, cal := shop(t, k), workday.China()
	want := map[Kind]string{
		Access: "", Copy: "rights-answer-draft 15", Correct: "rights-answer-draft 15, rights-answer 15", Complete: "rights-answer-draft 15",
		Delete: "rights-answer-draft 15, rights-answer 7", Restrict: "rights-answer-draft 15", Transfer: "rights-answer-standard 30",
		Close: "rights-answer-draft 15, rights-answer 15, erasure-draft 15", Withdraw: "rights-answer-draft 15",
		Explain: "rights-answer-standard 30", Complain: "complaint-answer 10",
	}
	for _, kind := range Kinds() {
		var got []string
		for _, c := range clocksOf(d, kind, BySelf, now, cal) {
			got = append(got, fmt.Sprintf("%s %d", c.Param, c.Days))
			if c.Reading.IsZero() || !c.From.Equal(now) || c.Calendar != cal.Version() || c.Warned >= overdue() {
				t.Errorf("%s: %+v", kind, c)
			}
			if law.Param(c.Param).Unit == law.Workday && c.Due != cal.After(now, c.Days) {
				t.Errorf("%s: due %s", kind, c.Due.LastDay)
			}
		}
		if strings.Join(got, ", ") != want[kind] {
			t.Errorf("%s: %v, want %s", kind, got, want[kind])
		}
	}
}

// TestLeftIsTheInverseOfAfter: on the day of the event all days are left, on the last
// day none, and then they are missing.
func TestLeftIsTheInverseOfAfter(t *testing.T) {
	cal := workday.China()
	rapid.Check(t, func(t *rapid.T) {
		event := time.Date(2021, 1, 1, 0, 0, rapid.IntRange(0, 8*365*86400).Draw(t, "event"), 0, time.UTC)
		n := rapid.IntRange(1, 40).Draw(t, "n")
		due := cal.After(event, n)
		if left := Left(cal, due, event); left != n {
			t.Fatalf("%d left of %d at the beginning", left, n)
		}
		if left := Left(cal, due, due.At.Add(-time.Nanosecond)); left != 0 {
			t.Fatalf("%d left in the last moment", left)
		}
		if left := Left(cal, due, due.At); left >= 0 {
			t.Fatalf("%d left when it is over", left)
		}
		at := event.Add(time.Duration(rapid.IntRange(0, 100*86400).Draw(t, "later")) * time.Second)
		if a, b := Left(cal, due, at), Left(cal, due, at.Add(time.Hour)); a < b {
			t.Fatalf("time goes on and %d becomes %d", a, b)
		}
	})
}

// TestWarnedOnceEach drives the clock minute by minute through a deadline, back and
// forth by up to ten years: each warning comes once, none before its time, and what
// was overdue stays so.
func TestWarnedOnceEach(t *testing.T) {
	for _, jump := range []time.Duration{0, time.Second, time.Minute, time.Hour, 24 * time.Hour, 72 * time.Hour, 365 * 24 * time.Hour, 3650 * 24 * time.Hour} {
		t.Run(jump.String(), func(t *testing.T) {
			k, m := newDesk(t)
			r := open(t, k, own(t, "lin", Copy))
			m.news(t)
			given := map[string]int{}
			due := r.Clocks[0].Due
			for at := now; at.Before(due.At.Add(48 * time.Hour)); at = at.Add(7 * time.Hour) {
				for _, when := range []time.Time{at, at.Add(-jump)} {
					if err := k.Sweep(t.Context(), when); err != nil {
						t.Fatal(err)
					}
					for _, n := range m.news(t) {
						if early := n.Left > 10 || n.Event == EventOverdue && when.Before(due.At); early {
							t.Errorf("at %s: %s with %d left", when, n.Event, n.Left)
						}
						given[fmt.Sprint(n.Event, rank(n.Left))]++
					}
				}
			}
			for _, want := range []string{"request.warning1", "request.warning2", "request.warning3", "request.warning4", "request.overdue5"} {
				if given[want] != 1 {
					t.Errorf("%s was given %d times: %v", want, given[want], given)
				}
			}
			alerts, err := k.Due(t.Context(), now.Add(-jump))
			if err != nil || len(alerts) != 1 || alerts[0].Left >= 0 {
				t.Errorf("by a clock that went back it is due no more: %+v, %v", alerts, err)
			}
		})
	}
}

// TestJumpsForward: whatever is passed over surfaces in the first sweep, as one
// warning, the most urgent.
func TestJumpsForward(t *testing.T) {
	for _, jump := range []time.Duration{time.Second, 72 * time.Hour, 30 * 24 * time.Hour, 3650 * 24 * time.Hour} {
		k, m := newDesk(t)
		r := open(t, k, own(t, "lin", Copy))
		c := open(t, k, own(t, "mei", Close))
		m.news(t)
		at := now.Add(jump)
		for range 2 {
			if err := k.Sweep(t.Context(), at); err != nil {
				t.Fatal(err)
			}
		}
		told := m.news(t)
		over := slices.DeleteFunc(slices.Clone(told), func(n News) bool { return n.Event != EventOverdue })
		if late := !at.Before(r.Due()); (len(over) == 2) != late || (m.requests[c.ID].State == InProgress) != !at.Before(c.Until) {
			t.Errorf("%s later: told %v, the account is %s", jump, events(told), m.requests[c.ID].State)
		}
	}
}

// TestDowntime: after 72 hours without anybody everything that is overdue is found
// by the first sweep, more than fit on a page, and though one of them fails.
func TestDowntime(t *testing.T) {
	k, m := newDesk(t)
	const many = page + 50
	var ids []RequestID
	for i := range many {
		o := letter(t, fmt.Sprintf("somebody-%d", i), Copy)
		o.Received = now.AddDate(0, 0, -21+i%5)
		ids = append(ids, open(t, k, o).ID)
	}
	m.news(t)
	at := now.Add(72 * time.Hour)
	m.broken[ids[7]] = true
	if err := k.Sweep(t.Context(), at); err == nil || errors.Is(err, t.Context().Err()) && t.Context().Err() != nil {
		t.Errorf("a failure is not told: %v", err)
	}
	over := 0
	for i, id := range ids {
		r := m.requests[id]
		late := !at.Before(r.Due())
		if late {
			over++
		}
		if warned := r.Clocks[0].Warned == overdue(); warned != (late && i != 7) {
			t.Errorf("%d: due %s, warned %d", i, r.Due(), r.Clocks[0].Warned)
		}
	}
	m.broken = map[RequestID]bool{}
	if err := k.Sweep(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	overdueNews := slices.DeleteFunc(m.news(t), func(n News) bool { return n.Event != EventOverdue })
	if len(overdueNews) != over || over == 0 || over == many {
		t.Errorf("%d told, %d overdue of %d", len(overdueNews), over, many)
	}
}

// next is the calendar with 2027, whose notice is made up for this test.
func next(t *testing.T) workday.Calendar {
	t.Helper()
	cal, err := workday.China().With(strings.NewReader(`{"year": 2027, "notice": "https://example.org/2027", "days": [
		{"date": "2027-01-01", "name": "元旦", "off": true}, {"date": "2027-01-02", "name": "元旦", "off": true}, {"date": "2027-01-03", "name": "元旦", "off": true},
		{"date": "2027-05-01", "name": "劳动节", "off": true}, {"date": "2027-10-01", "name": "国庆节", "off": true}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// TestAYearIsPublished: a provisional deadline becomes final and moves later, never
// earlier, and what it was warned of before is warned of again only where it is still
// to come.
func TestAYearIsPublished(t *testing.T) {
	k, m := newDesk(t)
	at := time.Date(2026, 12, 24, 2, 0, 0, 0, time.UTC)
	o := own(t, "lin", Copy)
	o.Proof.At, o.Proof.StepUp = at, at
	r, err := k.Open(t.Context(), o, "", at)
	if err != nil || r.Clocks[0].Due.Certainty != workday.Provisional {
		t.Fatalf("%+v, %v", r.Clocks, err)
	}
	k.Calendar = func() workday.Calendar { return next(t) }
	if err := k.Sweep(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	c := m.requests[r.ID].Clocks[0]
	if c.Due.Certainty != workday.Final || c.Due.At.Before(r.Clocks[0].Due.At) || c.Calendar != k.Calendar().Version() || c.Due != k.Calendar().After(at, 15) {
		t.Errorf("afterwards %+v, was %+v", c.Due, r.Clocks[0].Due)
	}
	before := m.counts()
	if err := k.Sweep(t.Context(), at); err != nil || m.counts() != before {
		t.Errorf("counted twice: %v", err)
	}
}

// TestNothingStopsTheClock: whatever happens to a request, its deadlines stand.
func TestNothingStopsTheClock(t *testing.T) {
	k, _ := newDesk(t)
	r := open(t, k, own(t, "lin", Delete))
	due := r.Due()
	for i, s := range []struct {
		to  State
		why Reason
	}{{Waiting, TellMore}, {InProgress, CarryingOut}, {Waiting, SeveralPeople}, {InProgress, StoreFails}, {Held, HardToErase}, {InProgress, WithStaff}} {
		r, err := k.Turn(t.Context(), r.ID, s.to, s.why, lang.Text{}, "anna", now.Add(time.Duration(i)*24*time.Hour))
		if err != nil || !r.Due().Equal(due) {
			t.Errorf("%s: due %s, was %s, %v", s.to, r.Due(), due, err)
		}
	}
}

// TestWindowsFitTheDeadline: a window ends within ten working days of receipt,
// whatever was configured and however late the letter was entered.
func TestWindowsFitTheDeadline(t *testing.T) {
	cal := workday.China()
	rapid.Check(t, func(t *rapid.T) {
		received := time.Date(2021, 1, 1, 0, 0, rapid.IntRange(0, 5*365*86400).Draw(t, "received"), 0, time.UTC)
		entered := received.Add(time.Duration(rapid.IntRange(0, 40*86400).Draw(t, "entered")) * time.Second)
		window := time.Duration(rapid.IntRange(0, 90*86400).Draw(t, "window")) * time.Second
		end := windowEnd(received, entered, window, cal)
		if end.After(entered.Add(window)) || end.After(cal.After(received, 10).At) {
			t.Fatalf("received %s, window until %s", received, end)
		}
	})
	k, _ := newDesk(t)
	o := letter(t, "lin", Close)
	o.Received = now.AddDate(0, 0, -18)
	r := open(t, k, o)
	if r, err := k.Approve(t.Context(), r.ID, "bo", now); err != nil || r.State != InProgress || !r.Until.IsZero() {
		t.Errorf("a letter that lay about has a window until %s: %s, %v", r.Until, r.State, err)
	}
}

func TestDueListsTheMostUrgentFirst(t *testing.T) {
	k, _ := newDesk(t)
	for i, days := range []int{-3, -20, -30, 0} {
		o := letter(t, fmt.Sprintf("somebody-%d", i), Restrict)
		o.Proof = Proof{}
		if o.Received = now.AddDate(0, 0, days); days == 0 {
			o.Received = time.Time{}
		}
		open(t, k, o)
	}
	alerts, err := k.Due(t.Context(), now)
	if err != nil || len(alerts) != 2 || alerts[0].Left >= alerts[1].Left || alerts[0].Left >= 0 {
		t.Errorf("%+v, %v", alerts, err)
	}
	if _, err := k.List(t.Context(), ledger.Lookup{}, ledger.Lookup{}, now); err == nil {
		t.Error("nobody's requests were listed")
	}
}

// TestAPromiseInDaysOrHours: whatever it is written in, a promise that ends earlier
// counts, and one that ends later does not.
func TestAPromiseInDaysOrHours(t *testing.T) {
	k, _ := newDesk(t)
	d, cal := shop(t, k), workday.China()
	law := cal.After(now, 15)
	for promise, want := range map[declaration.Period]workday.Deadline{
		"48h":   {At: now.Add(48 * time.Hour), LastDay: workday.DayOf(now.Add(48 * time.Hour)), Certainty: workday.Final},
		"3d":    {At: workday.Day{Year: 2026, Month: 11, Day: 23}.End(), LastDay: workday.Day{Year: 2026, Month: 11, Day: 23}, Certainty: workday.Final},
		"7wd":   cal.After(now, 7),
		"60d":   law,
		"9999h": law,
		"20wd":  law,
		"":      law,
	} {
		d.Rights.Delete.Within = promise
		clocks := clocksOf(d, Delete, BySelf, now, cal)
		if c := clocks[1]; c.Due != want || clocks[0].Due != law {
			t.Errorf("%q: due %v (%d %s), want %v", promise, c.Due, c.Days, c.Unit, want)
		}
		c := clocks[1]
		c.Calendar = "another"
		if again := c.recount(cal, now); again.Due != want {
			t.Errorf("%q: counted anew %v, want %v", promise, again.Due, want)
		}
	}
}
