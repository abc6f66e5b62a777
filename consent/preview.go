package consent

import (
	"github.com/volens/volens/declaration"
)

// A Preview is what activating a version would change: which uses, and how many
// people would be asked again.
type Preview struct {
	From, To  string // hashes; From is "" where nothing is active
	Uses      []Effect
	Functions []FunctionChange
	People    int64 // different people who spoke on a use that is asked again: at most so many are asked, since some may have spoken on it as it would be
}

// An Effect is what becomes of one use, and of how many people's word on it.
type Effect struct {
	declaration.Difference
	Asked   int64 // people who spoke on it, and whose word does not hold for the use as it would be
	Granted int64 // those among them who agreed: what rests on it stops until they agree anew
}

// A FunctionChange is a function that comes or goes.
type FunctionChange struct {
	Function string           // service/function
	Kind     declaration.Kind // added or removed
}

// Compare works out a preview, but for how many different people there are. Old is
// nil where nothing is active. Words alone ask nobody again.
func Compare(old, next *declaration.Declaration, tallies []Tally) Preview {
	p := Preview{To: next.Source().Hash()}
	if old == nil {
		old = &declaration.Declaration{}
	} else {
		p.From = old.Source().Hash()
	}
	for _, diff := range declaration.Diff(old, next) {
		e := Effect{Difference: diff}
		if u, ok := next.UseByID(diff.Use); ok && diff.Reask {
			e.count(u.Fingerprint(), tallies)
		}
		p.Uses = append(p.Uses, e)
	}
	before, after := functionsIn(old), functionsIn(next)
	p.Functions = append(changed(after, before, declaration.Added), changed(before, after, declaration.Removed)...)
	return p
}

// count adds up those who spoke on the use as it was.
func (e *Effect) count(fp declaration.Fingerprint, tallies []Tally) {
	for _, t := range tallies {
		if t.Use != e.Use || t.Fingerprint == fp {
			continue
		}
		e.Asked += t.People
		if t.State == Granted {
			e.Granted += t.People
		}
	}
}

// reasked lists the uses that people would be asked about again.
func (p Preview) reasked() []declaration.UseID {
	var all []declaration.UseID
	for _, e := range p.Uses {
		if e.Asked > 0 {
			all = append(all, e.Use)
		}
	}
	return all
}

func functionsIn(d *declaration.Declaration) []string {
	var all []string
	for _, s := range d.Services {
		for _, f := range s.Functions {
			all = append(all, s.ID+"/"+f.ID)
		}
	}
	return all
}

// changed lists those of these that are not among others.
func changed(these, others []string, kind declaration.Kind) []FunctionChange {
	known := map[string]bool{}
	for _, f := range others {
		known[f] = true
	}
	var all []FunctionChange
	for _, f := range these {
		if !known[f] {
			all = append(all, FunctionChange{Function: f, Kind: kind})
		}
	}
	return all
}
