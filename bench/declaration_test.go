package main

import (
	"strings"
	"testing"

	declared "github.com/volens/volens/declaration"
)

// What is measured is a declaration that people could have written, and as long
// as is said.
func TestTheInventedDeclarationIsValid(t *testing.T) {
	for _, lines := range []int{300, 6000} {
		text := declaration(lines)
		if got := strings.Count(text, "\n"); got < lines || got > lines*11/10+100 {
			t.Errorf("%d lines were asked for, there are %d", lines, got)
		}
		if _, err := declared.Parse(source(text)); err != nil {
			t.Error(err)
		}
	}
}
