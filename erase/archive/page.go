package archive

import (
	_ "embed"
	"html/template"
	"io"
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

//go:embed index.html.tmpl
var pageText string

var page = template.Must(template.New("index").Parse(pageText))

// shown is how many records of a section stand on the page; the table has all.
const shown = 500

// shanghai is the time that people here read; without the zone database all the same.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

type pageData struct {
	Copy
	When     string
	Rows     int
	Services []*pageService
	Parts    []pagePart
}

type pageService struct {
	Name      lang.Text
	Functions []*pageFunction
}

type pageFunction struct {
	Name     lang.Text
	Purposes []*pagePurpose
}

type pagePurpose struct {
	Name  lang.Text
	Where []pageWhere
}

// pageWhere is one section that serves a purpose.
type pageWhere struct {
	Number int
	Name   lang.Text
	Items  []lang.Text
	Count  int
}

type pagePart struct {
	laidOut
	Table   string
	Count   int
	Columns []Column
	Lines   [][]pageCell
	More    int
}

type pageCell struct {
	Text string
	File bool
}

func writePage(w io.Writer, c Copy, laid []laidOut) error {
	d := pageData{Copy: c, When: c.At.In(shanghai).Format("2006-01-02 15:04:05 -07:00")}
	for _, l := range laid {
		d.Rows += len(l.Records)
		d.Parts = append(d.Parts, partOf(l))
	}
	for _, p := range c.Purposes {
		d.place(p, laid)
	}
	return page.Execute(w, d)
}

func partOf(l laidOut) pagePart {
	p := pagePart{laidOut: l, Table: l.table, Count: len(l.Records), Columns: l.columns, More: max(0, len(l.Records)-shown)}
	for i := range l.Records[:len(l.Records)-p.More] {
		var line []pageCell
		for _, c := range l.columns {
			v, _ := l.value(i, c.Name)
			line = append(line, pageCell{Text: v, File: l.Objects && c.Name == fileColumn})
		}
		p.Lines = append(p.Lines, line)
	}
	return p
}

// place puts a purpose under its function and service. What no section has is not
// shown: the page says what is held.
func (d *pageData) place(p Purpose, laid []laidOut) {
	where := whereOf(p.Use, laid)
	if len(where) == 0 {
		return
	}
	s := under(&d.Services, func(s *pageService) bool { return s.Name == p.Service }, &pageService{Name: p.Service})
	f := under(&s.Functions, func(f *pageFunction) bool { return f.Name == p.Function }, &pageFunction{Name: p.Function})
	one := under(&f.Purposes, func(x *pagePurpose) bool { return x.Name == p.Purpose }, &pagePurpose{Name: p.Purpose})
	for _, w := range where {
		k := slices.IndexFunc(one.Where, func(x pageWhere) bool { return x.Number == w.Number })
		if k < 0 {
			one.Where = append(one.Where, w)
			continue
		}
		for _, item := range w.Items {
			if !slices.Contains(one.Where[k].Items, item) {
				one.Where[k].Items = append(one.Where[k].Items, item)
			}
		}
	}
}

// under returns the element that is, or adds one.
func under[T any](list *[]*T, is func(*T) bool, fresh *T) *T {
	if k := slices.IndexFunc(*list, is); k >= 0 {
		return (*list)[k]
	}
	*list = append(*list, fresh)
	return fresh
}

// whereOf lists the sections with columns that serve a use.
func whereOf(use declaration.UseID, laid []laidOut) []pageWhere {
	var all []pageWhere
	for _, l := range laid {
		w := pageWhere{Number: l.Number, Name: l.Name, Count: len(l.Records)}
		for _, c := range l.columns {
			if slices.Contains(c.Uses, use) && !slices.Contains(w.Items, c.Item) {
				w.Items = append(w.Items, c.Item)
			}
		}
		if len(w.Items) > 0 && w.Count > 0 {
			all = append(all, w)
		}
	}
	return all
}
