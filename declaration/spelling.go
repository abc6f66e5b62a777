package declaration

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A spelling is the form of a kind of value.
type spelling struct {
	pattern *regexp.Regexp
	valid   func(string) bool // beyond the pattern, or nil
	whole   func(string) bool // instead of the pattern, or nil
	wants   lang.Text
}

// accepts reports whether v is written so. The zero value accepts anything.
func (s spelling) accepts(v string) bool {
	switch {
	case s.whole != nil:
		return s.whole(v)
	case s.pattern == nil:
		return true
	}
	return s.pattern.MatchString(v) && (s.valid == nil || s.valid(v))
}

const (
	idPattern = `[a-z][a-z0-9]*(-[a-z0-9]+)*`
	maxID     = 64 // characters
)

// spellings are found by the format tag of a field, or by typeSpelling.
var spellings = map[string]spelling{
	"id": id, "service": id, "item": id, "purpose": id, "service-type": id, "store": id, "recipient": id,
	"function": {pattern: regexp.MustCompile(`^` + idPattern + `/` + idPattern + `$`), wants: lang.Text{ZH: "服务/功能，如 shop/order", EN: "service/function, such as shop/order"}},
	"use": {
		pattern: regexp.MustCompile(`^` + idPattern + `(/` + idPattern + `){3}(@` + idPattern + `)?(>` + idPattern + `)?$`),
		wants:   lang.Text{ZH: "服务/功能/种类/目的，如 shop/order/recipient-address/deliver", EN: "service/function/item/purpose, such as shop/order/recipient-address/deliver"},
	},
	"identifier": id,
	"holding":    {pattern: holdingPattern, whole: isHolding, wants: holdingWanted},
	"column":     {pattern: regexp.MustCompile(`^` + nameLetters + `{1,128}$`), wants: columnWanted},
	"variable":   {pattern: regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`), wants: lang.Text{ZH: "环境变量的名称，如 MALL_DB；不是地址本身", EN: "the name of an environment variable, such as MALL_DB; not the address itself"}},
	"path":       {pattern: regexp.MustCompile(`^[^:\s@]{1,512}$`), wants: lang.Text{ZH: "文件路径，如 /run/secrets/mall-db；不是地址本身", EN: "the path of a file, such as /run/secrets/mall-db; not the address itself"}},
	"transform":  {pattern: regexp.MustCompile(`^(null|blank|fixed:.{1,200}|year|month|city|band:[1-9][0-9]{0,8}|first:[1-9][0-9]{0,2}|hash)$`), wants: transformWanted},
	"date":       {pattern: regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`), valid: isDate, wants: lang.Text{ZH: "日期，如 2026-03-01", EN: "a date, such as 2026-03-01"}},
	"country":    {pattern: regexp.MustCompile(`^[A-Z]{2}$`), wants: lang.Text{ZH: "两个大写字母的国家或地区代码（ISO 3166-1），如 CN、HK、US", EN: "the code of a country or region, two capital letters of ISO 3166-1, such as CN, HK, US"}},
	"mail":       {pattern: regexp.MustCompile(`^[^\s@]+@[^\s@]+$`), wants: lang.Text{ZH: "电子邮箱地址", EN: "an e-mail address"}},
	"url":        {pattern: regexp.MustCompile(`^https?://[^\s]+$`), wants: lang.Text{ZH: "以 https:// 开头的网址", EN: "an address that begins with https://"}},
	"period":     {pattern: regexp.MustCompile(`^([1-9][0-9]{0,3}(h|d|m|y|wd)|account|purpose|session|moment)$`), whole: isPeriod, wants: periodWanted},
	"when":       {pattern: regexp.MustCompile(`^(once|at-sign-up|each-use|each-order|on-request|continuous|on-start|every [1-9][0-9]{0,3}[smhd])$`), whole: isWhen, wants: whenWanted},
}

// id is how anything is named; check sees to it that the name names something.
var id = spelling{
	pattern: regexp.MustCompile(`^` + idPattern + `$`),
	whole:   isID,
	wants:   idWanted,
}

var typeSpelling = map[reflect.Type]string{
	reflect.TypeFor[law.ItemID](): "item",
	reflect.TypeFor[UseID]():      "use",
	reflect.TypeFor[Period]():     "period",
	reflect.TypeFor[When]():       "when",
	reflect.TypeFor[Transform]():  "transform",
}

var (
	idWanted = lang.Text{
		ZH: "念得出来的英文小写名称：以字母开头，只用小写字母、数字和单个短横，至多 64 个字符，如 shop、for-you",
		EN: "a name that can be read aloud: lower-case letters, digits and single dashes, a letter first, at most 64 characters, such as shop or for-you",
	}
	periodWanted = lang.Text{
		ZH: "期限：数字加 h（小时）、d（日）、m（月）、y（年）或 wd（工作日），如 90d；或 account、purpose、session、moment",
		EN: "a period: a number and h (hours), d (days), m (months), y (years) or wd (working days), such as 90d; or account, purpose, session, moment",
	}
	whenWanted = lang.Text{
		ZH: "频次或时机：once、at-sign-up、each-use、each-order、on-request、continuous、on-start，或 every 加数字与 s、m、h、d，如 every 10m",
		EN: "a frequency or timing: once, at-sign-up, each-use, each-order, on-request, continuous, on-start, or every and a number with s, m, h or d, such as every 10m",
	}
)

func isDate(v string) bool {
	_, err := time.Parse(time.DateOnly, v)
	return err == nil
}

// isPeriod and isWhen are what their patterns say, by hand like isID.
func isPeriod(v string) bool {
	return periods.has(v) || isCount(v, "h", "d", "m", "y", "wd")
}

func isWhen(v string) bool {
	count, interval := strings.CutPrefix(v, "every ")
	return interval && isCount(count, "s", "m", "h", "d") || whens.has(v)
}

// isCount reports whether v is a number from 1 to 9999 and one of the units.
func isCount(v string, units ...string) bool {
	unit := strings.TrimLeft(v, "0123456789")
	digits := len(v) - len(unit)
	return 0 < digits && digits <= 4 && v[0] != '0' && slices.Contains(units, unit)
}

// isID is id.accepts by hand: ids are most of what a declaration holds.
func isID(v string) bool {
	if v == "" || len(v) > maxID || v[0] < 'a' || v[0] > 'z' || v[len(v)-1] == '-' {
		return false
	}
	for i := range len(v) {
		c := v[i]
		dash := c == '-'
		if !dash && (c < 'a' || c > 'z') && (c < '0' || c > '9') || dash && v[i-1] == '-' {
			return false
		}
	}
	return true
}
