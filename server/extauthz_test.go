package server_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestGatewayAnswers(t *testing.T) {
	r := newRig(t)
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	const use, missing = "X-Volens-Use: " + recommend, "X-Volens-Use: shop/for-you/heart-rate/recommend"
	for name, c := range map[string]struct {
		headers      []string
		status       int
		permit, rule string
	}{
		"permitted":           {[]string{"X-Volens-Subject: u-1", use}, 200, "true", "consent-granted"},
		"somebody else":       {[]string{"X-Volens-Subject: u-2", use}, 403, "false", "consent-missing"},
		"not permitted":       {[]string{"X-Volens-Subject: u-1", missing}, 403, "false", "consent-missing"},
		"told":                {[]string{"X-Volens-Subject: u-1", missing, "X-Volens-Mode: tell"}, 200, "false", "consent-missing"},
		"undeclared":          {[]string{"X-Volens-Subject: u-1", "X-Volens-Use: shop/x/y/z"}, 403, "false", "use-undeclared"},
		"refuse service":      {[]string{"X-Volens-Subject: u-1", use, "X-Volens-Action: refuse-service"}, 403, "false", "refusal-no-ground"},
		"ahead of the record": {[]string{"X-Volens-Subject: u-1", use, "X-Volens-At-Least: 1099511627776"}, 403, "false", "record-behind"},
		"nobody":              {[]string{use}, 422, "", ""},
		"no use":              {[]string{"X-Volens-Subject: u-1"}, 422, "", ""},
		"an unknown action":   {[]string{"X-Volens-Subject: u-1", use, "X-Volens-Action: sell"}, 422, "", ""},
		"an unknown mode":     {[]string{"X-Volens-Subject: u-1", use, "X-Volens-Mode: maybe"}, 422, "", ""},
		"a bad version":       {[]string{"X-Volens-Subject: u-1", use, "X-Volens-At-Least: -1"}, 422, "", ""},
		"no key":              {[]string{"X-Volens-Subject: u-1", use, "Authorization: "}, 401, "", ""},
		"a key without it":    {[]string{"X-Volens-Subject: u-1", use, "Authorization: Bearer " + r.newKey("consent")}, 403, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := r.send(http.MethodGet, "/v1/ext-authz", "", c.headers...)
			if w.Code != c.status || w.Header().Get("X-Volens-Permit") != c.permit || !strings.Contains(w.Header().Get("X-Volens-Rule"), c.rule) {
				t.Errorf("got %d %v %s", w.Code, w.Header(), w.Body)
			}
			if c.permit != "" && (w.Header().Get("X-Volens-Version") == "" || w.Body.Len() != 0) {
				t.Errorf("no version, or a body: %v %q", w.Header(), w.Body)
			}
			if strings.Contains(r.log.String(), "u-1") {
				t.Error("the person is in the log")
			}
		})
	}
}

// TestGatewaysMayUseAnyMethodAndPath: Envoy asks with those of the request it
// asks about.
func TestGatewaysMayUseAnyMethodAndPath(t *testing.T) {
	r := newRig(t)
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete, "PURGE"} {
		if w := r.send(method, "/v1/ext-authz/cart/7", `{"not":"read"`, "X-Volens-Subject: u-1", "X-Volens-Use: "+recommend, "X-Volens-Mode: tell"); w.Code != 200 {
			t.Errorf("%s: %d %s", method, w.Code, w.Body)
		}
	}
}

// TestGatewayThatPassesOnItsClientsHeaders is told so, and lets nobody in.
func TestGatewayThatPassesOnItsClientsHeaders(t *testing.T) {
	r := newRig(t)
	for _, name := range []string{"X-Volens-Subject", "X-Volens-Use", "X-Volens-Action", "X-Volens-Mode"} {
		req := newRequest(r, "X-Volens-Subject: u-1", "X-Volens-Use: "+recommend, "X-Volens-Mode: tell")
		req.Header.Add(name, "tell")
		if w := serve(r, req); w.Code != 422 {
			t.Errorf("%s twice: %d", name, w.Code)
		}
	}
}
