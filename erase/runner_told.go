package erase

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// A Notice is what a recipient is told: whom it concerns and what is to be erased,
// and nothing that it was not given. Its form is permanent.
type Notice struct {
	V         int                 `json:"v"`
	Type      string              `json:"type"` // erasure
	Case      CaseID              `json:"case"`
	Recipient string              `json:"recipient"`
	Person    string              `json:"person,omitempty"` // the service's own id, where the recipient was given it
	Keys      plan.Keys           `json:"keys,omitempty"`   // identifiers that the recipient was given
	Items     []law.ItemID        `json:"items"`
	Uses      []declaration.UseID `json:"uses,omitempty"` // empty: everything
	At        int64               `json:"at"`             // UTC milliseconds
}

// tell tells one recipient, again and again until they say that it is done. A
// letter is for people, who confirm it when an answer comes.
func (r *Runner) tell(ctx context.Context, c Case, id string, tries int, now time.Time) (time.Time, error) {
	t, ok := c.told(id)
	if !ok || !t.Confirmed.IsZero() || t.By == "letter" {
		return done, nil
	}
	d, err := r.Consent.Parsed(ctx, c.Declaration)
	if err != nil {
		return time.Time{}, err
	}
	if collecting(c) && tries < 3 { // the identifiers that the recipient was given may lie in the stores
		return now.Add(shortly), nil
	}
	to, given := recipient(d, id)
	body, err := ledger.Canonical(notice(d, c, id, given, now))
	if err != nil {
		return time.Time{}, err
	}
	confirmed, err := call(ctx, r, "told "+id, func(ctx context.Context) (bool, error) {
		return r.Teller.Tell(ctx, to, string(c.ID)+"/"+id, body)
	})
	if known := ctx.Err(); known != nil {
		return time.Time{}, known
	}
	again := now.Add(max(backoff(tries), time.Minute))
	if err != nil {
		r.log().Warn("erasure_recipient_not_told", slog.String("case", string(c.ID)), slog.String("recipient", id), slog.String("reason", reasonOf(err)), slog.Time("due", c.Due.At))
		return again, nil
	}
	if !confirmed && !t.At.IsZero() {
		return again, nil
	}
	if t.At.IsZero() {
		t.At = now
	}
	if !confirmed {
		return again, r.commit(ctx, c, t.about(), now, SetTold{Case: c.ID, Told: t})
	}
	t.Confirmed = now
	return done, r.commit(ctx, c, t.about(), now, SetTold{Case: c.ID, Told: t}, worked(WorkCase, c.ID, "", now))
}

func collecting(c Case) bool {
	return slices.ContainsFunc(c.Stores, func(p Progress) bool { return p.Phase == Collecting && p.Reason == "" })
}

// about is evidence of one recipient.
func (t Told) about() Evidence {
	t.Version, t.Evidence = 0, ""
	return Evidence{Told: []Told{t}}
}

// recipient finds where a recipient or vendor is told, and what it was given.
func recipient(d *declaration.Declaration, id string) (declaration.Secret, []*declaration.Use) {
	var to declaration.Secret
	for _, x := range d.Recipients {
		if x.ID == id {
			to = x.Told
		}
	}
	for _, x := range d.Components {
		if x.ID == id {
			to = x.Told
		}
	}
	var given []*declaration.Use
	for u := range d.All() {
		if u.Recipient != nil && u.Recipient.ID == id || u.Component != nil && u.Component.ID == id ||
			slices.ContainsFunc(u.Gives, func(x *declaration.Recipient) bool { return x.ID == id }) {
			given = append(given, u)
		}
	}
	return to, given
}

// notice says no more than the recipient knows: the items of the scope that it was
// given, and the identifiers among all that it was ever given, by which it can tell
// whom the notice concerns.
func notice(d *declaration.Declaration, c Case, id string, given []*declaration.Use, now time.Time) Notice {
	n := Notice{V: 1, Type: "erasure", Case: c.ID, Recipient: id, Items: []law.ItemID{}, Uses: c.Scope.Uses, At: now.UnixMilli()}
	has := map[law.ItemID]bool{}
	for _, u := range given {
		has[u.Item.ID] = true
		if c.Scope.Names(u) {
			n.Items = append(n.Items, u.Item.ID)
		}
	}
	slices.Sort(n.Items)
	n.Items = slices.Compact(n.Items)
	known := knows(d, has)
	if known[declaration.Person] && !visiting(c.File.Subject) {
		n.Person = c.File.Subject.Raw()
	}
	for name := range known {
		if values := c.File.Keys[name]; name != declaration.Person && len(values) > 0 {
			if n.Keys == nil {
				n.Keys = plan.Keys{}
			}
			n.Keys[name] = values
		}
	}
	return n
}

// accountID is the item that is the service's own id for a person.
const accountID law.ItemID = "account-id"

// knows are the identifiers that lie in what somebody was given: those that are such an
// item, and the numbers of rows of which they were given a part.
func knows(d *declaration.Declaration, has map[law.ItemID]bool) map[string]bool {
	known := map[string]bool{declaration.Person: has[accountID]}
	for _, s := range d.Stores {
		for _, h := range s.Holds {
			part := slices.ContainsFunc(h.Fields, func(f *declaration.Field) bool { return has[f.Item] })
			for _, f := range h.Fields {
				if f.Gives != "" && (has[f.Item] || f.Item == "" && part) {
					known[f.Gives] = true
				}
			}
		}
	}
	return known
}

// visiting reports whether a subject is no account: somebody who is known by a contact,
// which the subject itself has in it.
func visiting(s ledger.Subject) bool { return strings.HasPrefix(s.Raw(), "visitor:") }
