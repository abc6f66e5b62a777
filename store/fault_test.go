package store

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// spoil makes every COMMIT that adds a leaf fail, until mend. On both engines
// the statements before it succeed.
func spoil(t *testing.T, s *Store) {
	t.Helper()
	for _, q := range map[bool][]string{
		true: {"create table parent (id bigint primary key)", "create table child (id bigint references parent (id) deferrable initially deferred)",
			"create trigger spoil after insert on leaves begin insert into child values (1); end"},
		false: {"create function spoil() returns trigger as $$ begin raise exception 'no'; end $$ language plpgsql",
			"create constraint trigger spoil after insert on leaves deferrable initially deferred for each row execute function spoil()"},
	}[s.lock != nil] {
		_, err := s.write.Exec(q)
		must(t, err)
	}
}

func mend(t *testing.T, s *Store) {
	t.Helper()
	q := "drop trigger spoil on leaves"
	if s.lock != nil {
		q = "drop trigger spoil"
	}
	_, err := s.write.Exec(q)
	must(t, err)
}

func TestAFailedCommitIsNeverAcknowledged(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		s := open(t, o)
		commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		spoil(t, s)
		var wg sync.WaitGroup
		for i := range 8 {
			p := person(t, s, fmt.Sprintf("v-%d", i))
			c := withdrawal(t, p, "shop/a/b/c")
			wg.Go(func() {
				if done, err := s.Commit(t.Context(), c); err == nil || done.Checkpoint != nil {
					t.Error("a commit failed and was acknowledged")
				}
			})
		}
		wg.Wait()
		mend(t, s)
		if n, _ := s.Size(t.Context()); n != 1 {
			t.Errorf("%d entries, want 1", n)
		}
		if at := commit(t, s, withdrawal(t, person(t, s, "w"), "shop/a/b/c")); at != 1 {
			t.Errorf("after a failed commit the next index is %d, want 1", at)
		}
		sound(t, s)
	})
}

func TestAfterAFailedWriteOfTheDiskNothingIsWritten(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		s := open(t, o)
		spoil(t, s)
		s.dialect.trouble = func(error) trouble { return failing } // as if the commit had failed for that reason
		_, err := s.Commit(t.Context(), withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		if err == nil {
			t.Fatal("acknowledged")
		}
		mend(t, s)
		_, err = s.Commit(t.Context(), withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		wants(t, fault.Unavailable, err)
		wants(t, fault.Unavailable, s.Ping(t.Context()))
		wants(t, fault.Unavailable, s.PutAPIKey(t.Context(), "h", "n", nil))
		if n, _ := s.Size(t.Context()); n != 0 {
			t.Errorf("%d entries, want 0", n)
		}
	})
}

// PostgreSQL only warns where the wait for a standby is broken off: the commit is
// there, but a failover could lose it.
func TestACommitWithAWarningIsNotAcknowledged(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		if o.URL == "" {
			t.Skip("PostgreSQL only")
		}
		s := open(t, o)
		for _, q := range []string{"create function warn() returns trigger as $$ begin raise warning 'no standby'; return null; end $$ language plpgsql",
			"create constraint trigger warn after insert on leaves deferrable initially deferred for each row execute function warn()"} {
			_, err := s.write.Exec(q)
			must(t, err)
		}
		_, err := s.Commit(t.Context(), withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		wants(t, fault.Internal, err)
		if !strings.Contains(err.Error(), unknownEnd.Public.EN) {
			t.Errorf("%v", err)
		}
		_, err = s.write.Exec("drop trigger warn on leaves")
		must(t, err)
		if at := commit(t, s, withdrawal(t, person(t, s, "v"), "shop/a/b/c")); at != 1 {
			t.Errorf("the next index is %d, want 1", at)
		}
		sound(t, s)
	})
}

func TestAFullDiskIsPassing(t *testing.T) {
	s := open(t, Options{Data: t.TempDir(), Keys: ring(t)})
	var pages int
	must(t, s.write.QueryRow("pragma page_count").Scan(&pages))
	if _, err := s.write.Exec(fmt.Sprintf("pragma max_page_count = %d", pages+2)); err != nil {
		t.Fatal(err)
	}
	n := int64(0)
	var err error
	for range 50 {
		if _, err = s.Commit(t.Context(), withdrawal(t, person(t, s, fmt.Sprint(n)), declaration.UseID(strings.Repeat("x", 1000)))); err != nil {
			break
		}
		n++
	}
	wants(t, fault.Unavailable, err)
	_, err = s.write.Exec("pragma max_page_count = 1000000")
	must(t, err)
	if at := commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c")); at != n {
		t.Errorf("the next index is %d, want %d", at, n)
	}
	sound(t, s)
}

func TestLostConnectionsLoseNothingAcknowledged(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		if o.URL == "" {
			t.Skip("PostgreSQL only")
		}
		s := open(t, o)
		commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		db := behind(t, o)
		defer func() { must(t, db.Close()) }()
		const end = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
		var wg sync.WaitGroup
		var acked, cut atomic.Int64
		done := make(chan struct{})
		for w := range 4 {
			wg.Go(func() {
				for i := range 25 {
					id := fmt.Sprintf("u-%d-%d", w, i)
					p, err := s.Person(t.Context(), subject(t, id))
					if err != nil {
						cut.Add(1)
						continue
					}
					if _, err := s.Commit(t.Context(), withdrawal(t, p, "shop/a/b/c")); err != nil {
						if k := fault.KindOf(err); k != fault.Unavailable && !strings.Contains(err.Error(), unknownEnd.Public.EN) {
							t.Errorf("%v", err)
						}
						cut.Add(1)
						continue
					}
					acked.Add(1)
					if p, err := s.Person(t.Context(), subject(t, id)); err == nil && !p.Known {
						t.Error("acknowledged and not there")
					}
				}
			})
		}
		go func() { wg.Wait(); close(done) }()
		again := time.NewTicker(15 * time.Millisecond)
		defer again.Stop()
		for ended := 0; ; ended++ {
			select {
			case <-again.C:
			case <-done:
				t.Logf("%d acknowledged, %d cut off, connections ended %d times", acked.Load(), cut.Load(), ended)
				if report := sound(t, reader(t, o)); report.Size < acked.Load() || acked.Load() == 0 {
					t.Errorf("%d entries, %d acknowledged", report.Size, acked.Load())
				}
				return
			}
			if _, err := db.Exec(end); err != nil {
				t.Error(err)
			}
		}
	})
}

// samples has every row that the packages below can put into a change.
func samples(t *testing.T, p consent.Person, put consent.Ask) map[string]ledger.Row {
	t.Helper()
	src := shop(t)
	r, c := requestOf(p, "abc"), caseOf(p, "c1")
	var evidence ledger.Row
	for _, row := range proves(t, "c1", "x").Rows {
		evidence = row
	}
	return map[string]ledger.Row{
		"NewRequest": rights.NewRequest{Request: r}, "SetRequest": rights.SetRequest{Request: r},
		"SetCode": rights.SetCode{Request: r.ID, Lookup: r.Lookup, Hash: []byte{1}}, "NewArchive": rights.NewArchive{Request: r.ID, Lookup: r.Lookup},
		"NewCase": erase.NewCase{Case: c}, "SetCase": erase.SetCase{Case: c}, "SetProgress": erase.SetProgress{Case: "c1", Progress: c.Stores[0]},
		"SetTold": erase.SetTold{Case: "c1", Told: c.Told[0]}, "NewEvidence": evidence, "Forget": erase.Forget{Case: "c1", Lookup: r.Lookup},
		"Keep":       erase.Keep{Case: "c1", Under: "x", Until: now, Sealed: []byte{1}},
		"NewPerson":  consent.NewPerson{Identity: p.Identity},
		"NewAsk":     consent.NewAsk{Ask: put},
		"NewAnswer":  consent.NewAnswer{Lookup: p.Identity.Lookup, Ask: put.ID},
		"SetConsent": consent.SetConsent{Lookup: p.Identity.Lookup},
		"NewVersion": consent.NewVersion{Hash: src.Hash(), Source: src},
		"Activation": consent.Activation{Hash: src.Hash()},
		"Once":       consent.Once{Lookup: p.Identity.Lookup},
		"SetAge":     consent.SetAge{Lookup: p.Identity.Lookup}, "SetGuardian": consent.SetGuardian{Child: p.Identity.Lookup},
		"SetRestriction": consent.SetRestriction{Lookup: p.Identity.Lookup}, "SetStop": consent.SetStop{},
		"NewWork": consent.NewWork{Work: consent.Work{Lookup: p.Identity.Lookup}},
	}
}

type newRow struct{}

func (newRow) RowOf() string { return "new" }

func TestEveryRowOfEveryPackageCanBeWritten(t *testing.T) {
	s := open(t, Options{Data: t.TempDir(), Keys: ring(t)})
	put := ask(t, counter(t, s), "u", "")
	known := samples(t, person(t, s, "u"), put)
	for _, dir := range []string{"../consent", "../rights", "../erase"} {
		for _, name := range rowTypes(t, dir) {
			row, ok := known[name]
			if !ok {
				t.Errorf("%s.%s is a row that the store does not know", dir, name)
				continue
			}
			w := writer{store: s, change: proves(t, "c1", "x"), order: &order{}}
			if _, err := w.writeOf(t.Context(), row); err != nil {
				t.Errorf("%s.%s: %v", dir, name, err)
			}
		}
	}
	c := withdrawal(t, person(t, s, "u"), "shop/a/b/c").Writing(newRow{})
	_, err := s.Commit(t.Context(), c)
	wants(t, fault.Internal, err)
	if !strings.Contains(err.Error(), "newRow") {
		t.Errorf("the error does not name the type: %v", err)
	}
}

// rowTypes lists the types in a folder that have a method RowOf.
func rowTypes(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, e.Name()), nil, 0)
		must(t, err)
		for _, d := range f.Decls {
			if m, ok := d.(*ast.FuncDecl); ok && m.Recv != nil && m.Name.Name == "RowOf" {
				found = append(found, m.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	if len(found) < 4 {
		t.Fatalf("found only %v", found)
	}
	return found
}

func TestRowsThatDoNotHoldTogetherAreRefused(t *testing.T) {
	s := open(t, Options{Data: t.TempDir(), Keys: ring(t)})
	put := ask(t, counter(t, s), "u", "")
	p := person(t, s, "u")
	other := p.Identity
	other.Subject = subject(t, "v")
	foreign := put
	foreign.ID = consent.AskID(fmt.Sprintf("%02d-abc", (put.Lookup.Partition()+1)%64))
	for name, row := range map[string]ledger.Row{
		"a person with another's lookup": consent.NewPerson{Identity: other}, "no person": consent.NewPerson{},
		"an ask in another partition":     consent.NewAsk{Ask: foreign},
		"an answer to an ask of somebody": consent.NewAnswer{Lookup: put.Lookup, Ask: foreign.ID},
		"an answer to no ask":             consent.NewAnswer{Lookup: put.Lookup, Ask: "x"},
	} {
		if _, err := s.Commit(t.Context(), withdrawal(t, p, "shop/a/b/c").Writing(row)); fault.KindOf(err) != fault.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
}
