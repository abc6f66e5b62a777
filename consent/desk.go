package consent

import (
	"context"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
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
	// RecentAsks returns asks of the service put to the person since then, with
	// the choices that were left unanswered.
	RecentAsks(ctx context.Context, l ledger.Lookup, service string, since time.Time) ([]Ask, error)
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
}

// Versions is where declarations are kept.
type Versions interface {
	// Active returns the hash of the active version; ok is false where none is.
	Active(ctx context.Context) (hash string, version int64, ok bool, err error)
	// Declaration returns a stored version; fault.NotFound otherwise.
	Declaration(ctx context.Context, hash string) (declaration.Source, error)
}

// A Desk carries transitions to the store: load, work out, commit, and again
// where somebody else was faster. The API and the pages both work through it.
type Desk struct {
	People   People
	Record   Record
	Versions Versions
	Random   io.Reader // a secure source

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
	if d, ok := k.parsed.Load(hash); ok {
		return d.(*declaration.Declaration), hash, nil
	}
	src, err := k.Versions.Declaration(ctx, hash)
	if err != nil {
		return nil, "", err
	}
	d, err := declaration.Parse(src)
	if err != nil {
		return nil, "", fmt.Errorf("parsing the active declaration: %w", err)
	}
	k.parsed.Store(hash, d)
	return d, hash, nil
}

// AskResult is an ask that was put, or silence and why.
type AskResult struct {
	Ask   Ask // zero where there is silence
	Offer Offer
}

// Ask puts to a person what may be put now. once is the caller's idempotency
// key, or "": the same request under the same key gets the same ask, another
// request under it is fault.Conflict.
func (k *Desk) Ask(ctx context.Context, s ledger.Subject, req Request, once string, now time.Time) (AskResult, error) {
	d, hash, err := k.Current(ctx)
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
		once := mark(p, "request", once)
		digest := requestDigest("ask", req)
		if ref, found, err := k.replay(ctx, p, once, digest); err != nil || found {
			if found {
				res.Ask, _, err = k.People.Ask(ctx, AskID(ref))
			}
			return err
		}
		said, recent, err := k.history(ctx, p, req.Service, now)
		if err != nil {
			return err
		}
		if res.Offer, err = Plan(d, req, said, recent, now); err != nil || len(res.Offer.Choices) == 0 {
			return err
		}
		id, n, err := k.fresh(p)
		if err != nil {
			return err
		}
		ask, change, err := Put(res.Offer, req, p.Identity, id, hash, n, now)
		if err != nil {
			return err
		}
		done, err := k.commit(ctx, p, remember(change, p, once, digest, string(id)))
		ask.Version, res.Ask = done.First, ask
		return err
	})
	return res, err
}

// Answer takes answers to an ask and returns their receipt. The same answer
// again gives the same receipt.
func (k *Desk) Answer(ctx context.Context, id AskID, answers []Answer, now time.Time) (ledger.Receipt, error) {
	d, _, err := k.Current(ctx)
	if err != nil {
		return ledger.Receipt{}, err
	}
	var at int64
	err = k.retry(func() error {
		ask, before, err := k.People.Ask(ctx, id)
		if err != nil {
			return err
		}
		p, err := k.People.PersonByLookup(ctx, ask.Lookup)
		if err != nil {
			return err
		}
		n, err := ledger.NewNonce(k.Random)
		if err != nil {
			return err
		}
		change, replay, err := Take(d, ask, before, answers, p.Identity, n, now)
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

// Withdraw ends consent and returns the version from which a verdict knows of
// it, and the uses that ended.
func (k *Desk) Withdraw(ctx context.Context, s ledger.Subject, t Target, now time.Time) (version int64, done []declaration.UseID, err error) {
	d, hash, err := k.Current(ctx)
	if err != nil {
		return 0, nil, err
	}
	err = k.retry(func() error {
		p, err := k.People.Person(ctx, s)
		if err != nil {
			return err
		}
		said, err := k.People.Consents(ctx, p.Identity.Lookup)
		if err != nil {
			return err
		}
		n, err := ledger.NewNonce(k.Random)
		if err != nil {
			return err
		}
		var change ledger.Change
		done, change, err = Withdraw(d, hash, t, said, p.Identity, n, now)
		if err != nil {
			return err
		}
		if version = p.Version; len(done) == 0 {
			return nil
		}
		c, err := k.commit(ctx, p, change)
		version = c.First
		return err
	})
	return version, done, err
}

// Said returns what the person said on the named uses, or on all, and the
// person's version. A person nobody knows has said nothing.
func (k *Desk) Said(ctx context.Context, s ledger.Subject, uses ...declaration.UseID) (Consents, int64, error) {
	p, err := k.People.Person(ctx, s)
	if err != nil || !p.Known {
		return Consents{}, ledger.Absent, err
	}
	said, err := k.People.Consents(ctx, p.Identity.Lookup, uses...)
	return said, p.Version, err
}

func (k *Desk) history(ctx context.Context, p Person, service string, now time.Time) (Consents, []Ask, error) {
	if !p.Known {
		return Consents{}, nil, nil
	}
	said, err := k.People.Consents(ctx, p.Identity.Lookup)
	if err != nil {
		return nil, nil, err
	}
	recent, err := k.People.RecentAsks(ctx, p.Identity.Lookup, service, now.Add(-ReaskInterval()))
	return said, recent, err
}

// commit sends a change about p: it expects that nothing was said about the
// person meanwhile, so that what one person says is in one order.
func (k *Desk) commit(ctx context.Context, p Person, c ledger.Change) (ledger.Committed, error) {
	if !p.Known {
		c.Rows = append([]ledger.Row{NewPerson{Identity: p.Identity}}, c.Rows...)
	}
	return k.Record.Commit(ctx, c.Expecting(ledger.Expectation{Of: NewPerson{}.RowOf(), Lookup: p.Identity.Lookup, Key: "head", Version: p.Version}))
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
