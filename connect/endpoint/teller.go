package endpoint

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
)

// A Teller tells recipients at the addresses of the declaration, in the form of
// those of endpoints.
type Teller struct {
	Address func(declaration.Secret) (string, error)
	Options Options
}

var _ erase.Teller = Teller{}

// Tell sends a notice, signed as a webhook is. The recipient confirms with the
// status 200 and {"done": true}, at once or when it is told again; with any other
// yes it has the notice, and no more.
//
// Errors: fault.Invalid where the address is wrong, fault.Unavailable where nobody
// answers or it is a no.
func (t Teller) Tell(ctx context.Context, to declaration.Secret, id string, body []byte) (confirmed bool, err error) {
	if to.IsZero() {
		return false, nil // somebody writes a letter
	}
	address, err := t.Address(to)
	if err != nil {
		return false, err
	}
	l, err := open(address, t.Options)
	if err != nil {
		return false, err
	}
	defer l.close()
	status, answer, err := l.post(ctx, messageID(id), body, 0)
	switch {
	case err != nil:
		return false, ofNetwork(err)
	case status/100 != 2:
		return false, ofAnswer(status, answer)
	}
	var says struct {
		Done bool `json:"done"`
	}
	return status == 200 && json.Unmarshal(answer, &says) == nil && says.Done, nil
}

// messageID makes an id for the header, always the same for one notice.
func messageID(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:16])
}
