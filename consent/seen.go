package consent

import (
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// A Seen is what an app or page reports of an ask before it is answered: that
// choices were on the screen, or that the person closed it.
type Seen struct {
	Choices []SeenChoice
	Closed  bool // without an answer
}

// A SeenChoice is one choice that was on the screen, and how.
type SeenChoice struct {
	Choice   ChoiceID
	Evidence Evidence
}

// word names what was reported, whatever the clocks said: the same again is the
// same report.
func (s Seen) word(id AskID) string {
	words := []string{string(id)}
	for _, c := range s.Choices {
		words = append(words, string(c.Choice))
	}
	slices.Sort(words[1:])
	if s.Closed {
		words = append(words, "closed")
	}
	return strings.Join(words, "\x00")
}

// See records that an ask was seen, or closed without an answer. It is no answer:
// nothing that anybody said changes.
//
// Errors: fault.Refused for a choice that was not put; fault.Conflict for an ask
// that has expired; fault.Invalid for nothing seen, or one choice twice.
func See(ask Ask, s Seen, p Party, n ledger.Nonce, now time.Time) (ledger.Change, error) {
	if now.After(ask.Expires) {
		return ledger.Change{}, fault.New(fault.Conflict, "这次询问已过期，请重新发起", "this ask has expired: make a new one").Citing(AskExpired)
	}
	if len(s.Choices) == 0 && !s.Closed && !ask.Age {
		return ledger.Change{}, fault.New(fault.Invalid, "没有写明看到了什么", "nothing is said to have been seen")
	}
	body := ShownBody{V: 1, Ask: ask.ID, Closed: s.Closed, Choices: []ShownChoice{}}
	seen := map[ChoiceID]bool{}
	for _, x := range s.Choices {
		if _, ok := ask.choice(x.Choice); !ok {
			return ledger.Change{}, ask.unknown(x.Choice)
		}
		if seen[x.Choice] {
			return ledger.Change{}, fault.New(fault.Invalid, "同一选项写了两次", "one choice is given twice")
		}
		seen[x.Choice] = true
		body.Choices = append(body.Choices, ShownChoice{Choice: x.Choice, Evidence: x.Evidence, Flags: x.Evidence.flags(ask, false, now)})
	}
	entry, err := ledger.PersonalEntry(ledger.KindShown, now, ask.Declaration, p.Identity, n, body)
	if err != nil {
		return ledger.Change{}, err
	}
	return ledger.NewChange(entry), nil
}
