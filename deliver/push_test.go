package deliver

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/webhook"
)

// importer is another processor that takes archives.
type importer struct {
	t      *testing.T
	server *httptest.Server
	secret webhook.Secret
	push   *Push
	taken  [][]byte
	answer func(w http.ResponseWriter, sum string)
}

// courier is whom the declaration names.
var courier = fulfil.Address{Told: declaration.Secret{Env: "COURIER"}}

func newImporter(t *testing.T) *importer {
	i := &importer{t: t, answer: func(w http.ResponseWriter, sum string) { _, _ = fmt.Fprintf(w, `{"sha256": %q}`, sum) }}
	var err error
	if i.secret, err = webhook.SecretOf([]byte("0123456789abcdef0123456789abcdef")); err != nil {
		t.Fatal(err)
	}
	i.server = httptest.NewTLSServer(i)
	t.Cleanup(i.server.Close)
	i.push = NewPush(PushOptions{Allow: prefixes("127.0.0.1/32"), Now: time.Now, Lookup: func(s declaration.Secret) (string, error) {
		if s.Env != "COURIER" {
			return "", errors.New("nothing there")
		}
		return i.address() + "\n", nil
	}})
	trusting(i.push, i.server)
	return i
}

// trusting lets a push believe in the certificate of a test server.
func trusting(p *Push, s *httptest.Server) {
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	for _, c := range []*http.Client{p.declared, p.named} {
		c.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
}

func (i *importer) address() string { return i.server.URL + "/in#" + i.secret.Text() }

func (i *importer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	id, err := webhook.Verify(r.Header, body, time.Now(), webhook.NewMemory(9), i.secret)
	if err != nil || id != "07-abc" || r.Header.Get("Content-Type") != "application/zip" || !strings.HasPrefix(r.Header.Get("Repr-Digest"), "sha-256=:") {
		i.t.Errorf("a push that does not verify: %v", err)
	}
	if strings.Contains(r.URL.String()+fmt.Sprint(r.Header), "whsec_") {
		i.t.Error("the secret was sent")
	}
	i.taken = append(i.taken, body)
	sum := sha256.Sum256(body)
	i.answer(w, hex.EncodeToString(sum[:]))
}

func TestPush(t *testing.T) {
	i := newImporter(t)
	i.push.named = i.push.declared // as if the importer were on the public internet
	body := []byte("PK archive")
	for _, to := range []fulfil.Address{{URL: i.address()}, {Told: declaration.Secret{Env: "COURIER"}}} {
		if err := i.push.Push(t.Context(), to, "07-abc", body); err != nil {
			t.Error(err)
		}
	}
	if len(i.taken) != 2 || string(i.taken[0]) != string(body) {
		t.Errorf("taken %q", i.taken)
	}
}

// TestPushIsTakenOnlyWithTheSum: anything but the checksum of what was sent is no yes.
func TestPushIsTakenOnlyWithTheSum(t *testing.T) {
	i := newImporter(t)
	for name, answer := range map[string]func(http.ResponseWriter, string){
		"nothing": func(http.ResponseWriter, string) {},
		"another sum": func(w http.ResponseWriter, _ string) {
			_, _ = fmt.Fprintf(w, `{"sha256": %q}`, strings.Repeat("0", 64))
		},
		"an error": func(w http.ResponseWriter, s string) { w.WriteHeader(500); _, _ = fmt.Fprintf(w, `{"sha256": %q}`, s) },
		"a redirect": func(w http.ResponseWriter, s string) {
			w.Header().Set("Location", i.server.URL)
			w.WriteHeader(http.StatusTemporaryRedirect)
			_, _ = fmt.Fprintf(w, `{"sha256": %q}`, s)
		},
		"too much": func(w http.ResponseWriter, s string) {
			_, _ = fmt.Fprintf(w, `{"x": %q, "sha256": %q}`, strings.Repeat("x", 9000), s)
		},
	} {
		i.answer = answer
		err := i.push.Push(t.Context(), courier, "07-abc", []byte("PK"))
		if fault.KindOf(err) != fault.Unavailable || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPushGoesNowhereElse: not without TLS, not without a secret, and not into
// networks that the operator did not allow.
func TestPushGoesNowhereElse(t *testing.T) {
	i := newImporter(t)
	secret := "#" + i.secret.Text()
	for _, url := range []string{
		"", "x", "http" + strings.TrimPrefix(i.server.URL, "https") + "/in" + secret, i.server.URL + "/in", i.server.URL + "/in#whsec_AAAA", "ftp://x" + secret, "https://user:pw@x.example/" + secret,
	} {
		if err := i.push.Push(t.Context(), fulfil.Address{URL: url}, "07-abc", nil); err == nil || fault.KindOf(err) != fault.Invalid || strings.Contains(err.Error(), "whsec_M") {
			t.Errorf("%s: %v", url, err)
		}
	}
	if err := i.push.Push(t.Context(), fulfil.Address{URL: i.address()}, "07-abc", nil); err == nil || fault.KindOf(err) != fault.Invalid {
		t.Errorf("where a person names a private network, which only declared recipients may be in: %v", err)
	}
	outside := NewPush(PushOptions{Now: time.Now, Lookup: i.push.Lookup})
	trusting(outside, i.server)
	if err := outside.Push(t.Context(), courier, "07-abc", nil); err == nil || fault.KindOf(err) != fault.Invalid {
		t.Errorf("into a private network: %v", err)
	}
	if err := i.push.Push(t.Context(), fulfil.Address{Told: declaration.Secret{Env: "GONE"}}, "07-abc", nil); err == nil || fault.KindOf(err) != fault.Unavailable {
		t.Errorf("an address that is not there: %v", err)
	}
	if err := i.push.Push(t.Context(), courier, "a.b", nil); err == nil {
		t.Error("an id that cannot be signed")
	}
	if len(i.taken) != 0 {
		t.Errorf("%d were sent", len(i.taken))
	}
}
