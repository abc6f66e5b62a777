package erase

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// OwnRecords names what is kept of Volens' own in evidence.
const OwnRecords = "volens"

// provided is what is sealed: what the person agreed to have given to whom, and from
// when until when. Its form is permanent.
type provided struct {
	V       int          `json:"v"`
	Under   law.Citation `json:"under"`
	Person  string       `json:"person"` // the service's own id
	Records []provision  `json:"records"`
}

// A provision is one use that gives to somebody, agreed to for a time. The wording
// that the person saw is no part of it; the entry of the record tells the rest to
// whoever holds its receipt.
type provision struct {
	Use        declaration.UseID `json:"use"`
	Recipients []string          `json:"recipients"` // ids of recipients and components
	Granted    int64             `json:"granted_at"` // UTC milliseconds
	Ended      int64             `json:"ended_at"`   // when it was withdrawn, or else the account closed: UTC milliseconds
	Index      int64             `json:"index"`      // of the entry in the record
}

// until is the last day on which a record of a provision is kept.
func (p provision) until(years int) workday.Day {
	return workday.DayOf(time.UnixMilli(p.Ended).AddDate(years, 0, 0))
}

// keep seals what Order 790 Art. 12 keeps for three years: records of giving
// personal information to others and of entrusting it. It is done once.
func (r *Runner) keep(ctx context.Context, c Case, now time.Time) ([]Kept, error) {
	if r.Keeper == nil {
		return nil, nil
	}
	was, err := r.kept(ctx, c.ID)
	if err != nil || len(was) > 0 {
		return was, err
	}
	ground := law.Param("provision-records")
	records, err := r.provisions(ctx, c)
	if err != nil {
		return nil, err
	}
	records = plan.Filtered(records, func(p provision) bool { return now.Before(p.until(ground.Value).End()) })
	if len(records) == 0 {
		return nil, nil
	}
	until := slices.MaxFunc(records, func(a, b provision) int { return cmp.Compare(a.Ended, b.Ended) }).until(ground.Value)
	plain, err := json.Marshal(provided{V: 1, Under: ground.Cite, Person: c.File.Subject.Raw(), Records: records})
	if err != nil {
		return nil, err
	}
	sealed, err := r.Keeper.Seal(plain)
	if err != nil {
		return nil, err
	}
	k := Kept{Store: OwnRecords, Holding: "provided", Fields: []string{}, Under: ground.Cite.Text().Both(), Rows: int64(len(records)), Until: until}
	row := Keep{Case: c.ID, Under: k.Under, Until: until.End(), Sealed: sealed}
	return []Kept{k}, r.commit(ctx, c, Evidence{Keeps: []Kept{k}}, now, row)
}

// kept reads from the evidence what was sealed before a run ended early.
func (r *Runner) kept(ctx context.Context, id CaseID) ([]Kept, error) {
	all, err := r.Book.Evidence(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, k := range keptIn(all) {
		if k.Store == OwnRecords {
			return []Kept{k}, nil
		}
	}
	return nil, nil
}

// A saying is what one entry says about one use.
type saying struct {
	use         declaration.UseID
	declaration string
	granted     bool
	at, index   int64
}

// provisions are the uses that give to somebody and that the person agreed to, each
// with the time until that ended. What was refused was not given to anybody.
func (r *Runner) provisions(ctx context.Context, c Case) ([]provision, error) {
	said, err := r.sayings(ctx, c.Lookup)
	if err != nil {
		return nil, err
	}
	var all []provision
	open := map[declaration.UseID]int{}
	for _, s := range said {
		i, going := open[s.use]
		switch {
		case going && !s.granted:
			all[i].Ended = s.at
			delete(open, s.use)
		case !going && s.granted:
			if to := r.givenTo(ctx, s.declaration, s.use); len(to) > 0 {
				open[s.use] = len(all)
				all = append(all, provision{Use: s.use, Recipients: to, Granted: s.at, Ended: c.Opened.UnixMilli(), Index: s.index})
			}
		}
	}
	return all, nil
}

// sayings are what a person said of uses, in the order of the record.
func (r *Runner) sayings(ctx context.Context, l ledger.Lookup) ([]saying, error) {
	var all []saying
	for _, kind := range []ledger.Kind{ledger.KindAnswer, ledger.KindWithdrawal, ledger.KindAge, ledger.KindImport, ledger.KindMerge} {
		at, err := r.Consent.Record.About(ctx, l, kind)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		for _, index := range at {
			receipt, err := r.Consent.Record.Receipt(ctx, index)
			if err != nil {
				return nil, err
			}
			var leaf ledger.Leaf
			var b saidBody
			if json.Unmarshal(receipt.Leaf, &leaf) != nil || json.Unmarshal(receipt.Body, &b) != nil {
				return nil, fault.New(fault.Internal, "记录中的内容不能解析", "an entry of the record cannot be read")
			}
			all = append(all, b.sayings(leaf, index)...)
		}
	}
	slices.SortStableFunc(all, func(a, b saying) int { return cmp.Compare(a.index, b.index) })
	return all, nil
}

// saidBody is what the bodies of answers, withdrawals, ages, imports and merges have
// of uses.
type saidBody struct {
	Answers []consent.AnsweredChoice
	Uses    []saidUse
	Ended   []saidUse
}

// saidUse is one use of a body: with a state where the entry may grant.
type saidUse struct {
	Use         declaration.UseID
	Declaration string
	State       consent.State
	At          int64
}

func (b saidBody) sayings(leaf ledger.Leaf, index int64) []saying {
	var all []saying
	for _, a := range b.Answers {
		for _, u := range a.Uses {
			all = append(all, saying{u.Use, leaf.Declaration, a.Grant, leaf.At, index})
		}
	}
	for _, u := range slices.Concat(b.Uses, b.Ended) {
		all = append(all, saying{u.Use, cmp.Or(u.Declaration, leaf.Declaration), u.State == consent.Granted, cmp.Or(u.At, leaf.At), index})
	}
	return all
}

// givenTo are the ids of those to whom a use gives, or who collect for it. Whoever has
// a consent of their own is given by that. Where the declaration of that time cannot
// be read, the name of the use tells.
func (r *Runner) givenTo(ctx context.Context, hash string, id declaration.UseID) []string {
	d, err := r.Consent.Parsed(ctx, hash)
	u, ok := declaration.Use{}, false
	if err == nil {
		u, ok = d.UseByID(id)
	}
	if !ok {
		return namedIn(id)
	}
	if u.Recipient != nil {
		return []string{u.Recipient.ID}
	}
	var all []string
	for _, to := range u.Gives {
		if _, apart := d.UseByID(id + declaration.UseID(">"+to.ID)); !apart {
			all = append(all, to.ID)
		}
	}
	if u.Component != nil {
		all = append(all, u.Component.ID)
	}
	return all
}

// namedIn is the recipient or component that the name of a use has in it.
func namedIn(id declaration.UseID) []string {
	if _, to, ok := strings.Cut(string(id), ">"); ok {
		return []string{to}
	}
	if _, by, ok := strings.Cut(string(id), "@"); ok {
		by, _, _ = strings.Cut(by, "/")
		return []string{by}
	}
	return nil
}
