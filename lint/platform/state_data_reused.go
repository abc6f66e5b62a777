package platform

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 51 and Order 790 Art. 16: what is processed for state organs, public or
// critical infrastructure is not put to other ends.
//
// Our reading: recommending, marketing, improving, developing, research of one's
// own, and giving to third parties are other ends.
var stateDataReused = rule.Rule{
	ID:    "state-data-reused",
	Title: lang.Text{ZH: "受托处理的数据挪作他用", EN: "data held for the state is put to other ends"},
	Reason: lang.Text{
		ZH: "为国家机关、公共服务和关键信息基础设施处理的数据，未经委托方同意，不得用于其他目的，不得提供给他人。",
		EN: "Data processed for state organs, public services or critical infrastructure is not used for other ends or given to others unless the client agrees.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "51"), law.Cite(law.Order790, "16")},
	Severity: rule.Breach,
	Bad:      onBehalf("promote", "收不到推广消息", "no promotion"),
	Good:     onBehalf("notify", "收不到进度通知", "no news of progress"),
	Fix: lang.Text{
		ZH: "把这一使用从受托的功能里去掉；委托方同意的，留下书面记录",
		EN: "take the use out of the function; where the client agrees, keep that in writing",
	},
	Concerns: rule.OnBehalf,
	NotChecked: lang.Text{
		ZH: "委托方同意过吗？有没有关联分析？",
		EN: "Did the client agree, and is there no linking analysis?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if u.Function.Behalf == "" || !otherEnd(u) {
				return ""
			}
			return u.Place.Path
		}) {
			report(s.Path, rule.Say("%s：受托处理，却用于“%s”", "%s: processed on behalf of others, and used to %s", rule.Names(s.Uses), s.Uses[0].Purpose.Is), stateCites(s.Uses[0])...)
		}
	},
}

// stateCites are the articles by the client: draft 51 names state organs and
// public infrastructure.
func stateCites(u *declaration.Use) []law.Citation {
	if u.Function.Behalf == "critical-infrastructure" {
		return []law.Citation{law.Cite(law.Order790, "16")}
	}
	return []law.Citation{law.Cite(law.Draft, "51"), law.Cite(law.Order790, "16")}
}

func otherEnd(u *declaration.Use) bool {
	switch u.Purpose.Class {
	case declaration.Personalise, declaration.Market, declaration.Improve, declaration.Develop, declaration.Research:
		return true
	}
	return u.Recipient != nil
}
