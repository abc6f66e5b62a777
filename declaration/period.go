package declaration

import (
	"strconv"
	"strings"

	"github.com/volens/volens/lang"
)

// A Period is how long something is kept, or takes: a number and h, d, m, y or
// wd (hours, days, months, years, working days), or one of the words account,
// purpose, session, moment. "" means that nothing is said.
type Period string

// The periods that are no number.
const (
	ForAccount Period = "account" // while the account exists
	ForPurpose Period = "purpose" // as long as the purpose needs, no number given
	ForSession Period = "session" // while the person is there
	ForMoment  Period = "moment"  // used and not kept
)

var periods = vocabulary{
	{string(ForAccount), lang.Text{ZH: "账号存续期间", EN: "while the account exists"}},
	{string(ForPurpose), lang.Text{ZH: "实现目的所需的期间", EN: "as long as the purpose needs it"}},
	{string(ForSession), lang.Text{ZH: "本次使用期间", EN: "during this visit"}},
	{string(ForMoment), lang.Text{ZH: "用后即弃，不保存", EN: "used and not kept"}},
}

var units = map[string]counted{
	"s":  {" 秒", "second"},
	"h":  {" 小时", "hour"},
	"d":  {" 天", "day"},
	"m":  {" 个月", "month"},
	"y":  {" 年", "year"},
	"wd": {" 个工作日", "working day"},
}

// counted is a unit behind a number.
type counted struct{ zh, en string }

func (c counted) text(n int) lang.Text {
	en := strconv.Itoa(n) + " " + c.en
	if n != 1 {
		en += "s"
	}
	return lang.Text{ZH: strconv.Itoa(n) + c.zh, EN: en}
}

// Parts returns the number and its unit: h, d, m, y or wd. It returns false for
// the words and for "".
func (p Period) Parts() (n int, unit string, ok bool) {
	if !spellings["period"].accepts(string(p)) {
		return 0, "", false
	}
	unit = strings.TrimLeft(string(p), "0123456789")
	n, err := strconv.Atoi(strings.TrimSuffix(string(p), unit))
	return n, unit, err == nil
}

// Text says the period to people.
func (p Period) Text() lang.Text {
	if n, unit, ok := p.Parts(); ok {
		return units[unit].text(n)
	}
	return periods.text(string(p))
}

// When is how often or at what moment something is collected or used: one of the
// words once, at-sign-up, each-use, each-order, on-request, continuous, on-start,
// or "every" and a number with s, m, h or d. "" means that nothing is said.
type When string

// Continuous is the highest frequency there is.
const Continuous When = "continuous"

var whens = vocabulary{
	{"once", lang.Text{ZH: "仅一次", EN: "once"}},
	{"at-sign-up", lang.Text{ZH: "注册时", EN: "at sign-up"}},
	{"each-use", lang.Text{ZH: "每次使用该功能时", EN: "each time the function is used"}},
	{"each-order", lang.Text{ZH: "每次下单时", EN: "with each order"}},
	{"on-request", lang.Text{ZH: "您主动提出时", EN: "when you ask for it"}},
	{"continuous", lang.Text{ZH: "使用期间持续", EN: "all the time while in use"}},
	{"on-start", lang.Text{ZH: "每次启动时", EN: "each time the app starts"}},
}

// Every returns the number and unit (s, m, h or d; m is minutes) of a fixed
// interval, and false for the words.
func (w When) Every() (n int, unit string, ok bool) {
	rest, isInterval := strings.CutPrefix(string(w), "every ")
	if !isInterval || !spellings["when"].accepts(string(w)) {
		return 0, "", false
	}
	unit = rest[len(rest)-1:]
	n, err := strconv.Atoi(strings.TrimSuffix(rest, unit))
	return n, unit, err == nil
}

// Text says the frequency or timing to people.
func (w When) Text() lang.Text {
	n, unit, ok := w.Every()
	if !ok {
		return whens.text(string(w))
	}
	c := units[unit]
	if unit == "m" {
		c = counted{" 分钟", "minute"}
	}
	t := c.text(n)
	if n == 1 {
		t.EN = c.en
	}
	return lang.Text{ZH: "每 " + t.ZH, EN: "every " + t.EN}
}
