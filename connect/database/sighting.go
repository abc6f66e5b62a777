package database

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

var (
	errUnseen  = fault.New(fault.Invalid, "核查时库里没有这张表或这一列", "looking finds no such table or column in the database")
	errNowhere = fault.New(fault.Invalid, "没有说要核查哪些行", "it is not said which rows to look for")
)

// A sighting is a target as a looker sees it.
type sighting struct {
	plan.Target
	table   seenTable
	columns map[string]seenColumn // by name in lower case
	also    []string              // columns that are looked at besides
}

func (t seenTable) name() string { return t.names[0] }

// sightings finds the tables and columns of targets.
func sightings(tables []seenTable, targets []plan.Target) ([]sighting, error) {
	var all []sighting
	for _, t := range targets {
		s := sighting{Target: t, columns: map[string]seenColumn{}}
		var ok bool
		if s.table, ok = sight(tables, t.Holding); !ok {
			return nil, errUnseen
		}
		if !t.Everyone && len(t.Found) == 0 {
			return nil, errNowhere
		}
		for _, name := range s.wants() {
			c, ok := s.table.sight(name)
			if !ok {
				return nil, errUnseen
			}
			s.columns[strings.ToLower(name)] = c
		}
		all = append(all, s)
	}
	return all, nil
}

// wants lists the columns that the target needs.
func (s sighting) wants() []string {
	all := slices.Clone(s.also)
	if !s.Everyone {
		for _, f := range s.Found {
			all = append(all, f.In)
		}
	}
	for _, w := range s.Within {
		all = append(all, w.Column)
	}
	if s.Owner != "" {
		all = append(all, s.Owner)
	}
	return all
}

// sight finds a table by any of its names: as they are first, then in any case.
func sight(tables []seenTable, name string) (seenTable, bool) {
	for _, same := range []func(string) bool{
		func(n string) bool { return n == name },
		func(n string) bool { return strings.EqualFold(n, name) },
	} {
		for _, t := range tables {
			if slices.ContainsFunc(t.names, same) {
				return t, true
			}
		}
	}
	return seenTable{}, false
}

func (t seenTable) sight(name string) (seenColumn, bool) {
	alike := -1
	for i, c := range t.columns {
		if c.name == name {
			return c, true
		}
		if strings.EqualFold(c.name, name) {
			alike = i
		}
	}
	if alike < 0 {
		return seenColumn{}, false
	}
	return t.columns[alike], true
}

// asked lists the columns that sightings need, each once.
func asked(all ...sighting) []seenColumn {
	var columns []seenColumn
	for _, s := range all {
		for _, name := range s.wants() {
			c := s.columns[strings.ToLower(name)]
			if !slices.ContainsFunc(columns, func(o seenColumn) bool { return o.name == c.name }) {
				columns = append(columns, c)
			}
		}
	}
	return columns
}

// inWindows reports whether a row lies in all windows of its target.
func (s sighting) inWindows(see sees) bool {
	for _, w := range s.Within {
		if w.From.IsZero() && w.To.IsZero() {
			continue
		}
		shown, ok := see(w.Column)
		at, timed := clock(s.columns[strings.ToLower(w.Column)].kind, shown)
		switch {
		case !ok || !timed:
			if !w.Null {
				return false
			}
		case !w.From.IsZero() && at.Before(w.From), !w.To.IsZero() && !at.Before(w.To):
			return false
		}
	}
	return true
}

// spares returns what a ground keeps of a table.
func (g *glance) spares(t seenTable) []sighting {
	return slices.DeleteFunc(slices.Clone(g.spare), func(s sighting) bool { return s.table.from != t.from })
}

// spared reports whether a ground keeps a row.
func (g *glance) spared(t seenTable, see sees) bool {
	for _, s := range g.spares(t) {
		if !s.inWindows(see) {
			continue
		}
		if g.firstWay(s, see) >= 0 || s.Everyone && (!s.Others || g.ofOthers(s, see)) {
			return true
		}
	}
	return false
}

// ofOthers reports whether the column of the owner says that a row is somebody
// else's.
func (g *glance) ofOthers(s sighting, see sees) bool {
	if s.Owner == "" {
		return false
	}
	v, ok := see(s.Owner)
	if !ok {
		return false
	}
	column := s.columns[strings.ToLower(s.Owner)]
	nobody := map[string]bool{}
	for _, v := range plan.Nobodies() {
		nobody[v] = true
	}
	return !means(column, v, nobody) && !means(column, v, g.by[declaration.Person])
}
