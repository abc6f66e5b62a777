package render

import (
	"strconv"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/notice"
)

func (p *paper) document(d notice.Document) {
	p.text(d.Title, headingOne, black)
	p.y += 4
	for _, f := range stamp(d) {
		p.pair(f.Label, f.Text, small)
	}
	p.y += 2
	p.text(wordLegend, tiny, grey)
	p.y += 4
	p.rule(p.y, green)
	for _, s := range d.Sections {
		p.section(s)
	}
	if layers := secondLayer(d.Sections); layers != nil {
		p.heading(wordDetails, headingTwo)
		for _, s := range layers {
			p.details(s)
		}
	}
	p.y += 10
	p.text(hashes(d), tiny, grey)
}

// heading keeps a title together with what follows it.
func (p *paper) heading(t lang.Text, size float64) {
	list := p.runs(t, right-left, size, black)
	p.y += size * 0.9
	p.room(height(list) + 4*body*leading)
	p.put(list, left)
	p.y += size * 0.2
}

func (p *paper) section(s notice.Section) {
	p.heading(s.Title, headingTwo)
	p.blocks(s.Blocks)
	for _, part := range s.Parts {
		p.heading(part.Title, headingThree)
		p.blocks(part.Blocks)
	}
	if basis := p.ls.basis(s); !basis.IsZero() {
		p.y += 2
		p.text(basis, tiny, grey)
	}
}

func (p *paper) blocks(list []notice.Block) {
	for _, b := range list {
		p.block(b)
		p.y += 3
	}
}

func (p *paper) block(b notice.Block) {
	switch {
	case b.Code != "":
		for line := range strings.Lines(b.Code) {
			p.code(strings.TrimRight(line, "\n"))
		}
	case b.List != nil:
		for _, t := range b.List {
			p.item("·", t)
		}
	case b.Table != nil:
		p.table(b.Table)
	case b.Entries != nil:
		for i, e := range b.Entries {
			p.item(strconv.Itoa(i+1)+".", e.Line)
		}
	case b.Open:
		p.text(lang.Text{ZH: "【" + wordOpen.ZH + "】" + b.Text.ZH, EN: "[" + wordOpen.EN + "] " + b.Text.EN}, body, amber)
	default:
		p.text(b.Text, body, black)
	}
}

// code writes one line of a file, tabs as two spaces.
func (p *paper) code(line string) {
	rest := strings.TrimLeft(line, "\t ")
	indent := strings.ReplaceAll(line[:len(line)-len(rest)], "\t", "  ")
	x := left + float64(len(indent))*small*0.5
	p.put([]run{{p.wrap(rest, right-x, small), small, black}}, x)
}

// item is a line of a list with its mark in front.
func (p *paper) item(mark string, t lang.Text) {
	const indent = 18.0
	list := p.runs(t, right-left-indent, body, black)
	p.room(min(height(list), bottom-top))
	p.line(mark, left+2, p.y+body*(leading-1)/2, body, grey)
	p.put(list, left+indent)
	p.y += 1.5
}

// pair writes a label and its text beside each other.
func (p *paper) pair(label, text lang.Text, size float64) {
	labels, texts := p.broken(label, text, size)
	p.room(max(height(labels), min(height(texts), 6*body*leading)))
	page, y := p.page, p.y
	p.put(labels, left)
	low := p.y
	if p.page == page {
		p.y = y
	}
	p.put(texts, left+labelWidth)
	if p.page == page {
		p.y = max(p.y, low)
	}
	p.y += pairGap
}

func (p *paper) broken(label, text lang.Text, size float64) (labels, texts []run) {
	return p.runs(label, labelWidth-columnGap, size, grey), p.runs(text, right-left-labelWidth, size, black)
}

// pairs writes facts and keeps them on one page where they fit on one; above is
// the height of what was to stay with them.
func (p *paper) pairs(list []notice.Fact, size, above float64, head func()) {
	tall := above
	for _, f := range list {
		labels, texts := p.broken(f.Label, f.Text, size)
		tall += max(height(labels), height(texts)) + pairGap
	}
	if tall > bottom-top {
		tall = above + 4*body*leading
	}
	p.room(tall)
	head()
	for _, f := range list {
		p.pair(f.Label, f.Text, size)
	}
}

func (p *paper) details(s notice.Section) {
	p.heading(s.Title, headingThree)
	for _, b := range s.Blocks {
		for _, e := range b.Entries {
			p.y += 5
			list := p.runs(e.Line, right-left, body, green)
			p.pairs(e.Facts, small, height(list), func() { p.put(list, left) })
		}
	}
}

// table writes two columns as pairs, a few as a grid, and many as one card per
// row: a page is not wide enough for more.
func (p *paper) table(t *notice.Table) {
	columns := len(t.Columns)
	switch {
	case columns == 2:
		for _, r := range t.Rows {
			p.pair(r.Cells[0], r.Cells[1], body-0.5)
		}
	case columns > wide || columns > wide-1 && len(p.ls) > 1:
		p.cards(t)
	default:
		p.grid(t)
	}
}

func (p *paper) cards(t *notice.Table) {
	for i, r := range t.Rows {
		facts := make([]notice.Fact, len(r.Cells))
		for k, c := range r.Cells {
			facts[k] = notice.Fact{Label: t.Columns[k], Text: c}
		}
		p.pairs(facts, small+0.5, 7, func() {
			if i > 0 && p.y > top {
				p.y += 3
				p.rule(p.y, faint)
				p.y += 4
			}
		})
	}
}

func (p *paper) grid(t *notice.Table) {
	p.tableHead(t.Columns)
	for _, r := range t.Rows {
		columns, tall := p.cells(r.Cells, black)
		if p.y+tall > bottom && p.y > top+tall/4 {
			p.newPage()
			p.tableHead(t.Columns)
		}
		p.row(columns)
	}
	p.y += 8
}

// cells breaks the texts of one row, and says how tall it is.
func (p *paper) cells(texts []lang.Text, color ink) (columns [][]run, tall float64) {
	width := (right-left)/float64(len(texts)) - 2*cell
	for _, t := range texts {
		list := p.runs(t, width, small+0.5, color)
		columns, tall = append(columns, list), max(tall, height(list))
	}
	return columns, tall + 2*cell
}

// tableHead writes the titles of the columns, together with some of what follows.
func (p *paper) tableHead(titles []lang.Text) {
	columns, tall := p.cells(titles, grey)
	p.room(tall + 4*body*leading)
	p.pdf.SetFillColor(tinted.r, tinted.g, tinted.b)
	p.pdf.RectFromUpperLeftWithStyle(left, p.y, right-left, tall, "F")
	p.row(columns)
}

// row writes cells beside each other and a rule below. A row taller than what is
// left of a page runs on to the next, cell after cell.
func (p *paper) row(columns [][]run) {
	width := (right - left) / float64(len(columns))
	page, y := p.page, p.y+cell
	low := y
	for i, list := range columns {
		p.y = y
		if p.page != page { // an earlier cell ran on: go on below it
			p.y = low
		}
		p.put(list, left+float64(i)*width+cell)
		if p.page != page {
			page, y = p.page, top
			low = p.y
		}
		low = max(low, p.y)
	}
	p.y = low + cell
	p.rule(p.y, faint)
}
