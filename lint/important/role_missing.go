package important

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 73(3) and Order 790 62(4) say what important data is, and who processes it
// is bound by a chapter of its own. Draft 73(10): a large platform has more than
// fifty million users; Order 790 62(8): at least fifty million registered or ten
// million a month. Both go on to name conditions that no number shows: a complex
// business, influence, dominance.
//
// Our reading: who declares the facts declares the role that they suggest. Because
// of the further conditions this is a warning.
var roleMissing = rule.Rule{
	ID:    "role-missing",
	Title: lang.Text{ZH: "事实已具备，却没有写明法律上的角色", EN: "the facts suggest a role in law that is not declared"},
	Reason: lang.Text{
		ZH: "处理重要数据的，是重要数据处理者；用户达到规定数量的平台，可能是大型平台。角色不写明，相应的义务就没人核对。",
		EN: "Who processes important data is an important-data processor, and a platform with a set number of users may be a large one. Unless the role is said, nobody looks after the duties that come with it.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "73(3)"), law.Cite(law.Draft, "73(10)"),
		law.Cite(law.Order790, "62(4)"), law.Cite(law.Order790, "62(8)"),
	},
	Severity: rule.Warning,
	Bad:      people("260000", "") + "platform:\n  users: 50000000\n",
	Good:     people("260000", "") + "platform:\n  users: 49999999\n",
	Fix: lang.Text{
		ZH: "在 processor.roles 写明 important-data-processor 或 large-platform-operator；其余条件不具备的，请人记录理由",
		EN: "add important-data-processor or large-platform-operator to processor.roles; where the further conditions are not met, have somebody record why",
	},
	NotChecked: lang.Text{
		ZH: "业务是否复杂、影响是否重大、是否具有市场支配地位？有没有未识别的重要数据？",
		EN: "Is the business complex, its influence great, the market dominated? Is there important data that nobody identified?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if namesImportant(d) && !has(d, declaration.RoleImportantData) {
			report("processor.roles", lang.Text{
				ZH: "声明了重要数据，没有写明 important-data-processor",
				EN: "important data is declared, and important-data-processor is not among the roles",
			}, law.Cite(law.Draft, "73(3)"), law.Cite(law.Order790, "62(4)"))
		}
		if cites := largeCites(d.Platform); len(cites) > 0 && !has(d, declaration.RoleLargePlatform) {
			report("processor.roles", lang.Text{
				ZH: "平台用户数已达大型平台的数量，没有写明 large-platform-operator",
				EN: "the platform has as many users as a large one, and large-platform-operator is not among the roles",
			}, cites...)
		}
	},
}

// largeCites returns the articles whose number of users the platform has.
func largeCites(p declaration.Platform) []law.Citation {
	var cites []law.Citation
	for _, is := range []struct {
		param string
		users int
	}{
		{"large-platform-users-draft", max(p.Users, p.Monthly)},
		{"large-platform-registered", p.Users},
		{"large-platform-monthly-users", p.Monthly},
	} {
		if from := law.Param(is.param); from.Met(is.users) && !slices.Contains(cites, from.Cite) {
			cites = append(cites, from.Cite)
		}
	}
	return cites
}
