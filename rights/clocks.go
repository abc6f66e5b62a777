package rights

import (
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// An obligation is a deadline that a kind of request brings.
type obligation struct {
	param   string
	cite    law.Citation
	reading lang.Text
}

// obligations lists the deadlines of a kind. The laws in force give no number of
// days for any (PIPL 45 to 50, Order 790 Art. 23: promptly); what has a number is a
// draft that was never in force, a method of recognising unlawful conduct, or a
// recommended standard. Access has none: it is simply there, but where staff answer
// they are reminded as of what has no number.
func obligations(k Kind, w Way) []obligation {
	draft := obligation{param: "rights-answer-draft", cite: law.Cite(law.Draft, "23(3)"),
		reading: lang.Text{ZH: "征求意见稿，从未生效：自收到申请之日起", EN: "a draft, never in force: from receipt of the request"}}
	method := obligation{param: "rights-answer", cite: law.Cite(law.No191, "VI.3"),
		reading: lang.Text{ZH: "191号文（应用的认定方法，执法参考；其他服务一并照它计算，是我们的选择）：承诺的时限，最长十五个工作日", EN: "No. 191 (a method for apps and a reference; that other services are counted by it is our choice): the time promised, at most fifteen working days"}}
	switch k {
	case Copy, Complete, Restrict, Withdraw:
		return []obligation{draft}
	case Correct, Delete:
		return []obligation{draft, method}
	case Close:
		return []obligation{draft, method, {param: "erasure-draft", cite: law.Cite(law.Draft, "22(3)"),
			reading: lang.Text{ZH: "征求意见稿，从未生效：注销后的删除，从严自收到申请之日起；另一种读法自不能再撤销时起", EN: "a draft, never in force: erasure after closing, on the strict reading from receipt; on another from the end of the window"}}}
	case Complain:
		return []obligation{{param: "complaint-answer", cite: law.Cite(law.No191, "VI.5"),
			reading: lang.Text{ZH: "191号文（应用的认定方法，执法参考；其他服务一并照它计算，是我们的选择）：承诺的时限，最长十五个工作日", EN: "No. 191 (a method for apps and a reference; that other services are counted by it is our choice): the time promised, at most fifteen working days"}}}
	case Transfer, Explain:
		return []obligation{watched()}
	case Access:
		if w != BySelf {
			return []obligation{watched()}
		}
	}
	return nil
}

// watched is what stands in for a deadline where the law has no number, so that
// nothing lies forgotten.
func watched() obligation {
	return obligation{param: "rights-answer-standard", cite: law.Cite(law.GBT35273, "8.7"),
		reading: lang.Text{ZH: "法律没有规定天数；以推荐性标准的天数提醒，不是法定期限", EN: "the law gives no number of days: watched by that of a recommended standard, which is not a deadline of law"}}
}

// clocksOf starts the clocks of a request, each from its receipt. Where the
// declaration promises less than the method allows, the promise counts.
func clocksOf(d *declaration.Declaration, k Kind, w Way, received time.Time, cal workday.Calendar) []Clock {
	var all []Clock
	for _, o := range obligations(k, w) {
		c := Clock{Param: o.param, Days: law.Param(o.param).Value, Cite: o.cite, From: milli(received), Reading: o.reading}
		if o.cite.Instrument == law.No191 {
			c = c.within(promised(d, k), cal)
		}
		c.Due, c.Calendar = c.deadline(cal), cal.Version()
		c.Warned = min(rank(Left(cal, c.Due, received)), len(Warnings()))
		all = append(all, c)
	}
	return all
}

// within shortens a clock to what was promised, where that ends earlier.
func (c Clock) within(p declaration.Period, cal workday.Calendar) Clock {
	n, unit, ok := p.Parts()
	if !ok || n <= 0 || unit != "wd" && unit != inDays && unit != inHours {
		return c
	}
	if unit == "wd" {
		unit = ""
	}
	short := c
	if short.Days, short.Unit = n, unit; short.deadline(cal).At.Before(c.deadline(cal).At) {
		return short
	}
	return c
}

// The units of what is promised, besides working days.
const (
	inDays  = "d"
	inHours = "h"
)

// promised returns the time within which the declaration promises an answer, ""
// where it promises none.
func promised(d *declaration.Declaration, k Kind) declaration.Period {
	var p declaration.Period
	switch k {
	case Correct:
		p = d.Rights.Correct.Within
	case Delete:
		p = d.Rights.Delete.Within
	case Close:
		p = d.Rights.Close.Within
	case Complain:
		p = d.Processor.Complaints.AnsweredWithin
	case Access, Copy, Complete, Restrict, Transfer, Withdraw, Explain:
	}
	return p
}

// mostHours bounds a promise in hours: a longer one is not shorter than the law's days.
const mostHours = 10_000

// deadline counts a clock by a calendar. What is counted in calendar days ends with
// its last day, holiday or not: that is the earliest bound.
func (c Clock) deadline(cal workday.Calendar) workday.Deadline {
	if c.Unit == inHours {
		at := c.From.Add(time.Duration(min(c.Days, mostHours)) * time.Hour)
		return workday.Deadline{At: at, LastDay: workday.DayOf(at), Certainty: workday.Final}
	}
	if c.Unit == "" && law.Param(c.Param).Unit == law.Workday {
		return cal.After(c.From, c.Days)
	}
	last := workday.DayOf(workday.DayOf(c.From).Start().AddDate(0, 0, c.Days))
	return workday.Deadline{At: last.End(), LastDay: last, Certainty: workday.Final}
}

// recount counts a clock anew where the calendar has changed since: a year was
// published, or a notice amended. What was warned of counts as far as it is still
// true of the new deadline.
func (c Clock) recount(cal workday.Calendar, now time.Time) Clock {
	if c.Calendar == cal.Version() {
		return c
	}
	was := c.Due
	if c.Due, c.Calendar = c.deadline(cal), cal.Version(); c.Due.At.After(was.At) {
		c.Warned = min(c.Warned, rank(Left(cal, c.Due, now)))
	}
	return c
}

// Warnings lists the working days left at which a deadline is warned of, besides
// when it has passed: our choice, not law.
func Warnings() []int { return []int{10, 5, 2, 1} }

// overdue is the rank of a deadline that has passed.
func overdue() int { return len(Warnings()) + 1 }

// rank says how many warnings are due with so many working days left.
func rank(left int) int {
	if left < 0 {
		return overdue()
	}
	n := 0
	for _, w := range Warnings() {
		if left <= w {
			n++
		}
	}
	return n
}

// horizon bounds how many days are counted, so that a clock that is years off costs
// no more than a moment.
const horizon = 1000

// Left returns how many working days remain after today until the end of a
// deadline, 0 on its last day; or, negative, how many have passed since, at least
// one. Days that no notice settles count as worked.
func Left(cal workday.Calendar, due workday.Deadline, now time.Time) int {
	today, n := workday.DayOf(now), 0
	if !now.Before(due.At) {
		for d, i := due.LastDay.Next(), 0; !today.Before(d) && i < horizon; d, i = d.Next(), i+1 {
			if working, _ := cal.Working(d); working {
				n++
			}
		}
		return min(-n, -1)
	}
	for d, i := today.Next(), 0; !due.LastDay.Before(d) && i < horizon; d, i = d.Next(), i+1 {
		if working, _ := cal.Working(d); working {
			n++
		}
	}
	return n
}

// left is Left, but never says more than was warned of: where the clock of the
// machine went back, what was overdue stays overdue.
func (c Clock) left(cal workday.Calendar, now time.Time) int {
	left := Left(cal, c.Due, now)
	switch {
	case c.Warned >= overdue():
		return min(left, -1)
	case c.Warned > 0 && c.Warned > rank(Left(cal, c.Due, c.From)):
		return min(left, Warnings()[c.Warned-1])
	}
	return left
}
