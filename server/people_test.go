package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/server"
	"github.com/volens/volens/store"
	"github.com/volens/volens/webhook"
)

// keyBook is where the store's list of keys and the server's meet.
type keyBook struct{ *store.Store }

// APIKeys is as server.KeyBook has it.
func (k keyBook) APIKeys(ctx context.Context) ([]server.KeyInfo, error) {
	all, err := k.Store.APIKeys(ctx)
	var out []server.KeyInfo
	for _, x := range all {
		out = append(out, server.KeyInfo(x))
	}
	return out, err
}

// get is post for what is read.
func (r *rig) get(path string, status int) object {
	r.t.Helper()
	return r.call(http.MethodGet, path, "", status)
}

func (r *rig) call(method, path, body string, status int) object {
	r.t.Helper()
	w := r.send(method, path, body)
	out := object{}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != status {
		r.t.Fatalf("%s %s: %d %s, want %d", method, path, w.Code, w.Body, status)
	}
	return out
}

// child makes u-1 a child with a guardian.
func (r *rig) child() {
	r.t.Helper()
	r.post("/v1/people/age", object{"subject": "u-1", "band": "under-14", "method": "guardian-declared", "lapses_at": r.now.AddDate(3, 0, 0)}, 200)
	r.post("/v1/people/guardian", object{"subject": "u-1", "guardian": "mum", "relation": "parent", "method": "call", "evidence": "file 7", "expires_at": r.now.AddDate(1, 0, 0)}, 200)
}

func TestWhatIsKnownOfAPerson(t *testing.T) {
	r := newRig(t)
	if s := r.post("/v1/people/standing", object{"subject": "nobody"}, 200); s["version"] != float64(-1) || s["age"] != nil {
		t.Errorf("nobody: %v", s)
	}
	r.child()
	r.post("/v1/people/restrict", object{"subject": "u-1", "mode": "restricted", "reason": "disputed"}, 200)
	s := r.post("/v1/people/standing", object{"subject": "u-1"}, 200)
	age, guardian, restriction := s["age"].(object), s["guardian"].(object), s["restriction"].(object)
	if age["band"] != "under-14" || age["lapsed"] != false || guardian["in_force"] != true || restriction["mode"] != "restricted" {
		t.Errorf("standing: %v", s)
	}
	if text := fmt.Sprint(s); strings.Contains(text, "mum") {
		t.Errorf("the guardian is named: %s", text)
	}
	r.post("/v1/people/guardian/end", object{"subject": "u-1"}, 200)
	r.post("/v1/people/lift", object{"subject": "u-1"}, 200)
	r.now = r.now.AddDate(4, 0, 0)
	s = r.post("/v1/people/standing", object{"subject": "u-1"}, 200)
	if s["age"].(object)["lapsed"] != true || s["guardian"].(object)["in_force"] != false || s["restriction"] != nil {
		t.Errorf("afterwards: %v", s)
	}
}

func TestTheSameAgainChangesNothing(t *testing.T) {
	r := newRig(t)
	req := object{"subject": "u-1", "band": "adult", "method": "self-declared"}
	first, again := r.post("/v1/people/age", req, 200), r.post("/v1/people/age", req, 200)
	if first["version"] != again["version"] {
		t.Errorf("%v, %v", first, again)
	}
}

// TestImport: person by person; what is wrong with one takes nothing from the
// others, and a general consent permits nothing.
func TestImport(t *testing.T) {
	r := newRig(t)
	said := func(use, quality string) []object {
		return []object{{"use": use, "state": "granted", "at": r.now.AddDate(-1, 0, 0), "quality": quality, "evidence": "old/1", "wording": "是否同意？"}}
	}
	req := object{"source": "old", "people": []object{
		{"subject": "u-1", "said": said(recommend, "general")},
		{"subject": "u-2", "said": said("no/such/use/here", "general")},
		{"subject": "u-3", "said": said(recommend, "separate")},
	}}
	out := r.post("/v1/people/import", req, 200)["people"].([]any)
	if out[0].(object)["problem"] != nil || out[2].(object)["problem"] != nil || out[1].(object)["problem"].(object)["status"] != float64(422) {
		t.Errorf("import: %v", out)
	}
	for who, want := range map[string]bool{"u-1": false, "u-2": false, "u-3": true} {
		if v := r.post("/v1/decisions", object{"subject": who, "action": "process", "use": recommend}, 200); v["permit"] != want {
			t.Errorf("%s: %v", who, v)
		}
	}
	again := r.post("/v1/people/import", req, 200)["people"].([]any)
	if len(again[2].(object)["taken"].([]any)) != 0 || again[2].(object)["version"] != out[2].(object)["version"] {
		t.Errorf("again: %v", again)
	}
}

func TestMerge(t *testing.T) {
	r := newRig(t)
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	v := r.post("/v1/people/merge", object{"unknown": "u-1", "known": "u-2"}, 200)["version"]
	d := r.post("/v1/decisions", object{"subject": "u-2", "action": "process", "use": recommend, "at_least": v}, 200)
	if d["permit"] != true {
		t.Errorf("the known person: %v", d)
	}
	if d := r.post("/v1/decisions", object{"subject": "u-1", "action": "process", "use": recommend, "at_least": v}, 200); d["permit"] != false {
		t.Errorf("the unknown one: %v", d)
	}
}

// TestReplay: what was shown, when it was on the screen, what was answered and
// what was left.
func TestReplay(t *testing.T) {
	r := newRig(t)
	id := r.ask()
	r.post("/v1/asks/"+id+"/shown", object{"choices": []object{{"choice": recommend, "evidence": object{"shown_at": r.now.UnixMilli(), "language": "zh-CN"}}}}, 200)
	r.post("/v1/asks/"+id+"/answers", yes("a"), 200)
	p := r.post("/v1/asks/replay", object{"subject": "u-1", "ask": id}, 200)
	if len(p["choices"].([]any)) < 2 || len(p["shown"].([]any)) != 1 || len(p["answers"].([]any)) != 1 || len(p["left"].([]any)) == 0 {
		t.Errorf("replay: %v", p)
	}
	if text := fmt.Sprint(p); !strings.Contains(text, "是否同意") || !strings.Contains(text, "zh-CN") {
		t.Errorf("replay without words or how it was shown: %s", text)
	}
	r.post("/v1/asks/replay", object{"subject": "u-2", "ask": id}, 404)
}

func TestReceiptsInBothForms(t *testing.T) {
	r := newRig(t)
	id := r.ask()
	given := r.post("/v1/asks/"+id+"/answers", yes("a"), 200)
	req := object{"subject": "u-1", "index": given["version"]}
	ours := r.post("/v1/receipts", req, 200)
	if diff := cmp.Diff(given["receipt"], ours["receipt"]); diff != "" || ours["format"] != "volens" {
		t.Errorf("ours: %s", diff)
	}
	r.post("/v1/withdrawals", object{"subject": "u-1", "uses": []string{recommend}}, 200)
	req["format"] = "dpv"
	theirs := r.post("/v1/receipts", req, 200)["receipt"].(object)
	if theirs["@type"] != "dpv:ConsentReceipt" || !cmp.Equal(theirs["volens:proof"], given["receipt"]) {
		t.Errorf("DPV: %v", theirs)
	}
	events := theirs["dpv:hasRecordOfActivity"].([]any)[0].(object)["dpv:hasConsentStatus"].([]any)
	var types []any
	for _, e := range events {
		types = append(types, e.(object)["@type"])
	}
	if diff := cmp.Diff([]any{"dpv:ConsentRequested", "dpv:ConsentGiven", "dpv:ConsentWithdrawn"}, types); diff != "" {
		t.Error(diff)
	}
	r.post("/v1/receipts", object{"subject": "u-2", "index": given["version"]}, 404)
	r.post("/v1/receipts", object{"subject": "u-1", "index": 0}, 404) // about no person
}

// TestNewRefusals walks what these routes must refuse, as TestRefusals does.
func TestNewRefusals(t *testing.T) {
	r := newRig(t)
	r.child()
	id := r.post("/v1/asks", object{"subject": "u-9", "service": "shop", "functions": []string{"for-you"}, "trigger": "function"}, 200)["ask"].(string)
	r.post("/v1/people/age", object{"subject": "grown", "band": "adult", "method": "self-declared"}, 200)
	r.post("/v1/people/restrict", object{"subject": "gone", "mode": "erasing", "reason": "erasure-asked"}, 200)
	r.post("/v1/stops", object{"id": "s1", "recipient": "ads", "reason": "breach", "by": "duty officer"}, 200)
	const secret = "13812345678"
	r.key = r.newKey("consent", "people", "declare", "hooks", "stop", "keys", "who")
	year := r.now.AddDate(1, 0, 0).Format(time.RFC3339)
	link := func(child, guardian string) string {
		return fmt.Sprintf(`{"subject":%q,"guardian":%q,"relation":"parent","method":"call","evidence":"%s","expires_at":%q}`, child, guardian, secret, year)
	}
	cases := map[string]struct {
		path, body string
		status     int
		rule       string
	}{
		"a band nobody knows":         {"/v1/people/age", `{"subject":"` + secret + `","band":"` + secret + `","method":"self-declared"}`, 422, ""},
		"a child without an end":      {"/v1/people/age", `{"subject":"` + secret + `","band":"under-14","method":"self-declared"}`, 422, ""},
		"an adult with an end":        {"/v1/people/age", `{"subject":"` + secret + `","band":"adult","method":"self-declared","lapses_at":"` + year + `"}`, 422, ""},
		"a date of birth":             {"/v1/people/age", `{"subject":"u","band":"adult","method":"self-declared","born":"` + secret + `"}`, 422, ""},
		"a guardian of an adult":      {"/v1/people/guardian", link("grown", "mum"), 422, consent.AnswerForAnother},
		"one's own guardian":          {"/v1/people/guardian", link("u-1", "u-1"), 422, ""},
		"a reason nobody knows":       {"/v1/people/restrict", `{"subject":"u","mode":"restricted","reason":"` + secret + `"}`, 422, ""},
		"erasing undone":              {"/v1/people/lift", `{"subject":"gone"}`, 409, consent.PersonRestricted},
		"merged with oneself":         {"/v1/people/merge", `{"unknown":"` + secret + `","known":"` + secret + `"}`, 422, ""},
		"nobody imported":             {"/v1/people/import", `{"source":"` + secret + `","people":[]}`, 422, ""},
		"shown, never put":            {"/v1/asks/" + id + "/shown", `{"choices":[{"choice":"` + secret + `"}]}`, 422, consent.AnswerNotAsked},
		"shown, nothing":              {"/v1/asks/" + id + "/shown", `{}`, 422, ""},
		"shown, no such ask":          {"/v1/asks/07-" + secret + "/shown", `{"closed":true}`, 404, ""},
		"somebody else's replay":      {"/v1/asks/replay", `{"subject":"` + secret + `","ask":"` + id + `"}`, 404, ""},
		"a receipt beyond":            {"/v1/receipts", `{"subject":"` + secret + `","index":99999}`, 404, ""},
		"a format nobody knows":       {"/v1/receipts", `{"subject":"u","index":1,"format":"` + secret + `"}`, 422, ""},
		"use and item":                {"/v1/who", `{"use":"` + recommend + `","item":"phone"}`, 422, ""},
		"who, no such use":            {"/v1/who", `{"use":"` + secret + `"}`, 422, ""},
		"activating the unknown":      {"/v1/declarations/activate", `{"hash":"sha256:` + strings.Repeat("0", 64) + `"}`, 404, ""},
		"previewing the unknown":      {"/v1/declarations/preview", `{"hash":"sha256:` + strings.Repeat("0", 64) + `"}`, 404, ""},
		"a rollback to nothing":       {"/v1/declarations/rollback", ``, 409, ""},
		"no declaration":              {"/v1/declarations", `{"files":[{"name":"a.yaml","text":"` + secret + `"}]}`, 422, ""},
		"a file in a folder":          {"/v1/declarations", `{"files":[{"name":"` + secret + `/a.yaml","text":""}]}`, 422, ""},
		"a stop of nothing":           {"/v1/stops", `{"id":"s2","reason":"` + secret + `","by":"x"}`, 422, ""},
		"a stop of the misspelt":      {"/v1/stops", `{"id":"s2","recipient":"` + secret + `","reason":"x","by":"x"}`, 422, ""},
		"another stop under an id":    {"/v1/stops", `{"id":"s1","service":"shop","reason":"x","by":"x"}`, 409, consent.StopExists},
		"lifting what never was":      {"/v1/stops/lift", `{"id":"` + secret + `","by":"x"}`, 404, ""},
		"a hook to a file":            {"/v1/hooks", `{"url":"file:///` + secret + `"}`, 422, ""},
		"a hook with a password":      {"/v1/hooks", `{"url":"https://u:` + secret + `@a.example/"}`, 422, ""},
		"a hook for what is no event": {"/v1/hooks", `{"url":"https://a.example/","events":["` + secret + `"]}`, 422, ""},
		"a letter that is not dead":   {"/v1/hooks/redeliver", `{"id":"07-` + secret + `"}`, 404, ""},
		"a secret for no hook":        {"/v1/hooks/" + secret + "/secrets", ``, 404, ""},
		"a key that never was":        {"/v1/keys/revoke", `{"id":"` + strings.Repeat("0", 64) + `"}`, 404, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := r.send(http.MethodPost, c.path, c.body)
			p := httpx.Problem{}
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Fatalf("%v: %s", err, w.Body)
			}
			if w.Code != c.status || p.Rule != c.rule || w.Header().Get("Content-Type") != "application/problem+json" || p.Detail == "" {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			if c.status == 422 && (c.rule != "") != (len(p.Articles) > 0) {
				t.Errorf("a refusal by law names its articles: %s", w.Body)
			}
			if strings.Contains(w.Body.String()+r.log.String(), secret) {
				t.Errorf("what was sent comes back: %s", w.Body)
			}
		})
	}
}

// TestEveryRouteTakesItsOwnScope: a key for one thing opens nothing else.
func TestEveryRouteTakesItsOwnScope(t *testing.T) {
	r := newRig(t)
	var doc struct {
		Paths map[string]map[string]struct {
			Security []map[string][]string `json:"security"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(r.send(http.MethodGet, "/openapi.json", "").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	keys := map[server.Scope]string{}
	for _, s := range server.Scopes() {
		keys[s] = "Authorization: Bearer " + r.newKey(string(s))
	}
	tried := 0
	for path, methods := range doc.Paths {
		for method, op := range methods {
			if len(op.Security) == 0 {
				continue
			}
			tried++
			own := server.Scope(op.Security[0]["key"][0])
			path := strings.NewReplacer("{id}", "x").Replace(path)
			for s, key := range keys {
				w := r.send(strings.ToUpper(method), path, "{}", key)
				if (w.Code == http.StatusForbidden) != (s != own) {
					t.Errorf("%s %s of %s with a key for %s: %d", method, path, own, s, w.Code)
				}
			}
		}
	}
	if tried < 30 {
		t.Errorf("only %d routes take a key", tried)
	}
}

func TestDeclarationsAreUploadedPreviewedActivatedRolledBack(t *testing.T) {
	r := newRig(t)
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	before := r.get("/v1/declarations", 200)
	b, err := os.ReadFile("../consent/testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files := func(text string) object { return object{"files": []object{{"name": "shop.yaml", "text": text}}} }
	up := r.post("/v1/declarations", files(strings.ReplaceAll(string(b), "for: 90d", "for: 1y")), 201)
	if up["lint"].(object)["breach"] == float64(0) { // the shop is full of them
		t.Errorf("lint: %v", up)
	}
	hash := up["hash"]
	p := r.post("/v1/declarations/preview", object{"hash": hash}, 200)
	if p["people"] != float64(1) || p["from"] != before["active"] || !strings.Contains(fmt.Sprint(p["uses"]), recommend) {
		t.Errorf("preview: %v", p)
	}
	permitted := func() any {
		return r.post("/v1/decisions", object{"subject": "u-1", "action": "process", "use": recommend}, 200)["permit"]
	}
	if permitted() != true {
		t.Error("a preview changed something")
	}
	r.post("/v1/declarations/activate", object{"hash": hash}, 200)
	if now := r.get("/v1/declarations", 200); now["active"] != hash || len(now["versions"].([]any)) != 2 || permitted() != false {
		t.Errorf("activated: %v", now)
	}
	if back := r.call(http.MethodPost, "/v1/declarations/rollback", "", 200); back["hash"] != before["active"] || permitted() != true {
		t.Errorf("rolled back: %v", back)
	}
	bad := r.post("/v1/declarations", files("volens: 1\nprocessor: {}\nservices: {shop: {}}\n"), 422)
	if text := fmt.Sprint(bad["errors"]); !strings.Contains(text, "files[0]:2:") || !strings.Contains(text, "files[0]:3:") {
		t.Errorf("without positions: %s", text)
	}
}

func TestWho(t *testing.T) {
	r := newRig(t)
	key := "Authorization: Bearer " + r.newKey("who")
	for i := range 3 {
		who := fmt.Sprint("w-", i)
		id := r.post("/v1/asks", object{"subject": who, "service": "shop", "functions": []string{"for-you"}, "trigger": "function"}, 200)["ask"].(string)
		r.post("/v1/asks/"+id+"/answers", object{"answers": []object{{"choice": recommend, "grant": i > 0, "evidence": object{"act": "a"}}}}, 200)
	}
	for name, c := range map[string]struct {
		req  object
		want float64
	}{
		"who agreed":      {object{"use": recommend}, 2},
		"who refused":     {object{"use": recommend, "state": "refused"}, 1},
		"of whom an item": {object{"item": "browsing-history"}, 2},
		"everybody":       {object{}, 3},
	} {
		out := r.post("/v1/who", c.req, 200, key)
		if out["people"] != c.want || out["version"].(float64) < 7 || len(out["thresholds"].([]any)) != 0 {
			t.Errorf("%s: %v", name, out)
		}
	}
	out := r.post("/v1/who", object{"item": "browsing-history"}, 200, key, "Accept-Language: en")
	if out["lower_bound"] != true || !strings.Contains(fmt.Sprint(out["not_counted"]), "withdrew") || !strings.Contains(fmt.Sprint(out["not_counted"]), "another basis") {
		t.Errorf("what is not counted: %v", out)
	}
	if out := r.post("/v1/who", object{}, 200, key); strings.Contains(fmt.Sprint(out["not_counted"]), "撤回") {
		t.Errorf("everybody, without those who withdrew: %v", out)
	}
	out = r.post("/v1/who", object{"item": "gender"}, 200, key) // by contract
	if out["people"] != float64(0) || !strings.Contains(fmt.Sprint(out["not_checked"]), "contract") {
		t.Errorf("on another basis: %v", out)
	}
}

func TestHooks(t *testing.T) {
	r := newRig(t)
	r.post("/v1/hooks", object{"url": "https://a.example/all", "events": webhook.Events()}, 201) // each can be named
	if off := r.get("/v1/hooks", 200)["hooks"].([]any); len(off) != 1 {
		t.Fatalf("%d hooks", len(off))
	}
	r = newRig(t)
	made := r.post("/v1/hooks", object{"url": "https://a.example/in", "events": []string{"consent.withdrawn"}}, 201)
	secret := made["secret"].(string)
	id := made["id"].(string)
	if list := fmt.Sprint(r.get("/v1/hooks", 200)); !strings.Contains(list, id) || strings.Contains(list, secret) || strings.Contains(list, "whsec_") {
		t.Errorf("list: %s", list)
	}
	next := r.call(http.MethodPost, "/v1/hooks/"+id+"/secrets", "", 200)["secret"]
	if next == secret || !strings.HasPrefix(next.(string), "whsec_") {
		t.Errorf("rotated: %v", next)
	}
	stored, err := r.store.Hooks(t.Context())
	if err != nil || string(stored[0].Secret) != next.(string)+"\n"+secret {
		t.Errorf("the secret before is gone: %v", err)
	}
	if off := r.call(http.MethodDelete, "/v1/hooks/"+id, "", 200); off["disabled_at"] == nil || off["secret"] != nil {
		t.Errorf("disabled: %v", off)
	}
	if strings.Contains(r.log.String(), "whsec_") {
		t.Error("a secret is in the log")
	}
}

// TestDeadLetters: listed without whom they are about, and delivered again.
func TestDeadLetters(t *testing.T) {
	r := newRig(t)
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	news, err := r.store.Lease(t.Context(), consent.WorkTell, 9, r.now, r.now.Add(time.Minute))
	if err != nil || len(news) != 1 {
		t.Fatalf("%v, %v", news, err)
	}
	if err := r.store.Bury(t.Context(), news[0].ID, "5xx"); err != nil {
		t.Fatal(err)
	}
	list := r.get("/v1/hooks/dead", 200)["dead"].([]any)
	if text := fmt.Sprint(list); len(list) != 1 || !strings.Contains(text, "5xx") || strings.Contains(text, "u-1") {
		t.Fatalf("dead: %s", text)
	}
	r.post("/v1/hooks/redeliver", object{"id": list[0].(object)["id"]}, 200)
	if left := r.get("/v1/hooks/dead", 200)["dead"].([]any); len(left) != 0 {
		t.Errorf("still dead: %v", left)
	}
}

func TestStops(t *testing.T) {
	r := newRig(t)
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	v := r.post("/v1/stops", object{"id": "s1", "function": "shop/for-you", "reason": "breach", "by": "duty officer"}, 200)["version"]
	d := r.post("/v1/decisions", object{"subject": "u-1", "action": "process", "use": recommend, "at_least": v}, 200)
	if d["permit"] != false || !strings.Contains(fmt.Sprint(r.get("/v1/stops", 200)), "duty officer") {
		t.Errorf("stopped: %v", d)
	}
	r.post("/v1/stops/lift", object{"id": "s1", "by": "duty officer"}, 200)
	if d := r.post("/v1/decisions", object{"subject": "u-1", "action": "process", "use": recommend}, 200); d["permit"] != true || len(r.get("/v1/stops", 200)["stops"].([]any)) != 0 {
		t.Errorf("lifted: %v", d)
	}
}

func TestKeysAreListedAndRevoked(t *testing.T) {
	r := newRig(t)
	made := r.post("/v1/keys", object{"name": "back end", "scopes": []string{"decide"}}, 201)["key"].(string)
	auth := "Authorization: Bearer " + made
	question := object{"subject": "u", "action": "process", "use": recommend}
	r.post("/v1/decisions", question, 200, auth)
	if list := r.send(http.MethodGet, "/v1/keys", "").Body; bytes.Contains(list.Bytes(), []byte(made)) || !bytes.Contains(list.Bytes(), []byte("back end")) {
		t.Errorf("list: %s", list)
	}
	r.post("/v1/keys/revoke", object{"id": server.HashKey(made)}, 200)
	r.now = r.now.Add(2 * server.KeyHolds)
	r.post("/v1/decisions", question, 401, auth)
	r.post("/v1/keys/revoke", object{"id": server.HashKey(r.key)}, 409) // the last that can make others
	r.get("/v1/keys", 200)
}
