package lint

import (
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint/border"
	"github.com/volens/volens/lint/general"
	"github.com/volens/volens/lint/important"
	"github.com/volens/volens/lint/personal"
	"github.com/volens/volens/lint/platform"
)

// A Chapter is the rules on one part of the law.
type Chapter struct {
	Title lang.Text
	Rules []Rule
}

// Chapters returns all rules by chapter, in the order of Rules.
func Chapters() []Chapter {
	return []Chapter{
		{lang.Text{ZH: "一般规定", EN: "General provisions"}, general.Rules},
		{lang.Text{ZH: "个人信息保护", EN: "Personal information"}, personal.Rules},
		{lang.Text{ZH: "重要数据", EN: "Important data"}, important.Rules},
		{lang.Text{ZH: "数据出境", EN: "Data that leaves China"}, border.Rules},
		{lang.Text{ZH: "平台", EN: "Platforms"}, platform.Rules},
	}
}
