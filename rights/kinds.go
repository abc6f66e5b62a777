package rights

import (
	"slices"

	"github.com/volens/volens/lang"
)

// Kinds lists all kinds in the order of the law.
func Kinds() []Kind {
	return []Kind{Access, Copy, Correct, Complete, Delete, Restrict, Transfer, Close, Withdraw, Explain, Complain}
}

// Ways lists all ways.
func Ways() []Way { return []Way{BySelf, ByVisitor, ByStaff} }

// Speakers lists all speakers.
func Speakers() []Speaker { return []Speaker{Person, Guardian, Relative, Authority} }

// States lists all states.
func States() []State {
	return []State{Received, Verifying, InProgress, Waiting, Finished, Refused, Held, Cancelled}
}

// Text says the kind to people.
func (k Kind) Text() lang.Text {
	switch k {
	case Access:
		return lang.Text{ZH: "查阅", EN: "see what is held"}
	case Copy:
		return lang.Text{ZH: "复制", EN: "get a copy"}
	case Correct:
		return lang.Text{ZH: "更正", EN: "have it corrected"}
	case Complete:
		return lang.Text{ZH: "补充", EN: "have it completed"}
	case Delete:
		return lang.Text{ZH: "删除", EN: "have it deleted"}
	case Restrict:
		return lang.Text{ZH: "限制处理", EN: "restrict processing"}
	case Transfer:
		return lang.Text{ZH: "转移到其他处理者", EN: "move it to another processor"}
	case Close:
		return lang.Text{ZH: "注销账号", EN: "close the account"}
	case Withdraw:
		return lang.Text{ZH: "撤回同意", EN: "withdraw consent"}
	case Explain:
		return lang.Text{ZH: "请求解释说明", EN: "ask for an explanation"}
	case Complain:
		return lang.Text{ZH: "投诉", EN: "complain"}
	}
	return lang.Text{ZH: string(k), EN: string(k)}
}

// Text says the state to people.
func (s State) Text() lang.Text {
	switch s {
	case Received:
		return lang.Text{ZH: "已收到", EN: "received"}
	case Verifying:
		return lang.Text{ZH: "正在确认申请人", EN: "establishing who asks"}
	case InProgress:
		return lang.Text{ZH: "办理中", EN: "in progress"}
	case Waiting:
		return lang.Text{ZH: "等待申请人补充", EN: "waiting for more from whoever asked"}
	case Finished:
		return lang.Text{ZH: "已办结", EN: "done"}
	case Refused:
		return lang.Text{ZH: "未予办理", EN: "refused"}
	case Held:
		return lang.Text{ZH: "只存储和保护", EN: "stored and protected only"}
	case Cancelled:
		return lang.Text{ZH: "已撤销", EN: "cancelled"}
	}
	return lang.Text{ZH: string(s), EN: string(s)}
}

// Allowed reports whether a kind may be asked for in this way by this speaker.
//
// Who holds a link speaks for themselves or for a child of theirs. A visitor has
// shown that a contact is theirs and nothing more: what closes an account, hands
// everything to a third party or takes back what an account agreed to is asked for
// through the account, or through staff. Staff may enter everything. Relatives of
// the deceased come through staff, for what PIPL 49 names, and to have the rules
// explained; a complaint anybody may bring.
func Allowed(k Kind, w Way, s Speaker) bool {
	if !slices.Contains(Kinds(), k) {
		return false
	}
	switch w {
	case BySelf:
		return s == Person || s == Guardian
	case ByVisitor:
		return s == Person && k != Close && k != Transfer && k != Withdraw
	case ByStaff:
		switch s {
		case Person, Guardian, Authority:
			return true
		case Relative:
			return k != Restrict && k != Transfer && k != Close && k != Withdraw
		}
	}
	return false
}
