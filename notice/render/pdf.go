package render

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/signintech/gopdf"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/notice"
)

// ErrCollection says that a font file is a collection (.ttc), which cannot be put
// into a PDF as it is.
var ErrCollection = errors.New("the font is a collection (.ttc); a single TrueType font (.ttf) is needed")

// ErrNoTrueType says that a file is no TrueType font.
var ErrNoTrueType = errors.New("the file is no TrueType font (.ttf)")

// CheckFont reports whether a font file can be used. Errors: ErrCollection,
// ErrNoTrueType.
func CheckFont(font []byte) error {
	switch {
	case bytes.HasPrefix(font, []byte("ttcf")):
		return ErrCollection
	case bytes.HasPrefix(font, []byte("\x00\x01\x00\x00")), bytes.HasPrefix(font, []byte("true")):
		return nil
	}
	return ErrNoTrueType
}

// PDF writes the document on A4 pages. Each character is taken from the first of
// the TrueType fonts that has it: together they have to hold Chinese and Latin. It
// returns the characters that all of them lack; a square stands for each. The same
// document and fonts give the same file.
// Errors: those of CheckFont, or a font cannot be read.
func PDF(w io.Writer, d notice.Document, ls Languages, fonts ...[]byte) (missing []rune, err error) {
	if len(fonts) == 0 {
		return nil, ErrNoTrueType
	}
	for _, font := range fonts {
		if err := CheckFont(font); err != nil {
			return nil, err
		}
	}
	defer func() {
		if r := recover(); r != nil { // the library trusts the offsets in a font
			err = fmt.Errorf("reading the font: %v", r)
		}
	}()
	pages := 0
	for { // once to count the pages, and once to number them
		p, err := newPaper(d, ls, fonts, pages)
		if err != nil {
			return nil, err
		}
		p.document(d)
		if p.err != nil {
			return nil, fmt.Errorf("laying out a PDF: %w", p.err)
		}
		if p.page == pages {
			_, err := p.pdf.WriteTo(w)
			slices.Sort(p.missing)
			return slices.Compact(p.missing), err
		}
		pages = p.page
	}
}

// Sizes in points. A page is A4.
const (
	paperWidth, paperHeight     = 595.28, 841.89
	left, right                 = 46.0, paperWidth - 46
	top, bottom                 = 62.0, paperHeight - 52
	body, small, tiny           = 10.0, 8.5, 7.5
	leading                     = 1.55
	headingOne, headingTwo      = 18.0, 13.0
	headingThree                = 11.0
	labelWidth, columnGap, cell = 118.0, 10.0, 4.0
	pairGap                     = 1.5
)

// ink is a colour of text or line.
type ink struct{ r, g, b uint8 }

var (
	black  = ink{28, 35, 33}
	grey   = ink{86, 98, 94}
	green  = ink{11, 107, 87}
	amber  = ink{138, 75, 8}
	faint  = ink{215, 222, 219}
	tinted = ink{243, 246, 245}
)

// paper lays a document out from top to bottom. The first error stays.
type paper struct {
	pdf     *gopdf.GoPdf
	ls      Languages
	header  string
	pages   int // how many there will be, 0 while that is being counted
	page    int
	y       float64
	fonts   []string
	glyphs  map[rune]glyph
	missing []rune
	err     error
}

func newPaper(d notice.Document, ls Languages, fonts [][]byte, pages int) (*paper, error) {
	p := &paper{pdf: &gopdf.GoPdf{}, ls: ls, pages: pages, glyphs: map[rune]glyph{}}
	p.pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: paperWidth, H: paperHeight}})
	p.pdf.SetInfo(gopdf.PdfInfo{Title: ls.on(d.Title), Author: ls.on(d.Stamp.Processor), Creator: "Volens"})
	for i, font := range fonts {
		name := fmt.Sprint("font", i)
		if err := p.pdf.AddTTFFontData(name, font); err != nil {
			return nil, fmt.Errorf("reading a font: %w", err)
		}
		p.fonts = append(p.fonts, name)
	}
	p.header = d.Title.In(ls[0]) + "  ·  " + words("版本 ", "version ").In(ls[0]) + notice.Short(d.Stamp.Version) +
		"  ·  " + words("声明 ", "declaration ").In(ls[0]) + notice.Short(d.Stamp.Declaration)
	p.newPage()
	return p, p.err
}

// newPage begins a page with its header and number.
func (p *paper) newPage() {
	p.page++
	p.pdf.AddPage()
	p.line(p.header, left, 34, tiny, grey)
	p.rule(46, faint)
	number := fmt.Sprintf(words("第 %d 页，共 %d 页", "page %d of %d").In(p.ls[0]), p.page, p.pages)
	p.line(number, right-p.width(number, tiny), paperHeight-30, tiny, grey)
	p.y = top
}

// room begins a new page unless height is left on this one.
func (p *paper) room(height float64) {
	if p.y+height > bottom && p.y > top {
		p.newPage()
	}
}

// line writes one line with its upper edge at y.
func (p *paper) line(text string, x, y, size float64, color ink) {
	p.pdf.SetTextColor(color.r, color.g, color.b)
	font, piece, at := "", "", x
	flush := func() {
		if piece != "" {
			p.keep(p.pdf.SetFont(font, "", size))
			p.pdf.SetXY(at, y)
			p.keep(p.pdf.Cell(nil, piece))
			piece, at = "", x
		}
	}
	for _, r := range text {
		g := p.glyph(r)
		if g.font == "" {
			continue // no font has it, nor anything to stand for it
		}
		if g.font != font {
			flush()
			font = g.font
		}
		piece += string(g.as)
		x += g.width * size
	}
	flush()
}

func (p *paper) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// rule draws a line across the page.
func (p *paper) rule(y float64, color ink) {
	p.pdf.SetStrokeColor(color.r, color.g, color.b)
	p.pdf.SetLineWidth(0.6)
	p.pdf.Line(left, y, right, y)
}

// width measures text.
func (p *paper) width(text string, size float64) float64 {
	w := 0.0
	for _, r := range text {
		w += p.runeWidth(r, size)
	}
	return w
}

func (p *paper) runeWidth(r rune, size float64) float64 { return p.glyph(r).width * size }

// A glyph is how a character is written.
type glyph struct {
	font  string
	as    rune
	width float64 // at size 1
}

// glyph finds the font that has a character, and a stand-in where none has.
func (p *paper) glyph(r rune) glyph {
	if g, ok := p.glyphs[r]; ok {
		return g
	}
	g, ok := p.look(r)
	if !ok {
		p.missing = append(p.missing, r)
		for _, as := range "□?" {
			if g, ok = p.look(as); ok {
				break
			}
		}
	}
	p.glyphs[r] = g
	return g
}

func (p *paper) look(r rune) (glyph, bool) {
	const size = 100
	for _, font := range p.fonts {
		p.keep(p.pdf.SetFont(font, "", size))
		if has, err := p.pdf.IsCurrFontContainGlyph(r); err != nil || !has {
			continue
		}
		w, err := p.pdf.MeasureTextWidth(string(r))
		p.keep(err)
		return glyph{font, r, w / size}, true
	}
	return glyph{}, false
}

// A run is a text of one size and colour, broken into lines.
type run struct {
	lines []string
	size  float64
	color ink
}

// runs breaks t in every language, the first one leading.
func (p *paper) runs(t lang.Text, width, size float64, color ink) []run {
	var out []run
	for i, s := range p.ls.says(t) {
		if t == notice.Unstated {
			color = amber
		}
		if i > 0 {
			size, color = max(tiny, size*0.86), grey
		}
		out = append(out, run{p.wrap(s.Text, width, size), size, color})
	}
	return out
}

func height(list []run) float64 {
	h := 0.0
	for _, r := range list {
		h += float64(len(r.lines)) * r.size * leading
	}
	return h
}

// put writes runs at x, going to a new page line by line where it must.
func (p *paper) put(list []run, x float64) {
	for _, r := range list {
		for _, text := range r.lines {
			p.room(r.size * leading)
			p.line(text, x, p.y+r.size*(leading-1)/2, r.size, r.color)
			p.y += r.size * leading
		}
	}
}

// text writes t over the whole width.
func (p *paper) text(t lang.Text, size float64, color ink) {
	p.put(p.runs(t, right-left, size, color), left)
}
