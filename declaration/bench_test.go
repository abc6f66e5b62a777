package declaration

import (
	"fmt"
	"strings"
	"testing"
)

// large is a declaration with n functions of four uses each.
func large(n int) string {
	var b strings.Builder
	b.WriteString("volens: 1\nprocessor: {name: 青禾商城}\nstores: {main: {engine: mysql}}\nservices:\n  shop:\n    name: 商城\n    type: online-shopping\n    functions:\n")
	for i := range n {
		fmt.Fprintf(&b, `      f%d:
        name: {zh: 功能 %d, en: function %d}
        when: each-use
        kept: {in: main, for: 90d}
        uses:
          - {item: phone, for: deliver, basis: contract, necessary: true}
          - items: [browsing-history, search-history]
            for: recommend
            manner: [automatic]
            without: {zh: 按销量排序, en: sorted by sales}
          - {item: location, for: navigate, kept: {for: 1d}}
`, i, i, i)
	}
	return b.String()
}

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{10, 1000} {
		src := source(large(n))
		b.Run(fmt.Sprintf("%d uses", n*4), func(b *testing.B) {
			b.SetBytes(int64(src.bytes()))
			for b.Loop() {
				if _, err := Parse(src); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("%d uses, the YAML library alone", n*4), func(b *testing.B) {
			b.SetBytes(int64(src.bytes()))
			for b.Loop() {
				if _, err := compose(src.Files[0].Text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
