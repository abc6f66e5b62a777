package notice

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volens/volens/lang"
)

// each applies f to every text of the document that may come from the
// declaration.
func (d *Document) each(f func(string) string) {
	both(&d.Stamp.Processor, f)
	eachSection(d.Sections, f)
}

func eachSection(list []Section, f func(string) string) {
	for i := range list {
		both(&list[i].Title, f)
		for k := range list[i].Blocks {
			eachBlock(&list[i].Blocks[k], f)
		}
		eachSection(list[i].Parts, f)
	}
}

func eachBlock(b *Block, f func(string) string) {
	both(&b.Text, f)
	for i := range b.List {
		both(&b.List[i], f)
	}
	for i := range b.Entries {
		both(&b.Entries[i].Line, f)
		for k := range b.Entries[i].Facts {
			both(&b.Entries[i].Facts[k].Text, f)
		}
	}
	if b.Table == nil {
		return
	}
	for _, r := range b.Table.Rows {
		for i := range r.Cells {
			both(&r.Cells[i], f)
		}
	}
}

func both(t *lang.Text, f func(string) string) { t.ZH, t.EN = f(t.ZH), f(t.EN) }

// visible is s without what people cannot see: control and layout characters,
// which could make a text read otherwise than it is written. Line breaks become
// spaces. Joiners stay, since scripts and pictographs need them.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r == '\u200c', r == '\u200d':
			b.WriteRune(r)
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
