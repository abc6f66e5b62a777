package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/volens/volens/fault"
)

// The names of the headers.
const (
	HeaderID        = "Webhook-Id"
	HeaderTimestamp = "Webhook-Timestamp" // seconds since 1970
	HeaderSignature = "Webhook-Signature"
)

// Signed is what the headers of a message say.
type Signed struct {
	ID        string
	Timestamp string
	Signature string
}

// idForm leaves out the full stop, which parts what is signed.
var idForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

var errID = fault.New(fault.Invalid, "webhook-id 应为 1 至 128 个字母、数字、下划线或连字符", "a webhook id is 1 to 128 letters, digits, underscores or hyphens")

// Sign returns the headers of a message: one signature for each secret, the
// newest first, so that a receiver that knows any of them can check it.
//
// Errors: fault.Invalid for an id of another form, or no secret.
func Sign(id string, at time.Time, body []byte, secrets ...Secret) (Signed, error) {
	if !idForm.MatchString(id) {
		return Signed{}, errID
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	var all []string
	for _, s := range secrets {
		if s.raw == "" {
			return Signed{}, errSecret
		}
		sum := s.sum(id, stamp, body)
		all = append(all, "v1,"+base64.StdEncoding.EncodeToString(sum[:]))
	}
	if len(all) == 0 {
		return Signed{}, errSecret
	}
	return Signed{ID: id, Timestamp: stamp, Signature: strings.Join(all, " ")}, nil
}

func (s Secret) sum(id, stamp string, body []byte) [sha256.Size]byte {
	h := hmac.New(sha256.New, []byte(s.raw))
	h.Write([]byte(id + "." + stamp + "."))
	h.Write(body)
	return [sha256.Size]byte(h.Sum(nil))
}
