package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 21(8), Order 790 Art. 22(5) and No. 191 III.2: after a clear refusal people
// are not asked frequently. None of them has a number; the trade leaves 48 hours.
//
// Our reading: whoever asks again sooner than the trade does asks frequently. The
// number is no law, so this is a warning. A period counts by the least that it may
// last: a working day is a day, and the next visit may come at once. Asking never
// again, or when people turn to the function themselves, is not too soon.
var reaskedTooSoon = rule.Rule{
	ID:    "reasked-too-soon",
	Title: lang.Text{ZH: "拒绝后很快又问", EN: "asked again too soon after a refusal"},
	Reason: lang.Text{
		ZH: "人们明确拒绝之后，不得频繁征求。多久算频繁，法律没有数字，行业惯例是四十八小时内不再弹窗。",
		EN: "After a clear refusal people are not asked frequently. The law has no number; the trade does not prompt again within 48 hours.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "21(8)"), law.Cite(law.Order790, "22(5)"), law.Cite(law.No191, "III.2"), law.Cite(law.Practice, "1"),
	},
	Severity: rule.Warning,
	Bad:      rule.NewsletterAsks(`{again-after: 1d}`),
	Good:     rule.NewsletterAsks(`{again-after: 30d}`),
	Fix: lang.Text{
		ZH: "拒绝后不再主动询问（去掉 again-after），等人们自己用到时再问；或者至少隔 48h",
		EN: "do not ask again of your own accord (drop again-after) but when people turn to the function; or leave at least 48h",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		least := law.Param("reask-interval")
		for _, s := range d.Services {
			hours, _, ok := rule.Hours(s.Asks.Again)
			if ok && hours < least.Value && s.Consents() {
				report("services."+s.ID+".asks.again-after", rule.Say("服务“%s”拒绝后再问的间隔：%s；行业惯例至少 %s 小时。这个数字不是法律，法律只说不得“频繁”",
					"time after which service “%s” asks again: %s; practice leaves at least %s hours. That number is no law, which only says not frequently",
					s.Name, s.Asks.Again.Text(), rule.Plain(least.Value)))
			}
		}
	},
}
