package law

import (
	"slices"

	"github.com/volens/volens/lang"
)

// An ImportantFamily is one of the seven families of important data that draft
// 73(3) lists. The draft was never in force and the regulation in force defines
// important data without such a list (Order 790, 62(4)), so the families help to
// find important data; what is important data, the authorities say.
type ImportantFamily struct {
	ID   string    `json:"id"` // permanent
	Name lang.Text `json:"name"`
}

var importantFamilies = []ImportantFamily{
	{"government", lang.Text{ZH: "未公开的政务数据、工作秘密、情报数据和执法司法数据", EN: "unpublished government data, work secrets, intelligence, law enforcement and justice data"}},
	{"export-control", lang.Text{ZH: "出口管制数据及其所涉技术的数据", EN: "export-control data and data on the technologies behind it"}},
	{"economic", lang.Text{ZH: "法律规定须保护的经济运行、行业和统计数据", EN: "economic, industry and statistical data that law says to protect"}},
	{"key-industry", lang.Text{ZH: "重点行业的安全生产、运行数据，关键部件和供应链数据", EN: "safety and operation data of key industries, data on key components and supply chains"}},
	{"base-data", lang.Text{ZH: "达到规定规模或精度的基因、地理、矿产、气象等基础数据", EN: "genetic, geographic, mineral, weather and other base data at the prescribed scale or precision"}},
	{"infrastructure", lang.Text{ZH: "基础设施、关键信息基础设施的建设、运行和安全数据，敏感区域的位置和安保数据", EN: "data on the construction, operation and security of infrastructure, and on the position and guarding of sensitive sites"}},
	{"other", lang.Text{ZH: "其他可能影响政治、国土、军事、经济、文化、极地、深海等安全的数据", EN: "other data that may affect political, territorial, military, economic, cultural, polar, deep-sea or other security"}},
}

// ImportantFamilies returns the seven families in the order of the draft.
func ImportantFamilies() []ImportantFamily { return slices.Clone(importantFamilies) }

// ImportantFamilyByID finds a family, such as "base-data".
func ImportantFamilyByID(id string) (ImportantFamily, bool) {
	for _, f := range importantFamilies {
		if f.ID == id {
			return f, true
		}
	}
	return ImportantFamily{}, false
}

// Cite cites the list, which is of the draft.
func (ImportantFamily) Cite() Citation { return Cite(Draft, "73(3)") }
