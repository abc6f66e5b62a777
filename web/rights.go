package web

import (
	"context"
	"net/http"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// Rights is what the pages need of the desk of requests; rights.Desk is one.
type Rights interface {
	Open(ctx context.Context, o rights.Order, once string, now time.Time) (rights.Request, error)
	Visiting
	Mine(ctx context.Context, who, by ledger.Lookup, id rights.RequestID, now time.Time) (rights.Request, error)
	List(ctx context.Context, who, by ledger.Lookup, now time.Time) ([]rights.Request, error)
	Cancel(ctx context.Context, who, by ledger.Lookup, id rights.RequestID, now time.Time) (rights.Request, error)
	Fetched(ctx context.Context, who, by ledger.Lookup, id rights.RequestID, now time.Time) error
	Reply(ctx context.Context, who, by ledger.Lookup, id rights.RequestID, text, once string, now time.Time) (rights.Request, error)
	// Preview says which clocks a request of a kind would have if it came now, and
	// until when it could be cancelled.
	Preview(ctx context.Context, k rights.Kind, now time.Time) (clocks []rights.Clock, until time.Time, err error)
}

// Visiting is what the pages for whoever cannot log in need of that desk.
type Visiting interface {
	OpenVisitor(ctx context.Context, o rights.Order, now time.Time) (rights.RequestID, error)
	Prove(ctx context.Context, id rights.RequestID, code string, now time.Time) (rights.Request, error)
}

// Holdings says what is held about a person; fulfil.Office does.
type Holdings interface {
	Held(ctx context.Context, s ledger.Subject, now time.Time) ([]fulfil.Holding, error)
}

// Copies hands over finished copies.
type Copies interface {
	// Archive returns the copy that a request made, opened; fault.NotFound where
	// there is none or its time is over.
	Archive(ctx context.Context, id rights.RequestID, now time.Time) (rights.NewArchive, error)
}

// Cases is where erasures are read; it is part of an erase.Book.
type Cases interface {
	CasesOf(ctx context.Context, request string, l ledger.Lookup) ([]erase.Case, error)
}

// Certificates says what an erasure did; erase.Runner does.
type Certificates interface {
	Certificate(ctx context.Context, id erase.CaseID) (erase.Certificate, error)
}

// A right is one thing that a person can ask for, and its form.
type right struct {
	Kind   rights.Kind
	Title  lang.Text
	Says   lang.Text // one plain sentence
	Path   string
	Cites  []law.Citation
	StepUp bool // whether the service's own login has to be done again

	Values bool // items can be corrected or completed
	Scope  bool // all of it, or what some functions need
	Target bool // another processor is named
	Age    bool // a public key can be given
	Text   bool // words are needed
}

// rightsInOrder is everything that can be asked for, in the order of the page.
var rightsInOrder = []right{
	{Kind: rights.Access, Title: text("right-access"), Says: text("right-access-says"), Path: "/me/held",
		Cites: []law.Citation{law.Cite(law.PIPL, "45¶1"), law.Cite(law.Order790, "23"), law.Cite(law.Draft, "23(1)")}},
	{Kind: rights.Copy, Title: text("right-copy"), Says: text("right-copy-says"), Path: "/me/rights/copy", StepUp: true, Age: true,
		Cites: []law.Citation{law.Cite(law.PIPL, "45"), law.Cite(law.Order790, "23"), law.Cite(law.Draft, "23(2)")}},
	{Kind: rights.Correct, Title: text("right-correct"), Says: text("right-correct-says"), Path: "/me/rights/correct", Values: true,
		Cites: []law.Citation{law.Cite(law.PIPL, "46"), law.Cite(law.Order790, "23"), law.Cite(law.Draft, "23(2)")}},
	{Kind: rights.Complete, Title: text("right-complete"), Says: text("right-complete-says"), Path: "/me/rights/complete", Values: true,
		Cites: []law.Citation{law.Cite(law.PIPL, "46"), law.Cite(law.Order790, "23"), law.Cite(law.Draft, "23(2)")}},
	{Kind: rights.Delete, Title: text("right-delete"), Says: text("right-delete-says"), Path: "/me/rights/delete", StepUp: true, Scope: true,
		Cites: []law.Citation{law.Cite(law.PIPL, "47"), law.Cite(law.Order790, "23"), law.Cite(law.Order790, "24"), law.Cite(law.Draft, "22"), law.Cite(law.Draft, "23(2)"), law.Cite(law.No191, "VI.3")}},
	{Kind: rights.Restrict, Title: text("right-restrict"), Says: text("right-restrict-says"), Path: "/me/rights/restrict",
		Cites: []law.Citation{law.Cite(law.PIPL, "44"), law.Cite(law.Order790, "23"), law.Cite(law.Draft, "23(2)")}},
	{Kind: rights.Withdraw, Title: text("right-withdraw"), Says: text("right-withdraw-says"), Path: "/me/consents",
		Cites: []law.Citation{law.Cite(law.PIPL, "15"), law.Cite(law.Order790, "23"), law.Cite(law.Draft, "23(2)")}},
	{Kind: rights.Transfer, Title: text("right-transfer"), Says: text("right-transfer-says"), Path: "/me/rights/transfer", StepUp: true, Target: true,
		Cites: []law.Citation{law.Cite(law.PIPL, "45¶3"), law.Cite(law.Order790, "25"), law.Cite(law.Draft, "24")}},
	{Kind: rights.Explain, Title: text("right-explain"), Says: text("right-explain-says"), Path: "/me/rights/explain", Text: true,
		Cites: []law.Citation{law.Cite(law.PIPL, "24"), law.Cite(law.PIPL, "48")}},
	{Kind: rights.Complain, Title: text("right-complain"), Says: text("right-complain-says"), Path: "/me/rights/complain", Text: true,
		Cites: []law.Citation{law.Cite(law.PIPL, "50"), law.Cite(law.Order790, "20"), law.Cite(law.Draft, "18¶1"), law.Cite(law.No191, "VI.5")}},
	{Kind: rights.Close, Title: text("right-close"), Says: text("right-close-says"), Path: "/me/rights/close", StepUp: true,
		Cites: []law.Citation{law.Cite(law.PIPL, "47"), law.Cite(law.Order790, "23"), law.Cite(law.Order790, "24"), law.Cite(law.Draft, "22(3)"), law.Cite(law.Draft, "23(2)"), law.Cite(law.No191, "VI.3")}},
}

// rightOf finds what a form is for; access and withdrawing have pages of their own.
func rightOf(kind string) (right, bool) {
	for _, r := range rightsInOrder {
		if string(r.Kind) == kind && r.Path == "/me/rights/"+kind {
			return r, true
		}
	}
	return right{}, false
}

// titleOf names what a request asks for.
func titleOf(kind rights.Kind) lang.Text {
	for _, r := range rightsInOrder {
		if r.Kind == kind {
			return r.Title
		}
	}
	return text("rights-title")
}

// rightsPage is the way to everything that a person can ask for.
type rightsPage struct {
	Guardian  bool
	Rights    []right
	Open      int // how many requests are open
	Processor declaration.Processor
}

// rights shows the way to everything that a person can ask for.
func (p *pages) rightsOverview(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	d, _, err := p.desk.Current(r.Context())
	if err != nil {
		return err
	}
	all, err := p.rights.List(r.Context(), pass.Lookup, pass.By, p.now())
	if err != nil {
		return err
	}
	page := rightsPage{Guardian: !pass.By.IsZero(), Rights: rightsInOrder, Processor: d.Processor}
	for _, q := range all {
		if q.Open() {
			page.Open++
		}
	}
	p.show(w, r, http.StatusOK, "rights", text("rights-title").In(httpx.Lang(r)), page)
	return nil
}

// subject is whose browser it is, or of whose child. Somebody of whom nothing is
// recorded yet is named by the pass.
func (p *pages) subject(ctx context.Context, pass httpx.Pass) (ledger.Subject, error) {
	who, err := p.desk.People.PersonByLookup(ctx, pass.Lookup)
	switch {
	case err == nil && !who.Identity.Subject.IsZero():
		return who.Identity.Subject, nil
	case err != nil && fault.KindOf(err) != fault.NotFound:
		return ledger.Subject{}, err
	case pass.Subject.IsZero():
		return ledger.Subject{}, errNobody
	}
	return pass.Subject, nil
}

var errNobody = fault.New(fault.Unauthenticated, "这里已经没有您的记录", "there is no record of you here any more").
	WithFix("如果您重新注册了，请从应用中重新打开", "if you registered anew, open the page again from the app")
