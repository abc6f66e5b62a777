package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

// TestRightsPages renders every page on what a person can ask for, in both
// languages.
func TestRightsPages(t *testing.T) {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		t.Run(string(l), func(t *testing.T) {
			in := install(t, shop(t))
			in.put(t, "lin", "shop")
			in.holdings[person(t, "lin")] = []fulfil.Holding{
				{Store: "orders", Where: "orders", Items: []string{"recipient-name", "phone"}, Rows: 3},
				{Store: "footprints", Where: "views", Items: []string{"browsing-history"}, Unknown: "unreachable"},
				{Store: "warehouse", Where: "slips", Items: []string{"recipient-address"}, Unknown: "manual"},
			}
			me, again := in.visit(t, "lin", "rights"), in.again(t, "lin", "rights")
			at := func(path string) string { return path + "?lang=" + string(l) }
			page := func(name string, status int, r reply) {
				t.Helper()
				if r.status != status {
					t.Fatalf("%s: status %d, want %d\n%s", name, r.status, status, r.body)
				}
				r.body = anyID.ReplaceAllString(r.body, "07-anid")
				golden(t, fmt.Sprintf("%s.%s", name, l), r)
			}
			page("rights", http.StatusOK, me.get(at("/me/rights")))
			page("held", http.StatusOK, me.get(at("/me/held")))
			page("held-nothing", http.StatusOK, in.again(t, "nobody", "held").get(at("/me/held")))
			page("requests-none", http.StatusOK, me.get(at("/me/requests")))
			page("form-close-closed", http.StatusOK, me.get(at("/me/rights/close")))
			page("step-up", http.StatusForbidden, me.post(at("/me/rights/close"), url.Values{}))
			for _, kind := range []string{"copy", "correct", "complete", "delete", "restrict", "transfer", "close", "explain", "complain"} {
				page("form-"+kind, http.StatusOK, again.get(at("/me/rights/"+kind)))
			}
			page("form-words", http.StatusUnprocessableEntity, again.post(at("/me/rights/complain"), url.Values{"text": {" "}}))

			to := again.post(at("/me/rights/close"), url.Values{}).location
			page("request-close", http.StatusOK, again.get(to))
			path, _, _ := strings.Cut(to, "?")
			again.post(at(path+"/cancel"), url.Values{})
			page("request-cancelled", http.StatusOK, again.get(to))

			to = again.post(at("/me/rights/delete"), url.Values{"press": {"all"}}).location
			in.erasing(t, to)
			page("request-delete", http.StatusOK, again.get(to))
			page("certificate-open", http.StatusOK, in.stranger(t).get(at("/erasure/case")))
			in.erased()
			page("certificate", http.StatusOK, in.stranger(t).get(at("/erasure/case")))
			page("certificate-none", http.StatusNotFound, in.stranger(t).get(at("/erasure/another")))
			to = again.post(at("/me/rights/explain"), url.Values{"text": {"<b>why</b>"}}).location
			in.answered(t, to)
			page("request-answered", http.StatusOK, again.get(to))
			to = again.post(at("/me/rights/copy"), url.Values{}).location
			in.copied(t, to)
			page("request-copy", http.StatusOK, again.get(to))
			page("request-copy-closed", http.StatusOK, me.get(to))
			to = again.post(at("/me/rights/transfer"), url.Values{"target": {"courier"}}).location
			in.refused(t, to)
			page("request-refused", http.StatusOK, again.get(to))
			to = again.post(at("/me/rights/transfer"), url.Values{"target": {"http://elsewhere.example"}}).location
			page("request-transfer", http.StatusOK, again.get(to))
			to = again.post(at("/me/rights/complain"), url.Values{"text": {"something"}}).location
			in.waiting(t, to)
			page("request-waiting", http.StatusOK, again.get(to))
			path, _, _ = strings.Cut(to, "?")
			page("reply-missing", http.StatusUnprocessableEntity, again.post(at(path+"/reply"), url.Values{"text": {" "}}))
			again.post(at(path+"/reply"), url.Values{"text": {"<b>Saturday's</b>"}})
			page("request-replied", http.StatusOK, again.get(to))
			page("requests", http.StatusOK, again.get(at("/me/requests")))
			in.now = in.now.Add(25 * 24 * time.Hour)
			page("requests-late", http.StatusOK, in.visit(t, "lin", "requests").get(at("/me/requests")))

			visitor := in.stranger(t)
			page("visitor", http.StatusOK, visitor.get(at("/request")))
			page("visitor-nothing", http.StatusUnprocessableEntity, visitor.post(at("/request"), url.Values{"kind": {"copy"}}))
			to = visitor.post(at("/request"), url.Values{"kind": {"copy"}, "claim:phone": {"13800000001"}}).location
			page("code", http.StatusOK, visitor.get(to))
			page("code-wrong", http.StatusUnprocessableEntity, visitor.post(to, url.Values{"code": {"nonsense"}}))
			page("code-proved", http.StatusOK, visitor.post(to, url.Values{"code": {in.sentCode(t)}}))
			var flood reply
			for i := range 30 {
				flood = visitor.post(at("/request"), url.Values{"kind": {"copy"}, "claim:phone": {fmt.Sprintf("138000000%02d", i)}})
			}
			if flood.status != http.StatusTooManyRequests {
				t.Errorf("a flood of visitors: %d", flood.status)
			}
			page("visitor-many", http.StatusTooManyRequests, flood)
		})
	}
}

var anyID = regexp.MustCompile(`[0-9]{2}-[a-z2-7]{32}`)

func (in *installation) idIn(t *testing.T, location string) rights.RequestID {
	t.Helper()
	id := anyID.FindString(location)
	if id == "" {
		t.Fatalf("no request in %q", location)
	}
	return rights.RequestID(id)
}

// erasing opens a case for a request, with a store for each way in which one can stand.
func (in *installation) erasing(t *testing.T, location string) {
	in.cases = append(in.cases, erase.Case{
		ID: "case", Request: string(in.idIn(t, location)), State: erase.Open,
		Stores: []erase.Progress{
			{Store: "orders", Phase: erase.Done, Remnants: []plan.Remnant{{What: "binlog", Gone: in.now.AddDate(0, 0, 7)}}},
			{Store: "footprints", Phase: erase.Erasing, Reason: erase.ReasonUnreachable},
			{Store: "warehouse", Phase: erase.Erasing, Reason: erase.ReasonHeld}, {Store: "paper", Phase: erase.Done, Manual: "file 7"},
		},
	})
	in.kept = []erase.Kept{{Store: "orders", Holding: "orders", Fields: []string{"consignee"}, Under: "《电子商务法》第三十一条 / E-Commerce Law Art. 31", Rows: 2, Until: workday.Day{Year: 2029, Month: 11, Day: 20}},
		{Store: erase.OwnRecords, Holding: "answers", Under: "《网络数据安全管理条例》第十二条 / Regulations on Network Data Security Management, Art. 12", Rows: 2, Until: workday.Day{Year: 2029, Month: 11, Day: 20}}}
}

// erased closes the case, with a step, a look and a recipient.
func (in *installation) erased() {
	in.closed = erase.Certificate{
		Case: "case", Trigger: erase.TriggerUnavoidable, State: erase.Closed, Event: morning, Due: morning.AddDate(0, 0, 21), Ended: morning.AddDate(0, 0, 1), Kept: in.kept,
		Stores: []erase.Progress{{Store: "orders", Phase: erase.Done, Looked: morning.AddDate(0, 0, 1)}, {Store: "paper", Phase: erase.Done, Manual: "file 7"}},
		Told:   []erase.Told{{Recipient: "courier", Confirmed: morning.AddDate(0, 0, 1)}},
		Evidence: []erase.Proved{
			{Index: 7, Body: []byte(`{"v":1,"case":"case","trigger":"unavoidable","store":"orders","phase":"erasing","steps":[{"holding":"orders","deed":"delete","counted":3,"rows":3}],"at":0}`)},
			{Index: 9, Body: []byte(`{"v":1,"case":"case","trigger":"unavoidable","state":"closed","at":0}`)},
		},
	}
}

func (in *installation) answered(t *testing.T, location string) {
	t.Helper()
	if _, err := in.rights.Answer(t.Context(), in.idIn(t, location), "因为最近看过。", "key-1", in.now); err != nil {
		t.Fatal(err)
	}
}

// waiting asks the person something about a request.
func (in *installation) waiting(t *testing.T, location string) {
	t.Helper()
	note := lang.Text{ZH: "是哪一天的订单？", EN: "Of which day is the order?"}
	if _, err := in.rights.Turn(t.Context(), in.idIn(t, location), rights.Waiting, rights.TellMore, note, "key-1", in.now); err != nil {
		t.Fatal(err)
	}
}

func (in *installation) refused(t *testing.T, location string) {
	t.Helper()
	note := lang.Text{ZH: "对方没有可以接收的接口。", EN: "They have no way to receive it."}
	if _, err := in.rights.Turn(t.Context(), in.idIn(t, location), rights.Refused, rights.NotFeasible, note, "key-1", in.now); err != nil {
		t.Fatal(err)
	}
}

// copied ends a copy with an archive.
func (in *installation) copied(t *testing.T, location string) {
	t.Helper()
	id := in.idIn(t, location)
	row := rights.NewArchive{Request: id, Lookup: in.requests[id].Lookup, Name: "copy.zip", Body: []byte("the copy"), Expires: in.now.Add(72 * time.Hour)}
	if _, err := in.rights.Turn(t.Context(), id, rights.Finished, rights.CarriedOut, lang.Text{}, rights.System, in.now, row); err != nil {
		t.Fatal(err)
	}
}

var codeIn = regexp.MustCompile(`"code":"([0-9]+)"`)

// sentCode is the code that the service was last asked to send.
func (in *installation) sentCode(t *testing.T) string {
	t.Helper()
	in.mu.Lock()
	defer in.mu.Unlock()
	for i := len(in.work) - 1; i >= 0; i-- {
		if m := codeIn.FindSubmatch(in.work[i].Body); m != nil {
			return string(m[1])
		}
	}
	t.Fatal("no code was sent")
	return ""
}
