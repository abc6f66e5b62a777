package deliver

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/webhook"
)

// pushTimeout is how long one archive may take to be sent and answered for.
const pushTimeout = 5 * time.Minute

// The headers of a push beside those of every message.
const (
	contentZip   = "application/zip"
	headerDigest = "Repr-Digest" // RFC 9530: sha-256=:base64:
)

// PushOptions are what a Push needs. Allow may be left out.
type PushOptions struct {
	Allow  []netip.Prefix                                 // networks in which declared recipients may be beside the public internet, still by https
	Lookup func(declaration.Secret) (url string, e error) // where the address of a declared recipient is found
	Now    func() time.Time
}

// A Push sends archives to other processors. The address is an https URL with the
// shared secret as its fragment, which is not sent: it signs the body as any message
// is signed. The receiver answers 2xx with {"sha256": "..."} of what it got.
type Push struct {
	PushOptions
	declared *http.Client // for recipients of the declaration
	named    *http.Client // for whom people name: the public internet, whatever the operator allows for his own
}

var _ fulfil.Pusher = (*Push)(nil)

// NewPush returns a Push.
func NewPush(o PushOptions) *Push {
	p := &Push{PushOptions: o, declared: client(guard{allow: o.Allow, public: true}), named: client(guard{public: true})}
	p.declared.Timeout, p.named.Timeout = pushTimeout, pushTimeout
	return p
}

var (
	errPushAddress = fault.New(fault.Invalid, "接收地址应为 https 网址，以 # 和 whsec_ 密钥结尾", "the address is an https URL that ends in # and a whsec_ secret")
	errNotTaken    = fault.New(fault.Unavailable, "对方没有收下", "the receiver did not take it")
)

// Push is as fulfil.Pusher has it. The errors say nothing of the address.
func (p *Push) Push(ctx context.Context, to fulfil.Address, id string, body []byte) error {
	address, by := to.URL, p.named
	if !to.Told.IsZero() {
		by = p.declared
		found, err := p.Lookup(to.Told)
		if err != nil {
			return errNotTaken // the operator can mend that
		}
		address = found
	}
	url, secret, err := splitAddress(address)
	if err != nil {
		return err
	}
	signed, err := webhook.Sign(id, p.Now(), body, secret)
	if err != nil {
		return errPushAddress
	}
	return p.send(ctx, by, url, signed, body)
}

// splitAddress parts an address from its secret.
func splitAddress(address string) (url string, s webhook.Secret, err error) {
	url, text, _ := strings.Cut(strings.TrimSpace(address), "#")
	s, err = webhook.ParseSecret(text)
	if err != nil || webhook.CheckURL(url) != nil || !strings.HasPrefix(url, "https://") {
		return "", webhook.Secret{}, errPushAddress
	}
	return url, s, nil
}

func (p *Push) send(ctx context.Context, by *http.Client, url string, s webhook.Signed, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return errPushAddress
	}
	sum := sha256.Sum256(body)
	sign(req, s, contentZip)
	req.Header.Set(headerDigest, "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":")
	res, err := by.Do(req)
	if err != nil {
		if classOf(err) == "address-not-allowed" {
			return errPushAddress
		}
		return errNotTaken
	}
	defer func() { _ = res.Body.Close() }() // nothing more to be had from it
	var said struct {
		SHA256 string `json:"sha256"`
	}
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil || res.StatusCode/100 != 2 || json.Unmarshal(answer, &said) != nil {
		return errNotTaken
	}
	if subtle.ConstantTimeCompare([]byte(strings.ToLower(said.SHA256)), []byte(hex.EncodeToString(sum[:]))) != 1 {
		return errNotTaken
	}
	return nil
}
