package endpoint

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/outbound"
	"github.com/volens/volens/webhook"
)

// The limits of one question.
const (
	Timeout     = 10 * time.Second // for the whole answer
	MaxQuestion = 8 << 20          // bytes
	MaxAnswer   = 8 << 20          // bytes
)

// Options are what an endpoint is called with.
type Options struct {
	Allow []netip.Prefix   // networks that are allowed beside the public internet, also without TLS
	Now   func() time.Time // the clock that signs
}

// A line is the way to one endpoint.
type line struct {
	url     string
	secrets []webhook.Secret
	http    *http.Client
	now     func() time.Time
}

// open reads an address. It asks nothing yet.
func open(address string, o Options) (*line, error) {
	to, key, _ := strings.Cut(address, "#")
	if webhook.CheckURL(to) != nil || key == "" {
		return nil, errAddress
	}
	l := &line{url: to, now: o.Now}
	for text := range strings.SplitSeq(key, ",") {
		secret, err := webhook.ParseSecret(text)
		if err != nil {
			return nil, errAddress
		}
		l.secrets = append(l.secrets, secret)
	}
	guard := outbound.Guard{Allow: o.Allow, Public: strings.HasPrefix(to, "https://")}
	d := &net.Dialer{Timeout: Timeout / 2, ControlContext: guard.Control}
	l.http = &http.Client{
		Timeout: Timeout,
		// Following a redirect would send what is signed for one place to another.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:                  nil, // a proxy would connect on our behalf, past the guard
			DialContext:            d.DialContext,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    Timeout / 2,
			MaxResponseHeaderBytes: 16 << 10,
			MaxConnsPerHost:        4,
			IdleConnTimeout:        Timeout,
			DisableCompression:     true, // what unpacks to more than it seems is not unpacked
			ForceAttemptHTTP2:      true,
		},
	}
	return l, nil
}

func (l *line) close() { l.http.CloseIdleConnections() }

// fingerprint names the endpoint without saying where it is.
func (l *line) fingerprint() string {
	sum := sha256.Sum256([]byte(l.url))
	return "endpoint:" + hex.EncodeToString(sum[:12])
}

// ask asks a question and returns the answer. Where nobody answered, or somebody on
// the way did, it asks once more under the same id, by which an endpoint knows what
// it has done already.
func (l *line) ask(ctx context.Context, r Request) (Answer, error) {
	if !r.text() {
		return Answer{}, errText
	}
	r.V = Version
	body, err := json.Marshal(r)
	if err != nil {
		return Answer{}, errText
	}
	if len(body) > MaxQuestion {
		return Answer{}, errSize
	}
	id := rand.Text()
	status, answer, err := l.post(ctx, id, body, 0)
	if ctx.Err() == nil && passing(status, err) {
		status, answer, err = l.post(ctx, id, body, 1)
	}
	switch {
	case err != nil:
		return Answer{}, ofNetwork(err)
	case status != http.StatusOK:
		return Answer{}, ofAnswer(status, answer)
	}
	a, err := parse(answer)
	if err == nil && a.Error != nil {
		err = errAnswer.Because(cause("it says yes, and holds an error"))
	}
	return a, err
}

// passing reports whether another attempt at once may do better.
func passing(status int, err error) bool {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return err != nil && fault.RuleOf(ofNetwork(err)) == "unreachable"
}

// text reports whether every identifier and value is text: another would arrive as
// somebody else's.
func (r Request) text() bool {
	all := []map[string][]string{r.Keys}
	if r.Search != nil {
		all = append(all, r.Search.Keys, map[string][]string{"": r.Search.Values})
	}
	for _, keys := range all {
		for _, values := range keys {
			for _, v := range values {
				if !utf8.ValidString(v) {
					return false
				}
			}
		}
	}
	for _, v := range r.Values {
		if !utf8.ValidString(v) {
			return false
		}
	}
	return true
}

// post signs a body and sends it. Times are signed in seconds: a repetition within
// the same second would be the same message, and a replay, if it were not signed for
// a later one.
func (l *line) post(ctx context.Context, id string, body []byte, repetition int) (int, []byte, error) {
	at := l.now().Add(time.Duration(repetition) * time.Second)
	signed, err := webhook.Sign(id, at, body, l.secrets...)
	if err != nil {
		return 0, nil, err
	}
	return l.send(ctx, signed, body)
}

// send sends what was signed and reads an answer of bounded length.
func (l *line) send(ctx context.Context, s webhook.Signed, body []byte) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "volens")
	for name, value := range map[string]string{webhook.HeaderID: s.ID, webhook.HeaderTimestamp: s.Timestamp, webhook.HeaderSignature: s.Signature} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	res, err := l.http.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, MaxAnswer+1))
	if err == nil && len(answer) > MaxAnswer {
		return res.StatusCode, nil, errAnswer.Because(cause("it is longer than 8 MiB"))
	}
	return res.StatusCode, answer, err
}
