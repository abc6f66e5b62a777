package consent

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// often are the articles against asking often.
func often() []law.Citation {
	return []law.Citation{law.Cite(law.Draft, "21(8)"), law.Cite(law.Order790, "22(5)"), law.Cite(law.No191, "III.2")}
}

func silentRefused(uses []declaration.UseID) Silence {
	return Silence{Rule: RefusedBefore, Uses: uses, Cites: often(), Message: lang.Text{
		ZH: "已明确拒绝或撤回：除非本人主动使用功能，或者这个使用有实质变化，不再询问（法律禁止频繁征求，完全不再主动询问是我们的选择）",
		EN: "there was a clear refusal or a withdrawal: no asking again unless the person acts or the use changes in substance (the law forbids asking often; never asking again by ourselves is our choice)"}}
}

func silentRecent(uses []declaration.UseID) Silence {
	return Silence{Rule: AskedRecently, Uses: uses, Cites: []law.Citation{law.Cite(law.Draft, "21(8)"), law.Param("reask-interval").Cite}, Message: lang.Text{
		ZH: "不久前问过，过一段时间才可再次询问（间隔为行业惯例，非法律规定）",
		EN: "asked not long ago: we wait before asking again (the interval is practice, not law)"}}
}

func silentMinor(uses []declaration.UseID) Silence {
	return Silence{Rule: MinorMarketing, Uses: uses, Cites: []law.Citation{law.Cite(law.Minors, "24¶3")}, Message: lang.Text{
		ZH: "此人未满十八周岁：不以自动化决策向其商业营销，也不就此询问（个性化推荐一并不问，是我们的选择）",
		EN: "this person is under eighteen: no marketing by automated decision, so it is not asked for (that recommendation is left out too is our choice)"}}
}

func silentInVain() Silence {
	return Silence{Rule: AskedInVain, Cites: often(), Message: lang.Text{
		ZH: "几次主动询问均未作答，此后保持安静，直到本人主动操作（次数是我们的选择，非法律规定）",
		EN: "several asks of our own initiative were left unanswered: silence until the person acts (the count is our choice, not law)"}}
}

func silentToday() Silence {
	return Silence{Rule: DisturbedToday, Cites: often(), Message: lang.Text{
		ZH: "这段时间内已主动询问过一次，不论哪个服务，不再打扰（时长是我们的选择，非法律规定）",
		EN: "we asked once on our own initiative within this time, for whichever service: no second disturbance (the length is our choice, not law)"}}
}

func silentGuardian() Silence {
	return Silence{Rule: GuardianMissing, Cites: childCites(), Message: lang.Text{
		ZH: "此人不满十四周岁，由监护人作答：请在有监护人时询问",
		EN: "this person is under fourteen and the guardian answers: ask the guardian"}}
}

func silentExcluded() Silence {
	return Silence{Rule: ChildrenExcluded, Cites: []law.Citation{law.Cite(law.PIPL, "31"), law.Cite(law.Children, "11"), law.Cite(law.No191, "III.9")}, Message: lang.Text{
		ZH: "声明写明本服务不让不满十四周岁者使用，而此人不满十四周岁：不询问",
		EN: "the declaration keeps people under fourteen out of this service, and this person is one: nothing is asked"}}
}

func silentRestricted() Silence {
	return Silence{Rule: PersonRestricted, Cites: []law.Citation{law.Cite(law.PIPL, "47¶2"), law.Cite(law.Draft, "22¶2")}, Message: lang.Text{
		ZH: "此人的信息已限制处理或正在删除：除存储和保护外不作处理，也不询问",
		EN: "what is held about this person is restricted or being erased: nothing but storage and protection, and no asking"}}
}
