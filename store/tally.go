package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/store/row"
)

const (
	selectTally = `select use_id, fingerprint, state, giver, quality, count(*) from consents
		group by use_id, fingerprint, state, giver, quality`
	countPersons = `select count(*) from persons`
	countInState = `select count(*) from (select distinct part, lookup from consents where state = $1) who`
	countOfUses  = `select count(*) from (select distinct part, lookup from consents where ($1 = '' or state = $1) and use_id in `
)

// Tally returns how many people stand alike on each use, sorted by its fields. It reads every consent;
// the answer is as of one moment.
func (s *Store) Tally(ctx context.Context) ([]consent.Tally, error) {
	all, err := listed(ctx, s, func(r row.Scanner) (t consent.Tally, err error) {
		err = r.Scan(&t.Use, &t.Fingerprint, &t.State, &t.By, &t.Quality, &t.People)
		return t, err
	}, selectTally)
	// Sorted here: the engines do not sort texts alike.
	slices.SortFunc(all, func(a, b consent.Tally) int {
		return cmp.Or(cmp.Compare(a.Use, b.Use), cmp.Compare(a.Fingerprint, b.Fingerprint), cmp.Compare(a.State, b.State),
			cmp.Compare(a.By, b.By), cmp.Compare(a.Quality, b.Quality))
	})
	return all, err
}

// CountPeople returns how many different people are in a state on at least one of
// the uses, whatever fingerprint they agreed to. No uses are all of them, and no
// state is any; with neither, everybody known is counted.
func (s *Store) CountPeople(ctx context.Context, uses []declaration.UseID, state consent.State) (n int64, err error) {
	query, args := countPersons, []any{}
	switch {
	case len(uses) > maxUses:
		return 0, badRange
	case len(uses) > 0:
		query, args = countOfUses, append(args, string(state))
		for _, u := range uses {
			if args = append(args, string(u)); !clean(string(u)) {
				return 0, badText
			}
		}
		query += row.List(2, len(uses)) + ") who"
	case state != "":
		query, args = countInState, append(args, string(state))
	}
	err = s.read.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, s.explain(err, "counting people")
}

// maxUses is how many uses can be named at once.
const maxUses = 10_000
