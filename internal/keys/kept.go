package keys

import (
	"sync/atomic"
	"time"

	"github.com/volens/volens/ledger"
)

// keptFor is how long what other processes wrote may not be seen by Kept.
const keptFor = time.Second

// keptBy is of whom a ground keeps something after everything else was erased, since
// when, as it was read at a time.
type keptBy struct {
	read  time.Time
	since map[string]time.Time
}

// keptCache is read by every verdict about somebody who is not known.
type keptCache = atomic.Pointer[keptBy]

// Kept reports whether everything about somebody was erased except what a ground in
// force keeps, and since when: nothing but storage and protection is permitted about
// that (PIPL 47 ¶2). It ends when what was kept is gone.
func (g *Graves) Kept(s ledger.Subject) (since time.Time, is bool, err error) {
	k := g.kept.Load()
	if k == nil || time.Since(k.read) >= keptFor {
		if k, err = g.readKept(); err != nil {
			return time.Time{}, false, err
		}
	}
	since, is = k.since[s.Raw()]
	return since, is, nil
}

func (g *Graves) readKept() (k *keptBy, err error) {
	err = g.locked(func() error {
		k = &keptBy{read: time.Now(), since: map[string]time.Time{}}
		for _, t := range g.known.stones {
			if len(t.Scope.Uses) == 0 && !t.Until.IsZero() && t.Subject != "" && t.At.After(k.since[t.Subject]) {
				k.since[t.Subject] = t.At
			}
		}
		g.kept.Store(k)
		return nil
	})
	return k, err
}
