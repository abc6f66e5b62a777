package lint

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// A Question is part of a duty that software cannot judge. It is reported as not
// checked, never as passed.
type Question struct {
	Rule  string // the rule that judges the rest of the duty, or ""
	Cites []law.Citation
	Ask   lang.Text
}

// A lone question is one on a duty of which lint can judge nothing.
type lone struct {
	Question
	concerns rule.Concern
}

// alone are the lone questions.
var alone = []lone{
	{Question: Question{
		Cites: []law.Citation{law.Cite(law.No191, "I.4"), law.Cite(law.No191, "II.4")},
		Ask: lang.Text{
			ZH: "个人信息处理规则好读吗？字够大、颜色够深，有简体中文版，不冗长，没有大段术语？",
			EN: "Can people read the rules: large and dark enough, in simplified Chinese, neither long-winded nor full of jargon?",
		},
	}},
	{Question: Question{
		Cites: []law.Citation{law.Cite(law.No191, "III.7"), law.Cite(law.Draft, "21(5)"), law.Cite(law.Order790, "22(1)")},
		Ask: lang.Text{
			ZH: "声明的目的就是真实的目的吗？有没有误导、欺诈？",
			EN: "Are the declared purposes the real ones, without misleading or deceiving anybody?",
		},
	}},
	{Question: Question{
		Cites: []law.Citation{law.Cite(law.Draft, "13"), law.Cite(law.Order790, "13"), law.Cite(law.DSL, "24"), law.Cite(law.Review, "2")},
		Ask: lang.Text{
			ZH: "有没有影响或可能影响国家安全、须申报审查的数据活动，如赴香港上市、采购网络产品和服务？",
			EN: "Does anything done with data affect the security of the state, or may it, and so need a review, such as a listing in Hong Kong or the purchase of network products and services?",
		},
	}},
	{concerns: wider, Question: Question{
		Cites: []law.Citation{law.Cite(law.GBT35273, "B")},
		Ask: lang.Text{
			ZH: "GB/T 35273-2020 附录 B 把通讯录、通信内容、浏览记录、征信、财产等也列为敏感，现在的口径没有算进去：要不要也单独征求（taxonomy: gbt-35273-2020）？",
			EN: "GB/T 35273-2020 Annex B lists address books, the content of messages, browsing records, credit, property and more as sensitive; the taxonomy chosen does not. Should they be asked alone as well (taxonomy: gbt-35273-2020)?",
		},
	}},
	{concerns: small, Question: Question{
		Cites: []law.Citation{law.Cite(law.SmallProcessors, "")},
		Ask: lang.Text{
			ZH: "处理不满十万人的个人信息，义务可以简化（该规定的条文没有收录）：这里的问题，哪些因此不必做？",
			EN: "With fewer than a hundred thousand people duties are simplified (the text of those provisions is not in our data): which of the findings fall away for that?",
		},
	}},
}

// wider reports whether anything is used that only Annex B calls sensitive.
func wider(d *declaration.Declaration) bool {
	return rule.Any(d, func(u *declaration.Use) bool {
		_, _, sensitive := law.Wider.Sensitive(u.Item.ID)
		return sensitive && !u.Item.Sensitive
	})
}

// small reports whether the processor is within the provisions on small ones.
func small(d *declaration.Declaration) bool {
	return law.Param("small-processor-people").Met(d.Processor.People)
}

// Questions returns what lint leaves to people, by the articles that are switched
// on. Given declarations, it leaves out what none of them has anything to do with:
// nobody is asked about crawlers where nothing crawls.
func Questions(o Options, about ...*declaration.Declaration) []Question {
	var all []Question
	apps := len(about) == 0 || slices.ContainsFunc(about, func(d *declaration.Declaration) bool { return inApp(d, "") })
	add := func(q Question, concerns rule.Concern) {
		if !apps {
			q.Cites = slices.DeleteFunc(slices.Clone(q.Cites), func(c law.Citation) bool { return c.Instrument == law.No191 })
		}
		idle := concerns != nil && len(about) > 0 && !slices.ContainsFunc(about, concerns)
		if q.Cites = o.keep(q.Cites); len(q.Cites) > 0 && !q.Ask.IsZero() && !idle {
			all = append(all, q)
		}
	}
	for _, r := range Rules {
		add(Question{r.ID, r.Cites, r.NotChecked}, r.Concerns)
	}
	for _, q := range alone {
		add(q.Question, q.concerns)
	}
	return all
}
