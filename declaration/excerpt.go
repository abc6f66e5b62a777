package declaration

import (
	"strings"

	"github.com/volens/volens/declaration/caret"
)

// Excerpt draws the line at a place with a caret under its column, in at most
// cells columns of a terminal (0 means 100). Chinese characters are two wide. It
// returns "" where the source has no such line.
func (s Source) Excerpt(at Place, cells int) string {
	line, ok := s.line(at)
	if !ok {
		return ""
	}
	return caret.Under(line, at.Line, at.Column-1, cells)
}

// line returns the text of the line at a place.
func (s Source) line(at Place) (string, bool) {
	text, ok := s.text(at.File)
	if !ok || at.Line < 1 {
		return "", false
	}
	text = strings.TrimPrefix(text, byteOrderMark)
	for range at.Line - 1 {
		if _, text, ok = strings.Cut(text, "\n"); !ok {
			return "", false
		}
	}
	text, _, _ = strings.Cut(text, "\n")
	return strings.TrimSuffix(text, "\r"), true
}
