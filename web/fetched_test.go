package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestADownloadIsRecorded: once somebody has the copy, and not because they looked at the
// page or were not let through.
func TestADownloadIsRecorded(t *testing.T) {
	in := install(t, shop(t))
	in.put(t, "lin", "shop")
	closed, again := in.visit(t, "lin", "rights"), in.again(t, "lin", "rights")
	to := again.post("/me/rights/copy", url.Values{}).location
	in.copied(t, to)
	id := in.idIn(t, to)
	path, _, _ := strings.Cut(to, "?")
	again.get(to)
	if r := closed.post(path+"/copy", url.Values{}); r.status == http.StatusOK {
		t.Fatal("a copy without logging in again")
	}
	if at := in.requests[id].Detail.Fetched; !at.IsZero() {
		t.Errorf("nobody downloaded it, at %v", at)
	}
	if r := again.post(path+"/copy", url.Values{}); r.status != http.StatusOK || r.body != "the copy" {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if at := in.requests[id].Detail.Fetched; !at.Equal(in.now) {
		t.Errorf("it was downloaded, and the record says %v", at)
	}
}
