package decide

import (
	"context"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// An Action is what the caller wants to do. Values are permanent.
type Action string

// The actions.
const (
	ActionProcess       Action = "process"
	ActionRefuseService Action = "refuse-service"
)

// A Question is put to the declaration, the law and what the person chose.
// Exactly one of Use and Function is set; process needs a use.
type Question struct {
	Subject   ledger.Subject
	Action    Action
	Use       declaration.UseID
	Function  string
	Recipient string
	AtLeast   int64 // a version that the answer must know of; 0 for none
}

// A Judge answers questions from the primary, by key.
type Judge struct {
	Desk *consent.Desk
	// Size returns how many entries the record holds.
	Size func(ctx context.Context) (int64, error)
}

// Decide answers q with every reason.
//
// Errors: fault.Invalid for a question that is not well formed.
func (j *Judge) Decide(ctx context.Context, q Question, now time.Time) (Verdict, error) {
	if err := q.check(); err != nil {
		return Verdict{}, err
	}
	if q.AtLeast > 0 {
		if size, err := j.Size(ctx); err != nil || size <= q.AtLeast {
			return Behind(now), err
		}
	}
	d, _, err := j.Desk.Current(ctx)
	if err != nil {
		return Verdict{}, err
	}
	said, _, err := j.Desk.Said(ctx, q.Subject, q.uses()...)
	if err != nil {
		return Verdict{}, err
	}
	switch {
	case q.Action == ActionProcess:
		return Process(d, q.Use, q.Recipient, said, now), nil
	case q.Use != "":
		return RefuseUse(d, q.Use, said, now), nil
	}
	v, ok := RefuseFunction(d, q.Function, said, now)
	if !ok {
		return Verdict{}, fault.New(fault.Invalid, "声明中没有这个功能", "the declaration has no such function").
			WithFix("function 的写法为 服务/功能", "a function is written service/function")
	}
	return v, nil
}

// uses names the consents that the answer rests on; none means all.
func (q Question) uses() []declaration.UseID {
	if q.Use == "" {
		return nil
	}
	uses := []declaration.UseID{q.Use}
	if base, _, giving := strings.Cut(string(q.Use), ">"); giving {
		uses = append(uses, declaration.UseID(base))
	}
	if q.Recipient != "" {
		uses = append(uses, q.Use+">"+declaration.UseID(q.Recipient))
	}
	return uses
}

func (q Question) check() error {
	switch {
	case q.Action != ActionProcess && q.Action != ActionRefuseService:
		return fault.New(fault.Invalid, "action 应为 process 或 refuse-service", "action must be process or refuse-service")
	case (q.Use == "") == (q.Function == ""):
		return fault.New(fault.Invalid, "use 与 function 须且只须写一个", "give exactly one of use and function")
	case q.Action == ActionProcess && q.Use == "":
		return fault.New(fault.Invalid, "process 须写 use", "process needs a use")
	case q.Recipient != "" && (q.Action != ActionProcess || strings.Contains(string(q.Use), ">")):
		return fault.New(fault.Invalid, "recipient 只用于 process，且 use 不含 >", "recipient goes with process only, and with a use that has no >")
	case q.AtLeast < 0:
		return fault.New(fault.Invalid, "at_least 不得为负", "at_least must not be negative")
	}
	return nil
}
