package platform

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Provisions on Algorithms Art. 24: a provider of recommendation by algorithm that is
// able to shape opinion or mobilise society files it within 10 working days of starting
// the service. Nobody else is bound.
//
// Our reading: whoever states since when the filing is due is such a provider. So,
// likely, is a platform of messages, social networking or content that recommends
// personally; the text names no kind of platform, hence a warning. A filing that is
// made, or a judgement that none is needed, answers it. Whether the 10 working days are
// over depends on the day, and is not for a declaration.
var algorithmNotFiled = rule.Rule{
	ID:    "algorithm-not-filed",
	Title: lang.Text{ZH: "推荐算法没有备案", EN: "the recommending algorithm is not filed"},
	Reason: lang.Text{
		ZH: "具有舆论属性或者社会动员能力的算法推荐服务，要在提供服务之日起 10 个工作日内备案。",
		EN: "Recommendation by algorithm that can shape opinion or mobilise society is filed within 10 working days of starting.",
	},
	Cites:    []law.Citation{law.Cite(law.Algorithm, "24")},
	Severity: rule.Warning,
	Bad:      operator + disclosedAs("content") + recommending(switched),
	Good:     operator + disclosedAs("content") + recommending(switched) + "filings:\n  algorithm: {date: 2026-03-01, number: 网信算备 2026-0001}\n",
	Fix: lang.Text{
		ZH: "办理备案，在 filings.algorithm 写明日期和编号；判断不须备案的，写 not-needed: true",
		EN: "file it, and state date and number under filings.algorithm; where it was judged not to be needed, write not-needed: true",
	},
	Concerns: rule.Personalises,
	NotChecked: lang.Text{
		ZH: "服务是否具有舆论属性或者社会动员能力？判断不须备案的，理由是什么？备案之后有变更、终止的，办理了吗？",
		EN: "Can the service shape opinion or mobilise society, and where no filing was judged to be needed, why not? Were changes, or the end of it, filed as well?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		f := d.Filings.Algorithm
		if f.Made() || f.None {
			return
		}
		switch {
		case f.Since != "":
			report("filings.algorithm", rule.Say("写明自 %s 起应备案算法，没有写明已备案", "the algorithm is stated to be due for filing since %s, and no filing is stated", rule.Plain(f.Since)))
		case shapesOpinion(d) && len(personalising(d)) > 0:
			report("filings.algorithm", lang.Text{
				ZH: "社交、内容、即时通信平台以个性化算法推荐，没有写明已备案，也没有写明判断不须备案",
				EN: "a platform of messages, social networking or content recommends personally; neither a filing is stated nor that none is needed",
			})
		}
	},
}

// shapesOpinion reports whether d runs a platform of a kind where people reach many.
func shapesOpinion(d *declaration.Declaration) bool {
	return runs(d) && slices.ContainsFunc(d.Platform.Kind, func(kind string) bool {
		return kind == "messaging" || kind == "social" || kind == "content"
	})
}
