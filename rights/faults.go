package rights

import (
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
)

// The permanent ids of refusals.
const (
	RuleWay        = "request-way"           // this cannot be asked for in this way, or by this speaker
	RuleStepUp     = "step-up-needed"        // the service's own login has to be done again
	RuleProof      = "request-proof"         // who asks is not known, or not in a way that counts
	RuleCode       = "code-not-taken"        // the one-time code is wrong, used up, or too old
	RuleState      = "request-state"         // the request is not in a state that allows it
	RuleApproval   = "request-approval"      // the second word has to be another's
	RuleRelative   = "relative-not-shown"    // relation or arrangement of a relative is not shown
	RuleNoReason   = "refusal-needs-reason"  // refusing needs a reason from the list, and words (PIPL 50)
	RuleByLooking  = "done-needs-looking"    // a deletion is done when it was looked at, not when somebody says so
	RuleWindowOpen = "window-still-open"     // closing the account can still be cancelled
	RuleConditions = "transfer-conditions"   // a condition of the transfer is not met, or it was not said how those that people judge were judged
	RuleEvidence   = "done-needs-evidence"   // a copy, transfer or correction is done when something shows it
	RuleOwnWay     = "change-in-service"     // it is changed in the service itself, and not by a request
	RuleTooMany    = "request-too-many-open" // more open requests than anybody needs
)

// errNone says the same of what is not there and of what is another's.
var errNone = fault.New(fault.NotFound, "没有这个申请", "there is no such request")

// errCode says the same whatever was wrong with a code, and whether or not the
// request exists.
var errCode = fault.New(fault.Forbidden, "验证码不对、已用过或已过期", "the code is wrong, used up or too old").
	Citing(RuleCode).
	WithFix("重新申请会收到新的验证码；也可以联系客服", "ask again to be sent a new one, or turn to customer service")

var errTooMany = fault.New(fault.Conflict, "同时办理的申请太多，请等其中一些办结", "too many requests are open at once: wait until some have ended").Citing(RuleTooMany)

func errWay() *fault.Error {
	return fault.New(fault.Forbidden, "这类申请不能以这种方式、由此人提出", "this cannot be asked for in this way, or not by this speaker").
		Citing(RuleWay, law.Cite(law.PIPL, "50")).
		WithFix("请用本人账号的链接，或由工作人员登记来信、来电", "use the link of the person's own account, or have staff enter the letter or call")
}

func errStepUp() *fault.Error {
	return fault.New(fault.Forbidden, "请在服务中重新登录一次，再用新的链接提出：复制、删除、转移、注销和改动联系方式须如此", "log in to the service once more and come back with the new link: copies, deletion, transfer, closing and a change of contacts need it").
		Citing(RuleStepUp, law.Cite(law.Order790, "23")).
		WithFix("服务在重新登录后生成链接时写明 step_up", "after its own login the service makes a link with step_up")
}

func errProof(zh, en string) *fault.Error {
	return fault.New(fault.Forbidden, zh, en).Citing(RuleProof, law.Cite(law.Order790, "23"))
}

func errState() *fault.Error {
	return fault.New(fault.Conflict, "申请已不在可以这样做的状态", "the request is not in a state that allows this").Citing(RuleState)
}

func invalid(zh, en string) *fault.Error { return fault.New(fault.Invalid, zh, en) }
