package erase

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// A withdrawal is what one person withdrew at one time.
type withdrawal struct {
	who   ledger.Lookup
	at    time.Time
	tasks []consent.Task
}

// grouped puts the work of withdrawn uses together by person and time, in the order
// in which it came. What cannot be read is dated by its version's neighbours: it is
func grouped(tasks []consent.Task) []withdrawal {
	var all []withdrawal
	for _, t := range tasks {
		var body consent.EraseBody
		_ = json.Unmarshal(t.Body, &body) // its form is ours; the use is in the key as well
		at := time.UnixMilli(body.At).UTC()
		i := slices.IndexFunc(all, func(w withdrawal) bool { return w.who == t.Lookup && w.at.Equal(at) })
		if i < 0 {
			i, all = len(all), append(all, withdrawal{who: t.Lookup, at: at})
		}
		all[i].tasks = append(all[i].tasks, t)
	}
	return all
}

// uses lists them in order.
func (w withdrawal) uses() []declaration.UseID {
	var all []declaration.UseID
	for _, t := range w.tasks {
		all = append(all, declaration.UseID(t.Key))
	}
	slices.SortFunc(all, func(a, b declaration.UseID) int { return strings.Compare(string(a), string(b)) })
	return slices.Compact(all)
}
