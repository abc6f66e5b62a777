package deliver

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/volens/volens/webhook"
)

// The limits of one attempt.
const (
	timeout   = 10 * time.Second
	maxAnswer = 4 << 10 // bytes of an answer that are read, and thrown away
)

// A post sends messages. There are two ways out: with TLS to the public internet
// and to where the operator allows, and without TLS only to the latter, since a
// message says who a person is.
type post struct {
	secure, plain *http.Client
}

func newPost(allow []netip.Prefix) post {
	return post{
		secure: client(guard{allow: allow, public: true}),
		plain:  client(guard{allow: allow}),
	}
}

func client(g guard) *http.Client {
	d := &net.Dialer{Timeout: timeout / 2, ControlContext: g.control}
	return &http.Client{
		Timeout: timeout,
		// A redirect is an answer like any other that is not a yes: following it
		// would send what is signed for one place to another.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:                  nil, // a proxy would connect on our behalf, past the guard
			DialContext:            d.DialContext,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    timeout / 2,
			MaxResponseHeaderBytes: 16 << 10,
			MaxIdleConnsPerHost:    8,
			IdleConnTimeout:        time.Minute,
			DisableCompression:     true,
			ForceAttemptHTTP2:      true,
		},
	}
}

// send makes one attempt and returns what came of it: "2xx" for a yes, else
// another class of status or what failed. It says nothing of what was answered.
func (p post) send(ctx context.Context, url string, s webhook.Signed, body []byte) (result string) {
	c := p.plain
	if strings.HasPrefix(url, "https://") {
		c = p.secure
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return "url"
	}
	sign(req, s, "application/json")
	res, err := c.Do(req)
	if err != nil {
		return classOf(err)
	}
	defer func() { _ = res.Body.Close() }()          // nothing more to be had from it
	_, _ = io.CopyN(io.Discard, res.Body, maxAnswer) // so that the connection can be used again
	return strconv.Itoa(res.StatusCode/100) + "xx"
}

// sign puts on a request what its receiver checks.
func sign(req *http.Request, s webhook.Signed, content string) {
	req.Header.Set("Content-Type", content)
	req.Header.Set("User-Agent", "volens")
	req.Header.Set(webhook.HeaderID, s.ID)
	req.Header.Set(webhook.HeaderTimestamp, s.Timestamp)
	req.Header.Set(webhook.HeaderSignature, s.Signature)
}

// classOf names what failed. The error itself is not kept: it holds the URL,
// and with it whatever the operator put into it.
func classOf(err error) string {
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, errAddress):
		return "address-not-allowed"
	case errors.As(err, &cert):
		return "certificate"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.As(err, &dns):
		return "name"
	}
	return "connection"
}
