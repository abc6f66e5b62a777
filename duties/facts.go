package duties

import (
	"fmt"
	"slices"

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

// withinFrom is within, save that nobody is late for what was not yet asked: what
// happened before the instrument took effect counts from that day.
func (f *facts) withinFrom(d Duty, event, effective workday.Day, p law.Parameter) {
	if !event.Before(effective) {
		f.within(d, event, p)
		return
	}
	deadline := f.calendar.After(effective.Start(), p.Value)
	d.Count = say("%s 在规定施行之前；自施行之日 %s 起 %s 个工作日内（当日不计，我们的读法）", "%s is before the provisions took effect; within %[3]s working days of %[2]s, when they did, that day not counted (our reading)", event, effective, p.Value)
	f.by(d, deadline.LastDay, deadline.Certainty)
}

// yearly adds a duty that comes back every year. The law numbers no day: by our
// reading it is due a year after it was last done, and where no last time is
// declared by the end of this year.
func (f *facts) yearly(d Duty, last string, years int) {
	d.Last = day(last)
	if d.Last == (workday.Day{}) {
		d.Count = say("每%s至少一次；没有声明上次完成的日期，按今年年底计（我们的读法）", "at least once %s; no last time is declared, so it counts as due by the end of this year (our reading)", every(years))
		f.by(d, workday.Day{Year: f.today.Year, Month: 12, Day: 31}, workday.Final)
		return
	}
	d.Count = say("上次为 %s，每%s至少一次；按满一年计是我们的读法，也可读作每个自然年一次", "last done on %s, at least once %s; counting from that day is our reading, once in each calendar year is another", d.Last, every(years))
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
	unknown := f.today.Month > 1 && d.Last == (workday.Day{})
	if d.Last.Year == year || unknown {
		year++
	}
	d.Count = say("每年 1 月 31 日前报送上一年度的报告；这一次报 %s 年度", "by 31 January on the year before; this one is on %s", year-1)
	if unknown {
		d.Count = say("%s；没有声明上次报送的日期，今年 1 月 31 日应报的一次是否已报送，请核实", "%s; no last time is declared, so please check that the one due on 31 January of this year was sent", d.Count)
	}
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

// listedAbroad reports whether a listing abroad, Hong Kong included, is declared.
func (f *facts) listedAbroad() bool {
	return slices.ContainsFunc(f.d.Events, func(e *declaration.Event) bool {
		return e.Kind == "listing-abroad" || e.Kind == "listing-hong-kong"
	})
}

// apps reports whether any service runs in an app, which is what No. 191 is about.
func (f *facts) apps() bool { return slices.ContainsFunc(f.d.Services, (*declaration.Service).Listed) }

// abroad reports whether any data goes abroad, as far as the declaration tells. A
// foreign court or the like is not among those to whom the report speaks, nor is a
// recipient that is given nothing.
func (f *facts) abroad() bool {
	away := func(r *declaration.Recipient) bool { return r.Country != declaration.Home && !r.Authority }
	if f.uses(func(u *declaration.Use) bool {
		return u.Store != nil && u.Store.Country != declaration.Home ||
			u.Component != nil && u.Component.Country != declaration.Home || slices.ContainsFunc(u.Gives, away)
	}) {
		return true
	}
	return slices.ContainsFunc(f.d.Stores, func(s *declaration.Store) bool {
		return s.Country != declaration.Home && (s.Data != string(declaration.General) || f.keeps(s))
	}) || slices.ContainsFunc(f.d.Recipients, func(r *declaration.Recipient) bool {
		return away(r) && slices.ContainsFunc(f.d.ImportantData, func(i *declaration.ImportantData) bool { return slices.Contains(i.Gives, r.ID) })
	})
}

// keeps reports whether important data that was identified lies in the store.
func (f *facts) keeps(s *declaration.Store) bool {
	return slices.ContainsFunc(f.d.ImportantData, func(i *declaration.ImportantData) bool { return slices.Contains(i.In, s.ID) })
}

// large reports whether the processor is a large platform by either text.
func (f *facts) large() bool { return f.hasRole(declaration.RoleLargePlatform) }
