package ledger_test

import (
	"testing"

	"github.com/volens/volens/ledger"
)

func BenchmarkVerify(b *testing.B) {
	batches := make([]int, 1000)
	for i := range batches {
		batches[i] = 20
	}
	r := newRecord(batches...)
	b.ReportAllocs()
	for b.Loop() {
		if rep, _ := ledger.Verify(b.Context(), r, verifier, nil); !rep.OK() {
			b.Fatal(wheres(rep))
		}
	}
}

func BenchmarkPersonalEntry(b *testing.B) {
	who := person("u1")
	body := goldenChoice{"shop/order/address/deliver", true}
	b.ReportAllocs()
	for b.Loop() {
		answer(who, 1, body)
	}
}
