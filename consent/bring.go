package consent

import (
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// A Batch is what one person said before Volens, as another system kept it.
type Batch struct {
	Source string // where it was kept, such as the name of the old system
	Said   []Before
}

// A Before is what a person said on one use before Volens.
type Before struct {
	Use      declaration.UseID
	State    State
	At       time.Time
	By       Giver
	Quality  Quality // of a grant: separate, specific or general; of a no it does not matter
	Evidence string  // where the evidence is kept: a reference; needed for more than general consent
	Wording  string  // what was shown then; needed for more than general consent
}

// Brought says what an import changed and what it left alone.
type Brought struct {
	Version int64               // the person's version afterwards
	Taken   []declaration.UseID // now as imported
	Kept    []declaration.UseID // what stands goes before what was imported
}

const (
	maxBatch   = 256     // uses in a batch
	maxWording = 4 << 10 // bytes of one wording
)

// check refuses what cannot have been said, or what its evidence does not carry.
func (b Before) check(d *declaration.Declaration, p Party, now time.Time) error {
	u, ok := d.UseByID(b.Use)
	child := p.Standing.Age.BandAt(now) == Under14
	switch {
	case !ok || !u.ByConsent():
		return fault.New(fault.Invalid, "没有这个以同意为基础的使用", "there is no such use that rests on consent").
			WithFix("use 的写法为 服务/功能/种类/目的", "a use is written service/function/item/purpose")
	case b.State != Granted && b.State != Refused && b.State != Withdrawn:
		return fault.New(fault.Invalid, "state 应为 granted、refused 或 withdrawn", "state must be granted, refused or withdrawn")
	case b.At.IsZero() || b.At.After(now):
		return fault.New(fault.Invalid, "须写明当时何时作答，且不在将来", "say when it was said, and not in the future")
	case b.By != ByPerson && b.By != ByGuardian:
		return fault.New(fault.Invalid, "by 应为空（本人）或 guardian", "by must be empty (the person) or guardian")
	case len(b.Evidence) > maxNote || len(b.Wording) > maxWording:
		return fault.New(fault.TooLarge, "证据出处至多 512 字节，文字至多 4096 字节", "evidence takes at most 512 bytes, wording at most 4096")
	case b.State != Granted:
		return nil
	case child && b.By == ByPerson:
		return errByChild()
	case b.Quality != Separate && b.Quality != Specific && b.Quality != General:
		return fault.New(fault.Invalid, "quality 应为 separate、specific 或 general", "quality must be separate, specific or general").
			WithFix("拿不准就写 general：它不许可任何处理，届时重新询问", "where in doubt it is general: it permits nothing, and the person is asked anew")
	case b.Quality != General && (b.Evidence == "" || b.Wording == ""):
		return fault.New(fault.Invalid, "separate、specific 须附证据出处和当时展示的文字", "separate and specific need the place of the evidence and the words that were shown").
			WithFix("没有的，写 general", "without them it is general")
	}
	return nil
}

// consent is what the import would set.
func (b Before) consent(d *declaration.Declaration, declared string) Consent {
	u, _ := d.UseByID(b.Use)
	c := Consent{Use: b.Use, Fingerprint: u.Fingerprint(), Declaration: declared, State: b.State, At: milli(b.At), By: b.By, Quality: b.Quality}
	if b.State != Granted {
		c.Quality = General
	}
	return c
}

// goes reports whether an import goes before what stands. A no always counts
// unless something was said after it; a yes never replaces what was said here or
// any no, and over another import only lowers what counts, so that bringing the
// same twice raises nothing.
func (c Consent) goes(was Consent) bool {
	switch {
	case was.State == "":
		return true
	case c.State != Granted:
		return was.State == Granted && !c.At.Before(was.At)
	case was.Quality == AskedHere || was.State != Granted:
		return false
	}
	return c.Quality.rank() < was.Quality.rank()
}

// rank orders qualities by how far their evidence goes.
func (q Quality) rank() int {
	return slices.Index([]Quality{General, Specific, Separate, AskedHere}, q)
}

// Bring imports what a person said before Volens, with its evidence and its
// quality, which never rises. What was said here stands.
//
// Errors: fault.Invalid for what cannot have been said and for evidence that does
// not carry the quality; fault.Refused for the grant of a child.
func Bring(d *declaration.Declaration, declared string, b Batch, p Party, n ledger.Nonce, now time.Time) (Brought, ledger.Change, error) {
	if len(b.Said) == 0 || len(b.Said) > maxBatch || b.Source == "" || len(b.Source) > maxNote {
		return Brought{}, ledger.Change{}, fault.New(fault.Invalid, "须写明来源，并含 1 至 256 项", "name the source, and give 1 to 256 uses")
	}
	var done Brought
	var says []Consent
	body := ImportBody{V: 1, Source: b.Source}
	seen := map[declaration.UseID]bool{}
	for _, x := range b.Said {
		if err := x.check(d, p, now); err != nil {
			return Brought{}, ledger.Change{}, err
		}
		if seen[x.Use] {
			return Brought{}, ledger.Change{}, fault.New(fault.Invalid, "同一个使用写了两次", "one use is given twice")
		}
		seen[x.Use] = true
		c := x.consent(d, declared)
		if !c.goes(p.Standing.Consents[x.Use]) {
			done.Kept = append(done.Kept, x.Use)
			continue
		}
		done.Taken = append(done.Taken, x.Use)
		says = append(says, c)
		body.Uses = append(body.Uses, ImportedUse{
			Use: c.Use, Fingerprint: c.Fingerprint, State: c.State, At: c.At.UnixMilli(), By: c.By, Quality: c.Quality, Evidence: x.Evidence, Wording: x.Wording,
		})
	}
	if len(says) == 0 {
		return done, ledger.Change{}, nil
	}
	entry, err := ledger.PersonalEntry(ledger.KindImport, now, declared, p.Identity, n, body)
	if err != nil {
		return Brought{}, ledger.Change{}, err
	}
	return done, setting(ledger.NewChange(entry), d, p, says, now), nil
}
