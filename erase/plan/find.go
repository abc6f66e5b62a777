package plan

import (
	"regexp"
	"slices"

	"github.com/volens/volens/declaration"
)

// place makes a spot of every holding, with its table as it really is.
func (c *compiler) place() {
	given := given(c.d)
	for _, s := range c.d.Stores {
		if s.Manual() {
			continue
		}
		holds := s.Holds
		if len(holds) == 0 && s.Engine == "other" {
			holds = []*declaration.Holding{{Place: s.Place, ID: declaration.Everything}}
		}
		survey, looked := c.surveys[s.ID]
		for _, h := range holds {
			x := &spot{store: s, holding: h, found: h.Found, by: h.By(), gives: map[string]string{}}
			if h.ID == declaration.Everything && len(x.by) == 0 && s.Engine == "other" {
				x.by = append([]string{declaration.Person}, given...)
			}
			for _, f := range h.Fields {
				if f.Gives != "" {
					x.gives[f.Column] = f.Gives
				}
			}
			c.spots = append(c.spots, x)
			if looked && s.Tables() {
				c.check(x, survey)
			}
		}
	}
}

// given are the identifiers that fields give, in the order declared.
func given(d *declaration.Declaration) []string {
	var all []string
	for _, s := range d.Stores {
		for _, h := range s.Holds {
			for _, f := range h.Fields {
				if f.Gives != "" && !slices.Contains(all, f.Gives) {
					all = append(all, f.Gives)
				}
			}
		}
	}
	return all
}

// check holds a spot against its table.
func (c *compiler) check(x *spot, survey Survey) {
	h := x.holding
	i := slices.IndexFunc(survey.Tables, func(t Table) bool { return t.Name == h.ID })
	if i < 0 {
		x.lost = true
		c.find(Missing, x.store.ID, h.ID, h.Place, "声明了，库里没有这张表", "declared, and there is no such table")
		return
	}
	x.table = &survey.Tables[i]
	x.found = slices.DeleteFunc(slices.Clone(x.found), func(f *declaration.Found) bool { return !c.there(x, f.In, f.Place) })
	x.by = nil
	for _, f := range x.found {
		x.by = append(x.by, f.By)
	}
	for _, f := range h.Fields {
		if !c.there(x, f.Column, f.Place) {
			delete(x.gives, f.Column)
		}
	}
	if h.Born != "" {
		c.there(x, h.Born, h.Place)
	}
	if !h.Keep.IsZero() {
		c.there(x, h.Keep.From, h.Keep.Place)
	}
}

// there reports whether the table has a column, and finds fault where it does not.
func (c *compiler) there(x *spot, column string, at declaration.Place) bool {
	if x.has(column) {
		return true
	}
	c.find(Missing, x.store.ID, x.holding.ID+"."+column, at, "声明了，表里没有这一列", "declared, and there is no such column")
	return false
}

// Has reports whether a column is there, as far as anybody looked.
func (x *spot) has(column string) bool {
	_, ok := x.column(column)
	return ok || x.table == nil
}

func (x *spot) column(name string) (Column, bool) {
	if x.table == nil {
		return Column{}, false
	}
	i := slices.IndexFunc(x.table.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return x.table.Columns[i], true
}

// follow gives holdings without a way of their own one along a foreign key.
func (c *compiler) follow() {
	done := map[*spot]bool{}
	for _, x := range c.spots {
		c.followFrom(x, done)
	}
}

func (c *compiler) followFrom(x *spot, done map[*spot]bool) {
	if done[x] || len(x.holding.Found) > 0 || x.table == nil {
		return
	}
	done[x] = true
	type way struct {
		key    Foreign
		parent *spot
	}
	var ways, own []way
	for _, k := range x.table.Foreign {
		parent := c.spot(x.store, k.Table)
		if parent == nil || parent == x {
			continue
		}
		c.followFrom(parent, done)
		if len(parent.found) == 0 {
			continue
		}
		ways = append(ways, way{k, parent})
		if parent.holding.Account {
			own = append(own, way{k, parent})
		}
	}
	if len(ways) > 1 && len(own) == 1 {
		ways = own
	}
	switch {
	case len(ways) > 1:
		c.find(Unfound, x.store.ID, x.holding.ID, x.holding.Place,
			"有几个外键都通向人，须用 found 写明沿哪一个找", "several foreign keys lead to people: say under found which one to follow")
	case len(ways) == 1:
		by := ways[0].parent.give(ways[0].key.To)
		x.found = []*declaration.Found{{Place: x.holding.Place, In: ways[0].key.Column, By: by}}
		x.by = []string{by}
	}
}

func (c *compiler) spot(s *declaration.Store, holding string) *spot {
	i := slices.IndexFunc(c.spots, func(x *spot) bool { return x.store == s && x.holding.ID == holding })
	if i < 0 {
		return nil
	}
	return c.spots[i]
}

// give names the identifier that a column is to those that point at it. One that
// nobody named is called as no declaration can call one.
func (x *spot) give(column string) string {
	if len(x.found) == 1 && x.found[0].In == column {
		return x.found[0].By
	}
	if x.gives[column] == "" {
		x.gives[column] = x.store.ID + "." + x.holding.ID + "." + column
	}
	return x.gives[column]
}

var inPattern = regexp.MustCompile(`\{([^{}]+)\}`)

// led reports whether known identifiers lead to a spot: all that stand in its name,
// and one of those in its columns.
func (x *spot) led(known map[string]bool) bool {
	if x.lost || len(x.by) == 0 {
		return false
	}
	for _, m := range inPattern.FindAllStringSubmatch(x.holding.ID, -1) {
		if !known[m[1]] {
			return false
		}
	}
	return len(x.found) == 0 || slices.ContainsFunc(x.found, func(f *declaration.Found) bool { return known[f.By] })
}

// reach finds what identifiers lead to, beginning with the own id.
func (c *compiler) reach() {
	known := map[string]bool{declaration.Person: true}
	for again := true; again; {
		again = false
		for _, x := range c.spots {
			if x.reached || !x.led(known) {
				continue
			}
			x.reached, again = true, true
			for _, name := range x.gives {
				known[name] = true
			}
		}
	}
	for _, x := range c.spots {
		if !x.reached && !x.lost && !c.said(Unfound, x) {
			c.find(Unfound, x.store.ID, x.holding.ID, x.holding.Place,
				"没有标识或外键通到这里：一个人的找不出来，不会被删除", "no identifier and no foreign key leads here: what is of one person cannot be found and would not be erased")
		}
	}
}

func (c *compiler) said(p Problem, x *spot) bool {
	return slices.ContainsFunc(c.findings, func(f Finding) bool {
		return f.Problem == p && f.Store == x.store.ID && f.Where == x.holding.ID
	})
}
