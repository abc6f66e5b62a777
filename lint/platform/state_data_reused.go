package platform

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Order 790 Art. 16: who processes data for state organs or operators of critical
// infrastructure, or builds, runs or maintains public infrastructure and services, does
// not use it for other ends or give it to others without the client's agreement. Draft
// 51: platform operators do not put what they collect in such service to other uses; it
// makes no exception where the client agrees.
//
// Our reading: recommending, marketing, improving, developing, research of one's
// own, and giving to third parties are other ends.
var stateDataReused = rule.Rule{
	ID:    "state-data-reused",
	Title: lang.Text{ZH: "受托处理的数据挪作他用", EN: "data held for the state is put to other ends"},
	Reason: lang.Text{
		ZH: "为国家机关、公共服务和关键信息基础设施处理的数据，未经委托方同意，不得用于其他目的，不得提供给他人。征求意见稿对平台运营者一概禁止另作他用。",
		EN: "Data processed for state organs, public services or critical infrastructure is not used for other ends or given to others unless the client agrees. The draft forbids platform operators other uses altogether.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "51"), law.Cite(law.Order790, "16")},
	Severity: rule.Breach,
	Bad:      onBehalf("promote", "收不到推广消息", "no promotion"),
	Good:     onBehalf("notify", "收不到进度通知", "no news of progress"),
	Fix: lang.Text{
		ZH: "把这一使用从受托的功能里去掉；委托方同意的，在 client-agreed 写明日期",
		EN: "take the use out of the function; where the client agreed, give the day under client-agreed",
	},
	Concerns: rule.OnBehalf,
	NotChecked: lang.Text{
		ZH: "委托方同意的就是这些目的和接收方吗？有没有关联分析？",
		EN: "Did the client agree to these very ends and recipients, and is there no linking analysis?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if u.Function.Behalf == "" || !otherEnd(u) || len(stateCites(d, u)) == 0 {
				return ""
			}
			return u.Place.Path
		}) {
			report(s.Path, rule.Say("%s：受托处理，却用于“%s”", "%s: processed on behalf of others, and used to %s", rule.Names(s.Uses), s.Uses[0].Purpose.Is), stateCites(d, s.Uses[0])...)
		}
	},
}

// stateCites are the articles by the client and by who processes: draft 51 names state
// organs and public infrastructure, and binds platforms.
func stateCites(d *declaration.Declaration, u *declaration.Use) []law.Citation {
	var cites []law.Citation
	if runs(d) && u.Function.Behalf != "critical-infrastructure" {
		cites = append(cites, law.Cite(law.Draft, "51"))
	}
	if u.Function.Agreed == "" {
		cites = append(cites, law.Cite(law.Order790, "16"))
	}
	return cites
}

func otherEnd(u *declaration.Use) bool {
	switch u.Purpose.Class {
	case declaration.Personalise, declaration.Market, declaration.Improve, declaration.Develop, declaration.Research:
		return true
	}
	return u.Recipient != nil
}
