package store

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/store/row"
)

// columns lists every table with its columns. Those after the bar are not
// covered by Verify and Audit: nothing in the record tells what they should be.
var columns = map[string]string{
	"leaves": "idx leaf hash", "checkpoints": "size number note",
	"declarations": "hash source version | uploaded_at", "active": "hash version | id",
	"persons": "part lookup sealed_key sealed_id | created_at", "entries": "part lookup idx nonce kind body",
	"asks":     "part id lookup service trigger declaration choices age guardian at version | expires",
	"answers":  "part ask choice lookup granted digest version",
	"consents": "part lookup use_id fingerprint declaration state at ask giver quality version",
	"ages":     "part lookup band method lapses at version", "guardians": "part lookup guardian relation method evidence since expires ended version",
	"restrictions": "part lookup mode reason at version", "activations": "version hash at",
	"stops":         "id service function use_id item recipient reason stopped_by at until lifted version",
	"work":          "part lookup key body | id kind due lease attempts state error version",
	"requests":      "part id lookup kind state ended entered due body mark version",
	"request_codes": "part request lookup hash expires attempts mark version",
	"archives":      "part request lookup expires name body mark version",
	"cases":         "part id lookup whose request state due body file_key file mark version",
	"case_stores":   "part case_id store phase body mark version",
	"case_told":     "part case_id recipient body mark version",
	"evidence":      "part case_id idx body",
	"kept":          "part case_id ground declaration until sealed mark version",
	"gone":          "version sealed | at", "stirred": "| version part lookup at",
	"hooks": "| id url secret events created_at disabled_at",
	"once":  "| part lookup key digest ref version", "api_keys": "| hash name scopes created_at revoked_at", "meta": "| key value",
}

// lived fills a database with a little of everything.
func lived(t *testing.T, o Options) {
	t.Helper()
	s, err := Open(t.Context(), o)
	must(t, err)
	d := counter(t, s)
	for _, id := range []string{"u-1", "u-2"} {
		put := ask(t, d, id, "k")
		_, err := d.Answer(t.Context(), put.ID, ledger.Subject{}, yes(put.Choices[len(put.Choices)-1]), now)
		must(t, err)
		_, err = d.Answer(t.Context(), put.ID, ledger.Subject{}, consent.Basic(consent.Ask{Choices: put.Choices[:1]}, consent.Evidence{}), now)
		must(t, err)
		_, _, err = d.Withdraw(t.Context(), subject(t, id), ledger.Subject{}, consent.Target{Service: "shop"}, now)
		must(t, err)
	}
	ask(t, d, "u-3", "")
	stand(t, d)
	erased(t, s)
	must(t, s.PutAPIKey(t.Context(), "h", "n", nil))
	sound(t, s)
	must(t, s.Close())
}

// erased fills in what requests and erasures leave.
func erased(t *testing.T, s *Store) {
	t.Helper()
	for i, id := range []string{"u-1", "u-2"} {
		r := requestOf(person(t, s, id), fmt.Sprint("r-", i))
		commit(t, s, asked(t, person(t, s, id), r.ID, rights.NewRequest{Request: r},
			rights.SetCode{Request: r.ID, Lookup: r.Lookup, Hash: []byte{1, 2, 3}, Expires: now, Attempts: 1},
			rights.NewArchive{Request: r.ID, Lookup: r.Lookup, Name: "a.zip", Body: []byte("copy"), Expires: now}))
	}
	commit(t, s, withdrawal(t, person(t, s, "u-9"), "shop/a/b/c"))
	for i, id := range []string{"u-3", "u-9"} {
		c := caseOf(person(t, s, id), erase.CaseID(fmt.Sprint("c-", i)))
		commit(t, s, proves(t, c.ID, "", erase.NewCase{Case: c}))
		for _, p := range c.Stores {
			commit(t, s, proves(t, c.ID, p.Store, erase.SetProgress{Case: c.ID, Progress: p}))
		}
		commit(t, s, proves(t, c.ID, "main", erase.SetTold{Case: c.ID, Told: c.Told[0]}, erase.Keep{Case: c.ID, Under: "x", Until: now.AddDate(9, 0, 0), Sealed: []byte("sealed")}))
		if id == "u-9" {
			commit(t, s, end(t, c))
		}
	}
}

// stand fills in what people's standing is made of, and what holds for everybody.
func stand(t *testing.T, d *consent.Desk) {
	t.Helper()
	child, guardian, unknown := subject(t, "u-4"), subject(t, "u-5"), subject(t, "u-6")
	for _, do := range []func() (int64, error){
		func() (int64, error) {
			return d.SetAge(t.Context(), subject(t, "u-1"), consent.Age{Band: consent.Adult, Method: "self-declared"}, now)
		},
		func() (int64, error) {
			return d.SetAge(t.Context(), child, consent.Age{Band: consent.Under14, Method: "self-declared", Lapses: now.AddDate(1, 0, 0)}, now)
		},
		func() (int64, error) {
			return d.LinkGuardian(t.Context(), child, guardian, consent.Link{Relation: "parent", Method: "call", Evidence: "box 7", Expires: now.AddDate(1, 0, 0)}, now)
		},
		func() (int64, error) { return d.EndGuardian(t.Context(), child, now) },
		func() (int64, error) {
			return d.Restrict(t.Context(), subject(t, "u-2"), consent.Restricted, "disputed", now)
		},
		func() (int64, error) { return d.Restrict(t.Context(), child, consent.Erasing, "account-closed", now) },
		func() (int64, error) {
			done, err := d.Import(t.Context(), unknown, consent.Batch{Source: "old", Said: []consent.Before{
				{Use: "shop/for-you/browsing-history/recommend", State: consent.Granted, At: now.AddDate(-1, 0, 0), Quality: consent.Separate, Evidence: "box 8", Wording: "?"}}}, now)
			return done.Version, err
		},
		func() (int64, error) { return d.Merge(t.Context(), unknown, subject(t, "u-3"), now) },
		func() (int64, error) {
			return d.Stop(t.Context(), consent.Stop{ID: "a", Service: "shop", Reason: "fire", By: "w"}, now)
		},
		func() (int64, error) {
			return d.Stop(t.Context(), consent.Stop{ID: "b", Service: "shop", Reason: "fire", By: "w", Until: now.AddDate(0, 0, 1)}, now)
		},
		func() (int64, error) { return d.LiftStop(t.Context(), "a", "w", now) },
	} {
		_, err := do()
		must(t, err)
	}
	put := ask(t, d, "u-3", "")
	if len(put.Choices) > 0 {
		_, err := d.Shown(t.Context(), put.ID, consent.Seen{Closed: true}, now)
		must(t, err)
	}
}

// findings counts what is found in a database as it is now. One that cannot be
// read is a finding too.
func findings(t *testing.T, s *Store, kept []byte) (n int) {
	t.Helper()
	report, err := s.Verify(t.Context(), kept)
	if err != nil {
		n++
	}
	audit, err := s.Audit(t.Context())
	if err != nil {
		n++
	}
	return n + len(report.Findings) + len(audit)
}

// reader opens a database for reading only.
func reader(t *testing.T, o Options) *Store {
	t.Helper()
	o.ReadOnly = true
	return open(t, o)
}

func TestEveryChangedValueIsFound(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		lived(t, o)
		db, s := behind(t, o), reader(t, o)
		defer func() { must(t, db.Close()) }()
		if n := findings(t, s, nil); n != 0 {
			t.Fatalf("%d findings before anything was changed", n)
		}
		changed := 0
		for table, cols := range columns {
			covered, _, _ := strings.Cut(cols, "|")
			for _, column := range strings.Fields(covered) {
				changed += changeEach(t, s, db, table, column)
			}
		}
		t.Logf("%d values changed", changed)
		if changed < 150 {
			t.Errorf("only %d values were changed", changed)
		}
	})
}

// changeEach changes one column in some rows of a table, one after the other,
// and puts each back. It returns how many it changed.
func changeEach(t *testing.T, s *Store, db *sql.DB, table, column string) (changed int) {
	t.Helper()
	rows := read(t, db, table)
	at := slices.Index(names(columns[table]), column)
	for i, row := range rows {
		if len(rows) > 6 && i%3 != 0 && i != len(rows)-1 {
			continue
		}
		bad := slices.Clone(row)
		if bad[at] = altered(row[at]); row[at] == nil && column == "guardian" {
			bad[at] = bytes.Repeat([]byte{7}, 32)
		}
		if !replace(t, db, table, row, bad) {
			continue // the number is taken by another row
		}
		changed++
		if findings(t, s, nil) == 0 {
			t.Errorf("%s.%s of row %d was changed from %v to %v and nothing found", table, column, i, row[at], bad[at])
		}
		if !replace(t, db, table, bad, row) {
			t.Fatalf("%s was not put back", table)
		}
	}
	return changed
}

func names(cols string) []string { return strings.Fields(strings.ReplaceAll(cols, "|", "")) }

func read(t *testing.T, db *sql.DB, table string) (all [][]any) {
	t.Helper()
	list := names(columns[table])
	rows, err := db.Query("select " + strings.Join(list, ", ") + " from " + table)
	must(t, err)
	defer func() { must(t, rows.Close()) }()
	for rows.Next() {
		row, ptrs := make([]any, len(list)), make([]any, len(list))
		for i := range row {
			ptrs[i] = &row[i]
		}
		must(t, rows.Scan(ptrs...))
		all = append(all, row)
	}
	must(t, rows.Err())
	return all
}

func where(table string) string {
	var all []string
	for i, c := range names(columns[table]) {
		all = append(all, fmt.Sprintf("%s is not distinct from $%d", c, i+1))
	}
	return strings.Join(all, " and ")
}

// replace puts one row in the place of another, unless its key is taken.
func replace(t *testing.T, db *sql.DB, table string, old, new []any) bool {
	t.Helper()
	tx, err := db.Begin()
	must(t, err)
	defer func() { _ = tx.Rollback() }()
	_, err = tx.Exec("delete from "+table+" where "+where(table), old...)
	must(t, err)
	insert := "insert into " + table + " (" + strings.Join(names(columns[table]), ", ") + ") values " + row.Tuples(1, len(new))
	if _, err := tx.Exec(insert, new...); err != nil {
		return false
	}
	must(t, tx.Commit())
	return true
}

// altered returns a value that differs in as little as one bit.
func altered(v any) any {
	switch v := v.(type) {
	case nil: // a time that is not there
		return int64(1)
	case int64:
		return v + 1
	case bool:
		return !v
	case []byte:
		b := bytes.Clone(v)
		b[len(b)/2] ^= 1
		return b
	case string:
		if v == "" {
			return "x"
		}
		b := []byte(v)
		for i := len(b) / 2; i < len(b); i++ { // keep it text
			if c := b[i]; c >= '0' && c <= 'y' && c != '\\' {
				b[i]++
				if b[i] == '\\' {
					b[i]++
				}
				return string(b)
			}
		}
		return v + "x"
	}
	panic(fmt.Sprintf("no way to alter a %T", v))
}

func TestEveryMissingRowIsFound(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		lived(t, o)
		db, s := behind(t, o), reader(t, o)
		defer func() { must(t, db.Close()) }()
		for table, cols := range columns {
			if strings.HasPrefix(cols, "|") || slices.Contains([]string{"work", "request_codes", "archives", "kept", "gone"}, table) {
				continue // what is gone was done, or its time was over
			}
			for i, was := range read(t, db, table) {
				if table == "checkpoints" && i != len(read(t, db, table))-1 {
					continue // older ones may be dropped
				}
				_, err := db.Exec("delete from "+table+" where "+where(table), was...)
				must(t, err)
				if findings(t, s, nil) == 0 {
					t.Errorf("row %d of %s is missing and nothing found", i, table)
				}
				_, err = db.Exec("insert into "+table+" ("+strings.Join(names(cols), ", ")+") values "+row.Tuples(1, len(was)), was...)
				must(t, err)
			}
		}
		if n := findings(t, s, nil); n != 0 {
			t.Errorf("%d findings after all was put back", n)
		}
	})
}

func TestATailBehindAHashIsFound(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		lived(t, o)
		db, s := behind(t, o), reader(t, o)
		defer func() { must(t, db.Close()) }()
		for i, table := range []string{"leaves", "leaves"} {
			row := read(t, db, table)[i]
			bad := slices.Clone(row)
			last := len(row) - 1
			bad[last] = append(bytes.Clone(row[last].([]byte)), 0)
			replace(t, db, table, row, bad)
			if findings(t, s, nil) == 0 {
				t.Errorf("a byte behind a hash of %s and nothing found", table)
			}
			replace(t, db, table, bad, row)
		}
	})
}

func TestAMissingBodyOfSomebodyPresentIsFound(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		s := open(t, o)
		for range 2 { // the second alone explains every row
			commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		}
		commit(t, s, withdrawal(t, person(t, s, "v"), "shop/a/b/c"))
		db := behind(t, o)
		defer func() { must(t, db.Close()) }()
		_, err := db.Exec("delete from entries where idx = 0")
		must(t, err)
		audit, err := s.Audit(t.Context())
		must(t, err)
		if len(audit) != 1 || audit[0].Where != "leaf 0" {
			t.Errorf("found %v", audit)
		}
		// Where the person is gone as a whole, no erasure says so.
		lookup := person(t, s, "u").Identity.Lookup
		for _, table := range []string{"entries", "consents", "persons"} {
			_, err := db.Exec("delete from "+table+" where lookup = $1", lookup[:])
			must(t, err)
		}
		if audit, err := s.Audit(t.Context()); err != nil || len(audit) != 1 || audit[0].Where != "entries" {
			t.Errorf("all of a person gone: %v, %v", audit, err)
		}
		// An erasure of somebody else does not explain it.
		l := person(t, s, "v").Identity.Lookup
		commit(t, s, proves(t, "c", "", erase.NewCase{Case: caseOf(person(t, s, "nobody"), "c")}, erase.Forget{Case: "c", Lookup: l}))
		if audit, err := s.Audit(t.Context()); err != nil || len(audit) != 1 || audit[0].Where != "entries" {
			t.Errorf("all of a person gone, and another erased: %v, %v", audit, err)
		}
	})
}

func TestSwappedRowsAreFound(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		lived(t, o)
		db, s := behind(t, o), reader(t, o)
		defer func() { must(t, db.Close()) }()
		swaps := map[string]string{
			"leaves": "idx", "checkpoints": "size", "entries": "idx", // the rest of the rows change places
		}
		for table, key := range swaps {
			rows := read(t, db, table)
			at := slices.Index(names(columns[table]), key)
			slices.SortFunc(rows, func(a, b []any) int { return int(a[at].(int64) - b[at].(int64)) })
			for i := range rows[1:] {
				a, b := slices.Clone(rows[i]), slices.Clone(rows[i+1])
				a[at], b[at] = b[at], a[at]
				swap(t, db, table, rows[i:i+2], [][]any{a, b})
				if findings(t, s, nil) == 0 {
					t.Errorf("rows %d and %d of %s changed places and nothing found", i, i+1, table)
				}
				swap(t, db, table, [][]any{a, b}, rows[i:i+2])
			}
		}
	})
}

func swap(t *testing.T, db *sql.DB, table string, old, new [][]any) {
	t.Helper()
	for _, was := range old {
		_, err := db.Exec("delete from "+table+" where "+where(table), was...)
		must(t, err)
	}
	for _, was := range new {
		_, err := db.Exec("insert into "+table+" ("+strings.Join(names(columns[table]), ", ")+") values "+row.Tuples(1, len(was)), was...)
		must(t, err)
	}
}

func TestARecordRolledBackIsFoundWithACheckpointKept(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		s, err := Open(t.Context(), o)
		must(t, err)
		const kept = 6
		for i := range 9 {
			commit(t, s, withdrawal(t, person(t, s, fmt.Sprintf("u-%d", i)), "shop/a/b/c"))
		}
		note, err := s.Checkpoint(t.Context())
		must(t, err)
		must(t, s.Close())
		raw(t, o, "delete from leaves where idx >= $1", kept)
		raw(t, o, "delete from checkpoints where size > $1", kept)
		raw(t, o, "delete from consents where version >= $1", kept)
		raw(t, o, "delete from persons where not exists (select 1 from entries e where e.lookup = persons.lookup and e.idx < $1)", kept)
		raw(t, o, "delete from entries where idx >= $1", kept)
		s = reader(t, o)
		if n := findings(t, s, nil); n != 0 {
			t.Errorf("%d findings in a record that agrees with itself", n)
		}
		if findings(t, s, note) == 0 {
			t.Error("the record went back and nothing was found")
		}
	})
}

func TestNothingIsSignedOnTopOfATamperedRecord(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		s, err := Open(t.Context(), o)
		must(t, err)
		for range 3 {
			commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		}
		must(t, s.Close())
		raw(t, o, "update leaves set hash = (select hash from leaves where idx = 0) where idx = 2")
		s = open(t, o)
		_, err = s.Commit(t.Context(), withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		wants(t, "internal", err)
		if n, _ := s.Size(t.Context()); n != 3 {
			t.Errorf("%d entries, want 3", n)
		}
	})
}

func TestAShrunkenRecordStopsARunningStore(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		if o.URL == "" {
			t.Skip("the file is held by the server")
		}
		s := open(t, o)
		for range 4 {
			commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		}
		raw(t, o, "delete from leaves where idx >= 2")
		raw(t, o, "delete from checkpoints where size > 2")
		raw(t, o, "delete from entries where idx >= 2")
		_, err := s.Commit(t.Context(), withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		if !errors.Is(err, errWent) {
			t.Errorf("got %v", err)
		}
	})
}
