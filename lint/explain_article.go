package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// ExplainArticle says everything about an article, or about one part of it: its
// status, whom it binds and to what, the numbers it sets, what punishes a breach,
// what is in force with the same aim, and which rules cite it.
func ExplainArticle(a law.Article, l lang.Lang) string {
	c := a.Citation()
	var b strings.Builder
	b.WriteString(titled(c).In(l) + "\n")
	line := func(zh, en, text string) {
		if text != "" {
			fmt.Fprintf(&b, "  %s%s\n", lang.Text{ZH: zh + "：", EN: en + ": "}.In(l), text)
		}
	}
	line("时间", "dates", dates(a.Instrument).In(l))
	line("编号", "id", a.ID)
	line("对象", "who", a.Who.In(l))
	line("要求", "duty", a.Duty.In(l))
	line("怎样落实", "how it is kept", kinds(a, l))
	for _, p := range law.Parameters() {
		if overlap(p.Cite, c) {
			line("数字", "number", number(p).In(l))
		}
	}
	if punishing, err := law.ParseCitation(a.Instrument, a.Penalty); err == nil && a.Penalty != "" {
		line("罚则", "penalty", withDuty(punishing, l))
	}
	for _, live := range a.Live {
		line("现行对应", "live counterpart", withDuty(live, l))
	}
	for _, old := range drafted(c) {
		line("征求意见稿（从未生效）的对应条文", "counterpart in the draft, never in force", withDuty(old, l))
	}
	for _, r := range RulesCiting(c) {
		line("检查规则", "rule", r.ID+"  "+r.Title.In(l))
	}
	for _, q := range Questions(Options{}) {
		if slices.ContainsFunc(q.Cites, func(cited law.Citation) bool { return overlap(cited, c) }) {
			line("须由人判断，没有检查", "for people, not checked", q.Ask.In(l))
		}
	}
	line("出处", "source", confidences[a.Confidence].In(l))
	return b.String()
}

// RulesCiting returns the rules that cite c, or what contains it, or a part of it.
// A citation of a whole instrument is not one of its articles.
func RulesCiting(c law.Citation) []Rule {
	var all []Rule
	for _, r := range Rules {
		if slices.ContainsFunc(r.Cites, func(cited law.Citation) bool { return overlap(cited, c) }) {
			all = append(all, r)
		}
	}
	return all
}

// overlap reports whether one citation contains the other.
func overlap(a, b law.Citation) bool {
	meet := func(x, y int) bool { return x == y || x == 0 || y == 0 }
	return a.Instrument == b.Instrument && a.Article == b.Article && meet(a.Paragraph, b.Paragraph) && meet(a.Item, b.Item)
}

var confidences = map[law.Confidence]lang.Text{
	law.FromText:    {ZH: "读自全文；此处为转述", EN: "read in the full text; paraphrased here"},
	law.FromReprint: {ZH: "读自互相印证的转载；此处为转述", EN: "read in reprints that agree; paraphrased here"},
	law.FromMemory:  {ZH: "没有重新核对原文，依赖之前请先核对", EN: "not read again: check the text before relying on it"},
}

func kinds(a law.Article, l lang.Lang) string {
	var all []string
	for _, k := range a.Kinds {
		all = append(all, law.KindText(k).In(l))
	}
	return strings.Join(all, lang.Text{ZH: "、", EN: ", "}.In(l))
}

// withDuty cites briefly and says what is asked.
func withDuty(c law.Citation, l lang.Lang) string {
	text := c.Short().In(l) + lang.Text{ZH: "（" + c.Status().Text().ZH + "）", EN: " (" + c.Status().Text().EN + ")"}.In(l)
	if a, ok := law.Lookup(c); ok {
		text += "  " + a.Duty.In(l)
	}
	return text
}

// dates says when an instrument was published and since when it is in force.
func dates(id law.InstrumentID) lang.Text {
	i, _ := law.InstrumentByID(id)
	var zh, en []string
	if i.Published != "" {
		zh, en = append(zh, i.Published+" 公布"), append(en, "published "+i.Published)
	}
	if i.Effective != "" {
		zh, en = append(zh, i.Effective+" 起施行"), append(en, "effective "+i.Effective)
	}
	return lang.Text{ZH: strings.Join(zh, "，"), EN: strings.Join(en, ", ")}
}

// drafted returns the articles of the draft that name c as their counterpart.
func drafted(c law.Citation) []law.Citation {
	var all []law.Citation
	draft, _ := law.InstrumentByID(law.Draft)
	for _, a := range draft.Articles {
		if slices.ContainsFunc(a.Live, func(live law.Citation) bool { return overlap(live, c) }) {
			all = append(all, a.Citation())
		}
	}
	return all
}

var (
	boundTexts = map[law.Bound]lang.Text{
		law.AtLeast: {ZH: "至少", EN: "at least"}, law.MoreThan: {ZH: "超过", EN: "more than"},
		law.LessThan: {ZH: "不满", EN: "less than"}, law.AtMost: {ZH: "至多", EN: "at most"},
	}
	unitTexts = map[law.Unit]lang.Text{
		law.Workday: {ZH: "个工作日", EN: "working days"}, law.Day: {ZH: "日", EN: "days"}, law.Hour: {ZH: "小时", EN: "hours"},
		law.Month: {ZH: "个月", EN: "months"}, law.Year: {ZH: "年", EN: "years"}, law.People: {ZH: "人", EN: "people"},
		law.Yuan: {ZH: "元", EN: "yuan"}, law.Click: {ZH: "次点击", EN: "clicks"}, law.Level: {ZH: "级", EN: "(level)"},
	}
)

// number says a parameter: 至多 15 个工作日。删除的期限（erasure-draft）
func number(p law.Parameter) lang.Text {
	unit := unitTexts[p.Unit]
	if unit.IsZero() {
		unit = lang.Text{ZH: string(p.Unit), EN: string(p.Unit)}
	}
	return lang.Text{
		ZH: fmt.Sprintf("%s %d %s：%s（%s）", boundTexts[p.Bound].ZH, p.Value, unit.ZH, p.Note.ZH, p.ID),
		EN: fmt.Sprintf("%s %d %s: %s (%s)", boundTexts[p.Bound].EN, p.Value, unit.EN, p.Note.EN, p.ID),
	}
}
