package rights

import (
	"slices"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

func underWay() []Ground {
	return []Ground{
		ground(CameIn, Received, "已收到，期限自收到之日起算", "It was received; the time runs from receipt.", law.Cite(law.Draft, "23(3)")),
		ground(MayCancel, Received, "注销申请已收到。在所示时间之前可以撤销；这段时间是本服务的安排，不是法律规定，计入期限", "The request to close the account was received. It can be cancelled until the time shown; that time is our arrangement, not law, and the deadline runs meanwhile.").of(Close),
		ground(CodeSent, Verifying, "如果我们持有这个联系方式，验证码已发往该处", "If this contact is one that we hold, a code was sent to it."),
		ground(WhoAsks, Verifying, "正在确认申请人是谁，不要求超出注册时所需的信息", "We are establishing who asks, and ask for no more than registration did.", law.Cite(law.Order790, "23")),
		ground(SecondApproval, Verifying, "由另一位工作人员复核", "A second member of staff checks it."),
		ground(CarryingOut, InProgress, "正在办理", "It is being carried out."),
		ground(WithStaff, InProgress, "由工作人员办理", "People are dealing with it."),
		ground(StoreFails, InProgress, "有存储暂时无法连接或未办妥，正在重试；期限照常计算", "A store cannot be reached or did not finish; it is being tried again, and the deadline runs on.", law.Cite(law.No191, "VI.4")),
		ground(TellMore, Waiting, "请补充说明所要的是什么；期限照常计算", "Please say more exactly what is wanted; the deadline runs on."),
		ground(ShowIdentity, Waiting, "请按所示方式确认身份，不需要证件副本；期限照常计算", "Please confirm who you are in one of the ways shown; no copy of a document is needed, and the deadline runs on.", law.Cite(law.Order790, "23")),
		ground(SeveralPeople, Waiting, "所给的标识对应不止一人，请另给一项我们已持有的信息；期限照常计算", "What was given fits more than one person: please give one more thing that we hold already; the deadline runs on."),
		ground(NameRecipient, Waiting, "无法按所写联系到接收方，请核对；期限照常计算", "The recipient cannot be reached as named: please check; the deadline runs on.", law.Cite(law.Order790, "25")),
	}
}

func ended() []Ground {
	return []Ground{
		ground(CarriedOut, Finished, "已办妥", "It was carried out.", law.Cite(law.Order790, "23")).of(Copy, Correct, Complete, Delete, Restrict, Transfer, Close, Withdraw),
		ground(Answered, Finished, "已答复", "It was answered.").of(Access, Explain, Complain),
		ground(NothingHeld, Finished, "没有找到与您有关的个人信息", "No personal information about you was found.", law.Cite(law.PIPL, "45¶2")).of(Access, Copy, Correct, Complete, Delete, Restrict, Transfer, Close, Withdraw),
		ground(ErasedButKept, Finished, "已删除或匿名化；依法须继续保存的除外（见下）：除存储和采取必要的安全保护措施外停止处理，期满删除", "Erased or anonymised, except what law keeps (below): nothing but storage and protection, erased when the period ends.",
			law.Cite(law.PIPL, "47¶2"), law.Cite(law.Order790, "24")).of(Delete, Close),
		ground(HardToErase, Held, "技术上难以删除：除存储和采取必要的安全保护措施外停止处理，直至能够删除", "Erasing is technically hard: apart from storage and protection all processing stops, until it can be erased.",
			law.Cite(law.PIPL, "47¶2"), law.Cite(law.Order790, "24"), law.Cite(law.Draft, "22¶2")).of(Delete, Close),
		ground(KeptByLaw, Held, "法律、行政法规规定的保存期限未满：除存储和采取必要的安全保护措施外停止处理，期满删除", "A period of keeping set by law or administrative regulation has not ended: apart from storage and protection all processing stops, and it is erased when the period ends.",
			law.Cite(law.PIPL, "47¶2"), law.Cite(law.Order790, "24")).of(Delete, Close),
		ground(PersonCancelled, Cancelled, "申请人已撤销申请", "Whoever asked has cancelled the request."),
		ground(Repeated, Cancelled, "此前已有同样的申请，一并办理，期限自先到的算起", "The same was asked for before: that request goes on, with its own deadline."),
	}
}

func refusals() []Ground {
	return []Ground{
		ground(NotVerified, Refused, "未能确认申请人是谁；可以随时重新申请", "Who asks could not be established; it can be asked again at any time.", law.Cite(law.PIPL, "50")),
		ground(NotEntitled, Refused, "申请人不是本人、现时有效的监护人，也不是可以提出此申请的近亲属", "Whoever asks is neither the person, nor the guardian in force, nor a close relative who can ask for this.",
			law.Cite(law.PIPL, "31"), law.Cite(law.PIPL, "49"), law.Cite(law.PIPL, "50")),
		ground(ArrangedElse, Refused, "死者生前另有安排", "The deceased had arranged otherwise.", law.Cite(law.PIPL, "49"), law.Cite(law.PIPL, "50")).to(Relative),
		ground(NoOwnInterest, Refused, "不是为了申请人自身的合法、正当利益", "It is not for a lawful and legitimate interest of whoever asked.", law.Cite(law.PIPL, "49"), law.Cite(law.PIPL, "50")).to(Relative),
		ground(StillNeeded, Refused, "不属于应当删除的情形：仍为履行合同或法定义务等所必需", "It is not a case in which erasing is due: it is still needed, for a contract or a duty of law for example.", law.Cite(law.PIPL, "47¶1"), law.Cite(law.PIPL, "50")).of(Delete),
		ground(Secrecy, Refused, "法律、行政法规要求保密", "Law or administrative regulation asks for secrecy.", law.Cite(law.PIPL, "45¶1"), law.Cite(law.PIPL, "18"), law.Cite(law.PIPL, "50")).of(Access, Copy),
		ground(RightAsItIs, Refused, "经核实，所存信息准确、完整", "On checking, what is held is accurate and complete.", law.Cite(law.PIPL, "46"), law.Cite(law.PIPL, "50")).of(Correct, Complete),
		ground(NotPortable, Refused, "不符合转移的条件", "The conditions of a transfer are not met.",
			law.Cite(law.PIPL, "45¶3"), law.Cite(law.Order790, "25"), law.Cite(law.Draft, "24"), law.Cite(law.PIPL, "50")).of(Transfer),
		ground(NotFeasible, Refused, "转移在技术上不可行", "The transfer is technically not feasible.", law.Cite(law.Order790, "25"), law.Cite(law.PIPL, "50")).of(Transfer),
		ground(HarmsOthers, Refused, "转移会损害他人合法权益", "The transfer would harm the lawful rights of others.", law.Cite(law.Order790, "25"), law.Cite(law.PIPL, "50")).of(Transfer),
		ground(NotOurs, Refused, "这些信息由另一处理者决定如何处理，我们只是受托；已说明应向谁提出", "Another processor decides on this information, and we are only entrusted with it; it was said whom to ask.",
			law.Cite(law.PIPL, "21"), law.Cite(law.PIPL, "50")),
		ground(PersonForgotten, Refused, "您的信息已经删除或者匿名化，依法须继续保存的除外（有的话见下），本申请随之结束", "What we held about you was erased or anonymised, except what law keeps (listed below if there is any), and this request ends with it.", law.Cite(law.PIPL, "47¶1"), law.Cite(law.PIPL, "50")),
	}
}

// Ground returns what stands behind a reason; a reason that there is not has only
// its name.
func (r Reason) Ground() Ground {
	all := Reasons()
	if i := slices.IndexFunc(all, func(g Ground) bool { return g.Reason == r }); i >= 0 {
		return all[i]
	}
	return Ground{Reason: r, Text: lang.Text{ZH: string(r), EN: string(r)}}
}

// Ground returns what stands behind the reason of the request. What is answered rests
// on another article with each kind.
func (r Request) Ground() Ground {
	g := r.Reason.Ground()
	if r.Reason == Answered {
		g.Cites = answeredBy(r.Kind)
	}
	return g
}

func answeredBy(k Kind) []law.Citation {
	switch k {
	case Access:
		return []law.Citation{law.Cite(law.PIPL, "45¶2"), law.Cite(law.Order790, "23")}
	case Explain:
		return []law.Citation{law.Cite(law.PIPL, "48")}
	case Complain:
		return []law.Citation{law.Cite(law.Order790, "20")}
	case Copy, Correct, Complete, Delete, Restrict, Transfer, Close, Withdraw:
	}
	return nil
}

// Refusals lists the reasons for which people can refuse the request.
func (r Request) Refusals() []Ground {
	return slices.DeleteFunc(refusals(), func(g Ground) bool { return !g.For(r) || g.Reason == PersonForgotten })
}

// fits reports whether somebody can give the reason for a request coming into this
// state. That everything was erased nobody says but who erased it, and what is answered
// in words is over with these.
func (r Request) fits(s State, why Reason) bool {
	g := why.Ground()
	return slices.Contains(g.Of, s) && g.For(r) && why != PersonForgotten && (why != Answered || r.Kind == Access)
}
