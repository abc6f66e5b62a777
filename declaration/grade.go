package declaration

import (
	"slices"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Level is the grade of data by what harm to it could do (draft 5, Order 790
// Art. 5).
type Level string

// The levels, from the lowest.
const (
	General   Level = "general"
	Important Level = "important"
	Core      Level = "core"
)

// A Protection is how the law wants data of a level protected.
type Protection string

// The protections, from the lowest.
const (
	Ordinary Protection = "ordinary"
	Focused  Protection = "focused" // 重点保护: personal information, important data
	Strict   Protection = "strict"  // 严格保护: core data
)

var levels = vocabulary{
	{string(General), lang.Text{ZH: "一般数据", EN: "general data"}},
	{string(Important), lang.Text{ZH: "重要数据", EN: "important data"}},
	{string(Core), lang.Text{ZH: "核心数据", EN: "core data"}},
}

var protections = vocabulary{
	{string(Ordinary), lang.Text{ZH: "一般保护", EN: "ordinary protection"}},
	{string(Focused), lang.Text{ZH: "重点保护", EN: "focused protection"}},
	{string(Strict), lang.Text{ZH: "严格保护", EN: "strict protection"}},
}

// Text says the level to people.
func (l Level) Text() lang.Text { return levels.text(string(l)) }

// Text says the protection to people.
func (p Protection) Text() lang.Text { return protections.text(string(p)) }

// A Grade says what a store holds and how it has to be protected.
type Grade struct {
	Level      Level      `json:"level"`
	Protection Protection `json:"protection"`
	Personal   bool       `json:"personal"` // it holds personal information
}

// Grade derives the grade of a store from what it holds. Personal information is
// never below focused protection, whatever the level of the rest; a store that
// important data is said to lie in is never below important.
func (d *Declaration) Grade(s *Store) Grade {
	g := Grade{Level: Level(s.Data), Protection: Ordinary}
	fill(&g.Level, General)
	if g.Level == General && slices.ContainsFunc(d.ImportantData, func(i *ImportantData) bool { return slices.Contains(i.In, s.ID) }) {
		g.Level = Important
	}
	g.Personal = s.personal
	switch {
	case g.Level == Core:
		g.Protection = Strict
	case g.Level == Important || g.Personal:
		g.Protection = Focused
	}
	return g
}

// Text says the grade to people.
func (g Grade) Text() lang.Text {
	level, protection := g.Level.Text(), g.Protection.Text()
	if g.Personal {
		return lang.Text{ZH: level.ZH + "，含个人信息：" + protection.ZH, EN: level.EN + " with personal information: " + protection.EN}
	}
	return lang.Text{ZH: level.ZH + "：" + protection.ZH, EN: level.EN + ": " + protection.EN}
}

// Cites returns the articles that grade data.
func (g Grade) Cites() []law.Citation {
	return []law.Citation{law.Cite(law.Draft, "5"), law.Cite(law.Order790, "5")}
}
