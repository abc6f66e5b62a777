package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/internal/testdb"
	"github.com/volens/volens/ledger"
)

// BenchmarkCommit measures durable changes of the size of an answer against raw
// inserts of one row, each in a transaction of its own, on the same database in
// the same run. The ratio is what counts: absolute figures are the machine's.
func BenchmarkCommit(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		for _, writers := range []int{1, 8, 64} {
			b.Run(fmt.Sprintf("%s/%d", engine, writers), func(b *testing.B) {
				o := Options{Data: filepath.Join(b.TempDir(), "data"), Keys: ring(b)}
				if engine == "postgres" {
					o = Options{URL: testdb.Postgres(b), Keys: o.Keys}
				}
				s := open(b, o)
				changes := answersOf(b, s, b.N+writers)
				insert := rawInsert(b, s, o, writers)
				const rounds = 5
				var ours, raw time.Duration
				b.ResetTimer()
				for r := range rounds { // in turns, so that both see the same machine
					part := changes[r*len(changes)/rounds : (r+1)*len(changes)/rounds]
					raw += run(b, writers, len(part), func(i int) error { return insert(r*len(changes) + i) })
					ours += run(b, writers, len(part), func(i int) error {
						_, err := s.Commit(b.Context(), part[i])
						return err
					})
				}
				b.ReportMetric(raw.Seconds()/ours.Seconds(), "of-raw")
				b.ReportMetric(float64(len(changes))/ours.Seconds(), "changes/s")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// answersOf makes changes about people who are there already: one answer, one
// consent, one entry each.
func answersOf(b *testing.B, s *Store, n int) []ledger.Change {
	b.Helper()
	people := make([]consent.Person, min(n, 2000))
	var wg sync.WaitGroup
	for w := range 32 {
		wg.Go(func() {
			for i := w; i < len(people); i += 32 {
				id := fmt.Sprint("u-", i)
				if _, err := s.Commit(b.Context(), withdrawal(b, person(b, s, id), "shop/a/b/c")); err != nil {
					b.Error(err)
				}
				people[i] = person(b, s, id)
			}
		})
	}
	wg.Wait()
	changes := make([]ledger.Change, n)
	for i := range changes {
		p := people[i%len(people)].Identity
		id := consent.AskID(fmt.Sprintf("%02d-ask-%d", p.Lookup.Partition(), i))
		use := consent.ChoiceUse{Use: "shop/for-you/browsing-history/recommend", Fingerprint: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}
		body := consent.AnswerBody{V: 1, Ask: id, Service: "shop", Shown: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
			Answers: []consent.AnsweredChoice{{Choice: "shop/for-you/browsing-history/recommend", Grant: true, Uses: []consent.ChoiceUse{use}}}}
		e, err := ledger.PersonalEntry(ledger.KindAnswer, now, "", p, nonce(b), body)
		must(b, err)
		changes[i] = ledger.NewChange(e).Writing(
			consent.NewAnswer{Lookup: p.Lookup, Ask: id, Choice: "shop/for-you/browsing-history/recommend", Granted: true, Digest: "sha256:0123"},
			consent.SetConsent{Lookup: p.Lookup, Consent: consent.Consent{Use: use.Use, Fingerprint: use.Fingerprint, State: consent.Granted, At: now, Ask: id}})
	}
	return changes
}

// rawInsert returns how to insert one row of the size of an answer, durably.
func rawInsert(b *testing.B, s *Store, o Options, writers int) func(int) error {
	b.Helper()
	db := s.write
	if o.URL != "" {
		var err error
		db, err = sql.Open("pgx", o.URL)
		must(b, err)
		b.Cleanup(func() { must(b, db.Close()) })
		db.SetMaxOpenConns(writers)
		db.SetMaxIdleConns(writers)
	}
	_, err := db.Exec("create table raw (lookup bytea not null, slot bigint not null, evidence text not null, primary key (lookup, slot))")
	must(b, err)
	st, err := db.Prepare("insert into raw values ($1, $2, $3)")
	must(b, err)
	b.Cleanup(func() { must(b, st.Close()) })
	evidence := fmt.Sprintf("%0120d", 7)
	return func(i int) error {
		l := o.Keys.Installation().Lookup(subject(b, fmt.Sprint(i%2000)))
		_, err := st.ExecContext(context.Background(), l[:16], i, evidence)
		return err
	}
}

// run does something n times from a number of goroutines.
func run(b *testing.B, writers, n int, do func(int) error) time.Duration {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	start := time.Now()
	for range writers {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if err := do(int(i)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}
