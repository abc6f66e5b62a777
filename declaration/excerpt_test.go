package declaration

import (
	"strings"
	"testing"
)

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("a", 60) + "X" + strings.Repeat("b", 60)
	wide := strings.Repeat("商", 60) + "X" + strings.Repeat("城", 60)
	src := source("\uFEFFvolens: 1\r\nname: {zh: 青禾商城, en: Qinghe}\n\tx: 1\na\x1b[31m: 1\n" + long + "\n" + wide + "\ne\u0301a: 1")
	for _, c := range []struct {
		name      string
		line, col int
		cells     int
		want      string
	}{
		{"first line, after a byte order mark", 1, 9, 0, "   1 | volens: 1\n     |         ^"},
		{"behind Chinese", 2, 18, 0, "   2 | name: {zh: 青禾商城, en: Qinghe}\n     |                      ^"},
		{"on Chinese", 2, 13, 0, "   2 | name: {zh: 青禾商城, en: Qinghe}\n     |              ^"},
		{"tab", 3, 2, 0, "   3 |  x: 1\n     |  ^"},
		{"control characters do not reach the terminal", 4, 1, 0, "   4 | a\uFFFD[31m: 1\n     | ^"},
		{"long line", 5, 61, 37, "   5 | …aaaaaaaaaXbbbbbbbbbbbbbbbbbb…\n     |           ^"},
		{"long line, at its end", 5, 122, 37, "   5 | …bbbbbbbbb\n     |           ^"},
		{"long line, at its start", 5, 1, 37, "   5 | aaaaaaaaaaaaaaaaaaaaaaaaaaaa…\n     | ^"},
		{"long Chinese line", 6, 61, 37, "   6 | …商商商商X城城城城城城城城城…\n     |          ^"},
		{"combining mark", 7, 3, 0, "   7 | e\u0301a: 1\n     |  ^"},
		{"behind the end of the line", 1, 99, 0, "   1 | volens: 1\n     |          ^"},
	} {
		got := src.Excerpt(Place{File: "shop.yaml", Line: c.line, Column: c.col}, c.cells)
		if got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestNoExcerpt(t *testing.T) {
	src := source("volens: 1\n")
	for _, at := range []Place{{}, {File: "other.yaml", Line: 1, Column: 1}, {File: "shop.yaml", Line: 3, Column: 1}, {File: "shop.yaml", Line: 0, Column: 1}} {
		if got := src.Excerpt(at, 80); got != "" {
			t.Errorf("%+v: %q", at, got)
		}
	}
}
