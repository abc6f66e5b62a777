package notice

import (
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Document is one text that the law asks for, before it is a file.
type Document struct {
	Kind     Kind      `json:"document"`
	Title    lang.Text `json:"title"`
	Stamp    Stamp     `json:"stamp"`
	Sections []Section `json:"sections"`
	File     *File     `json:"file,omitempty"` // what a platform wants to be given, nil for texts
}

// A Stamp says which text this is.
type Stamp struct {
	Processor   lang.Text `json:"processor"`
	Declaration string    `json:"declaration"`         // hash of the declaration, as declaration.Source.Hash gives it
	Version     string    `json:"version"`             // hash of what people read: "sha256:" and 64 digits
	Effective   string    `json:"effective,omitempty"` // as given, or ""; no part of the version
}

// Short returns the version or another hash as people compare it: 12 digits.
func Short(hash string) string {
	const prefix, digits = "sha256:", 12
	if len(hash) < len(prefix)+digits {
		return hash
	}
	return hash[len(prefix) : len(prefix)+digits]
}

// A File is a document in the form that a platform reads.
type File struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// A Section is one part of a document.
type Section struct {
	ID     string         `json:"id"` // permanent within its document, such as "rights" or "uses/shop/order"
	Title  lang.Text      `json:"title"`
	Cites  []law.Citation `json:"cites,omitempty"` // the articles that ask for it
	Blocks []Block        `json:"blocks,omitempty"`
	Parts  []Section      `json:"parts,omitempty"`
}

// A Block is a paragraph, a list, a table, entries in two layers, or a file,
// whichever of them is set.
type Block struct {
	Text    lang.Text   `json:"text,omitzero"`
	Open    bool        `json:"open,omitempty"` // the paragraph asks people for something that the declaration does not say
	List    []lang.Text `json:"list,omitempty"`
	Table   *Table      `json:"table,omitempty"`
	Entries []Entry     `json:"entries,omitempty"`
	Code    string      `json:"code,omitempty"`
}

// A Table has a row for each thing and a column for each thing to tell about it.
type Table struct {
	Columns []lang.Text `json:"columns"`
	Rows    []Row       `json:"rows"`
}

// A Row is one row, with as many cells as the table has columns.
type Row struct {
	ID    string      `json:"id"` // what the row is about, the same in the next version
	Cells []lang.Text `json:"cells"`
}

// An Entry is told in two layers: a line that can be read at a glance, and the
// facts behind it.
type Entry struct {
	ID    string    `json:"id"`   // what it is about, such as the id of a use
	Line  lang.Text `json:"line"` // layer one: at most LongestLine characters in Chinese
	Facts []Fact    `json:"facts"`
}

// A Fact is one labelled text.
type Fact struct {
	Label lang.Text `json:"label"`
	Text  lang.Text `json:"text"`
}

// Section finds a section or part by its id.
func (d Document) Section(id string) (Section, bool) { return find(d.Sections, id) }

func find(list []Section, id string) (Section, bool) {
	for _, s := range list {
		if s.ID == id {
			return s, true
		}
		if found, ok := find(s.Parts, id); ok {
			return found, true
		}
	}
	return Section{}, false
}

// Open returns what the document asks people for, in its order.
func (d Document) Open() []lang.Text { return open(d.Sections) }

func open(list []Section) []lang.Text {
	var all []lang.Text
	for _, s := range list {
		for _, b := range s.Blocks {
			if b.Open {
				all = append(all, b.Text)
			}
		}
		all = append(all, open(s.Parts)...)
	}
	return all
}
