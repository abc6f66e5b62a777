package plan

import (
	"fmt"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// Retention is the digest of all that decides what is swept, and what becomes of it.
func Retention(d *declaration.Declaration) string {
	var b strings.Builder
	for _, s := range Compile(d, nil, Scope{}).Stores {
		for _, a := range s.Deeds {
			fmt.Fprintf(&b, "%s %s %q %q %v\n", s.Store.ID, s.Store.Engine, a.Target.Holding, a.Born, a.Deed.Change)
			if h, ok := s.Store.Holding(a.Target.Holding); ok {
				fmt.Fprintf(&b, "%+v\n", retained{h.Account, string(h.Then), h.Keep.For, h.Keep.From, h.For})
			}
		}
	}
	for u := range d.All() {
		if u.Store != nil {
			fmt.Fprintf(&b, "%s %s %s %s\n", u.ID, u.Store.ID, u.Kept.For, u.Kept.Then)
		}
	}
	for _, s := range d.Services {
		fmt.Fprintf(&b, "%s ended %s\n", s.ID, s.Ended)
	}
	return ledger.Digest([]byte(b.String()))
}

// retained is what of a holding decides a sweep.
type retained struct {
	account bool
	then    string
	period  declaration.Period
	from    string
	serves  []string
}
