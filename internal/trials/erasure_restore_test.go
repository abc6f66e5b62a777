package trials

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
)

// A backup is every row of the shop's tables, as somebody might keep them elsewhere.
type backup map[string][][]any

// backUp copies the shop's tables.
func (w *shopWorld) backUp() backup {
	w.t.Helper()
	b := backup{}
	for _, table := range shopTables {
		b[table] = w.rows(table)
	}
	return b
}

// rows returns every row of a table as it is.
func (w *shopWorld) rows(table string) (all [][]any) {
	w.t.Helper()
	rows, err := w.db.QueryContext(w.t.Context(), "SELECT * FROM "+table)
	must(w.t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	must(w.t, err)
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		must(w.t, rows.Scan(into...))
		all = append(all, values)
	}
	must(w.t, rows.Err())
	return all
}

// restore puts the shop's tables back as they were.
func (w *shopWorld) restore(b backup) {
	w.t.Helper()
	for _, table := range slices.Backward(shopTables) {
		w.exec("DELETE FROM " + table)
	}
	for _, table := range shopTables {
		for _, values := range b[table] {
			marks := make([]string, len(values))
			for i := range marks {
				if marks[i] = "?"; w.engine == "postgres" {
					marks[i] = fmt.Sprint("$", i+1)
				}
			}
			_, err := w.db.ExecContext(w.t.Context(), "INSERT INTO "+table+" VALUES ("+strings.Join(marks, ", ")+")", values...)
			must(w.t, err)
		}
	}
}

// copied makes a copy of a folder, with its modes.
func copied(t testing.TB, from, to string) {
	t.Helper()
	must(t, os.RemoveAll(to))
	if out, err := exec.Command("cp", "-a", from, to).CombinedOutput(); err != nil {
		t.Fatalf("copying a folder: %v\n%s", err, out)
	}
}

// agrees has a person agree to everything that they are asked.
func (n *node) agrees(person string) {
	n.t.Helper()
	a, err := n.ask(person, patience)
	must(n.t, err)
	_, _, err = n.answer(a, true, patience)
	must(n.t, err)
}

// granted is how many uses a person is known to have agreed to.
func (n *node) granted(person string) (count int) {
	n.t.Helper()
	var out struct{ Consents []struct{ State string } }
	_, err := n.post("/v1/consents/search", patience, object{"subject": person}, &out)
	must(n.t, err)
	for _, c := range out.Consents {
		if c.State == "granted" {
			count++
		}
	}
	return count
}

// tracesIn returns the files of an installation's data in which a person is still
// found: under the lookup that only the keys can make.
func tracesIn(t testing.TB, data, folder string, c customer) []string {
	t.Helper()
	ring, err := keys.Load(folder)
	must(t, err)
	s, err := ledger.NewSubject(c.person)
	must(t, err)
	l := ring.Installation().Lookup(s)
	return inFiles(t, data, string(l[:]), c.word)
}

// A restoring is a shop and an installation in which people leave one by one.
type restoring struct {
	w          *shopWorld
	n          *node
	data, keys string
	staff      string
}

func newRestoring(t testing.TB, engine string, n int) *restoring {
	r := &restoring{w: newShopWorld(t, engine, n)}
	dir := t.TempDir()
	r.data, r.keys = filepath.Join(dir, "data"), filepath.Join(dir, "keys")
	r.n = r.w.newNode(r.data, r.keys).up()
	r.staff = r.n.staffKey("anne")
	r.w.calm(r.n)
	return r
}

// leaves has customers close their accounts, and returns when all of it is done.
func (r *restoring) leaves(who ...customer) {
	r.n.t.Helper()
	var asked []string
	for _, c := range who {
		id, err := r.n.closes(c.person)
		must(r.n.t, err)
		asked = append(asked, id)
	}
	r.finished(asked...)
}

// finished waits until the erasures of some requests, or any where none is named, were
// open and none is any more. It attends to what is for people: without that, none ends.
func (r *restoring) finished(asked ...string) {
	t := r.n.t
	t.Helper()
	seen := map[string]bool{}
	var open []erasing
	defer func() {
		if t.Failed() {
			r.explain(open)
		}
	}()
	within(t, patience, "all erasures opened and closed", func() bool {
		var err error
		open, err = r.n.erasures(r.staff, 100)
		must(t, err)
		for _, e := range open {
			seen[e.Request] = true
		}
		must(t, r.n.attend(r.staff, func(erasing) bool { return true }))
		return len(open) == 0 && len(seen) > 0 && !slices.ContainsFunc(asked, func(id string) bool { return !seen[id] })
	})
}

// explain logs how far erasures have come, with their evidence.
func (r *restoring) explain(open []erasing) {
	for _, e := range open {
		var cert struct {
			Evidence []struct{ Body json.RawMessage }
		}
		_ = r.n.call("GET", "/v1/erasures/"+e.ID+"/evidence", r.staff, nil, &cert) // it may be down
		r.n.t.Logf("%+v", e)
		for _, b := range cert.Evidence {
			r.n.t.Logf("%s", b.Body)
		}
	}
}

// within waits for something, and fails where it does not come.
func within(t testing.TB, longest time.Duration, what string, is func() bool) time.Duration {
	t.Helper()
	began := time.Now()
	for !is() {
		if time.Since(began) > longest {
			t.Fatalf("not within %v: %s", longest, what)
		}
		pause(100 * time.Millisecond)
	}
	return time.Since(began)
}

// TestOurOwnBackupBringsNobodyBack: Volens' data are put back as they were before an
// erasure. Whoever was erased is unknown at the first answer, and nothing of them is
// in the files. An erasure that was under way goes on.
func TestOurOwnBackupBringsNobodyBack(t *testing.T) {
	t.Parallel()
	r := newRestoring(t, "sqlite", 3)
	leaver, stays := r.w.customers[0], r.w.customers[1]
	for _, c := range []customer{leaver, stays} {
		r.n.agrees(c.person)
	}
	agreed := r.n.granted(leaver.person)
	r.n.stop()
	if agreed == 0 || len(tracesIn(t, r.data, r.keys, leaver)) == 0 {
		t.Fatal("the backup does not hold the person: nothing is tried")
	}
	before := r.data + ".backup"
	copied(t, r.data, before)
	r.n.up()
	r.leaves(leaver)
	if n := r.n.granted(leaver.person); n != 0 {
		t.Fatalf("after the erasure %d uses are agreed to", n)
	}
	r.n.stop()
	if found := tracesIn(t, r.data, r.keys, leaver); len(found) > 0 {
		t.Errorf("after the erasure: %v", found)
	}
	copied(t, before, r.data)
	r.n.up()
	if n := r.n.granted(leaver.person); n != 0 {
		t.Errorf("the restored node knows the person: %d uses are agreed to", n)
	}
	if n := r.n.granted(stays.person); n != agreed {
		t.Errorf("of somebody else %d uses are agreed to, want %d", n, agreed)
	}
	r.n.kill()
	if found := tracesIn(t, r.data, r.keys, leaver); len(found) > 0 {
		t.Errorf("after the restore: %v", found)
	}
	verified(t, "--data", r.data, "--keys", r.keys)
	// Somebody who registers anew afterwards is not taken for the one who left.
	r.n.up()
	r.n.agrees(leaver.person)
	r.n.stop()
	r.n.up()
	if n := r.n.granted(leaver.person); n != agreed {
		t.Errorf("somebody who registered anew agreed to %d uses, want %d", n, agreed)
	}
}

// TestAnErasureGoesOnAfterOurOwnRestore: the backup was made in the middle of one.
func TestAnErasureGoesOnAfterOurOwnRestore(t *testing.T) {
	t.Parallel()
	r := newRestoring(t, "sqlite", 2)
	leaver := r.w.customers[0]
	r.n.agrees(leaver.person)
	_, err := r.n.closes(leaver.person)
	must(t, err)
	within(t, patience, "an erasure open", func() bool {
		all, err := r.n.erasures(r.staff, 10)
		must(t, err)
		return len(all) == 1
	})
	r.n.kill()
	before := r.data + ".backup"
	copied(t, r.data, before)
	r.n.up()
	r.finished()
	r.n.stop()
	copied(t, before, r.data)
	r.n.up()
	r.finished()
	if n := r.n.granted(leaver.person); n != 0 {
		t.Errorf("%d uses are agreed to", n)
	}
	r.n.stop()
	if found := tracesIn(t, r.data, r.keys, leaver); len(found) > 0 {
		t.Errorf("after the restore: %v", found)
	}
	verified(t, "--data", r.data, "--keys", r.keys)
}

// TestWithoutTombstonesNothingStarts: a node whose tombstones are missing could bring
// people back, and does not serve; with a clear word of what to do. That holds for a
// backup from before the first erasure too.
func TestWithoutTombstonesNothingStarts(t *testing.T) {
	t.Parallel()
	r := newRestoring(t, "sqlite", 2)
	leaver := r.w.customers[0]
	r.n.agrees(leaver.person)
	r.n.stop()
	before := r.data + ".backup"
	copied(t, r.data, before)
	r.n.up()
	r.leaves(leaver)
	r.n.stop()
	stones := filepath.Join(r.keys, "tombstones")
	kept, err := os.ReadFile(stones)
	must(t, err)
	refuses := func(what string) {
		t.Helper()
		already := len(r.n.log.text())
		if r.n.start() {
			t.Errorf("%s: it started", what)
			r.n.kill()
		}
		r.n.ended()
		if said := r.n.log.text()[already:]; !strings.Contains(said, "墓碑") || !strings.Contains(said, "tombstones") {
			t.Errorf("%s: it says %s", what, said)
		}
	}
	must(t, os.Remove(stones))
	refuses("without its tombstones")
	copied(t, before, r.data)
	refuses("restored, and without its tombstones")
	must(t, os.WriteFile(stones, kept, 0o600))
	r.n.up()
	if n := r.n.granted(leaver.person); n != 0 {
		t.Errorf("with its tombstones back, %d uses are agreed to", n)
	}
}

// TestARestoredShopErasesAgain: the shop's database is put back as it was before
// somebody left. `volens erase again` erases them before the shop serves; whoever
// registered anew before the backup, and whoever had got the number of somebody who
// left, keep everything.
func TestARestoredShopErasesAgain(t *testing.T) {
	for _, engine := range []string{"mysql", "postgres", "sqlite"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			r := newRestoring(t, engine, 4)
			k := &killTrial{t: t, w: r.w, n: r.n}
			for _, c := range r.w.customers[:3] {
				k.leavers = append(k.leavers, &leaver{customer: c})
			}
			left, back, number := k.leavers[0], k.leavers[1], k.leavers[2]
			r.leaves(back.customer, number.customer)
			pause(1100 * time.Millisecond) // the shop counts in seconds
			back.anew, number.heir = k.newcomer(1, back.person, back.phone), k.newcomer(2, "", number.phone)
			r.w.joins(*back.anew)
			r.w.joins(*number.heir)
			whole := r.w.backUp()
			k.before = r.w.dump()
			r.leaves(left.customer)
			r.n.stop()
			r.w.restore(whole)
			if len(k.left(left, r.w.dump())) == 0 {
				t.Fatal("the restore brought nobody back: nothing is tried")
			}
			out, code := r.n.run("", "erase", "again", "--store", "shop-db", "--data", r.data, "--keys", r.keys, "--allow-store", "127.0.0.0/8")
			if code != 0 || !strings.Contains(out, "erased again") || !strings.Contains(out, "：1；") {
				t.Errorf("erase again: %d\n%s", code, out)
			}
			k.holds(left)
			r.n.up()
			r.finished() // the case of the restore looks again and is closed
			k.holds(left)
			r.n.stop()
			verified(t, "--data", r.data, "--keys", r.keys)
		})
	}
}

// holds checks that who left is nowhere, and that nothing changed of anybody else.
func (k *killTrial) holds(l *leaver) {
	k.t.Helper()
	after := k.w.dump()
	for _, line := range k.left(l, after) {
		k.t.Errorf("still there: %s", line)
	}
	lost, came := gone(k.before, after)
	for _, line := range without(lost, l.marks()...) {
		k.t.Errorf("lost of somebody else: %s", line)
	}
	for _, line := range came {
		if !k.anonymised(l, line) {
			k.t.Errorf("it came from nowhere: %s", line)
		}
	}
}
