package plan

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/value"
	"github.com/volens/volens/law"
)

// actions are the deeds on one holding: none where nothing of it is in scope.
func (c *compiler) actions(x *spot) []*Action {
	h := x.holding
	whole, some := c.concerned(x.store.ID, h)
	if !some {
		return nil
	}
	goes, items := c.goes(x, whole)
	own, beside := x.found, []*declaration.Found(nil)
	if goes.Change != nil {
		own, beside = x.ways()
	}
	a := &Action{
		Target: Target{Holding: h.ID, Found: own, Owner: owner(x.found)}, Deed: goes, Items: items,
		Account: h.Account, Born: x.born(), By: x.by,
	}
	all := c.kept(x, a, whole)
	for _, f := range beside {
		if !whole || x.mustPoint(f.In) {
			continue
		}
		b := *a
		b.Target.Found, b.By = []*declaration.Found{f}, []string{f.By}
		b.Deed.Change, b.Items = map[string]declaration.Transform{f.In: x.fit(f.In, x.as(f.In))}, nil
		if !h.Keep.IsZero() {
			b.Past = &h.Keep
		}
		all = append(all, &b)
	}
	return all
}

// owner is the column that says whose row it is, where anything else leads there,
// too: the first in which the own id is.
func owner(found []*declaration.Found) string {
	i := slices.IndexFunc(found, func(f *declaration.Found) bool { return f.By == declaration.Person })
	if i < 0 || !slices.ContainsFunc(found, func(f *declaration.Found) bool { return f.By != declaration.Person }) {
		return ""
	}
	return found[i].In
}

// ways parts the columns by which rows that stay are found. Of several that hold
// the same identifier, the first says whose row it is. The others name other people
// in it: who began a group that the person joined.
func (x *spot) ways() (own, beside []*declaration.Found) {
	seen := map[string]bool{}
	for _, f := range x.found {
		if seen[f.By] {
			beside = append(beside, f)
			continue
		}
		seen[f.By], own = true, append(own, f)
	}
	return own, beside
}

// kept parts an action where a ground keeps some of its rows.
func (c *compiler) kept(x *spot, a *Action, whole bool) []*Action {
	h := x.holding
	if h.Keep.IsZero() {
		return []*Action{a}
	}
	past, kept := *a, *a
	past.Past, kept.Keep = &h.Keep, &h.Keep
	kept.Deed.Change, kept.Items = map[string]declaration.Transform{}, nil
	for _, f := range h.Fields {
		switch {
		case !x.has(f.Column):
		case f.Kept:
			kept.Fields = append(kept.Fields, f.Column)
		case c.changes(x, f, whole) && !x.finds(f.Column) && !x.primary(f.Column):
			kept.Deed.Change[f.Column] = x.fit(f.Column, f.As)
			kept.Items = also(kept.Items, f.Item)
		}
	}
	if !whole && len(kept.Deed.Change) == 0 {
		return []*Action{&past}
	}
	return []*Action{&past, &kept}
}

// concerned reports whether a holding is in scope as a whole, and whether any of it
// is.
func (c *compiler) concerned(store string, h *declaration.Holding) (whole, some bool) {
	if !c.partial() {
		return true, true
	}
	whole = !h.Account || c.scope.Accounts
	for _, f := range h.Fields {
		switch {
		case f.Item == "":
		case c.has(store, h, f.Item):
			some = true
		default:
			whole = false
		}
	}
	return whole && some, some
}

// changes reports whether a field is one that anonymising changes.
func (c *compiler) changes(x *spot, f *declaration.Field, whole bool) bool {
	return whole && (f.Item != "" || f.As != "") || c.partial() && f.Item != "" && c.has(x.store.ID, x.holding, f.Item)
}

// goes is what becomes of the rows that nothing keeps, and the items that go.
func (c *compiler) goes(x *spot, whole bool) (Deed, []law.ItemID) {
	h, deed := x.holding, Deed{Change: map[string]declaration.Transform{}}
	var items []law.ItemID
	linked := false
	for _, f := range h.Fields {
		if !c.changes(x, f, whole) {
			continue
		}
		items = also(items, f.Item)
		if x.has(f.Column) {
			deed.Change[f.Column] = x.fit(f.Column, f.As)
			linked = linked || x.primary(f.Column)
		}
	}
	if !whole && !linked {
		return deed, items
	}
	if h.Then != declaration.Anonymise && whole {
		return Deed{}, items
	}
	own, _ := x.ways()
	for _, f := range own {
		switch {
		case x.primary(f.In):
			linked = true
		case x.mustPoint(f.In): // what it points at is erased itself
		default:
			deed.Change[f.In] = x.fit(f.In, x.as(f.In))
		}
	}
	if linked {
		c.find(Linked, x.store.ID, h.ID, h.Place,
			"主键本身就指向本人，匿名化之后仍认得出来：改为整行删除", "its primary key is itself what leads to the person, so that anonymising would not do: the row is deleted")
		return Deed{}, items
	}
	return deed, items
}

// as is what a column by which rows are found becomes: null, unless it is a field
// that says otherwise.
func (x *spot) as(column string) declaration.Transform {
	if f, ok := x.holding.Field(column); ok {
		return f.As
	}
	return declaration.ToNull
}

func also(items []law.ItemID, item law.ItemID) []law.ItemID {
	if item == "" || slices.Contains(items, item) {
		return items
	}
	return append(items, item)
}

// finds reports whether rows are found by the column.
func (x *spot) finds(column string) bool {
	return slices.ContainsFunc(x.found, func(f *declaration.Found) bool { return f.In == column })
}

func (x *spot) primary(column string) bool {
	return x.table != nil && slices.Contains(x.table.Primary, column)
}

// mustPoint reports whether a column is a foreign key that cannot be null.
func (x *spot) mustPoint(column string) bool {
	col, ok := x.column(column)
	return ok && !col.Nullable && slices.ContainsFunc(x.table.Foreign, func(k Foreign) bool { return k.Column == column })
}

// born is the column with the time of writing; objects and files have one of their
// own.
func (x *spot) born() string {
	switch {
	case x.store.Objects():
		return declaration.Written
	case x.holding.Born != "" && x.has(x.holding.Born):
		return x.holding.Born
	}
	return ""
}

// fit is a transform that the column can take: where it would become null and must
// not, it becomes as good as empty.
func (x *spot) fit(column string, as declaration.Transform) declaration.Transform {
	if name, _ := as.Parts(); name != string(declaration.ToNull) {
		return as
	}
	if col, ok := x.column(column); ok && !col.Nullable {
		return value.Empty(col.Type)
	}
	return declaration.ToNull
}

// Values are the columns whose values are copied for looking: of fields that go, in
// text that may point at one person. Whether a value does, whoever looks has to see.
func (x *spot) values() []string {
	var all []string
	for _, f := range x.holding.Fields {
		col, known := x.column(f.Column)
		if f.Kept || !x.has(f.Column) || !value.Singular(f.Item) || known && value.Empty(col.Type) != declaration.ToBlank {
			continue
		}
		if slices.ContainsFunc(x.actions, func(a *Action) bool { return slices.Contains(a.Items, f.Item) }) {
			all = append(all, f.Column)
		}
	}
	return all
}
