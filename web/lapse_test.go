package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
)

// TestALapsedBandIsAskedBeforeAnythingElse, in an ask that was put before the
// band lapsed and did not hold the question of age.
func TestALapsedBandIsAskedBeforeAnythingElse(t *testing.T) {
	in := install(t, shop(t))
	teen := consent.Age{Band: consent.Under18, Method: "self-declared", Lapses: in.now.Add(5 * time.Minute)}
	if _, err := in.desk.SetAge(t.Context(), person(t, "lin"), teen, in.now); err != nil {
		t.Fatal(err)
	}
	ask := in.putTo(t, "lin", "shop")
	path := "/me/asks/" + string(ask.ID)
	v := in.visit(t, "lin", "consents")
	if r := v.get(path); ask.Age || strings.Contains(r.body, "年龄段") {
		t.Fatalf("the age is asked although it is known:\n%s", r.body)
	}
	in.now = in.now.Add(6 * time.Minute)
	for _, at := range []string{path, path + "/choices"} {
		if r := v.get(at); !strings.Contains(r.body, "已到期") || strings.Contains(r.body, "value=\"later\"") || strings.Contains(r.body, "面向儿童") {
			t.Errorf("%s does not ask for the age alone:\n%s", at, r.body)
		}
	}
	if r := v.post(path+"/age", url.Values{"band": {"adult"}}); r.status != http.StatusSeeOther || !strings.Contains(r.location, "/choices") {
		t.Errorf("telling the age anew: %d %s\n%s", r.status, r.location, r.body)
	}
	if r := v.get(path); strings.Contains(r.body, "年龄段") || r.status != http.StatusOK {
		t.Errorf("after the age was told:\n%s", r.body)
	}
	if r := v.post(path+"/age", url.Values{"band": {"under-14"}}); r.status == http.StatusSeeOther {
		t.Error("an age is taken that was not asked for")
	}
}

// TestWhatEndedByAMergeWasNotWithdrawn: neither the overview nor the receipt says
// that the person took anything back.
func TestWhatEndedByAMergeWasNotWithdrawn(t *testing.T) {
	in := install(t, shop(t))
	ask := in.put(t, "device-9", "shop")
	in.answer(t, ask, deliver, true)
	if _, err := in.desk.Merge(t.Context(), person(t, "device-9"), person(t, "lin"), in.now); err != nil {
		t.Fatal(err)
	}
	said, err := in.Consents(t.Context(), ask.Lookup)
	if err != nil {
		t.Fatal(err)
	}
	at := int64(-1)
	for _, c := range said {
		if c.By == consent.ByMerge {
			at = c.Version
		}
	}
	v := in.visit(t, "device-9", "consents")
	for _, path := range []string{"/me/consents", "/me/consents?withdrawn=" + itoa(at), "/me/receipts/" + itoa(at)} {
		if r := v.get(path); r.status != http.StatusOK || !strings.Contains(r.body, "并入") || strings.Contains(r.body, "已撤回") {
			t.Errorf("%s: %d\n%s", path, r.status, r.body)
		}
	}
}
