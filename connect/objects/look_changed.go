package objects

import "github.com/volens/volens/erase/plan"

// changes are objects that were to stay and be changed. An object goes as a whole or
// stays as it is: each that is there is residue.
func changes(changed []plan.Changed, by plan.Keys) []suspect {
	var all []suspect
	for _, c := range changed {
		if len(c.As) > 0 {
			all = append(all, suspects([]plan.Target{c.Target}, by, false)...)
		}
	}
	return all
}
