package caret

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The caret is under its character, and nothing is wider than it may be.
func TestTheCaretIsUnderItsCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := []rune(rapid.StringMatching(`[a商 ]{1,80}`).Draw(t, "line"))
		col, cells := rapid.IntRange(0, len(line)-1).Draw(t, "col"), rapid.IntRange(30, 120).Draw(t, "cells")
		line[col] = 'X'
		above, below, _ := strings.Cut(Under(string(line), 7, col, cells), "\n")
		before, _, ok := strings.Cut(above, "X")
		if !ok || columns([]rune(before)) != len(below)-1 {
			t.Fatalf("%s\n%s", above, below)
		}
		if columns([]rune(above)) > cells {
			t.Fatalf("%d columns: %s", columns([]rune(above)), above)
		}
	})
}
