package duties

import (
	"fmt"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// facts are what the table of duties asks about, and collects its duties.
type facts struct {
	d        *declaration.Declaration
	today    workday.Day
	calendar workday.Calendar
	duties   []Duty
}

// add adds a duty without a day.
func (f *facts) add(d Duty) { f.duties = append(f.duties, d) }

// by adds a duty that is due on a day.
func (f *facts) by(d Duty, day workday.Day, c workday.Certainty) {
	d.Kind, d.Day, d.Certainty = By, day, c
	d.Overdue = day.Before(f.today)
	f.add(d)
}

// within adds a duty due some working days after an event, by a parameter.
func (f *facts) within(d Duty, event workday.Day, p law.Parameter) {
	deadline := f.calendar.After(event.Start(), p.Value)
	d.Count = say("%s 起 %s 个工作日内（当日不计）", "within %[2]s working days of %[1]s, that day not counted", event, p.Value)
	f.by(d, deadline.LastDay, deadline.Certainty)
}

// yearly adds a duty that comes back every year. The law numbers no day: it is
// due a year after it was last done, and where no last time is declared by the
// end of this year.
func (f *facts) yearly(d Duty, last string, years int) {
	d.Last = day(last)
	if d.Last == (workday.Day{}) {
		d.Count = say("每%s至少一次；没有声明上次完成的日期，按今年年底计（我们的读法）", "at least once %s; no last time is declared, so it counts as due by the end of this year (our reading)", every(years))
		f.by(d, workday.Day{Year: f.today.Year, Month: 12, Day: 31}, workday.Final)
		return
	}
	d.Count = say("上次为 %s，每%s至少一次", "last done on %s, at least once %s", d.Last, every(years))
	f.by(d, later(d.Last, years), workday.Final)
}

// every says an interval.
func every(years int) lang.Text {
	if years == 1 {
		return lang.Text{ZH: "年", EN: "a year"}
	}
	return lang.Text{ZH: fmt.Sprintf(" %d 年", years), EN: fmt.Sprintf("in %d years", years)}
}

// reportOfTheYear adds a report on the year before that is due by 31 January:
// the next one that has not been sent.
func (f *facts) reportOfTheYear(d Duty, last string) {
	d.Last = day(last)
	year := f.today.Year
	if d.Last.Year == year || f.today.Month > 1 && d.Last == (workday.Day{}) {
		year++
	}
	d.Count = say("每年 1 月 31 日前报送上一年度的报告；这一次报 %s 年度", "by 31 January on the year before; this one is on %s", year-1)
	f.by(d, workday.Day{Year: year, Month: 1, Day: 31}, workday.Final)
}

// day reads a date of the declaration, which has been checked when it was parsed.
func day(s string) workday.Day {
	d, err := workday.ParseDay(s)
	if err != nil {
		return workday.Day{}
	}
	return d
}

// later is the same day some years on; 29 February becomes 28 where there is none.
func later(d workday.Day, years int) workday.Day {
	next := workday.Day{Year: d.Year + years, Month: d.Month, Day: d.Day}
	if workday.DayOf(next.Start()) != next {
		next.Day--
	}
	return next
}

// say fills the verbs of a text in both languages with the same values; %s takes
// numbers too.
func say(zh, en string, values ...any) lang.Text {
	words := make([]any, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
		if t, ok := v.(lang.Text); ok {
			words[i] = t.In(lang.ZH)
		}
	}
	t := lang.Text{ZH: fmt.Sprintf(zh, words...)}
	for i, v := range values {
		if t, ok := v.(lang.Text); ok {
			words[i] = t.In(lang.EN)
		}
	}
	t.EN = fmt.Sprintf(en, words...)
	return t
}

// uses reports whether any use is so.
func (f *facts) uses(is func(*declaration.Use) bool) bool {
	for u := range f.d.All() {
		if is(u) {
			return true
		}
	}
	return false
}

func (f *facts) hasRole(r declaration.Role) bool {
	for _, have := range f.d.Processor.Roles {
		if have == r {
			return true
		}
	}
	return false
}

// people says how many there are, as a reason.
func (f *facts) people() lang.Text {
	return say("处理 %s 人的个人信息", "personal information of %s people is processed", f.d.Processor.People)
}

// minors reports whether people under eighteen may come to any service.
func (f *facts) minors() bool {
	for _, s := range f.d.Services {
		if s.Minors.Come != declaration.ChildrenExcluded {
			return true
		}
	}
	return false
}

// importantData reports whether the processor holds important data, as far as
// the declaration tells.
func (f *facts) importantData() bool {
	if len(f.d.ImportantData) > 0 || f.hasRole(declaration.RoleImportantData) {
		return true
	}
	for _, s := range f.d.Stores {
		if s.Data != string(declaration.General) {
			return true
		}
	}
	return false
}

// abroad reports whether a declared route leads anywhere abroad.
func (f *facts) abroad() bool {
	if f.uses(func(u *declaration.Use) bool {
		return u.Store != nil && u.Store.Country != declaration.Home || u.Component != nil && u.Component.Country != declaration.Home
	}) {
		return true
	}
	for _, r := range f.d.Recipients {
		if r.Country != declaration.Home {
			return true
		}
	}
	return false
}

// large reports whether the processor is a large platform by either text.
func (f *facts) large() bool { return f.hasRole(declaration.RoleLargePlatform) }
