package store

import (
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
)

// TestAMergeOfStandingIsSound: a merge has several entries about the known
// person, and every row holds the index of the one that speaks of it.
func TestAMergeOfStandingIsSound(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d, ctx := counter(t, s), t.Context()
		device, lin, mother := subject(t, "device-9"), subject(t, "lin"), subject(t, "mother")
		a := ask(t, d, "lin", "")
		_, err := d.Answer(ctx, a.ID, lin, yes(a.Choices[0]), now)
		must(t, err)
		_, err = d.SetAge(ctx, device, consent.Age{Band: consent.Under14, Method: "account-record", Lapses: now.AddDate(3, 0, 0)}, now)
		must(t, err)
		link := consent.Link{Relation: "parent", Method: "call", Evidence: "call 12", Expires: now.AddDate(1, 0, 0)}
		_, err = d.LinkGuardian(ctx, device, mother, link, now)
		must(t, err)
		_, err = d.Restrict(ctx, device, consent.Restricted, "person-asked", now)
		must(t, err)
		_, _, err = d.Withdraw(ctx, device, device, consent.Target{Uses: []declaration.UseID{a.Choices[0].Uses[0].Use}}, now)
		must(t, err)
		v, err := d.Merge(ctx, device, lin, now.Add(time.Hour))
		must(t, err)
		is, err := d.Standing(ctx, lin)
		must(t, err)
		if is.Version != v || is.Restriction.Version != v || is.Guardian.Version != v-1 || is.Age.Version != v-2 || is.Age.Band != consent.Under14 {
			t.Errorf("version %d: %+v", v, is)
		}
		for use, c := range is.Consents {
			if c.State != consent.Granted && c.Version != v-3 {
				t.Errorf("%s: %+v", use, c)
			}
		}
		sound(t, s)
	})
}
