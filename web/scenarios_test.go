package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/internal/httpx"
)

const (
	deliver  = "shop/order/deliver!"
	notify   = "shop/order/notify"
	name     = "shop/order/recipient-name/deliver>courier"
	address  = "shop/order/recipient-address/deliver>courier"
	browsing = "shop/for-you/browsing-history/recommend"
	location = "shop/nearby/precise-location/search"
)

// A scenario is one request to an ask of Lin's on which deliver is agreed to,
// with what must come of it and how many entries it may add.
type scenario struct {
	name    string
	who     string // "" is a browser without a session
	method  string
	path    string // ASK stands for the ask
	header  http.Header
	form    url.Values
	status  int
	leads   string
	says    []string
	hides   []string
	entries int
}

var scenarios = []scenario{
	{name: "the bare address", path: "/", status: 200, says: []string{"服务正在运行", "请从应用里的链接打开", "/openapi.json"}},
	{name: "the open step", who: "lin", path: "/me/asks/ASK", status: 200,
		says: []string{"第 1 步，共 5 步", "手机号码、电子邮箱"}, hides: []string{"收货人姓名", "浏览记录"}},
	{name: "in English", who: "lin", path: "/me/asks/ASK?lang=en", status: 200,
		says: []string{"Step 1 of 5", `<html lang="en">`, "?lang=en"}, hides: []string{"第 1 步"}},
	{name: "in the language of the browser", who: "lin", path: "/me/asks/ASK", header: http.Header{"Accept-Language": {"en-GB,zh;q=0.5"}}, status: 200,
		says: []string{"Step 1 of 5"}},
	{name: "an ask of nobody's browser", path: "/me/asks/ASK", status: 401, says: []string{"链接无效或已过期"}, hides: []string{"手机号码"}},
	{name: "a form of nobody's browser", method: "POST", path: "/me/asks/ASK", form: url.Values{"press": {"basic"}}, status: 401},
	{name: "an ask that is not there", who: "lin", path: "/me/asks/07-<b>typed</b>", status: 404, hides: []string{"typed"}},
	{name: "somebody else's ask", who: "mei", path: "/me/asks/ASK", status: 404, hides: []string{"手机号码"}},
	{name: "somebody else's answers", who: "mei", path: "/me/asks/ASK/done", status: 404, hides: []string{"手机号码"}},
	{name: "answering for somebody else", who: "mei", method: "POST", path: "/me/asks/ASK", form: url.Values{"press": {"basic"}}, status: 404},
	{name: "somebody else's receipt", who: "mei", path: "/me/receipts/6", status: 404, hides: []string{"配送"}},
	{name: "somebody else's receipt file", who: "mei", path: "/me/receipts/6/file", status: 404, hides: []string{"checkpoint"}},
	{name: "an entry about no person", who: "lin", path: "/me/receipts/0", status: 404},
	{name: "a receipt that is not there", who: "lin", path: "/me/receipts/99", status: 404},
	{name: "a receipt number written oddly", who: "lin", path: "/me/receipts/06", status: 404},
	{name: "a receipt below zero", who: "lin", path: "/me/receipts/-1", status: 404},
	{name: "one's own receipt", who: "lin", path: "/me/receipts/6", status: 200, says: []string{"配送商品"}},
	{name: "agreeing in the group", who: "lin", method: "POST", path: "/me/asks/ASK?lang=en", entries: 1,
		form: url.Values{"press": {"save"}, "choice:" + notify: {"agree"}}, status: 303, leads: "/me/asks/ASK?lang=en"},
	{name: "saving nothing", who: "lin", method: "POST", path: "/me/asks/ASK", form: url.Values{"press": {"save"}}, status: 303, leads: "/me/asks/ASK?lang=zh-CN&missing=1"},
	{name: "basic functions only, with a yes chosen", who: "lin", method: "POST", path: "/me/asks/ASK", entries: 1,
		form: url.Values{"press": {"basic"}, "choice:" + notify: {"agree"}, "choice": {browsing}}, status: 303, leads: "/me/asks/ASK?lang=zh-CN"},
	{name: "agreeing to a separate choice", who: "lin", method: "POST", path: "/me/asks/ASK", entries: 1,
		form: url.Values{"press": {"agree"}, "choice": {browsing}}, status: 303},
	{name: "two separate choices named", who: "lin", method: "POST", path: "/me/asks/ASK",
		form: url.Values{"press": {"agree"}, "choice": {browsing, location}}, status: 422},
	{name: "two presses", who: "lin", method: "POST", path: "/me/asks/ASK",
		form: url.Values{"press": {"agree", "save"}, "choice": {browsing}, "choice:" + notify: {"agree"}}, status: 422},
	{name: "separate choices among the radio buttons", who: "lin", method: "POST", path: "/me/asks/ASK",
		form: url.Values{"press": {"save"}, "choice:" + browsing: {"agree"}, "choice:" + location: {"agree"}}, status: 422},
	{name: "one separate choice among the radio buttons", who: "lin", method: "POST", path: "/me/asks/ASK",
		form: url.Values{"press": {"save"}, "choice:" + browsing: {"agree"}}, status: 422},
	{name: "a group choice by the buttons of a separate one", who: "lin", method: "POST", path: "/me/asks/ASK",
		form: url.Values{"press": {"agree"}, "choice": {notify}}, status: 422},
	{name: "a blanket choice", who: "lin", method: "POST", path: "/me/asks/ASK", form: url.Values{"press": {"agree"}, "choice": {"*"}}, status: 422, hides: []string{"*"}},
	{name: "a radio button with both values", who: "lin", method: "POST", path: "/me/asks/ASK",
		form: url.Values{"press": {"save"}, "choice:" + notify: {"agree", "refuse"}}, status: 422},
	{name: "a radio button with a value of its own", who: "lin", method: "POST", path: "/me/asks/ASK",
		form: url.Values{"press": {"save"}, "choice:" + notify: {"on"}}, status: 422},
	{name: "no press", who: "lin", method: "POST", path: "/me/asks/ASK", form: url.Values{"choice:" + notify: {"agree"}}, status: 422},
	{name: "an unknown press", who: "lin", method: "POST", path: "/me/asks/ASK", form: url.Values{"press": {"agree-all"}}, status: 422, hides: []string{"agree-all"}},
	{name: "answers in the address", who: "lin", method: "POST", path: "/me/asks/ASK?press=basic", form: url.Values{}, status: 422},
	{name: "the same answer again", who: "lin", method: "POST", path: "/me/asks/ASK",
		form: url.Values{"press": {"save"}, "choice:" + deliver: {"agree"}, "choice:" + notify: {"refuse"}}, status: 303, entries: 1},
	{name: "another answer", who: "lin", method: "POST", path: "/me/asks/ASK",
		form: url.Values{"press": {"save"}, "choice:" + deliver: {"refuse"}, "choice:" + notify: {"refuse"}}, status: 409, says: []string{"我的同意"}},
	{name: "a form from another site", who: "lin", method: "POST", path: "/me/asks/ASK",
		header: http.Header{"Sec-Fetch-Site": {"cross-site"}}, form: url.Values{"press": {"basic"}}, status: 403},
	{name: "a form of another origin", who: "lin", method: "POST", path: "/me/withdrawals",
		header: http.Header{"Origin": {"https://elsewhere.example"}}, form: url.Values{"service": {"shop"}}, status: 403, hides: []string{"elsewhere"}},
	{name: "a form without end", who: "lin", method: "POST", path: "/me/asks/ASK", form: url.Values{"press": {strings.Repeat("x", 300<<10)}}, status: 413},
	{name: "withdrawing", who: "lin", method: "POST", path: "/me/withdrawals", form: url.Values{"service": {"shop"}}, status: 303, leads: "/me/consents?lang=zh-CN&withdrawn=7", entries: 1},
	{name: "withdrawing what was never given", who: "lin", method: "POST", path: "/me/withdrawals", form: url.Values{"service": {"club"}}, status: 303, leads: "/me/consents?lang=zh-CN&nothing=1"},
	{name: "withdrawing an unknown use", who: "lin", method: "POST", path: "/me/withdrawals", form: url.Values{"use": {"shop/x/y/z"}}, status: 422, hides: []string{"shop/x"}},
	{name: "withdrawing two things", who: "lin", method: "POST", path: "/me/withdrawals", form: url.Values{"service": {"shop"}, "function": {"shop/order"}}, status: 422},
	{name: "withdrawing two services", who: "lin", method: "POST", path: "/me/withdrawals", form: url.Values{"service": {"shop", "club"}}, status: 422},
	{name: "withdrawing nothing", who: "lin", method: "POST", path: "/me/withdrawals", form: url.Values{"use": {""}}, status: 422},
	{name: "withdrawing before anything was said", who: "new", method: "POST", path: "/me/withdrawals", form: url.Values{"service": {"shop"}}, status: 303, leads: "/me/consents?lang=zh-CN&nothing=1"},
	{name: "the consents of a person nobody knows", who: "new", path: "/me/consents", status: 200, says: []string{"这里还没有您的记录"}, hides: []string{"<button"}},
	{name: "what was never answered", who: "lin", path: "/me/consents", status: 200, says: []string{"未同意", "积分"}, hides: []string{"value=\"" + browsing, "value=\"club"}},
	{name: "a withdrawal that did not happen", who: "lin", path: "/me/consents?withdrawn=6", status: 200, hides: []string{"已撤回"}},
	{name: "reading what only takes forms", who: "lin", path: "/me/withdrawals", status: 405},
	{name: "deleting", who: "lin", method: "DELETE", path: "/me/consents", status: 405},
	{name: "nowhere", path: "/me/<i>typed</i>", status: 404, hides: []string{"typed"}},
	{name: "a forged link", path: "/p/" + strings.Repeat("A", 120), status: 401, hides: []string{"AAAA"}},
}

func TestScenarios(t *testing.T) {
	for _, c := range scenarios {
		t.Run(c.name, func(t *testing.T) {
			in := install(t, shop(t))
			in.put(t, "mei", "shop")
			ask := in.put(t, "lin", "shop")
			in.answer(t, ask, deliver, true)
			v := in.stranger(t)
			if c.who != "" {
				v = in.visit(t, c.who, "consents")
			}
			before, real := in.size(), strings.NewReplacer("ASK", string(ask.ID))
			if c.method == "" {
				c.method = http.MethodGet
			}
			path := real.Replace(c.path)
			req := v.request(c.method, path, v.marked(path, c.form))
			for k := range c.header {
				req.Header.Set(k, c.header.Get(k))
			}
			r := v.do(req)
			if r.status != c.status {
				t.Errorf("status %d, want %d\n%s", r.status, c.status, r.body)
			}
			if want := real.Replace(c.leads); c.leads != "" && r.location != want {
				t.Errorf("leads to %q, want %q", r.location, want)
			}
			if got := in.size() - before; got != c.entries {
				t.Errorf("%d entries were recorded, want %d", got, c.entries)
			}
			for _, s := range c.says {
				if !strings.Contains(r.body, s) {
					t.Errorf("the page does not say %q\n%s", s, r.body)
				}
			}
			for _, s := range append(c.hides, "seen-nowhere", in.install.Lookup(person(t, "lin")).String()) {
				if strings.Contains(r.body, s) {
					t.Errorf("the page says %q\n%s", s, r.body)
				}
			}
		})
	}
}

// TestNotFoundTellsNothing compares the page of what is somebody else's with
// the page of what does not exist.
func TestNotFoundTellsNothing(t *testing.T) {
	in := install(t, shop(t))
	ask := in.put(t, "lin", "shop")
	at := in.answer(t, ask, deliver, true).Index
	mei := in.visit(t, "mei", "consents")
	plain := func(r reply) string {
		return strings.ReplaceAll(r.body, r.header.Get("X-Request-Id"), "")
	}
	missing := plain(mei.get("/me/asks/00-none"))
	for _, path := range []string{"/me/asks/" + string(ask.ID), "/me/asks/" + string(ask.ID) + "/done", "/me/receipts/" + itoa(at), "/me/receipts/" + itoa(at) + "/file", "/me/receipts/99"} {
		if r := mei.get(path); r.status != http.StatusNotFound || plain(r) != missing {
			t.Errorf("%s is told apart from what does not exist", path)
		}
	}
}

// TestGetChangesNothing fetches every page, as a previewer or a crawler would.
func TestGetChangesNothing(t *testing.T) {
	in := install(t, shop(t))
	ask := in.put(t, "lin", "shop")
	at := in.answer(t, ask, deliver, true).Index
	v := in.visit(t, "lin", "asks/"+string(ask.ID))
	before := in.size()
	for _, path := range []string{
		"/me/asks/" + string(ask.ID), "/me/asks/" + string(ask.ID) + "?press=basic", "/me/asks/" + string(ask.ID) + "/done",
		"/me/receipts/" + itoa(at), "/me/receipts/" + itoa(at) + "/file", "/me/consents", "/me/withdrawals?service=shop", "/static/volens.css", "/",
	} {
		v.get(path)
		v.do(v.request(http.MethodHead, path, nil))
	}
	if got := in.size(); got != before {
		t.Errorf("GETs added %d entries", got-before)
	}
	said, _ := in.Consents(t.Context(), ask.Lookup)
	if got := said["shop/order/recipient-name/deliver"].State; got != consent.Granted {
		t.Errorf("GETs left the consent %q", got)
	}
}

// TestPasses holds links and sessions apart, and to their time.
func TestPasses(t *testing.T) {
	in := install(t, shop(t))
	lin := in.install.Lookup(person(t, "lin"))
	token, _ := in.passes.Link(httpx.Pass{Lookup: lin, Page: "consents"}, in.now)
	v := in.stranger(t)
	r := v.get("/p/" + token)
	set := r.header.Get("Set-Cookie")
	session := strings.TrimPrefix(set[:strings.Index(set, ";")], "volens_session=")
	for _, attribute := range []string{"HttpOnly", "SameSite=Lax", "Path=/me/", "Max-Age=1800"} {
		if !strings.Contains(set, attribute) {
			t.Errorf("the session lacks %s: %s", attribute, set)
		}
	}
	if again := in.stranger(t).get("/p/" + token); again.status != http.StatusSeeOther {
		t.Error("a link that a previewer fetched does not open any more")
	}
	other := install(t, shop(t))
	for what, link := range map[string]string{
		"a session":                    session,
		"an altered link":              token[:len(token)-3] + "AAA",
		"a cut link":                   token[:len(token)/2],
		"a link of another deployment": func() string { l, _ := other.passes.Link(httpx.Pass{Lookup: lin, Page: "consents"}, in.now); return l }(),
	} {
		if r := in.stranger(t).get("/p/" + link); r.status != http.StatusUnauthorized || r.header.Get("Set-Cookie") != "" {
			t.Errorf("%s opens as a link: %d", what, r.status)
		}
	}
	for what, cookie := range map[string]string{"a link": token, "an altered session": session[:len(session)-3] + "AAA", "nothing": ""} {
		req := in.stranger(t).request(http.MethodGet, "/me/consents", nil)
		req.AddCookie(&http.Cookie{Name: "volens_session", Value: cookie})
		if r := in.stranger(t).do(req); r.status != http.StatusUnauthorized {
			t.Errorf("%s counts as a session: %d", what, r.status)
		}
	}
	in.now = in.now.Add(16 * time.Minute)
	if r := in.stranger(t).get("/p/" + token); r.status != http.StatusUnauthorized {
		t.Errorf("a link opens after its time: %d", r.status)
	}
	if r := v.get("/me/consents"); r.status != http.StatusOK {
		t.Errorf("the session ended early: %d", r.status)
	}
	in.now = in.now.Add(15 * time.Minute)
	if r := v.get("/me/consents"); r.status != http.StatusUnauthorized {
		t.Errorf("the session outlives its time: %d", r.status)
	}
}
