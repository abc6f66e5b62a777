package webhook_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/textproto"
	"time"

	"github.com/volens/volens/webhook"
)

// A receiver checks a message once, on the bytes that came in. The same bytes a
// second time are a replay.
func Example() {
	secret, _ := webhook.NewSecret(bytes.NewReader(bytes.Repeat([]byte{7}, 32))) // crypto/rand.Reader in earnest
	seen := webhook.NewMemory(10_000)
	now := time.Unix(1_800_000_000, 0)

	body := []byte(`{"event":"consent.withdrawn"}`)
	signed, _ := webhook.Sign("07-abc", now, body, secret)
	h := textproto.MIMEHeader{} // an http.Header has the same Get
	h.Set(webhook.HeaderID, signed.ID)
	h.Set(webhook.HeaderTimestamp, signed.Timestamp)
	h.Set(webhook.HeaderSignature, signed.Signature)

	id, err := webhook.Verify(h, body, now, seen, secret)
	fmt.Println(id, err)
	_, err = webhook.Verify(h, body, now, seen, secret)
	fmt.Println(errors.Is(err, webhook.ErrReplayed))
	_, err = webhook.Verify(h, []byte(`{"event":"consent.granted"}`), now, seen, secret)
	fmt.Println(errors.Is(err, webhook.ErrSignature))
	// Output:
	// 07-abc <nil>
	// true
	// true
}
