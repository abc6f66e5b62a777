package render

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

const alphabet = "配送商品个人信息，。、；：（）《》“”…abcdefg XYZ 0123.,:()-/@"

// ruler is paper on which Chinese is 10 wide and everything else 5.
func ruler() *paper {
	p := &paper{glyphs: map[rune]glyph{}}
	for _, r := range alphabet {
		p.glyphs[r] = glyph{font: "f", as: r, width: 0.5}
		if wideRune(r) {
			p.glyphs[r] = glyph{font: "f", as: r, width: 1}
		}
	}
	return p
}

// Nothing is lost in wrapping, no line is wider than it may be, and marks stay
// where the eye expects them.
func TestWrapKeepsEverything(t *testing.T) {
	p := ruler()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune(alphabet)), 0, 80, -1).Draw(t, "text")
		width := float64(rapid.IntRange(3, 30).Draw(t, "width")) * 10
		lines := p.wrap(text, width, 10)
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if bare(strings.Join(lines, "")) != bare(text) {
			t.Fatalf("%q became %q", text, lines)
		}
		for _, line := range lines {
			if p.width(line, 10) > width && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("%q is wider than %v", line, width)
			}
		}
	})
}

func TestWrapLikeAPrinter(t *testing.T) {
	p := ruler()
	for _, c := range []struct {
		text  string
		width float64
		want  string
	}{
		{"配送商品配送商品，个人", 80, "配送商品配送商/品，个人"},  // no comma at the head of a line
		{"配送商品配送商（个人）", 80, "配送商品配送商/（个人）"},  // no bracket left behind
		{"abc defg abc", 40, "abc defg/abc"}, // words stay whole
		{"配送 abcdefg 商品", 50, "配送/abcdefg 商/品"},
		{"abcdefgabcdefg", 25, "abcde/fgabc/defg"}, // longer than a line
	} {
		if got := strings.Join(p.wrap(c.text, c.width, 10), "/"); got != c.want {
			t.Errorf("%q at %v: %s, want %s", c.text, c.width, got, c.want)
		}
	}
}
