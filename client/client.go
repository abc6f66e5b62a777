//go:generate go run ./ts/generate

package client

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/replica"
)

// Options say where Volens is and who asks.
type Options struct {
	URL     string        // of Volens, such as https://volens.internal
	Key     string        // the API key; or
	KeyFile string        // a file that holds it, on one line
	Timeout time.Duration // how long a request may take; a second by default
	Lang    lang.Lang     // of messages; Chinese by default
	HTTP    *http.Client  // Optional: carries the requests.
	Log     *slog.Logger  // Optional: hears of failures. No subject ids are logged.
}

// A Client is for many goroutines at once.
type Client struct {
	base    string
	http    *http.Client
	auth    func() string // a function, because fmt would print a string
	timeout time.Duration
	lang    lang.Lang
	log     *slog.Logger
	clock   replica.Clock
	holds   time.Duration // how long the replica may answer without hearing from Volens
	local   followed
}

// timeout is how long a request may take where nobody said: a person is waiting.
const timeout = time.Second

// New returns a client. It sends nothing yet.
//
// Errors: an address that is none, a key that is missing.
func New(o Options) (*Client, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.User != nil {
		return nil, errors.New("the URL of Volens must be http(s)://host[:port]")
	}
	key, err := o.key()
	if err != nil {
		return nil, err
	}
	c := &Client{
		base: strings.TrimRight(o.URL, "/"), http: o.HTTP, timeout: o.Timeout, lang: o.Lang, log: o.Log,
		auth:  func() string { return "Bearer " + key },
		clock: replica.System(), holds: decide.Holds,
	}
	if c.timeout <= 0 {
		c.timeout = timeout
	}
	if c.lang == "" {
		c.lang = lang.ZH
	}
	if c.http == nil {
		c.http = transport()
	}
	if c.log == nil {
		c.log = quiet()
	}
	return c, nil
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func (o Options) key() (string, error) {
	key := o.Key
	if o.KeyFile != "" {
		b, err := os.ReadFile(o.KeyFile)
		if err != nil {
			return "", fmt.Errorf("reading the API key: %w", err)
		}
		key = string(b)
	}
	if key = strings.TrimSpace(key); key == "" || strings.ContainsAny(key, " \t\r\n") {
		return "", errors.New("an API key is needed, on one line")
	}
	return key, nil
}

// transport follows no redirects: the key is for one address.
func transport() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 64
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
