package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestCertificatesByNumber: whoever has the number reads the certificate, without a
// session; nobody finds one by trying, and no search engine keeps it.
func TestCertificatesByNumber(t *testing.T) {
	in := install(t, shop(t))
	in.erased()
	v := in.stranger(t)
	r := v.get("/erasure/case")
	if r.status != http.StatusOK || r.header.Get("X-Robots-Tag") != "noindex" || r.header.Get("Cache-Control") != "no-store" || !strings.Contains(r.body, `name="robots" content="noindex"`) {
		t.Errorf("%d %v", r.status, r.header)
	}
	for _, path := range []string{"/erasure/", "/erasure/other", "/erasure/sweep", "/erasure/CASE", "/erasure/case%00", "/erasure/..%2fcase", "/erasure/" + strings.Repeat("a", 65)} {
		if r := v.get(path); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	if r := v.request(http.MethodPost, "/erasure/case", nil); v.do(r).status != http.StatusMethodNotAllowed {
		t.Error("a certificate is written to")
	}
	var last reply
	for range 40 {
		last = v.get("/erasure/other")
	}
	if last.status != http.StatusTooManyRequests || last.header.Get("Retry-After") != "1" {
		t.Errorf("guessing on and on: %d %v", last.status, last.header)
	}
	if in.now = in.now.Add(time.Second); v.get("/erasure/case").status != http.StatusOK {
		t.Error("a second later it is still closed")
	}
}
