package deliver

import (
	"encoding/json"
	"errors"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/webhook"
)

var errNews = errors.New("work of an unknown form")

// newsOf reads what a piece of work has to tell.
func newsOf(t consent.Task) (webhook.Message, error) {
	var b consent.TellBody
	if err := json.Unmarshal(t.Body, &b); err != nil || b.V != 1 {
		return webhook.Message{}, errNews // the cause would quote the body
	}
	return webhook.NewMessage(string(t.ID), b, t.Version, t.Subject)
}

// message writes the body of a delivery.
func message(t consent.Task) ([]byte, error) {
	m, err := newsOf(t)
	if err != nil {
		return nil, err
	}
	return json.Marshal(m)
}
