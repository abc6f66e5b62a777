package fulfil

import (
	"context"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/archive"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
)

// room is what is left of an archive's size.
type room struct{ left int64 }

func newRoom() *room { return &room{left: archive.MaxContent} }

var errRoom = fault.New(fault.TooLarge, "此人的信息超过一份副本的容量", "there is more about this person than one copy takes")

// take makes a record use room. An object that is too large keeps its name and
// loses its content; rows are never left out.
func (m *room) take(r plan.Record, object bool) (cut bool, err error) {
	n := archive.SizeOf(r)
	if n > m.left && object && r["content"] != "" {
		delete(r, "content")
		cut, n = true, archive.SizeOf(r)
	}
	if n > m.left {
		return cut, errRoom
	}
	m.left -= n
	return cut, nil
}

// objects reports whether a store holds objects or files rather than rows.
func objects(s *declaration.Store) bool { return s.Engine == "s3" || s.Engine == "files" }

// read reads every place that can be reached. A store that fails is left out whole
// and is in why.
func (r *reach) read(ctx context.Context, m *room) ([]archive.Section, []lang.Text, error) {
	var all []archive.Section
	var cut []lang.Text
	for _, p := range r.places() {
		if r.open[p.store.ID] == nil || r.shut(p.store.ID, p.holding.ID) || p.untimed {
			continue
		}
		s, short, err := r.section(ctx, p, m)
		switch {
		case fault.KindOf(err) == fault.TooLarge && err != nil:
			return nil, nil, err
		case err != nil:
			r.fail(p.store.ID, err)
			all = slices.DeleteFunc(all, func(s archive.Section) bool { return s.Store == p.store.ID })
			continue
		case short:
			cut = append(cut, lang.Text{
				ZH: "“" + nameOf(p.store).In(lang.ZH) + "”中较大的文件只列出名称和大小，内容请另行索取。",
				EN: `Of the larger files in "` + nameOf(p.store).In(lang.EN) + `" only names and sizes are listed; ask for their contents.`,
			})
		}
		all = append(all, s)
	}
	return all, cut, nil
}

func (r *reach) section(ctx context.Context, p place, m *room) (archive.Section, bool, error) {
	s := archive.Section{Store: p.store.ID, Name: nameOf(p.store), Holding: p.holding.ID, Objects: objects(p.store), Columns: r.columns(p)}
	if !r.leads(p.target) {
		return s, false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	short := false
	for rec, err := range r.open[p.store.ID].Read(ctx, p.target, r.keys, names(s)) {
		if err != nil {
			return s, false, err
		}
		if r.others(p, rec) {
			continue
		}
		cut, err := m.take(rec, s.Objects)
		if err != nil {
			return s, false, err
		}
		large := s.Objects && rec["content"] == "" && rec["size"] != "0" && rec["size"] != ""
		short = short || cut || large
		s.Records = append(s.Records, rec)
	}
	return s, short, nil
}

// names lists the columns to read: nil, which is all, where none is declared.
func names(s archive.Section) []string {
	var all []string
	for _, c := range s.Columns {
		all = append(all, c.Name)
	}
	return all
}

// columns lists the columns of a place that are about the person: those declared,
// those by which rows are found, and when they were written. A column nobody
// declared may hold what is not the person's to have, and is not read.
func (r *reach) columns(p place) []archive.Column {
	if objects(p.store) {
		item, uses := r.meaningOf(p)
		return []archive.Column{{Name: "path", Item: item, Uses: uses}, {Name: "size"}, {Name: "written"}, {Name: "content"}}
	}
	var all []archive.Column
	add := func(c archive.Column) {
		if c.Name != "" && !slices.ContainsFunc(all, func(x archive.Column) bool { return x.Name == c.Name }) {
			all = append(all, c)
		}
	}
	for _, f := range p.holding.Fields {
		item, uses := r.meaning(p.store, f)
		add(archive.Column{Name: f.Column, Item: item, Uses: uses})
	}
	if len(all) == 0 {
		return nil
	}
	for _, f := range p.target.Found {
		add(archive.Column{Name: f.In})
	}
	add(archive.Column{Name: p.holding.Born})
	return all
}

// meaningOf is what objects of a place are: what its fields say together.
func (r *reach) meaningOf(p place) (item lang.Text, uses []declaration.UseID) {
	for _, f := range p.holding.Fields {
		name, of := r.meaning(p.store, f)
		if item.IsZero() {
			item = name
		}
		uses = append(uses, of...)
	}
	return item, uses
}

// meaning is what a field holds and which uses keep it in the store.
func (r *reach) meaning(s *declaration.Store, f *declaration.Field) (item lang.Text, uses []declaration.UseID) {
	for u := range r.d.All() {
		if u.Item.ID != f.Item || u.Recipient != nil {
			continue
		}
		item = u.Item.Name
		if u.Store == nil || u.Store.ID == s.ID {
			uses = append(uses, u.ID)
		}
	}
	return item, uses
}

// purposes says in words which uses there are, in the order declared.
func (r *reach) purposes() []archive.Purpose {
	var all []archive.Purpose
	for u := range r.d.All() {
		if u.Recipient == nil && u.Service != nil && u.Function != nil {
			all = append(all, archive.Purpose{Use: u.ID, Service: u.Service.Name, Function: u.Function.Name, Purpose: u.Purpose.Is})
		}
	}
	return all
}
