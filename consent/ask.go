package consent

import (
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// An AskID is unguessable and begins with the person's partition: "07-…".
type AskID string

// A Trigger is why somebody would be asked now. Values are permanent.
type Trigger string

// The triggers. Only Start is our own initiative; the others are the person's
// own act, after which asking about a refused use is not nagging.
const (
	Start    Trigger = "start"    // the app or page opens
	Function Trigger = "function" // the person uses a function
	Settings Trigger = "settings" // the person opens the privacy settings
)

// AskLasts is how long an ask can be answered.
const AskLasts = 24 * time.Hour

// A Request is a service's wish to ask.
type Request struct {
	Service   string
	Functions []string // ids within the service; see functions for the default
	Trigger   Trigger
	Guardian  ledger.Subject `json:"-"` // who would answer for a person under fourteen; zero for the person
}

// An Ask is a moment at which certain choices were put to a person.
type Ask struct {
	ID          AskID
	Lookup      ledger.Lookup
	Service     string
	Trigger     Trigger
	Declaration string // hash
	Choices     []Choice
	Age         bool          // whether the age band is asked too, because children may come
	Guardian    ledger.Lookup // who is to answer for a person under fourteen; zero for the person
	At          time.Time
	Expires     time.Time
	Version     int64 // log index of its entry; filled in by the store
}

// An Offer is what may be put to a person now. With neither choices nor the
// question of age it is silence, and Silence says why.
type Offer struct {
	Choices []Choice
	Age     bool // whether the age band is to be asked
	Silence []Silence
	Next    time.Time // when we may ask on our own initiative; zero: not until the person acts or the use changes
}

// A Silence is a reason not to ask. Rule ids are permanent.
type Silence struct {
	Rule    string
	Cites   []law.Citation
	Uses    []declaration.UseID
	Message lang.Text
}

// A Situation is all that what may be asked depends on beside the declaration.
type Situation struct {
	Standing   Standing
	Guardian   ledger.Lookup // who is to answer for the person; zero: the person
	Recent     []Past        // what was put to the person, over all services
	Discipline Discipline    // the zero value is Defaults
}

// Plan says what may be asked now, given how the person stands and what was put
// to them before.
//
// Errors: fault.Invalid for an unknown service, function or trigger;
// fault.Refused for a guardian of another child, or of nobody's.
func Plan(d *declaration.Declaration, req Request, in Situation, now time.Time) (Offer, error) {
	functions, err := functionsOf(d, req)
	if err != nil {
		return Offer{}, err
	}
	p := planner{d: d, req: req, in: in, now: now, band: in.Standing.Age.BandAt(now)}
	if p.in.Discipline == (Discipline{}) {
		p.in.Discipline = Defaults()
	}
	// What was put to somebody else disturbed somebody else.
	p.in.Recent = slices.DeleteFunc(slices.Clone(in.Recent), func(x Past) bool { return x.Guardian != in.Guardian })
	service, _ := d.Service(req.Service)
	if silence, err := p.barred(service); err != nil || silence != nil {
		return Offer{Silence: silence}, err
	}
	offer := p.offer(service, functions)
	if !offer.empty() && p.hush(offer) {
		offer = Offer{}
	}
	if offer.empty() {
		offer.Silence, offer.Next = p.quiet.reasons(), p.quiet.next
	}
	return offer, nil
}

// offer is what would be asked before the discipline of the whole ask: after the
// lapse of a band the age alone, wherever it was told; where children are intended
// the age first; else the choices, with the age where children are possible.
func (p *planner) offer(s *declaration.Service, functions []string) Offer {
	age := p.band == AgeUnknown && s.Children != declaration.ChildrenExcluded
	if p.in.Standing.Age.Lapsed(p.now) || age && s.Children == declaration.ChildrenIntended {
		return Offer{Age: true}
	}
	all := choices(p.d, p.open(functions), p.band == Under14)
	return Offer{Choices: all, Age: age && len(all) > 0} // the age comes along with a question, and is none by itself
}

// empty reports whether the offer is silence.
func (o Offer) empty() bool { return len(o.Choices) == 0 && !o.Age }

// A planner works out one offer.
type planner struct {
	d     *declaration.Declaration
	req   Request
	in    Situation
	now   time.Time
	band  Band
	quiet quiet
}

// barred reports why nothing at all is put to this person, or refuses who would
// answer.
func (p *planner) barred(s *declaration.Service) ([]Silence, error) {
	child := p.band == Under14
	party := Party{Standing: p.in.Standing, By: p.in.Guardian}
	switch {
	case p.in.Standing.Restriction.Mode != Free:
		return []Silence{silentRestricted()}, nil
	case child && s.Children == declaration.ChildrenExcluded:
		return []Silence{silentExcluded()}, nil
	case child && p.in.Guardian.IsZero():
		return []Silence{silentGuardian()}, nil
	case !child && !p.in.Guardian.IsZero():
		return nil, errForAnother()
	case child && !party.guarded(p.now):
		return nil, NoGuardian()
	}
	return nil, nil
}

// open returns the uses that may be asked about now.
func (p *planner) open(functions []string) []declaration.Use {
	var open []declaration.Use
	for _, u := range p.d.Uses() {
		if u.Service.ID == p.req.Service && u.ByConsent() && slices.Contains(functions, u.Function.ID) && p.mayAsk(&u) {
			open = append(open, u)
		}
	}
	asked := slices.Clone(open)
	return slices.DeleteFunc(open, func(u declaration.Use) bool { return p.pointless(&u, asked) })
}

// pointless reports whether u gives away what may not be used in the first place:
// the use that the item comes from was refused and is not asked about now.
func (p *planner) pointless(u *declaration.Use, open []declaration.Use) bool {
	base, ok := p.d.UseByID(baseOf(u.ID))
	if u.Recipient == nil || !ok || !base.ByConsent() || p.in.Standing.Counts(&base, p.now) {
		return false
	}
	return !slices.ContainsFunc(open, func(o declaration.Use) bool { return o.ID == base.ID })
}

// baseOf returns the use that a giving hangs on, or the use itself.
func baseOf(id declaration.UseID) declaration.UseID {
	base, _, _ := strings.Cut(string(id), ">")
	return declaration.UseID(base)
}

// Open returns the choices that are still to be answered: not those that give
// away what was refused in this very ask.
func (a Ask) Open(before map[ChoiceID]Answered) []Choice {
	refused := map[declaration.UseID]bool{}
	for _, c := range a.Choices {
		for _, u := range c.Uses {
			was, ok := before[c.ID]
			refused[u.Use] = ok && !was.Granted
		}
	}
	var open []Choice
	for _, c := range a.Choices {
		if _, ok := before[c.ID]; !ok && !refused[baseOf(c.Uses[0].Use)] {
			open = append(open, c)
		}
	}
	return open
}

// functionsOf resolves the functions to ask about: those named; at a start the
// basic ones only, since people are asked when they use a function and not in a
// batch (draft 21(6)); in the settings all.
func functionsOf(d *declaration.Declaration, req Request) ([]string, error) {
	s, ok := d.Service(req.Service)
	if !ok {
		return nil, fault.New(fault.Invalid, "声明中没有这个服务", "the declaration has no such service").
			WithFix("核对 service，与声明中 services 下的键一致", "use a key that stands under services in the declaration")
	}
	if !slices.Contains([]Trigger{Start, Function, Settings}, req.Trigger) {
		return nil, fault.New(fault.Invalid, "trigger 应为 start、function 或 settings", "trigger must be start, function or settings")
	}
	if req.Trigger == Function && len(req.Functions) == 0 {
		return nil, fault.New(fault.Invalid, "trigger 为 function 时须写明 functions", "trigger function needs functions: the ones the person is using")
	}
	var all []string
	for _, f := range s.Functions {
		if f.Basic || req.Trigger == Settings || slices.Contains(req.Functions, f.ID) {
			all = append(all, f.ID)
		}
	}
	for _, f := range req.Functions {
		if !slices.Contains(all, f) {
			return nil, fault.New(fault.Invalid, "该服务没有这个功能", "the service has no such function").
				WithFix("核对 functions，只写功能的键，例如 for-you", "functions holds keys of functions only, such as for-you")
		}
	}
	if len(req.Functions) > 0 {
		return req.Functions, nil
	}
	return all, nil
}

// Put turns an offer into an ask and the change that records it.
func Put(o Offer, req Request, p Party, id AskID, declared string, n ledger.Nonce, now time.Time) (Ask, ledger.Change, error) {
	if o.Choices == nil {
		o.Choices = []Choice{} // the question of age alone: written as it is read
	}
	ask := Ask{
		ID: id, Lookup: p.Identity.Lookup, Service: req.Service, Trigger: req.Trigger, Declaration: declared,
		Choices: o.Choices, Age: o.Age, Guardian: p.By, At: now, Expires: now.Add(AskLasts),
	}
	body := AskBody{V: 1, Ask: id, Service: req.Service, Trigger: req.Trigger, Choices: o.Choices, Age: o.Age, Guardian: WhoOf(p.By)}
	entry, err := ledger.PersonalEntry(ledger.KindAsk, now, declared, p.Identity, n, body)
	if err != nil {
		return Ask{}, ledger.Change{}, err
	}
	return ask, ledger.NewChange(entry).Writing(NewAsk{Ask: ask}), nil
}
