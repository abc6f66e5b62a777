package web_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// A form as a browser would send it, read from a page: hidden fields, and the
// values that its radio buttons and buttons offer.
type shown struct {
	path   string
	hidden url.Values
	radios []string
	press  []string
}

var (
	formTag   = regexp.MustCompile(`<form method="post" action="([^"]+)"`)
	hiddenTag = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)
	radioTag  = regexp.MustCompile(`<input type="radio" name="([^"]+)" value="agree">`)
	buttonTag = regexp.MustCompile(`<button class="([^"]*)" name="press" value="([^"]*)">`)
	unescape  = strings.NewReplacer("&gt;", ">", "&amp;", "&", "&#43;", "+")
)

func formOf(t *testing.T, body string) shown {
	t.Helper()
	action := formTag.FindStringSubmatch(body)
	if action == nil {
		t.Fatalf("no form on the page\n%s", body)
	}
	f := shown{path: unescape.Replace(action[1]), hidden: url.Values{}}
	for _, m := range hiddenTag.FindAllStringSubmatch(body, -1) {
		f.hidden.Add(m[1], unescape.Replace(m[2]))
	}
	for _, m := range radioTag.FindAllStringSubmatch(body, -1) {
		f.radios = append(f.radios, unescape.Replace(m[1]))
	}
	for _, m := range buttonTag.FindAllStringSubmatch(body, -1) {
		f.press = append(f.press, m[2])
	}
	return f
}

func (f shown) pressing(press string) url.Values {
	v := maps.Clone(f.hidden)
	v.Set("press", press)
	return v
}

// TestAWholeAsk walks an ask as a browser does, with the forms that the pages
// show, agreeing to everything that can be agreed to.
func TestAWholeAsk(t *testing.T) {
	in := install(t, shop(t))
	ask := in.put(t, "lin", "shop")
	v := in.visit(t, "lin", "asks/"+string(ask.ID))
	page := v.get("/me/asks/" + string(ask.ID) + "?lang=en")
	steps := 0
	for ; page.status == http.StatusOK; steps++ {
		f := formOf(t, page.body)
		in.now = in.now.Add(time.Minute)
		press := f.pressing("agree")
		if f.press[0] == "save" {
			press = f.pressing("save")
			for _, r := range f.radios {
				press.Set(r, "agree")
			}
		} else if len(f.hidden["choice"]) != 1 || len(f.radios) != 0 {
			t.Errorf("a separate choice is not alone: %v %v", f.hidden, f.radios)
		}
		if !slices.Contains(f.press, "basic") {
			t.Errorf("step %d does not offer basic functions only", steps)
		}
		r := v.post(f.path, press)
		if r.status != http.StatusSeeOther {
			t.Fatalf("step %d: %d\n%s", steps, r.status, r.body)
		}
		page = v.get(r.location)
	}
	if steps != 5 || page.location != "/me/asks/"+string(ask.ID)+"/done?lang=en" {
		t.Fatalf("%d steps, then to %q", steps, page.location)
	}
	if done := v.get(page.location); strings.Count(done.body, ">Agreed<") != 6 || strings.Contains(done.body, "Not answered") {
		t.Errorf("what was answered is not all there\n%s", done.body)
	}
	in.noEvidenceIsShared(t)
	for _, s := range append(v.seen, in.log.String()) {
		if strings.Contains(s, "seen-nowhere") || strings.Contains(s, ask.Lookup.String()) {
			t.Errorf("the person's id or lookup is seen in\n%s", s)
		}
	}
}

// noEvidenceIsShared checks what the record holds of the presses.
func (in *installation) noEvidenceIsShared(t *testing.T) {
	t.Helper()
	acts := map[string]bool{}
	for _, e := range in.entries {
		if e.Leaf.Kind != ledger.KindAnswer {
			continue
		}
		var body struct {
			Answers []struct{ Evidence consent.Evidence }
		}
		if err := json.Unmarshal(e.Body, &body); err != nil {
			t.Fatal(err)
		}
		got := body.Answers[0].Evidence
		if acts[got.Act] || len(got.Act) < 20 {
			t.Errorf("act %q is not one of its own", got.Act)
		}
		acts[got.Act] = true
		if got.Language != "en" || got.Element != "save" && got.Element != "agree" || got.AnsweredAt-got.ShownAt != 60_000 || got.Preselected {
			t.Errorf("evidence: %+v", got)
		}
	}
	if len(acts) != 5 {
		t.Errorf("%d acts, want 5", len(acts))
	}
}

// TestAPageCannotClaimAnyTime bounds the one time that a page brings along.
func TestAPageCannotClaimAnyTime(t *testing.T) {
	for _, shown := range []string{"", "soon", "0", "-5", itoa(morning.Add(-time.Second).UnixMilli()), itoa(morning.Add(time.Hour).UnixMilli()), "99999999999999999999"} {
		in := install(t, shop(t))
		ask := in.put(t, "lin", "shop")
		v := in.visit(t, "lin", "consents")
		v.post("/me/asks/"+string(ask.ID), url.Values{"press": {"basic"}, "shown": {shown}})
		last := string(in.entries[len(in.entries)-1].Body)
		if strings.Contains(last, "shown_at") || !strings.Contains(last, "answered_at") {
			t.Errorf("shown at %q was taken: %s", shown, last)
		}
	}
}

// TestBasicFunctionsOnly refuses what is open, keeps what was agreed to, and
// grants nothing, whatever stands chosen on the page.
func TestBasicFunctionsOnly(t *testing.T) {
	in := install(t, shop(t))
	ask := in.put(t, "lin", "shop")
	in.answer(t, ask, deliver, true)
	v := in.visit(t, "lin", "consents")
	form := url.Values{"press": {"basic"}, "choice": {browsing}}
	for _, c := range ask.Choices {
		form.Set("choice:"+string(c.ID), "agree")
	}
	for range 2 { // and again: a double press
		if r := v.post("/me/asks/"+string(ask.ID), form); r.status != http.StatusSeeOther {
			t.Fatalf("status %d", r.status)
		}
	}
	_, answers, _ := in.Ask(t.Context(), ask.ID)
	for _, c := range ask.Choices {
		if a, ok := answers[c.ID]; !ok || a.Granted != (c.ID == deliver) {
			t.Errorf("%s: answered %v, granted %v", c.ID, ok, a.Granted)
		}
	}
	if got := in.size(); got != 6 { // uploaded, activated, known as an adult, asked, agreed, refused
		t.Errorf("%d entries", got)
	}
}

// TestADoublePressIsOne presses agree twice on the same page: the second press
// must not count for the choice that comes next.
func TestADoublePressIsOne(t *testing.T) {
	in := install(t, shop(t))
	ask := in.put(t, "lin", "shop")
	in.answer(t, ask, deliver, true)
	in.answer(t, ask, notify, false)
	v := in.visit(t, "lin", "consents")
	f := formOf(t, v.get("/me/asks/"+string(ask.ID)).body)
	for range 2 {
		if r := v.post(f.path, f.pressing("agree")); r.status != http.StatusSeeOther {
			t.Fatalf("status %d", r.status)
		}
	}
	_, answers, _ := in.Ask(t.Context(), ask.ID)
	if got := slices.Sorted(maps.Keys(answers)); !slices.Equal(got, []consent.ChoiceID{deliver, notify, name}) {
		t.Errorf("answered: %v", got)
	}
	if r := v.post(f.path, f.pressing("refuse")); r.status != http.StatusConflict || answers[name].Granted != true {
		t.Errorf("refusing on the page left open: %d", r.status)
	}
}

// TestPartOfAGroup saves what was chosen, says that something is missing, and
// shows only that, unchosen.
func TestPartOfAGroup(t *testing.T) {
	in := install(t, shop(t))
	ask := in.put(t, "lin", "shop")
	v := in.visit(t, "lin", "consents")
	r := v.post("/me/asks/"+string(ask.ID), url.Values{"press": {"save"}, "choice:" + notify: {"refuse"}})
	_, answers, _ := in.Ask(t.Context(), ask.ID)
	if a, ok := answers[notify]; len(answers) != 1 || !ok || a.Granted {
		t.Errorf("recorded: %v", answers)
	}
	page := v.get(r.location)
	if got := formOf(t, page.body).radios; !slices.Equal(got, []string{"choice:" + deliver}) || !strings.Contains(page.body, "还有项目没有选择") {
		t.Errorf("asks for %v\n%s", got, page.body)
	}
}

// TestWithdrawing gives back use by use, then the rest of the service, each by
// the one button on the page.
func TestWithdrawing(t *testing.T) {
	in := install(t, shop(t))
	ask := in.put(t, "lin", "shop")
	for _, id := range []consent.ChoiceID{deliver, notify, browsing} {
		in.answer(t, ask, id, true)
	}
	v := in.visit(t, "lin", "consents")
	page := v.get("/me/consents?lang=en")
	uses := regexp.MustCompile(`<button class="button" name="use"`)
	if got := len(uses.FindAllString(page.body, -1)); got != 5 {
		t.Errorf("%d uses can be withdrawn, want 5", got)
	}
	r := v.post("/me/withdrawals?lang=en", url.Values{"use": {browsing}})
	after := v.get(r.location).body
	if !strings.Contains(after, "<strong>Withdrawn</strong>") || len(uses.FindAllString(after, -1)) != 4 {
		t.Errorf("after a withdrawal\n%s", after)
	}
	v.post("/me/withdrawals?lang=en", url.Values{"service": {"shop"}})
	said, _ := in.Consents(t.Context(), ask.Lookup)
	for id, c := range said {
		if c.State == consent.Granted {
			t.Errorf("%s is still agreed to", id)
		}
	}
	if r := v.post("/me/withdrawals?lang=en", url.Values{"use": {browsing}}); r.location != "/me/consents?lang=en&nothing=1" {
		t.Errorf("withdrawing again leads to %q", r.location)
	}
}

// TestWhatChangedIsMarked activates a version in which one use is kept longer
// and another is gone.
func TestWhatChangedIsMarked(t *testing.T) {
	src := shop(t)
	in := install(t, src)
	ask := in.put(t, "lin", "shop")
	for _, id := range []consent.ChoiceID{deliver, browsing, location} {
		in.answer(t, ask, id, true)
	}
	changed := strings.Replace(src.Files[0].Text, "kept: {in: footprints, for: 90d}", "kept: {in: footprints, for: 2y}", 1)
	changed = strings.Replace(changed, "item: precise-location", "item: coarse-location", 1)
	in.activate(t, declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: changed}}})
	v := in.visit(t, "lin", "consents")
	body := v.get("/me/consents").body
	if strings.Count(body, "这项同意已不再有效") != 2 { // the one kept longer, and the one that is gone
		t.Errorf("what changed is not marked\n%s", body)
	}
	others := body[strings.Index(body, "已不再使用的项目"):]
	if !strings.Contains(others, "精准定位信息") || !strings.Contains(others, `value="`+location+`"`) {
		t.Errorf("what is gone cannot be withdrawn\n%s", others)
	}
	if r := v.post("/me/withdrawals", url.Values{"use": {location}}); !strings.Contains(v.get(r.location).body, "已撤回") {
		t.Error("what is gone was not withdrawn")
	}
	if r := v.get("/me/asks/" + string(ask.ID)); r.status != http.StatusOK || !strings.Contains(r.body, "青禾商城") {
		t.Errorf("an ask of an earlier version: %d", r.status)
	}
}

// TestNobodyIsAskedInOldWords: once a use that is still open has changed, the
// ask is over.
func TestNobodyIsAskedInOldWords(t *testing.T) {
	src := shop(t)
	in := install(t, src)
	ask := in.put(t, "lin", "shop")
	v := in.visit(t, "lin", "consents")
	changed := strings.Replace(src.Files[0].Text, "kept: {in: footprints, for: 90d}", "kept: {in: footprints, for: 2y}", 1)
	in.activate(t, declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: changed}}})
	if r := v.get("/me/asks/" + string(ask.ID)); r.status != http.StatusGone || strings.Contains(r.body, "<form") {
		t.Errorf("an ask with a changed use: %d", r.status)
	}
}

// TestTheReceiptFile is the person's own copy and verifies.
func TestTheReceiptFile(t *testing.T) {
	in := install(t, shop(t))
	at := in.answer(t, in.put(t, "lin", "shop"), deliver, true).Index
	r := in.visit(t, "lin", "consents").get("/me/receipts/" + itoa(at) + "/file")
	if got := r.header.Get("Content-Disposition"); got != `attachment; filename="volens-receipt-`+itoa(at)+`.json"` {
		t.Errorf("handed over as %q", got)
	}
	receipt, err := ledger.ParseReceipt([]byte(r.body))
	if err != nil {
		t.Fatal(err)
	}
	if receipt.Subject != person(t, "lin").Raw() || receipt.Index != at {
		t.Errorf("receipt of entry %d", receipt.Index)
	}
}

// TestTextsAreEscaped puts markup into every text of a declaration.
func TestTextsAreEscaped(t *testing.T) {
	text := shop(t).Files[0].Text
	payload := `"<script>alert(1)</script>\" onmouseover=\"alert(1)' <img src=x onerror=alert(1)> {{.}} javascript:alert(1)"`
	text = regexp.MustCompile(`\b(zh|en|name): ("[^"]*"|[^",{}]+)([,}])`).ReplaceAllString(text, "$1: "+strings.ReplaceAll(payload, "$", "$$")+"$3")
	if n := strings.Count(text, "<script>"); n < 30 {
		t.Fatalf("only %d texts hold markup", n)
	}
	in := install(t, declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: text}}})
	ask := in.put(t, "lin", "shop")
	v := in.visit(t, "lin", "consents")
	paths := []string{"/me/asks/" + string(ask.ID), "/me/consents", "/me/asks/" + string(ask.ID) + "/done"}
	check := func() {
		t.Helper()
		for _, path := range paths {
			for _, l := range []string{"zh-CN", "en"} {
				body := v.get(path + "?lang=" + l).body
				if !strings.Contains(body, "&lt;script&gt;") && !strings.Contains(path, "receipts") { // those hold words of the law only
					t.Errorf("%s shows no text of the declaration", path)
				}
				for _, bad := range []string{"<script", "<img", `" onmouseover`, `href="javascript`} {
					if strings.Contains(body, bad) {
						t.Errorf("%s holds %s\n%s", path, bad, body)
					}
				}
			}
		}
	}
	check()
	paths = append(paths, "/me/receipts/"+itoa(in.answer(t, ask, deliver, true).Index))
	in.answer(t, ask, notify, true)
	check()
	r := v.post("/me/withdrawals", url.Values{"function": {"shop/order"}})
	paths = append(paths, "/me/receipts/5")
	check()
	if body := v.get(r.location).body; strings.Contains(body, "<script") || !strings.Contains(body, "已撤回") {
		t.Error("the line on the withdrawal")
	}
}

var markup = regexp.MustCompile(`<[^>]*>`)

// TestNoPageLeans reads all golden pages: nothing is chosen beforehand, all
// buttons that answer are alike, and nothing comes from elsewhere.
func TestNoPageLeans(t *testing.T) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil || len(files) < 38 {
		t.Fatalf("%d pages, %v", len(files), err)
	}
	answering := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page := string(b)
		for _, bad := range []string{"checked", "selected", "autofocus", "disabled", "style=", "<script", "http-equiv", `src="`, `href="http`} {
			if slices.ContainsFunc(markup.FindAllString(page, -1), func(tag string) bool { return strings.Contains(tag, bad) }) { // a text may say that something was checked
				t.Errorf("%s holds %s", file, bad)
			}
		}
		for _, m := range regexp.MustCompile(`<button ([^>]*)>`).FindAllStringSubmatch(page, -1) {
			if !regexp.MustCompile(`^class="button"( name="[a-z]+" value="[^"]*")?$`).MatchString(m[1]) {
				t.Errorf("%s has a button unlike the others: %s", file, m[1])
			}
			answering++
		}
		for _, m := range regexp.MustCompile(`<label class="([^"]*)"><input ([^>]*)>`).FindAllStringSubmatch(page, -1) {
			if m[1] != "pick" || !regexp.MustCompile(`^type="(radio" name="choice:[^"]*" value="(agree|refuse)"|radio" name="kind" value="[a-z]+" required|checkbox" name="function" value="[^"]+")$`).MatchString(m[2]) {
				t.Errorf("%s has a radio button unlike the others: %s", file, m[0])
			}
		}
	}
	if answering < 20 {
		t.Errorf("only %d buttons were looked at", answering)
	}
	css, _ := os.ReadFile("static/volens.css")
	for _, bad := range []string{"url(", "@import", "agree", "refuse", "nth-", "first-of", "[value", "[name"} {
		if strings.Contains(strings.ReplaceAll(string(css), "Agreeing and refusing", ""), bad) {
			t.Errorf("the style sheet holds %s", bad)
		}
	}
}

// TestTheStyleSheet may be kept by browsers, and is asked for anew by its tag.
func TestTheStyleSheet(t *testing.T) {
	v := install(t, shop(t)).stranger(t)
	r := v.get("/static/volens.css")
	if r.status != http.StatusOK || r.header.Get("Content-Type") != "text/css; charset=utf-8" || r.header.Get("Cache-Control") != "public, max-age=3600" {
		t.Errorf("%d %v", r.status, r.header)
	}
	req := v.request(http.MethodGet, "/static/volens.css", nil)
	req.Header.Set("If-None-Match", r.header.Get("ETag"))
	if r := v.do(req); r.status != http.StatusNotModified {
		t.Errorf("asked again: %d", r.status)
	}
}
