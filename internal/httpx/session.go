package httpx

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// How long a link can be opened, how long the browser session it opens lasts, and
// how long a login that was done again counts. All are short: a link travels
// through messages and histories.
const (
	LinkLasts    = 15 * time.Minute
	SessionLasts = 30 * time.Minute
	StepUpLasts  = 15 * time.Minute
)

// A Pass says whose browser this is and which page it was sent to. It travels
// sealed. The installation finds the person by the lookup; the id itself is in it
// only for somebody of whom nothing is recorded yet, who may ask for things too.
type Pass struct {
	Lookup  ledger.Lookup
	By      ledger.Lookup  // of the guardian whose browser it is; zero where it is the person's own
	Subject ledger.Subject // of a person whom the record does not know; zero otherwise
	Page    string         // path below /me/, such as "consents" or "asks/07-…"
	StepUp  time.Time      // when the service's own login was done again; zero if it was not
	Expires time.Time
}

// SteppedUp reports whether the login was done again lately enough to ask for a
// copy, deletion, transfer or the closing of the account.
func (p Pass) SteppedUp(now time.Time) bool {
	return !p.StepUp.IsZero() && now.Before(p.StepUp.Add(StepUpLasts)) && !now.Before(p.StepUp.Add(-time.Minute))
}

// A Sealer encrypts and authenticates under the link key; internal/keys has one.
type Sealer interface {
	SealLink(plain, purpose []byte) []byte
	OpenLink(sealed, purpose []byte) ([]byte, error)
}

// Passes makes links and sessions. The two are sealed for different purposes,
// so that neither can stand in for the other.
type Passes struct {
	Sealer Sealer
	Secure bool // whether people come by HTTPS, so that the cookie travels by nothing else
}

const (
	linkPurpose    = "volens/link/v1"
	sessionPurpose = "volens/session/v1"
	cookieName     = "volens_session"
)

type pass struct {
	Lookup  []byte `json:"l"`
	By      []byte `json:"b,omitempty"`
	Subject string `json:"s,omitempty"`
	StepUp  int64  `json:"u,omitempty"`
	Page    string `json:"p"`
	Expires int64  `json:"e"`
}

// errLink is what a visitor is told of any link or session that does not hold:
// altered, expired, or of another installation. Which one is nobody's business.
var errLink = fault.New(fault.Unauthenticated, "链接无效或已过期", "this link is not valid or has expired").
	WithFix("请从应用中重新打开", "open the page again from the app")

// Link returns the token of a link for the browser that to names, and when it
// ends; Expires of to means nothing.
func (p Passes) Link(to Pass, now time.Time) (token string, expires time.Time) {
	to.Expires = now.Add(LinkLasts)
	return p.seal(to, linkPurpose), to.Expires
}

// Open reads the token of a link. Errors: fault.Unauthenticated.
func (p Passes) Open(token string, now time.Time) (Pass, error) {
	return p.open(token, linkPurpose, now)
}

// Start gives the browser a session for the person of the pass.
func (p Passes) Start(w http.ResponseWriter, in Pass, now time.Time) {
	in.Expires = now.Add(SessionLasts)
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: p.seal(in, sessionPurpose), Path: "/me/", MaxAge: int(SessionLasts.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: p.Secure,
	})
}

// Session reads the session of a request. Errors: fault.Unauthenticated.
func (p Passes) Session(r *http.Request, now time.Time) (Pass, error) {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return Pass{}, errLink
	}
	return p.open(c.Value, sessionPurpose, now)
}

func (p Passes) seal(in Pass, purpose string) string {
	sealed := pass{Lookup: in.Lookup[:], Page: in.Page, Expires: in.Expires.Unix()}
	if !in.By.IsZero() {
		sealed.By = in.By[:]
	}
	if !in.Subject.IsZero() {
		sealed.Subject = in.Subject.Raw()
	}
	if !in.StepUp.IsZero() {
		sealed.StepUp = in.StepUp.Unix()
	}
	b, _ := json.Marshal(sealed) // plain data: cannot fail
	return base64.RawURLEncoding.EncodeToString(p.Sealer.SealLink(b, []byte(purpose)))
}

func (p Passes) open(token, purpose string, now time.Time) (Pass, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(token))
	if err != nil {
		return Pass{}, errLink
	}
	b, err := p.Sealer.OpenLink(sealed, []byte(purpose))
	if err != nil {
		return Pass{}, errLink
	}
	var in pass
	if json.Unmarshal(b, &in) != nil || len(in.Lookup) != len(ledger.Lookup{}) || !now.Before(time.Unix(in.Expires, 0)) {
		return Pass{}, errLink
	}
	out := Pass{Lookup: ledger.Lookup(in.Lookup), Page: in.Page, Expires: time.Unix(in.Expires, 0)}
	if len(in.By) == len(out.By) {
		out.By = ledger.Lookup(in.By)
	}
	if in.StepUp != 0 {
		out.StepUp = time.Unix(in.StepUp, 0)
	}
	if in.Subject != "" {
		if out.Subject, err = ledger.NewSubject(in.Subject); err != nil {
			return Pass{}, errLink
		}
	}
	return out, nil
}
