package web

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
)

// seenPurpose is what the mark of a page is sealed for.
const seenPurpose = "volens/seen/v1"

// seen is the mark that a form carries of the page that it was on: that this
// server showed this step of this ask, and when. It is sealed, so that a yes cannot
// be sent for what no page ever showed (PIPL 14, draft 21¶3).
type seen struct {
	Ask  consent.AskID `json:"a"`
	Step int           `json:"s"`
	At   int64         `json:"t"` // UTC milliseconds
}

// mark seals that a step is being shown.
func (p *pages) mark(ask consent.AskID, step int, now time.Time) string {
	b, _ := json.Marshal(seen{Ask: ask, Step: step, At: now.UnixMilli()}) // plain data: cannot fail
	return base64.RawURLEncoding.EncodeToString(p.passes.Sealer.SealLink(b, []byte(seenPurpose)))
}

// seen opens the mark of a form; ok is false where it is none of ours, or of
// another ask.
func (p *pages) seen(text string, ask consent.AskID) (s seen, ok bool) {
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return seen{}, false
	}
	b, err := p.passes.Sealer.OpenLink(sealed, []byte(seenPurpose))
	if err != nil || json.Unmarshal(b, &s) != nil || s.Ask != ask {
		return seen{}, false
	}
	return s, true
}

var errNotShown = fault.New(fault.Refused, "没有展示过这一项，不能算同意", "this was not shown on a page, so that a yes to it does not count").
	Citing(consent.AnswerNotAsked, law.Cite(law.PIPL, "14"), law.Cite(law.Draft, "21¶3")).
	WithFix("请打开这次询问的页面，看过之后再选择", "open the page of the ask and choose there")

// checkShown refuses a yes to a choice that was not on the page that the form was
// on. A no needs no page.
func checkShown(answers []consent.Answer, ask consent.Ask, page seen, ok bool) error {
	for _, a := range answers {
		for _, c := range ask.Choices {
			if a.Grant && c.ID == a.Choice && (!ok || c.Step != page.Step) {
				return errNotShown
			}
		}
	}
	return nil
}
