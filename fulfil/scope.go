package fulfil

import (
	"context"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/archive"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/rights"
)

// whole reports whether a request is about everything.
func whole(r rights.Request) bool { return r.Service == "" && len(r.Uses) == 0 }

// named lists the uses that a request is about: those it names, or all of its service.
func named(d *declaration.Declaration, r rights.Request) []declaration.UseID {
	if len(r.Uses) > 0 {
		return r.Uses
	}
	var all []declaration.UseID
	for u := range d.All() {
		if r.Service == "" || u.Service != nil && u.Service.ID == r.Service {
			all = append(all, u.ID)
		}
	}
	return all
}

// scope is what is erased; needed names the items of it that another use still has a
// ground for, which stay where that use has them. A scope without uses would be
// everything, and is given for a whole request only.
func (j *job) scope(ctx context.Context) (s plan.Scope, needed []lang.Text, err error) {
	if whole(j.Request) {
		return plan.Scope{}, nil, nil
	}
	d, _, err := j.Consent.Current(ctx)
	if err != nil {
		return s, nil, err
	}
	said, err := j.Consent.Standing(ctx, j.Subject)
	if err != nil {
		return s, nil, err
	}
	s = plan.Narrow(d, named(d, j.Request), said, j.now)
	for u := range d.All() {
		spared := slices.ContainsFunc(s.Spared, func(p plan.Spared) bool { return p.Item == u.Item.ID })
		if spared && !slices.Contains(needed, u.Item.Name) {
			needed = append(needed, u.Item.Name)
		}
	}
	if p := plan.Compile(d, nil, s); len(needed) > 0 && len(p.Stores)+len(p.Told) == 0 {
		s.Uses = nil // nothing of it goes anywhere: people say so
	}
	return s, needed, nil
}

// narrowed leaves of a copy what serves these uses.
func narrowed(c archive.Copy, to []declaration.UseID) archive.Copy {
	on := map[declaration.UseID]bool{}
	for _, u := range to {
		on[u] = true
	}
	c.Purposes = slices.DeleteFunc(slices.Clone(c.Purposes), func(p archive.Purpose) bool { return !on[p.Use] })
	var sections []archive.Section
	for _, s := range c.Sections {
		s.Columns = carried(s, on)
		if !s.Objects {
			s.Records = only(s.Records, s.Columns)
		}
		if len(s.Columns) > 0 && len(s.Records) > 0 {
			sections = append(sections, s)
		}
	}
	c.Sections = sections
	return c
}

// carried lists the columns that serve any of the uses. An object goes whole
// or not at all.
func carried(s archive.Section, on map[declaration.UseID]bool) []archive.Column {
	var all []archive.Column
	for _, col := range s.Columns {
		col.Uses = slices.DeleteFunc(slices.Clone(col.Uses), func(u declaration.UseID) bool { return !on[u] })
		if len(col.Uses) > 0 {
			all = append(all, col)
		}
	}
	if s.Objects && len(all) > 0 {
		return s.Columns
	}
	return all
}

// only leaves the columns of records, and the records that still have any.
func only(records []plan.Record, columns []archive.Column) []plan.Record {
	var all []plan.Record
	for _, r := range records {
		left := plan.Record{}
		for _, c := range columns {
			if v, ok := r[c.Name]; ok {
				left[c.Name] = v
			}
		}
		if len(left) > 0 {
			all = append(all, left)
		}
	}
	return all
}
