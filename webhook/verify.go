package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/volens/volens/fault"
)

// Tolerance is how far the time of a message may lie from the receiver's clock,
// before or after.
const Tolerance = 5 * time.Minute

// maxSignatures bounds the work that a header can ask for.
const maxSignatures = 16

// Header is what Verify reads a message's headers from, such as an http.Header.
type Header interface {
	// Get returns the value of a header, or "".
	Get(name string) string
}

// Why a message is not taken. None of them repeats what was sent.
var (
	ErrHeaders   = fault.New(fault.Unauthenticated, "webhook 头缺失或格式不对", "webhook headers are missing or malformed")
	ErrTime      = fault.New(fault.Unauthenticated, "webhook 的时间与本机相差超过 5 分钟", "the webhook's time is more than 5 minutes from the clock here")
	ErrSignature = fault.New(fault.Unauthenticated, "webhook 签名不符", "the webhook's signature does not hold")
	ErrReplayed  = fault.New(fault.Conflict, "这条 webhook 消息已经收过", "this webhook message was taken before")
	ErrFull      = fault.New(fault.Unavailable, "防重放记录已满，请稍后重发", "the record of messages is full: send again later")
)

// Verify checks that a message is from whoever shares one of the secrets, is of
// now, and was not taken before, and returns its id. It is to be called on the
// bytes of the body as they came in.
//
// Errors: ErrHeaders, ErrTime, ErrSignature, ErrReplayed; what seen returns.
func Verify(h Header, body []byte, now time.Time, seen Nonces, secrets ...Secret) (id string, err error) {
	id, stamp := h.Get(HeaderID), h.Get(HeaderTimestamp)
	at, err := timeOf(stamp)
	if err != nil || !idForm.MatchString(id) {
		return "", ErrHeaders
	}
	if d := now.Sub(at); d > Tolerance || d < -Tolerance {
		return "", ErrTime
	}
	if err := match(h.Get(HeaderSignature), id, stamp, body, secrets); err != nil {
		return "", err
	}
	// The nonce is of what was signed and not of a signature: a message that
	// carries two signatures could otherwise be sent twice.
	fresh, err := seen.Spend(nonce(id, stamp, body), at.Add(Tolerance), now)
	switch {
	case err != nil:
		return "", err
	case !fresh:
		return "", ErrReplayed
	}
	return id, nil
}

// timeOf reads seconds written the one way that they are written.
func timeOf(stamp string) (time.Time, error) {
	n, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || n < 0 || n > 1<<40 || strconv.FormatInt(n, 10) != stamp {
		return time.Time{}, ErrHeaders
	}
	return time.Unix(n, 0), nil
}

// match tries every secret on every signature, and takes the same time whichever
// of them holds.
func match(header, id, stamp string, body []byte, secrets []Secret) error {
	given := strings.Fields(header)
	if len(given) == 0 || len(given) > maxSignatures {
		return ErrHeaders
	}
	held := false
	for _, s := range secrets {
		if s.raw == "" {
			continue // the key of an empty secret is known to everybody
		}
		sum := s.sum(id, stamp, body)
		for _, g := range given {
			text, ok := strings.CutPrefix(g, "v1,")
			mac, err := base64.StdEncoding.Strict().DecodeString(text)
			held = ok && err == nil && hmac.Equal(mac, sum[:]) || held
		}
	}
	if !held {
		return ErrSignature
	}
	return nil
}

func nonce(id, stamp string, body []byte) Nonce {
	h := sha256.New()
	h.Write([]byte(id + "." + stamp + "."))
	h.Write(body)
	return Nonce(h.Sum(nil))
}
