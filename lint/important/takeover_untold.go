package important

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 22: where a merger, split, dissolution, bankruptcy or the like hands
// personal information over, people are told the receiver's name and contact.
//
// Our reading: a receiver that is named is given personal information, since every
// processor has some. Without one nobody can tell whether any is handed over.
var takeoverUntold = rule.Rule{
	ID:    "takeover-untold",
	Title: lang.Text{ZH: "个人信息转移给他人，没有告知个人", EN: "people not told who takes their information over"},
	Reason: lang.Text{
		ZH: "因合并、分立、解散、破产等转移个人信息的，要告知个人接收方的名称和联系方式，人们才知道以后该找谁。",
		EN: "Where a merger, split, dissolution or bankruptcy hands personal information over, people are told the receiver's name and contact, so that they know whom to turn to.",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "22")},
	Severity: rule.Breach,
	Bad:      event("kind: split", "receiver: {zh: 青禾跑腿, en: Qinghe Errands}"),
	Good:     event("kind: split", "receiver: {zh: 青禾跑腿, en: Qinghe Errands}", "people-told: true"),
	Fix: lang.Text{
		ZH: "告知个人接收方的名称和联系方式，再把 people-told 写为 true",
		EN: "tell people the receiver's name and contact, then set people-told to true",
	},
	Concerns: rule.Changes,
	NotChecked: lang.Text{
		ZH: "没有写明接收方的合并、解散等事项，真的不转移个人信息吗？接收方变更目的、方式时会重新征求同意吗？",
		EN: "Where no receiver is named, is really no personal information handed over? Will the receiver ask again when it changes purpose or manner?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, e := range d.Events {
			change := slices.Contains(unions, e.Kind) || slices.Contains(ends, e.Kind)
			if change && !e.Receiver.IsZero() && !e.Told {
				report("events."+e.ID+".people-told", rule.Say("%s，个人信息转给“%s”，没有告知个人", "%s: personal information passes to “%s”, and people were not told", e.Kind.Text(), e.Receiver))
			}
		}
	},
}
