package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/server"
)

// A script is what one impostor does.
type script struct {
	name      string
	tries     []try
	mayAnswer bool // pages of the impostor's own, which say nothing of the victim's
}

// forms are the forms that do something, each with what it needs.
var forms = map[string]url.Values{
	"/me/rights/copy": {}, "/me/rights/close": {}, "/me/rights/delete": {"press": {"all"}}, "/me/rights/transfer": {"target": {"mallory"}},
	"/me/rights/restrict": {}, "/me/rights/correct": {"value:phone": {"13911111111"}}, "/me/rights/complain": {"text": {"x"}}, "/me/withdrawals": {"all": {"yes"}},
}

func (w *town) scripts() []script {
	var all []script
	for _, part := range [][]script{w.withoutRight(), w.withAnothers(), w.withoutLogin(), w.crossSite(), w.guessing(), w.forgedStaff(), w.strangersOfTheAPI(), w.asVisitors(), w.throughTheApp()} {
		all = append(all, part...)
	}
	return all
}

// pagesOf are the pages and forms of a person, with the requests named.
func pagesOf(ids ...string) []try {
	var all []try
	for _, path := range []string{"/me/rights", "/me/held", "/me/requests", "/me/consents", "/me/rights/close", "/me/rights/copy"} {
		all = append(all, try{method: "GET", path: path})
	}
	for path, form := range forms {
		all = append(all, try{method: "POST", path: path, form: form})
	}
	for _, id := range ids {
		all = append(all, pagesOfRequest(id)...)
	}
	return all
}

func pagesOfRequest(id string) []try {
	at := "/me/requests/" + id
	return []try{{method: "GET", path: at}, {method: "POST", path: at + "/copy", form: url.Values{}}, {method: "POST", path: at + "/cancel", form: url.Values{}},
		{method: "POST", path: at + "/reply", form: url.Values{"text": {"x"}}}}
}

// each makes a script of every try, with a header.
func each(who, header string, tries []try) []script {
	var all []script
	for _, x := range tries {
		if header != "" {
			x.headers = append(x.headers, header)
		}
		all = append(all, script{name: who + ": " + x.method + " " + x.path, tries: []try{x}})
	}
	return all
}

// withoutRight are browsers whose session is none, is over, was altered or belongs
// to somebody who is not the guardian.
func (w *town) withoutRight() []script {
	me := httpx.Pass{Lookup: w.lookup(victim), Page: "rights", StepUp: w.now}
	good := w.cookie(me, w.now)
	name, value, _ := strings.Cut(good, "=")
	token, _ := w.passes.Link(me, w.now)
	elsewhere := w.elsewhere(me)
	ids := []string{string(w.mine["copy"]), string(w.mine["explain"])}
	var all []script
	for who, header := range map[string]string{
		"nobody":                    "",
		"a session that is over":    w.cookie(me, w.now.Add(-httpx.SessionLasts)),
		"an altered session":        name + "=" + value[:len(value)-4] + "AAAA",
		"a cut session":             name + "=" + value[:len(value)/2],
		"a link as a session":       name + "=" + token,
		"another deployment's":      elsewhere,
		"an id as a session":        name + "=" + victim,
		"an API key as a session":   name + "=" + w.staff,
		"a key instead of a cookie": "Authorization: Bearer " + w.staff,
	} {
		all = append(all, each(who, header, pagesOf(ids...))...)
	}
	for who, by := range map[string]string{"the guardian of another child": mallory, "a guardian no more": formerly, "the child as its own guardian": kid, "another child": brat} {
		p := httpx.Pass{Lookup: w.lookup(kid), By: w.lookup(by), StepUp: w.now}
		all = append(all, each(who, w.cookie(p, w.now), pagesOf(string(w.childs)))...)
	}
	p := httpx.Pass{Lookup: w.lookup(victim), By: w.lookup(mother), StepUp: w.now}
	all = append(all, each("a guardian of somebody grown up", w.cookie(p, w.now), pagesOf(ids...))...)
	for who, link := range map[string]string{
		"an expired link": func() string { l, _ := w.passes.Link(me, w.now.Add(-httpx.LinkLasts)); return l }(),
		"an altered link": token[:len(token)-4] + "AAAA", "a cut link": token[:len(token)-9], "a session as a link": value,
	} {
		all = append(all, each(who, "", []try{{method: "GET", path: "/p/" + link}})...)
	}
	return all
}

// elsewhere is the victim's session under the keys of another deployment.
func (w *town) elsewhere(p httpx.Pass) string {
	w.t.Helper()
	ring, _, err := keys.Open(w.t.TempDir() + "/keys")
	if err != nil {
		w.t.Fatal(err)
	}
	return (&town{passes: httpx.Passes{Sealer: ring}}).cookie(p, w.now)
}

// withAnothers are people with sessions of their own, who name what is the victim's.
func (w *town) withAnothers() []script {
	var all []script
	for who, p := range map[string]httpx.Pass{
		"mallory":               {Lookup: w.lookup(mallory)},
		"mallory, stepped up":   {Lookup: w.lookup(mallory), StepUp: w.now},
		"mallory for her child": {Lookup: w.lookup(brat), By: w.lookup(mallory), StepUp: w.now},
		"somebody unknown":      {Lookup: ledger.Lookup{9}, Subject: w.subject("unknown"), StepUp: w.now},
	} {
		header := w.cookie(p, w.now)
		for kind, id := range w.mine {
			for _, s := range each(who+" on the "+kind, header, pagesOfRequest(string(id))) {
				s.name = strings.Replace(s.name, string(id), "ID", 1)
				all = append(all, s)
			}
		}
		for _, s := range each(who, header, pagesOfRequest(string(w.childs))) {
			s.name = strings.Replace(s.name, string(w.childs), "the child's", 1)
			all = append(all, s)
		}
		for _, path := range []string{"/me/held", "/me/requests", "/me/rights", "/me/rights/close?subject=" + victim, "/me/held?subject=" + victim} {
			x := try{method: "GET", path: path, headers: []string{header}}
			all = append(all, script{name: who + ", her own: " + path, tries: []try{x}, mayAnswer: true})
		}
	}
	return all
}

// withoutLogin is somebody at the victim's telephone: a session that is open, but
// no login again, or one that is too long ago.
func (w *town) withoutLogin() []script {
	var all []script
	for who, p := range map[string]httpx.Pass{
		"an open session":     {Lookup: w.lookup(victim)},
		"a login long ago":    {Lookup: w.lookup(victim), StepUp: w.now.Add(-httpx.StepUpLasts)},
		"a login to come":     {Lookup: w.lookup(victim), StepUp: w.now.Add(time.Hour)},
		"a guardian at work":  {Lookup: w.lookup(kid), By: w.lookup(mother)},
		"the child's session": {Lookup: w.lookup(kid)},
	} {
		var tries []try
		for _, path := range []string{"/me/rights/copy", "/me/rights/close", "/me/rights/delete", "/me/rights/transfer", "/me/rights/correct"} {
			tries = append(tries, try{method: "POST", path: path, form: forms[path]})
		}
		tries = append(tries, try{method: "POST", path: "/me/requests/" + string(w.mine["copy"]) + "/copy", form: url.Values{}},
			try{method: "POST", path: "/me/rights/close?now", form: url.Values{"press": {"at-once"}}})
		all = append(all, each(who, w.cookie(p, w.now), tries)...)
	}
	return all
}

// crossSite sends the victim's own browser from another website.
func (w *town) crossSite() []script {
	var all []script
	me := w.cookie(httpx.Pass{Lookup: w.lookup(victim), StepUp: w.now}, w.now)
	for how, header := range map[string]string{"another site": "Sec-Fetch-Site: cross-site", "another origin": "Origin: https://elsewhere.example"} {
		for _, x := range pagesOf(string(w.mine["close"]), string(w.mine["copy"]), string(w.mine["waiting"])) {
			if x.method == "POST" {
				x.headers = []string{me, header}
				all = append(all, script{name: how + ": " + x.path, tries: []try{x}})
			}
		}
	}
	for _, path := range []string{"/me/requests/" + string(w.mine["close"]) + "/cancel", "/me/requests/" + string(w.mine["copy"]) + "/copy"} {
		all = append(all, each("an image of the form", me, []try{{method: "GET", path: path}})...)
	}
	return all
}

// guessing tries ids.
func (w *town) guessing() []script {
	var all []script
	header, id := w.cookie(httpx.Pass{Lookup: w.lookup(mallory), StepUp: w.now}, w.now), string(w.mine["copy"])
	for i, guess := range []string{id[:len(id)-1] + "a", strings.ToUpper(id), id[:10], "00-" + id[3:], id + "a", "..%2f" + id, id + "%00", "'%20or%201=1", "07-", strings.Repeat("a", 300)} {
		var tries []try
		for _, at := range []string{"/me/requests/" + guess, "/request/" + guess} {
			tries = append(tries, try{method: "GET", path: at, headers: []string{header}}, try{method: "POST", path: at + "/copy", form: url.Values{}, headers: []string{header}})
		}
		all = append(all, script{name: fmt.Sprintf("guess %d", i), tries: tries, mayAnswer: true}) // the page for codes is shown for every id
	}
	return all
}

// staffRoutes are what only members of staff do.
func (w *town) staffRoutes() []try {
	at := "/v1/requests/" + string(w.mine["delete"])
	return []try{
		{method: "GET", path: "/v1/requests"}, {method: "GET", path: "/v1/requests/due"}, {method: "GET", path: at},
		{method: "POST", path: "/v1/requests/search", body: `{"subject":"` + victim + `"}`},
		{method: "POST", path: "/v1/requests/staff", body: `{"subject":"` + victim + `","kind":"close","speaker":"person","received_at":"2026-11-20T00:00:00Z","proof":{"method":"in-person","reference":"x"}}`},
		{method: "POST", path: at + "/verify", body: `{"method":"in-person","reference":"x"}`},
		{method: "POST", path: at + "/approve"},
		{method: "POST", path: "/v1/requests/" + string(w.approved) + "/copy"},
		{method: "POST", path: "/v1/requests/" + string(w.mine["copy"]) + "/copy"},
		{method: "POST", path: at + "/turn", body: `{"state":"refused","reason":"secrecy","note":{"zh":"不","en":"no"}}`},
		{method: "POST", path: "/v1/requests/" + string(w.mine["complain"]) + "/answer", body: `{"text":"x"}`},
		{method: "GET", path: "/v1/erasures"}, {method: "GET", path: "/v1/erasures/case"}, {method: "GET", path: "/v1/erasures/case/evidence"},
		{method: "POST", path: "/v1/erasures/case/manual", body: `{"store":"orders","evidence":"x"}`},
		{method: "POST", path: "/v1/erasures/case/confirm", body: `{"recipient":"courier","evidence":"x"}`},
		{method: "POST", path: "/v1/erasures/case/hold", body: `{"store":"orders","reason":"x"}`},
	}
}

// strangersOfTheAPI come to the routes of staff without being staff.
func (w *town) strangersOfTheAPI() []script {
	var all []script
	for who, header := range map[string]string{
		"no key": "", "an invented key": "Authorization: Bearer vk_AAAA", "the hash of a key": "Authorization: Bearer " + server.HashKey(w.staff),
		"the key of the app": "Authorization: Bearer " + w.app, "every other scope": "Authorization: Bearer " + w.other,
		"a key that makes keys": "Authorization: Bearer " + w.keys, "the victim's session": w.cookie(httpx.Pass{Lookup: w.lookup(victim), StepUp: w.now}, w.now),
	} {
		all = append(all, each(who, header, w.staffRoutes())...)
	}
	return all
}

// forgedStaff is one member of staff who would like to be two.
func (w *town) forgedStaff() []script {
	var all []script
	for _, what := range []string{"delete", "withdraw by letter", "restrict by letter"} {
		all = append(all, w.aloneOn(what)...)
	}
	return append(all, w.invented()...)
}

// aloneOn is one member of staff who would like what one of them entered to happen.
func (w *town) aloneOn(what string) []script {
	at := "/v1/requests/" + string(w.mine[what])
	var all []script
	for how, header := range map[string]string{
		"with the key that entered it": "Authorization: Bearer " + w.staff, "the key in other letters": "authorization: bearer " + w.staff,
		"the key with spaces": "Authorization: Bearer   " + w.staff + "  ",
	} {
		for _, s := range each("approving oneself the "+what+", "+how, header, []try{
			{method: "POST", path: at + "/approve"},
			{method: "POST", path: at + "/verify", body: `{"method":"called-back","reference":"x"}`},
			{method: "POST", path: at + "/turn", body: `{"state":"done","reason":"carried-out"}`},
			{method: "POST", path: at + "/turn", body: `{"state":"in-progress","reason":"carrying-out"}`},
		}) {
			s.name += " " + s.tries[0].body
			all = append(all, s)
		}
	}
	return all
}

// invented are entries and turns that one or both members of staff have no right to.
func (w *town) invented() []script {
	at := "/v1/requests/" + string(w.mine["delete"])
	var all []script
	staff := "Authorization: Bearer " + w.staff
	second := "Authorization: Bearer " + w.second
	for what, x := range map[string]try{
		"saying that it is erased":     {method: "POST", path: at + "/turn", body: `{"state":"done","reason":"carried-out"}`},
		"beginning without the second": {method: "POST", path: at + "/turn", body: `{"state":"in-progress","reason":"carrying-out"}`},
		"refusing without a word":      {method: "POST", path: at + "/turn", body: `{"state":"refused","reason":"secrecy"}`},
		"a reason of another state":    {method: "POST", path: at + "/turn", body: `{"state":"waiting","reason":"carried-out"}`},
		"verifying twice":              {method: "POST", path: at + "/verify", body: `{"method":"in-person","reference":"x"}`},
		"a biometric method":           {method: "POST", path: at + "/verify", body: `{"method":"face","reference":"x"}`},
		"answering a deletion":         {method: "POST", path: at + "/answer", body: `{"text":"x"}`},
		"approvals of one's own":       {method: "POST", path: "/v1/requests/staff", body: `{"subject":"` + victim + `","kind":"close","speaker":"person","received_at":"2026-11-20T00:00:00Z","approved":["a","b"]}`},
		"a guardian who is none":       {method: "POST", path: "/v1/requests/staff", body: `{"subject":"` + kid + `","kind":"copy","speaker":"guardian","guardian":"` + mallory + `","received_at":"2026-11-20T00:00:00Z"}`},
		"a relative without relation":  {method: "POST", path: "/v1/requests/staff", body: `{"subject":"` + victim + `","kind":"copy","speaker":"relative","text":"x","received_at":"2026-11-20T00:00:00Z","proof":{"method":"relation-shown","reference":"x"}}`},
		"a letter from the future":     {method: "POST", path: "/v1/requests/staff", body: `{"subject":"` + victim + `","kind":"copy","speaker":"person","received_at":"2027-11-20T00:00:00Z"}`},
		"a link for staff":             {method: "POST", path: "/v1/links", body: `{"subject":"` + victim + `","page":"rights","step_up":true}`},
		"many people at once":          {method: "POST", path: "/v1/requests/search", body: `{"subject":["` + victim + `","` + kid + `"]}`},
		"everybody's copies":           {method: "GET", path: "/v1/requests/copies"},
		"the copy over the API":        {method: "GET", path: "/v1/requests/" + string(w.mine["copy"]) + "/copy"},
		"the person's copy":            {method: "POST", path: "/v1/requests/" + string(w.mine["copy"]) + "/copy"},
		"a withdrawal of one key":      {method: "POST", path: "/v1/requests/" + string(w.mine["withdraw by letter"]) + "/turn", body: `{"state":"done","reason":"carried-out"}`},
		"a restriction of one key":     {method: "POST", path: "/v1/requests/" + string(w.mine["restrict by letter"]) + "/turn", body: `{"state":"in-progress","reason":"with-staff"}`},
		"withdrawing over people":      {method: "POST", path: "/v1/withdrawals", body: `{"subject":"` + victim + `","all":true}`},
		"restricting over people":      {method: "POST", path: "/v1/people/restrict", body: `{"subject":"` + victim + `","mode":"restricted","reason":"person-asked"}`},
		"a copy of one key":            {method: "POST", path: "/v1/requests/" + string(w.mine["copy by letter"]) + "/copy"},
		"the copy of a deletion":       {method: "POST", path: "/v1/requests/" + string(w.mine["delete"]) + "/copy"},
		"the copy of an explanation":   {method: "POST", path: "/v1/requests/" + string(w.mine["explain"]) + "/copy"},
		"the copy of who is unproven":  {method: "POST", path: "/v1/requests/" + string(w.visitors) + "/copy"},
		"the copy of no request":       {method: "POST", path: "/v1/requests/" + string(w.approved)[:3] + strings.Repeat("a", 32) + "/copy"},
		"the copy of the page":         {method: "POST", path: "/me/requests/" + string(w.mine["copy"]) + "/copy", form: url.Values{}},
		"the person's reply":           {method: "POST", path: "/v1/requests/" + string(w.mine["waiting"]) + "/reply", body: `{"subject":"` + victim + `","text":"x"}`},
		"the person's cancelling":      {method: "POST", path: "/v1/requests/" + string(w.mine["close"]) + "/cancel", body: `{"subject":"` + victim + `"}`},
	} {
		for who, header := range map[string]string{"one": staff, "the second": second} {
			all = append(all, script{name: "staff, " + who + ": " + what, tries: []try{{x.method, x.path, x.body, x.form, []string{header}}}})
		}
	}
	list := []try{{method: "GET", path: "/v1/requests", headers: []string{staff}}, {method: "GET", path: "/v1/requests/due", headers: []string{staff}}}
	return append(all, script{name: "staff, one: everybody's requests", tries: list, mayAnswer: true}) // without whose they are and what they wrote
}

// asVisitors try the way of those who cannot log in.
func (w *town) asVisitors() []script {
	at := "/request/" + string(w.visitors)
	code := func(c string) try { return try{method: "POST", path: at, form: url.Values{"code": {c}}} }
	other := "/request/" + string(w.visitors)[:3] + strings.Repeat("a", 32)
	wrong := strings.Map(func(r rune) rune { return '0' + (r-'0'+1)%10 }, w.code)
	var brute []try
	for i := range 40 {
		brute = append(brute, code(fmt.Sprintf("%08d", i)))
	}
	var all []script
	for what, tries := range map[string][]try{
		"no code":                     {code("")},
		"a wrong code":                {code(wrong)},
		"a code with words":           {code(w.code + " or more")},
		"the code for another id":     {{method: "POST", path: other, form: url.Values{"code": {w.code}}}},
		"the code on a login request": {{method: "POST", path: "/request/" + string(w.mine["delete"]), form: url.Values{"code": {w.code}}}},
		"the code from another site":  {{method: "POST", path: at, form: url.Values{"code": {w.code}}, headers: []string{"Sec-Fetch-Site: cross-site"}}},
		"two contacts":                {{method: "POST", path: "/request", form: url.Values{"kind": {"copy"}, "claim:phone": {"13800000001"}, "claim:email": {"mallory@b.example"}}}},
		"closing by telephone":        {{method: "POST", path: "/request", form: url.Values{"kind": {"close"}, "claim:phone": {"13800000001"}}}},
		"transfer by telephone":       {{method: "POST", path: "/request", form: url.Values{"kind": {"transfer"}, "claim:phone": {"13800000001"}, "text": {"x"}}}},
		"the victim's id as contact":  {{method: "POST", path: "/request", form: url.Values{"kind": {"copy"}, "claim:person": {victim}}}},
		"an e-mail of mallory's own":  {{method: "POST", path: "/request", form: url.Values{"kind": {"copy"}, "claim:email": {"mallory@b.example"}}}},
		"the victim's telephone":      {{method: "POST", path: "/request", form: url.Values{"kind": {"copy"}, "claim:phone": {"13800000001"}}}},
		"the pages of a visitor":      {{method: "GET", path: "/me/requests/" + string(w.visitors)}},
	} {
		all = append(all, script{name: "visitor: " + what, tries: tries})
	}
	// Last: after five tries the code is gone, the right one too.
	return append(all, script{name: "visitor: every code, and then the right one", tries: append(brute, code(w.code))})
}

// throughTheApp are requests that the service passes on of somebody who names what
// is the victim's.
func (w *town) throughTheApp() []script {
	app := "Authorization: Bearer " + w.app
	var all []script
	for what, x := range map[string]try{
		"a link to the victim's request":    {method: "POST", path: "/v1/links", body: `{"subject":"mallory","page":"requests/` + string(w.mine["copy"]) + `","step_up":true}`},
		"a guardian's link to the child":    {method: "POST", path: "/v1/links", body: `{"subject":"` + kid + `","guardian":"mallory","page":"rights"}`},
		"a former guardian's link":          {method: "POST", path: "/v1/links", body: `{"subject":"` + kid + `","guardian":"` + formerly + `","page":"rights"}`},
		"cancelling the victim's":           {method: "POST", path: "/v1/requests/" + string(w.mine["close"]) + "/cancel", body: `{"subject":"mallory"}`},
		"cancelling as a guardian":          {method: "POST", path: "/v1/requests/" + string(w.childs) + "/cancel", body: `{"subject":"` + kid + `","guardian":"mallory"}`},
		"replying for the victim":           {method: "POST", path: "/v1/requests/" + string(w.mine["waiting"]) + "/reply", body: `{"subject":"mallory","text":"x"}`},
		"replying as a guardian":            {method: "POST", path: "/v1/requests/" + string(w.mine["waiting"]) + "/reply", body: `{"subject":"` + victim + `","guardian":"mallory","text":"x"}`},
		"replying to what is not asked":     {method: "POST", path: "/v1/requests/" + string(w.mine["close"]) + "/reply", body: `{"subject":"` + victim + `","text":"x"}`},
		"a request as a guardian":           {method: "POST", path: "/v1/requests", body: `{"subject":"` + kid + `","guardian":"mallory","kind":"delete","step_up":true}`},
		"a request as the former guardian":  {method: "POST", path: "/v1/requests", body: `{"subject":"` + kid + `","guardian":"` + formerly + `","kind":"delete","step_up":true}`},
		"closing without a login again":     {method: "POST", path: "/v1/requests", body: `{"subject":"` + victim + `","kind":"close"}`},
		"closing at once without a login":   {method: "POST", path: "/v1/requests", body: `{"subject":"` + victim + `","kind":"close","at_once":true}`},
		"ending the wait as another":        {method: "POST", path: "/v1/requests", body: `{"subject":"` + victim + `","guardian":"mallory","kind":"close","at_once":true,"step_up":true}`},
		"a copy without a login again":      {method: "POST", path: "/v1/requests", body: `{"subject":"` + victim + `","kind":"copy"}`},
		"another contact without a login":   {method: "POST", path: "/v1/requests", body: `{"subject":"` + victim + `","kind":"correct","values":{"phone":"13911111111"}}`},
		"a proof of its own":                {method: "POST", path: "/v1/requests", body: `{"subject":"` + victim + `","kind":"close","proof":{"step_up":"2026-11-21T00:00:00Z"}}`},
		"a visitor's subject":               {method: "POST", path: "/v1/requests", body: `{"subject":"visitor:phone:13800000001","kind":"copy","step_up":true}`},
		"the code of the visitor's request": {method: "POST", path: "/v1/requests/" + string(w.visitors) + "/code", body: `{"code":"00000000"}`},
	} {
		x.headers = []string{app}
		all = append(all, script{name: "the app: " + what, tries: []try{x}})
	}
	return all
}
