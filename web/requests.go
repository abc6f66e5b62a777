package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/report"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

// requestsPage lists what was asked.
type requestsPage struct {
	Guardian bool
	Requests []requestLine
}

// requestLine is a request in short.
type requestLine struct {
	ID       rights.RequestID
	Title    lang.Text
	Received time.Time
	State    lang.Text
	Reason   lang.Text
	Cites    []law.Citation
	Clocks   []clockLine
	Ended    bool
}

// requests lists what the person asked for, newest first.
func (p *pages) requests(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	all, err := p.rights.List(r.Context(), pass.Lookup, pass.By, p.now())
	if err != nil {
		return err
	}
	page := requestsPage{Guardian: !pass.By.IsZero()}
	for _, q := range all {
		page.Requests = append(page.Requests, p.line(q))
	}
	p.show(w, r, http.StatusOK, "requests", text("requests-title").In(httpx.Lang(r)), page)
	return nil
}

func (p *pages) line(q rights.Request) requestLine {
	why := q.Reason.Ground()
	return requestLine{ID: q.ID, Title: titleOf(q.Kind), Received: q.Received, State: q.State.Text(), Reason: why.Text, Cites: why.Cites,
		Clocks: clockLines(q.Clocks, p.now()), Ended: !q.Open()}
}

// requestPage is one request with its history.
type requestPage struct {
	requestLine
	Guardian    bool
	Until       time.Time // of the window for cancelling; zero without one
	Cancellable bool
	Copy        bool // a copy was made
	SteppedUp   bool
	Answer      string
	Answerable  bool // the request waits for what the person has to say
	Once        string
	Replies     []rights.Reply
	Note        lang.Text
	Same        rights.RequestID
	History     []moveLine
	Stores      []storeLine
	Cases       []erase.CaseID // of which there are certificates
	Kept        []lang.Text
	Remedies    lang.Text // of a refusal
	Risks       []consent.Term
	Unsent      bool // a transfer that nobody has let go on yet
	Processor   declaration.Processor
}

type moveLine struct {
	At     time.Time
	State  lang.Text
	Reason lang.Text
	By     lang.Text
}

// storeLine is how far an erasure has come in one store.
type storeLine struct {
	Name, State lang.Text
	Left        []lang.Text // what is left below the level of rows, and until when
}

// downloadable reports whether the person gets the copy here. What somebody else
// asked for, staff hand over.
func downloadable(q rights.Request) bool { return q.Fetchable() }

// unsent reports whether nobody has let a transfer go on yet.
func unsent(q rights.Request) bool {
	return !slices.ContainsFunc(q.History, func(m rights.Move) bool { return m.Reason == rights.CarryingOut })
}

// request shows one request of the person.
func (p *pages) request(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	q, err := p.ownRequest(r, pass)
	if err != nil {
		return err
	}
	d, _, err := p.desk.Current(r.Context())
	if err != nil {
		return err
	}
	now := p.now()
	page := requestPage{
		requestLine: p.line(q), Guardian: !pass.By.IsZero(), Until: q.Until, SteppedUp: pass.SteppedUp(now), Cancellable: cancellable(q, now),
		Copy: downloadable(q), Answer: q.Detail.Answer, Answerable: q.Answerable(), Once: rand.Text(), Replies: q.Detail.Replies, Note: q.Note, Same: q.Same, Processor: d.Processor,
	}
	if q.State == rights.Refused {
		page.Remedies = rights.Remedies(d)
	}
	if q.Kind == rights.Transfer && q.Open() {
		page.Risks, page.Unsent = rights.Risks(d, q.Detail.Target), unsent(q)
	}
	for _, m := range q.History {
		page.History = append(page.History, moveLine{At: m.At, State: m.State.Text(), Reason: m.Reason.Ground().Text, By: actorText(m.By)})
	}
	if err := p.erasure(r.Context(), d, q, &page); err != nil {
		return err
	}
	p.show(w, r, http.StatusOK, "request", page.Title.In(httpx.Lang(r)), page)
	return nil
}

// ownRequest returns a request of the person of the pass, or errNotFound.
func (p *pages) ownRequest(r *http.Request, pass httpx.Pass) (rights.Request, error) {
	id, err := requestID(r)
	if err != nil {
		return rights.Request{}, err
	}
	q, err := p.rights.Mine(r.Context(), pass.Lookup, pass.By, id, p.now())
	if err == nil && q.Lookup != pass.Lookup {
		return rights.Request{}, errNotFound
	}
	return q, err
}

// requestID reads the id of a request from the path. It is written in the letters
// of ids and nothing else.
func requestID(r *http.Request) (rights.RequestID, error) {
	id := r.PathValue("id")
	if len(id) > 64 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "", errNotFound
	}
	return rights.RequestID(id), nil
}

// actorText says who did something; the key of a member of staff is nobody's to see.
func actorText(by string) lang.Text {
	switch by {
	case rights.System:
		return text("by-system")
	case rights.ByPerson:
		return text("by-person")
	case rights.ByGuardian:
		return text("by-guardian")
	}
	return text("by-staff")
}

// erasure says how far the erasures of a request have come, and what is kept.
func (p *pages) erasure(ctx context.Context, d *declaration.Declaration, q rights.Request, page *requestPage) error {
	if q.Kind != rights.Delete && q.Kind != rights.Close {
		return nil
	}
	cases, err := p.cases.CasesOf(ctx, string(q.ID), q.Lookup)
	if err != nil {
		return err
	}
	for _, c := range cases {
		if c.Request != string(q.ID) {
			continue
		}
		for _, s := range c.Stores {
			page.Stores = append(page.Stores, storeLine{Name: storeName(d, s.Store), State: phaseText(s), Left: leftIn(s)})
		}
		page.Cases = append(page.Cases, c.ID)
		cert, err := p.certificates.Certificate(ctx, c.ID)
		switch {
		case err != nil && fault.KindOf(err) != fault.NotFound:
			return err
		case err != nil:
			continue
		}
		for _, k := range cert.Kept {
			page.Kept = append(page.Kept, fill(text("close-until"), keptName(d, k), bothIn(k.Under), dayText(k.Until)))
		}
	}
	if len(cases) == 0 {
		page.Kept = p.keptBeside(d)
	}
	return nil
}

// phaseText says how far a store has come, in the words of the certificate: what
// people did was looked at by nobody else, and only what is held is hard to erase.
func phaseText(s erase.Progress) lang.Text {
	switch {
	case s.Manual != "" && s.Phase == erase.Done:
		return text("phase-manual")
	case s.Phase == erase.Done:
		return text("phase-done")
	case s.Reason == erase.ReasonHeld:
		return text("phase-restricted")
	case s.Reason != "":
		return fill(text("phase-stuck"), report.Reason(s.Reason))
	}
	return text("phase-open")
}

// never is the year from which on a store means that it does not know the day.
const never = 9000

// leftIn says what is left of deleted data below the level of rows, and until when.
func leftIn(s erase.Progress) (all []lang.Text) {
	for _, r := range s.Remnants {
		what, day := lang.Text{ZH: r.What, EN: r.What}, workday.DayOf(r.Gone).String()
		switch {
		case r.Gone.IsZero():
		case r.Gone.Year() >= never:
			all = append(all, fill(text("phase-left-open"), what))
		default:
			all = append(all, fill(text("phase-left"), what, lang.Text{ZH: day, EN: day}))
		}
	}
	return all
}

// keptName names what is kept by its kinds and not by its columns.
func keptName(d *declaration.Declaration, k erase.Kept) lang.Text {
	if k.Store == erase.OwnRecords {
		return text("request-own")
	}
	var items []string
	for _, s := range d.Stores {
		if h, ok := s.Holding(k.Holding); ok && s.ID == k.Store {
			items = append(items, keptItems(h)...)
		}
	}
	return itemNames(d, items)
}

// bothIn parts a ground that is written in both languages, as lang.Text.Both does.
func bothIn(s string) lang.Text {
	zh, en, ok := strings.Cut(s, " / ")
	if !ok {
		return lang.Text{ZH: s, EN: s}
	}
	return lang.Text{ZH: zh, EN: en}
}

// cancellable reports whether the page offers to cancel: what erases cannot be
// called back once it has begun. The desk decides.
func cancellable(q rights.Request, now time.Time) bool {
	erases := q.Kind == rights.Delete || q.Kind == rights.Close
	begun := slices.ContainsFunc(q.History, func(m rights.Move) bool { return m.State == rights.InProgress })
	return q.Open() && !(erases && (begun || !q.Until.IsZero() && !now.Before(q.Until)))
}

// cancel ends a request that may still be cancelled. It takes one press, and no
// login again: to change one's mind is as easy as it can be.
func (p *pages) cancel(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	q, err := p.ownRequest(r, pass)
	if err != nil {
		return err
	}
	if _, err := p.rights.Cancel(r.Context(), pass.Lookup, pass.By, q.ID, p.now()); err != nil {
		return err
	}
	http.Redirect(w, r, in(httpx.Lang(r), "/me/requests/"+string(q.ID)), http.StatusSeeOther)
	return nil
}

// dayText writes a day.
func dayText(d workday.Day) lang.Text {
	t := d.Start().In(beijing)
	return lang.Text{ZH: t.Format("2006年1月2日"), EN: t.Format("2 January 2006")}
}
