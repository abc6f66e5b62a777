package decide

import (
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// An Action is what the caller wants to do. Values are permanent.
type Action string

// The actions.
const (
	ActionProcess       Action = "process"        // use the item
	ActionCollect       Action = "collect"        // get the item, now
	ActionProvide       Action = "provide"        // give the item to a recipient
	ActionExport        Action = "export"         // let the item leave the country
	ActionRecommend     Action = "recommend"      // recommend personally by the item
	ActionAuthenticate  Action = "authenticate"   // find out by the item whether it is the person
	ActionRefuseService Action = "refuse-service" // turn the person away
	ActionAsk           Action = "ask"            // ask for consent to the use
)

// Actions returns all actions.
func Actions() []Action {
	return []Action{ActionProcess, ActionCollect, ActionProvide, ActionExport, ActionRecommend, ActionAuthenticate, ActionRefuseService, ActionAsk}
}

// A Question is put to the declaration, the law and what the person chose.
// Exactly one of Use and Function is set. Function goes with refuse-service, and
// with authenticate together with Item; every other action needs a use.
type Question struct {
	// What nearly every question has comes first: a replica reads nothing else.
	Subject   ledger.Subject
	Action    Action
	Use       declaration.UseID
	Recipient string // to whom: provide needs one unless the use names it, process and export may have one
	AtLeast   int64  // a version that the answer must know of; 0 for none

	Function string
	Item     string    // authenticate: a law.ItemID, or a way of authentication such as "face"
	Country  string    // export: where to, or "" for wherever the use declares
	LastAt   time.Time // collect: when the item was last collected; zero where the caller does not know
	Primary  bool      // answer from the primary, even where a replica could
}

// Check reports what is wrong with the form of a question.
//
// Errors: fault.Invalid.
func (q *Question) Check() error {
	if err := q.checkTarget(); err != nil {
		return err
	}
	switch {
	case q.Recipient != "" && (!q.gives() || strings.Contains(string(q.Use), ">")):
		return fault.New(fault.Invalid, "recipient 只用于 process、provide、export，且 use 不含 >", "recipient goes with process, provide and export only, and with a use that has no >")
	case q.Action == ActionProvide && q.Recipient == "" && !strings.Contains(string(q.Use), ">"):
		return fault.New(fault.Invalid, "provide 须写 recipient，或在 use 中用 > 写明", "provide needs a recipient, or a use that names one after >")
	case q.Item != "" && q.Action != ActionAuthenticate:
		return fault.New(fault.Invalid, "item 只用于 authenticate", "item goes with authenticate only")
	case q.Country != "" && q.Action != ActionExport:
		return fault.New(fault.Invalid, "country 只用于 export", "country goes with export only")
	case !q.LastAt.IsZero() && q.Action != ActionCollect:
		return fault.New(fault.Invalid, "last_at 只用于 collect", "last_at goes with collect only")
	case q.AtLeast < ledger.Absent: // the version of nobody may be sent back
		return fault.New(fault.Invalid, "at_least 不得为负", "at_least must not be negative")
	}
	return nil
}

func (q *Question) checkTarget() error {
	switch q.Action {
	case ActionProcess, ActionCollect, ActionProvide, ActionExport, ActionRecommend, ActionAsk:
		if q.Function == "" && q.Use == "" {
			return fault.New(fault.Invalid, string(q.Action)+" 须写 use", string(q.Action)+" needs a use")
		}
		if q.Function != "" {
			return fault.New(fault.Invalid, string(q.Action)+" 只写 use，不写 function", string(q.Action)+" takes a use, and no function")
		}
	case ActionAuthenticate:
		if (q.Use == "") == (q.Function == "" || q.Item == "") || q.Use != "" && q.Function+q.Item != "" {
			return fault.New(fault.Invalid, "authenticate 须写 use，或者写 function 和 item", "authenticate needs a use, or a function and an item")
		}
	case ActionRefuseService:
		if (q.Use == "") == (q.Function == "") {
			return fault.New(fault.Invalid, "use 与 function 须且只须写一个", "give exactly one of use and function")
		}
	default:
		return errAction
	}
	return nil
}

var errAction = fault.New(fault.Invalid, "action 应为 "+actionWords("、"), "action must be one of "+actionWords(", "))

func actionWords(between string) string {
	var words []string
	for _, a := range Actions() {
		words = append(words, string(a))
	}
	return strings.Join(words, between)
}

// gives reports whether the action may have a recipient.
func (q *Question) gives() bool {
	return q.Action == ActionProcess || q.Action == ActionProvide || q.Action == ActionExport
}
