package discover

import (
	"fmt"
	"strings"

	"github.com/volens/volens/lang"
)

// An Unlisted is a field that looks sensitive though the taxonomy has no item for
// it. It is no guess: what it is called, and whether it is kept at all, people
// have to say.
type Unlisted struct {
	Table, Field, Comment string
	Line                  int
	What                  lang.Text
}

// A delicate is something that could harm people and that no item covers.
type delicate struct {
	what      lang.Text
	names, zh string
}

var delicates = []delicate{
	{lang.Text{ZH: "犯罪记录", EN: "criminal record"}, "criminalrecord criminalhistory criminalbackground crimerecord conviction convictions felony arrestrecord fzjl wffz", "犯罪记录 违法犯罪记录 违法记录 前科 刑事处罚 行政拘留 无犯罪证明"},
	{lang.Text{ZH: "性取向", EN: "sexual orientation"}, "sexualorientation sexorientation sexualpreference xqx xingquxiang", "性取向 性倾向"},
	{lang.Text{ZH: "性生活", EN: "sex life"}, "sexlife sexuallife sexualhistory", "性生活 性生活史 性伴侣"},
	{lang.Text{ZH: "政治面貌或政治倾向", EN: "political status or opinion"}, "politicalstatus politicalaffiliation politicalparty politicalopinion politicaloutlook politicalview politicalviews partymember partymembership zzmm", "政治面貌 政治倾向 政治立场 政治观点 党派 入党时间 是否党员"},
	{lang.Text{ZH: "工会成员身份", EN: "union membership"}, "unionmember unionmembership tradeunion tradeunionmember tradeunionmembership laborunion labourunion ghcy", "工会会员 工会成员 工会会员号 工会会籍"},
	{lang.Text{ZH: "种族", EN: "race"}, "race racialorigin skincolor skincolour", "种族 人种 肤色"},
	{lang.Text{ZH: "吸毒或成瘾", EN: "drug use or addiction"}, "drugabuse drugaddiction addiction substanceabuse", "吸毒史 吸毒记录 戒毒记录 成瘾史"},
	{lang.Text{ZH: "受害经历", EN: "being a victim"}, "domesticviolence abusehistory victimtype", "家暴记录 家庭暴力 受虐史 受害经历"},
}

var delicateNames, delicateZH = indexDelicates()

func indexDelicates() (names, zh lexicon[*delicate]) {
	names, zh = lexicon[*delicate]{}, lexicon[*delicate]{}
	for i := range delicates {
		names.list(delicates[i].names, &delicates[i])
		zh.list(delicates[i].zh, &delicates[i])
	}
	return names, zh
}

// LooksSensitive finds the fields of a table that plainly look sensitive and for
// which there is no item, save those that something was guessed of.
func LooksSensitive(t Table) []Unlisted {
	about := subjectOfTable(t)
	if about.impersonal() && !links(t) {
		return nil
	}
	guessed := map[string]bool{}
	for _, g := range Recognise(t) {
		guessed[g.Field] = true
	}
	var all []Unlisted
	for _, f := range t.Fields {
		if d := delicateOf(f); d != nil && !guessed[f.Name] && !f.Reference {
			all = append(all, Unlisted{t.Name, f.Name, f.Comment, f.Line, d.what})
		}
	}
	return all
}

func delicateOf(f Field) *delicate {
	words := split(f.Name)
	if len(words) > 0 && (words[0] == "is" || words[0] == "has") {
		words = words[1:]
	}
	if at, ok := delicateNames.find(words); ok && at.to == len(words) {
		return at.means
	}
	for _, said := range []string{f.Comment, f.Name} {
		if d, _, ok := delicateZH.ending(strings.ToLower(headline(said))); ok {
			return d
		}
	}
	return nil
}

// Text says where the field stands and what it looks like.
func (u Unlisted) Text(source string) lang.Text {
	where := place(Source{Name: source}, u.Line) + shown(u.Table+"."+u.Field)
	text := lang.Text{ZH: where, EN: where}
	if u.Comment != "" {
		text = lang.Text{ZH: where + "（" + shown(u.Comment) + "）", EN: where + " (" + shown(u.Comment) + ")"}
	}
	return lang.Text{
		ZH: fmt.Sprintf("%s：看上去敏感（%s），分类里没有对应的种类，请在 items 下自行声明", text.ZH, u.What.ZH),
		EN: fmt.Sprintf("%s: looks sensitive (%s), the taxonomy has no item for it: declare your own under items", text.EN, u.What.EN),
	}
}
