package main

import (
	"fmt"
	"testing"
)

func BenchmarkLint(b *testing.B) {
	for _, lines := range []int{300, 6000} {
		text := declaration(lines)
		b.Run(fmt.Sprintf("%d lines", lines), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				lintText(text)
			}
		})
		b.Run(fmt.Sprintf("%d lines, parsing alone", lines), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				parseText(text)
			}
		})
		b.Run(fmt.Sprintf("%d lines, YAML alone", lines), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				loadYAML(text)
			}
		})
	}
}
