package consent

import (
	"context"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// People is what the desk reads about people, from the primary, by key.
type People interface {
	// Person finds a person by the service's id. On first contact it returns a
	// fresh identity that is not stored yet.
	Person(ctx context.Context, s ledger.Subject) (Person, error)
	// PersonByLookup finds a known person; fault.NotFound otherwise.
	PersonByLookup(ctx context.Context, l ledger.Lookup) (Person, error)
	// Consents returns what the person said on the named uses, or on all.
	Consents(ctx context.Context, l ledger.Lookup, uses ...declaration.UseID) (Consents, error)
	// Ask returns an ask and what was answered to it; fault.NotFound otherwise.
	Ask(ctx context.Context, id AskID) (Ask, map[ChoiceID]Answered, error)
	// Standing returns all that verdicts need to know of a person; a person nobody
	// knows stands nowhere, with version ledger.Absent.
	Standing(ctx context.Context, l ledger.Lookup) (Standing, error)
	// RecentAsks returns the asks put to the person since then, over all services,
	// oldest first, each with what was answered to it.
	RecentAsks(ctx context.Context, l ledger.Lookup, since time.Time) ([]Past, error)
	// Once returns what an idempotency key of the person was used for.
	Once(ctx context.Context, l ledger.Lookup, key string) (digest, ref string, found bool, err error)
}

// Record is where changes become durable.
type Record interface {
	// Commit returns once the change is durable. fault.Conflict means that what
	// the change expected no longer holds: load again.
	Commit(ctx context.Context, c ledger.Change) (ledger.Committed, error)
	// Receipt returns the receipt of the entry at index, always the same bytes.
	Receipt(ctx context.Context, index int64) (ledger.Receipt, error)
	// About returns the indexes of the entries of a kind about a person, in order.
	About(ctx context.Context, l ledger.Lookup, kind ledger.Kind) ([]int64, error)
}

// Versions is where declarations are kept, and what else holds for everybody.
type Versions interface {
	// Active returns the hash of the active version; ok is false where none is.
	Active(ctx context.Context) (hash string, version int64, ok bool, err error)
	// Declaration returns a stored version; fault.NotFound otherwise.
	Declaration(ctx context.Context, hash string) (declaration.Source, error)
	// Uploaded lists the stored versions, newest first.
	Uploaded(ctx context.Context) ([]Stored, error)
	// Activations lists when which version came into use, newest first.
	Activations(ctx context.Context, limit int) ([]Activated, error)
	// Stops lists the stops that are not lifted.
	Stops(ctx context.Context) ([]Stop, error)
	// Tally counts people by what they said on each use.
	Tally(ctx context.Context) ([]Tally, error)
	// CountPeople counts different people who are in the state, or with "" in any,
	// on at least one of the uses.
	CountPeople(ctx context.Context, uses []declaration.UseID, state State) (int64, error)
}

// A Desk carries transitions to the store: load, work out, commit, and again
// where somebody else was faster. The API and the pages both work through it.
type Desk struct {
	People     People
	Record     Record
	Versions   Versions
	Random     io.Reader  // a secure source
	Discipline Discipline // Optional: Defaults where it is zero. Check it first.

	// Kept reports whether everything about somebody was erased except what a ground in
	// force keeps, and since when. Optional.
	Kept func(s ledger.Subject) (since time.Time, kept bool, err error)

	parsed sync.Map // hash → *declaration.Declaration
}

// attempts bounds how often a change is worked out anew after a conflict.
const attempts = 64

// Current returns the active declaration and its hash. The active hash is read
// each time: another node may have activated another version.
//
// Errors: fault.Unavailable where no version is active.
func (k *Desk) Current(ctx context.Context) (*declaration.Declaration, string, error) {
	hash, _, ok, err := k.Versions.Active(ctx)
	if err != nil {
		return nil, "", err
	}
	if !ok {
		return nil, "", fault.New(fault.Unavailable, "尚无生效的声明", "no declaration is active yet")
	}
	d, err := k.Parsed(ctx, hash)
	return d, hash, err
}

// declared returns the active declaration, or nil before the first: then nobody
// has agreed to anything.
func (k *Desk) declared(ctx context.Context) (*declaration.Declaration, error) {
	hash, _, ok, err := k.Versions.Active(ctx)
	if err != nil || !ok {
		return nil, err
	}
	return k.Parsed(ctx, hash)
}

// Parsed returns a stored version of the declaration, parsed once.
//
// Errors: fault.NotFound where it was never uploaded.
func (k *Desk) Parsed(ctx context.Context, hash string) (*declaration.Declaration, error) {
	if d, ok := k.parsed.Load(hash); ok {
		return d.(*declaration.Declaration), nil
	}
	src, err := k.Versions.Declaration(ctx, hash)
	if err != nil {
		return nil, err
	}
	d, err := declaration.Parse(src)
	if err != nil {
		return nil, fmt.Errorf("parsing a stored declaration: %w", err)
	}
	k.parsed.Store(hash, d)
	return d, nil
}

// AskResult is an ask that was put, or silence and why.
type AskResult struct {
	Ask   Ask // zero where there is silence
	Offer Offer
}

// Ask puts to a person what may be put now, or to their guardian where the
// request names one. once is the caller's idempotency key, or "": the same
// request under the same key gets the same ask, another request under it is
// fault.Conflict.
func (k *Desk) Ask(ctx context.Context, s ledger.Subject, req Request, once string, now time.Time) (AskResult, error) {
	d, hash, err := k.Current(ctx)
	if err != nil {
		return AskResult{}, err
	}
	guardian, err := k.speaker(ctx, req.Guardian)
	if err != nil {
		return AskResult{}, err
	}
	var res AskResult
	err = k.retry(func() error {
		res = AskResult{} // what an earlier try offered was not committed
		p, err := k.People.Person(ctx, s)
		if err != nil {
			return err
		}
		once, digest := mark(p, "request", once), askDigest(p, req)
		if ref, found, err := k.replay(ctx, p, once, digest); err != nil || found {
			if found {
				res.Ask, _, err = k.People.Ask(ctx, AskID(ref))
			}
			return err
		}
		party, err := k.party(ctx, p, guardian)
		if err != nil {
			return err
		}
		recent, err := k.recent(ctx, p, party.Standing, now)
		if err != nil {
			return err
		}
		in := Situation{Standing: party.Standing, Guardian: party.By, Recent: recent, Discipline: k.Discipline}
		if res.Offer, err = Plan(d, req, in, now); err != nil || res.Offer.empty() {
			return err
		}
		id, n, err := k.fresh(p)
		if err != nil {
			return err
		}
		ask, change, err := Put(res.Offer, req, party, id, hash, n, now)
		if err != nil {
			return err
		}
		done, err := k.commit(ctx, p, remember(change, p, once, digest, string(id)))
		ask.Version, res.Ask = done.First, ask
		return err
	})
	return res, err
}

// askDigest identifies a request. Who is to answer is part of it, and is stored
// under the person's key only.
func askDigest(p Person, req Request) string {
	digest := requestDigest("ask", req)
	if req.Guardian.IsZero() {
		return digest
	}
	return p.Identity.Key.Mark("guardian", digest+req.Guardian.Raw())
}

// Answer takes answers to an ask and returns their receipt. by is who answers:
// the person, where it is nobody, or the guardian of a person under fourteen. The
// same answer again gives the same receipt.
func (k *Desk) Answer(ctx context.Context, id AskID, by ledger.Subject, answers []Answer, now time.Time) (ledger.Receipt, error) {
	who, err := k.speaker(ctx, by)
	if err != nil {
		return ledger.Receipt{}, err
	}
	return k.AnswerAs(ctx, id, who, answers, now)
}

// AnswerAs is Answer for a speaker whose lookup is known, as that of a browser is.
func (k *Desk) AnswerAs(ctx context.Context, id AskID, by ledger.Lookup, answers []Answer, now time.Time) (ledger.Receipt, error) {
	d, _, err := k.Current(ctx)
	if err != nil {
		return ledger.Receipt{}, err
	}
	var at int64
	err = k.retry(func() error {
		past, p, party, err := k.put(ctx, id, by)
		if fault.KindOf(err) == fault.NotFound {
			err = errNeverPut
		}
		if err != nil {
			return err
		}
		n, err := ledger.NewNonce(k.Random)
		if err != nil {
			return err
		}
		change, replay, err := Take(d, past, answers, party, n, now)
		if err != nil {
			return err
		}
		if replay >= 0 {
			at = replay
			return nil
		}
		if change, err = k.spend(ctx, p, id, answers, change); err != nil {
			return err
		}
		done, err := k.commit(ctx, p, change)
		at = done.First
		return err
	})
	if err != nil {
		return ledger.Receipt{}, err
	}
	return k.Record.Receipt(ctx, at)
}

// errNeverPut is for answers to what was never asked: there is nothing that
// anybody could have agreed to.
var errNeverPut = fault.New(fault.NotFound, "没有这次询问：没有问过的，谈不上同意", "there is no such ask, and so nothing that could be agreed to").
	Citing(AnswerNotAsked, law.Cite(law.PIPL, "14"), law.Cite(law.Draft, "21¶3"))

// put loads an ask with what was answered to it, the person it was put to, and
// who speaks.
func (k *Desk) put(ctx context.Context, id AskID, by ledger.Lookup) (Past, Person, Party, error) {
	ask, before, err := k.People.Ask(ctx, id)
	if err != nil {
		return Past{}, Person{}, Party{}, err
	}
	p, err := k.People.PersonByLookup(ctx, ask.Lookup)
	if err != nil {
		return Past{}, Person{}, Party{}, err
	}
	party, err := k.party(ctx, p, by)
	return Past{Ask: ask, Answered: before}, p, party, err
}

// Withdraw ends consent and returns the version from which a verdict knows of
// it, and the uses that ended. by is who withdraws: the person, where it is
// nobody, or the guardian of a person under fourteen.
func (k *Desk) Withdraw(ctx context.Context, s, by ledger.Subject, t Target, now time.Time) (version int64, done []declaration.UseID, err error) {
	who, err := k.speaker(ctx, by)
	if err != nil {
		return 0, nil, err
	}
	return k.WithdrawAs(ctx, s, who, t, now)
}

// WithdrawAs is Withdraw for a speaker whose lookup is known, as that of a browser
// is.
func (k *Desk) WithdrawAs(ctx context.Context, s ledger.Subject, by ledger.Lookup, t Target, now time.Time) (version int64, done []declaration.UseID, err error) {
	d, _, err := k.Current(ctx)
	if err != nil {
		return 0, nil, err
	}
	version, err = k.change(ctx, s, by, func(p Party, declared string, n ledger.Nonce) (c ledger.Change, err error) {
		done, c, err = Withdraw(d, declared, t, p, n, now)
		return c, err
	})
	return version, done, err
}

// Said returns what the person said on the named uses, or on all, and the
// person's version, both of one moment. A person nobody knows has said nothing.
func (k *Desk) Said(ctx context.Context, s ledger.Subject, uses ...declaration.UseID) (Consents, int64, error) {
	standing, err := k.Standing(ctx, s)
	if err != nil || standing.Version == ledger.Absent {
		return Consents{}, ledger.Absent, err
	}
	said := maps.Clone(standing.Consents)
	maps.DeleteFunc(said, func(id declaration.UseID, _ Consent) bool { return len(uses) > 0 && !slices.Contains(uses, id) })
	return said, standing.Version, nil
}

// Standing returns how a person stands; one nobody knows stands nowhere, with
// version ledger.Absent. Whoever was erased, except what a ground in force keeps, is
// restricted until that is gone (PIPL 47 ¶2), or until something is said anew by or
// about somebody with the same id, who is a new person.
func (k *Desk) Standing(ctx context.Context, s ledger.Subject) (Standing, error) {
	p, err := k.People.Person(ctx, s)
	if err != nil {
		return Standing{}, err
	}
	party, err := k.party(ctx, p, ledger.Lookup{})
	if err == nil && !p.Known && k.Kept != nil {
		var since time.Time
		var kept bool
		if since, kept, err = k.Kept(s); kept {
			party.Standing.Restriction = Restriction{Mode: Restricted, Reason: "kept-by-law", At: since, Version: ledger.Absent}
		}
	}
	return party.Standing, err
}

// party loads how a person stands, and notes who speaks for them.
func (k *Desk) party(ctx context.Context, p Person, by ledger.Lookup) (Party, error) {
	party := Party{Identity: p.Identity, Standing: Standing{Version: ledger.Absent}}
	if by != p.Identity.Lookup {
		party.By = by
	}
	if !p.Known {
		return party, nil
	}
	var err error
	party.Standing, err = k.People.Standing(ctx, p.Identity.Lookup)
	return party, err
}

// speaker returns the lookup of who speaks; zero for nobody, which is the person.
func (k *Desk) speaker(ctx context.Context, by ledger.Subject) (ledger.Lookup, error) {
	if by.IsZero() {
		return ledger.Lookup{}, nil
	}
	p, err := k.People.Person(ctx, by)
	return p.Identity.Lookup, err
}

// recent loads what of the past the discipline weighs: all asks since the person
// last acted, and those of the interval and the window in any case.
func (k *Desk) recent(ctx context.Context, p Person, s Standing, now time.Time) ([]Past, error) {
	if !p.Known {
		return nil, nil
	}
	rules := k.Discipline
	if rules == (Discipline{}) {
		rules = Defaults()
	}
	since := now.Add(-max(rules.Interval, rules.Window))
	if acted := s.lastAct(nil); acted.Before(since) {
		since = acted
	}
	return k.People.RecentAsks(ctx, p.Identity.Lookup, since)
}

// change works out a change about a person and commits it; one that has no
// entries changes nothing. It returns the person's version afterwards.
func (k *Desk) change(ctx context.Context, s ledger.Subject, by ledger.Lookup, work func(Party, string, ledger.Nonce) (ledger.Change, error)) (version int64, err error) {
	declared, _, _, err := k.Versions.Active(ctx)
	if err != nil {
		return 0, err
	}
	err = k.retry(func() error {
		p, err := k.People.Person(ctx, s)
		if err != nil {
			return err
		}
		party, err := k.party(ctx, p, by)
		if err != nil {
			return err
		}
		n, err := ledger.NewNonce(k.Random)
		if err != nil {
			return err
		}
		c, err := work(party, declared, n)
		if err != nil {
			return err
		}
		// Others may have spoken since the person was read: nothing was left to change
		// because of what they said, and so the version is theirs.
		if version = max(p.Version, party.Standing.Version); len(c.Entries) == 0 {
			return nil
		}
		done, err := k.commit(ctx, p, c)
		version = done.First
		return err
	})
	return version, err
}

// commit sends a change about p: it expects that nothing was said about the
// person meanwhile, so that what one person says is in one order.
func (k *Desk) commit(ctx context.Context, p Person, c ledger.Change) (ledger.Committed, error) {
	return k.Record.Commit(ctx, p.unchanged(c))
}

// unchanged adds to a change that it holds only as long as nothing more was said
// about p, and brings p's row on first contact.
func (p Person) unchanged(c ledger.Change) ledger.Change {
	if !p.Known {
		c.Rows = append([]ledger.Row{NewPerson{Identity: p.Identity}}, c.Rows...)
	}
	return c.Expecting(ledger.Expectation{Of: NewPerson{}.RowOf(), Lookup: p.Identity.Lookup, Key: "head", Version: p.Version})
}

// retry works a change out anew while others are faster. A conflict that the
// law or the caller made (a rule stands behind it) is final.
func (k *Desk) retry(try func() error) error {
	var err error
	for range attempts {
		if err = try(); fault.KindOf(err) != fault.Conflict || fault.RuleOf(err) != "" {
			return err
		}
	}
	return err
}

// IdempotencyReused is the permanent id of a key that came with another request.
const IdempotencyReused = "idempotency-reused"

// spend refuses an act that already gave consent in another answer, and
// remembers the acts of this one: one press gives one consent, however it is
// split over requests (draft 73(8)).
func (k *Desk) spend(ctx context.Context, p Person, id AskID, answers []Answer, c ledger.Change) (ledger.Change, error) {
	for _, act := range acts(answers) {
		key := mark(p, "act", act)
		_, _, found, err := k.People.Once(ctx, p.Identity.Lookup, key)
		if err != nil {
			return c, err
		}
		if found {
			return c, errOneAct
		}
		c = remember(c, p, key, Digest(answers), string(id))
	}
	return c, nil
}

// mark is what is stored of a word that the caller chose: it can be found again
// with the person's key, and tells nothing without it.
func mark(p Person, kind, word string) string {
	if word == "" {
		return ""
	}
	return p.Identity.Key.Mark(kind, word)
}

func (k *Desk) replay(ctx context.Context, p Person, once, digest string) (ref string, found bool, err error) {
	if once == "" || !p.Known {
		return "", false, nil
	}
	was, ref, found, err := k.People.Once(ctx, p.Identity.Lookup, once)
	if found && was != digest {
		return "", false, fault.New(fault.Conflict, "这个幂等键已用于另一个请求", "this idempotency key was used for another request").
			Citing(IdempotencyReused).WithFix("新的请求请用新的键", "use a new key for a new request")
	}
	return ref, found, err
}

func remember(c ledger.Change, p Person, once, digest, ref string) ledger.Change {
	if once == "" {
		return c
	}
	return c.Writing(Once{Lookup: p.Identity.Lookup, Key: once, Digest: digest, Ref: ref})
}

func requestDigest(what string, req any) string {
	b, _ := json.Marshal(req) // plain strings only: cannot fail
	return hash(slices.Concat([]byte(what+"\x00"), b))
}

// fresh makes an unguessable ask id in the person's partition, and a nonce.
func (k *Desk) fresh(p Person) (AskID, ledger.Nonce, error) {
	n, err := ledger.NewNonce(k.Random)
	if err != nil {
		return "", n, err
	}
	var b [20]byte
	if _, err := io.ReadFull(k.Random, b[:]); err != nil {
		return "", n, fmt.Errorf("reading randomness: %w", err)
	}
	word := strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
	part := strconv.Itoa(100 + p.Identity.Lookup.Partition())[1:]
	return AskID(part + "-" + word), n, nil
}
