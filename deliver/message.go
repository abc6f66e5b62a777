package deliver

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/webhook"
)

var errNews = errors.New("work of an unknown form")

// newsOf reads what a piece of work has to tell. What is about a request or an
// erasure names its event; what is about consent has none.
func newsOf(t consent.Task) (webhook.Message, error) {
	var which struct {
		V     int    `json:"v"`
		Event string `json:"event"`
	}
	if err := json.Unmarshal(t.Body, &which); err != nil || which.V != 1 {
		return webhook.Message{}, errNews // the cause would quote the body
	}
	switch {
	case which.Event == "":
		return consentNews(t)
	case strings.HasPrefix(which.Event, "erasure."):
		return erasureNews(t)
	case strings.HasPrefix(which.Event, "request."):
		return requestNews(t)
	}
	return webhook.Message{}, errNews
}

func consentNews(t consent.Task) (webhook.Message, error) {
	var b consent.TellBody
	if err := json.Unmarshal(t.Body, &b); err != nil {
		return webhook.Message{}, errNews
	}
	return webhook.NewMessage(string(t.ID), b, t.Version, t.Subject)
}

func requestNews(t consent.Task) (webhook.Message, error) {
	var b rights.News
	if err := json.Unmarshal(t.Body, &b); err != nil {
		return webhook.Message{}, errNews
	}
	return webhook.NewRequestMessage(string(t.ID), b, t.Version, t.Subject)
}

func erasureNews(t consent.Task) (webhook.Message, error) {
	var b webhook.ErasureBody
	if err := json.Unmarshal(t.Body, &b); err != nil {
		return webhook.Message{}, errNews
	}
	return webhook.NewErasureMessage(string(t.ID), b, t.Version, t.Subject)
}

// lapsed reports whether a message says what holds no more: a code that nobody could
// use by now is not sent late.
func lapsed(m webhook.Message, now time.Time) bool {
	return m.Event == webhook.RequestCode && !now.Before(m.Request.Expires)
}
