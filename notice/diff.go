package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

// A Comparison says how one document differs between two declarations.
type Comparison struct {
	Kind    Kind      `json:"document"`
	Title   lang.Text `json:"title"`
	From    Stamp     `json:"from"`
	To      Stamp     `json:"to"`
	Changes []Change  `json:"changes"`
}

// A Change is one thing that was added, removed or changed in a section.
type Change struct {
	Section string              `json:"section"`
	Title   lang.Text           `json:"title"` // of the section
	Kind    declaration.Kind    `json:"kind"`  // added, removed or changed
	What    lang.Text           `json:"what"`
	Facets  []declaration.Facet `json:"facets,omitempty"` // what differs, or what is stated of something added (From is zero)
	Reask   bool                `json:"reask"`            // people have to be asked again: see declaration.Diff
	Why     lang.Text           `json:"why,omitzero"`     // why, where it is about a use
}

// Diff builds a document from both declarations and compares them section by
// section. Errors: those of Build.
func Diff(before, after *declaration.Declaration, k Kind, o Options) (Comparison, error) {
	from, err := Build(before, k, o)
	if err != nil {
		return Comparison{}, err
	}
	to, err := Build(after, k, o)
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{Kind: k, Title: to.Title, From: from.Stamp, To: to.Stamp, Changes: []Change{}}
	uses := map[string]declaration.Difference{}
	for _, d := range declaration.Diff(before, after) {
		uses[string(d.Use)] = d
	}
	old, now := flatten(from.Sections), flatten(to.Sections)
	for _, s := range sectionsOf(now, old) {
		c.Changes = append(c.Changes, compare(pick(old, s), pick(now, s), uses)...)
	}
	return c, nil
}

// A piece is the smallest thing that can differ.
type piece struct {
	section string
	title   lang.Text
	key     string // the same thing in both versions has the same key
	id      string // of a use, where it is about one
	what    lang.Text
	facts   []Fact
}

func flatten(list []Section) []piece {
	var all []piece
	for _, s := range list {
		for _, b := range s.Blocks {
			for _, p := range b.pieces() {
				p.section, p.title = s.ID, s.Title
				all = append(all, p)
			}
		}
		all = append(all, flatten(s.Parts)...)
	}
	return all
}

func (b Block) pieces() []piece {
	var all []piece
	if !b.Text.IsZero() {
		all = append(all, piece{key: "text " + b.Text.Both(), what: b.Text})
	}
	for _, t := range b.List {
		all = append(all, piece{key: "item " + t.Both(), what: t})
	}
	for _, e := range b.Entries {
		all = append(all, piece{key: "entry " + e.ID, id: e.ID, what: e.Line, facts: e.Facts})
	}
	if b.Code != "" {
		sum := sha256.Sum256([]byte(b.Code))
		all = append(all, piece{key: "file", what: say("文件内容", "content of the file"), facts: []Fact{{say("散列", "Hash"), same(Short("sha256:" + hex.EncodeToString(sum[:])))}}})
	}
	if b.Table != nil {
		for _, r := range b.Table.Rows {
			p := piece{key: "row " + r.ID, id: r.ID, what: r.Cells[0]}
			for i, c := range r.Cells[1:] {
				p.facts = append(p.facts, Fact{b.Table.Columns[i+1], c})
			}
			all = append(all, p)
		}
	}
	return all
}

// sectionsOf lists the sections of pieces, those of the first list first.
func sectionsOf(lists ...[]piece) []string {
	var ids []string
	for _, p := range slices.Concat(lists...) {
		if !slices.Contains(ids, p.section) {
			ids = append(ids, p.section)
		}
	}
	return ids
}

func pick(list []piece, section string) []piece {
	return slices.DeleteFunc(slices.Clone(list), func(p piece) bool { return p.section != section })
}

func compare(old, now []piece, uses map[string]declaration.Difference) []Change {
	var all []Change
	for _, p := range now {
		k := slices.IndexFunc(old, func(q piece) bool { return q.key == p.key })
		if k < 0 {
			c := p.change(declaration.Added, uses)
			for _, f := range known(p.facts...) {
				c.Facets = append(c.Facets, declaration.Facet{Key: f.Label.EN, Is: f.Label, To: f.Text})
			}
			all = append(all, c)
		} else if facets := differing(old[k].facts, p.facts); facets != nil || old[k].what != p.what {
			c := p.change(declaration.Changed, uses)
			c.Facets = facets
			if facets == nil {
				c.Facets = []declaration.Facet{{Key: "name", Is: say("名称", "name"), From: old[k].what, To: p.what}}
			}
			all = append(all, c)
		}
	}
	for _, p := range old {
		if !slices.ContainsFunc(now, func(q piece) bool { return q.key == p.key }) {
			all = append(all, p.change(declaration.Removed, uses))
		}
	}
	return all
}

func (p piece) change(k declaration.Kind, uses map[string]declaration.Difference) Change {
	c := Change{Section: p.section, Title: p.title, Kind: k, What: p.what}
	if d, ok := uses[p.id]; ok {
		c.Reask, c.Why = d.Reask, d.Why
	}
	return c
}

// differing lists the facts that differ. A fact that one side lacks is not stated
// there.
func differing(old, now []Fact) []declaration.Facet {
	var all []declaration.Facet
	text := func(list []Fact, label lang.Text) lang.Text {
		for _, f := range list {
			if f.Label == label {
				return f.Text
			}
		}
		return Unstated
	}
	var labels []lang.Text
	for _, f := range slices.Concat(now, old) {
		if !slices.Contains(labels, f.Label) {
			labels = append(labels, f.Label)
		}
	}
	for _, l := range labels {
		if from, to := text(old, l), text(now, l); from != to {
			all = append(all, declaration.Facet{Key: l.EN, Is: l, From: from, To: to})
		}
	}
	return all
}

// Document writes the comparison as a text that people read, with a section for
// each section that differs.
func (c Comparison) Document() Document {
	doc := Document{Kind: c.Kind, Stamp: c.To, Title: lang.Text{ZH: "变更说明：" + c.Title.ZH, EN: "What changed: " + c.Title.EN}}
	doc.Sections = []Section{{ID: "versions", Title: say("版本", "Versions"), Blocks: []Block{pairs(
		fact("原来的版本", "Before", same(Short(c.From.Version))), fact("现在的版本", "Now", same(Short(c.To.Version))))}}}
	if len(c.Changes) == 0 {
		doc.Sections[0].Blocks = append(doc.Sections[0].Blocks, paragraph("这份文件没有变化。", "Nothing changed in this document."))
	}
	for _, change := range c.Changes {
		last := &doc.Sections[len(doc.Sections)-1]
		if last.ID != change.Section {
			doc.Sections = append(doc.Sections, Section{ID: change.Section, Title: change.Title})
			last = &doc.Sections[len(doc.Sections)-1]
		}
		last.Blocks = append(last.Blocks, change.blocks()...)
	}
	return doc
}

// blocks tell one change: what it is, how it differs, and whether people are asked
// again.
func (c Change) blocks() []Block {
	kind := c.Kind.Text()
	blocks := []Block{{Text: lang.Text{ZH: kind.ZH + "：" + c.What.In(lang.ZH), EN: kind.EN + ": " + c.What.In(lang.EN)}}}
	if c.Kind == declaration.Added && len(c.Facets) > 0 {
		var facts []Fact
		for _, f := range c.Facets {
			facts = append(facts, Fact{f.Is, f.To})
		}
		blocks = append(blocks, pairs(facts...))
	} else if len(c.Facets) > 0 {
		t := &Table{Columns: columns("哪一点", "What", "原来", "Before", "现在", "Now")}
		for _, f := range c.Facets {
			t.Rows = append(t.Rows, row(f.Key, f.Is, f.From, f.To))
		}
		blocks = append(blocks, Block{Table: t})
	}
	if c.Reask {
		blocks = append(blocks, Block{Text: c.Why})
	}
	return blocks
}
