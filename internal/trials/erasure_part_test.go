package trials

import (
	"net/url"
	"path"
	"strings"
	"testing"
	"time"
)

// TestAPartGoesAndTheRestStays: consent that is withdrawn takes along what it was
// for and nothing else, and so does the deletion of one function.
func TestAPartGoesAndTheRestStays(t *testing.T) {
	w := newShopWorld(t, "postgres", 2)
	d, c := w.departure(0)
	d.agrees()
	before := w.dump()

	for _, use := range []string{useOf(t, d, "/nickname/"), useOf(t, d, "/search-history/")} {
		_, done, _, err := d.n.withdraw(d.person, use, patience)
		if err != nil || !done {
			t.Fatalf("withdrawing %s: %v", use, err)
		}
	}
	d.quiet("consent")
	now := w.dump()
	lost, came := gone(before, now)
	account := with(before, "sql accounts id="+c.person)[0]
	same(t, append(with(with(before, "sql search_history"), c.word), account), lost)
	same(t, []string{written(account, "nickname", "")}, came)

	b, page := d.n.browse(d.person, "rights/delete")
	_, at := b.press(page, "/me/rights/delete", url.Values{"press": {"some"}, "function": {"shop/footprints", "shop/comments"}})
	request := path.Base(at)
	if e := d.n.settled(d.staff, request); len(e.Uses) != 3 {
		t.Errorf("deletes %v", e.Uses)
	}
	if a := d.n.finished(d.staff, request); a.State != "done" {
		t.Errorf("the request is %+v", a)
	}
	after := w.dump()
	lost, came = gone(now, after)
	same(t, with(with(now, "sql footprints", "sql comments"), c.marks()...), lost)
	same(t, nil, came)
	verified(t, "--data", d.dir+"/data", "--keys", d.dir+"/keys")
}

// useOf finds what was agreed to by a part of its name.
func useOf(t testing.TB, d *departure, part string) string {
	t.Helper()
	for _, use := range d.uses {
		if strings.Contains("/"+use+"/", part) {
			return use
		}
	}
	t.Fatalf("nothing of %s was agreed to: %v", part, d.uses)
	return ""
}

// quiet waits until erasures of one trigger came and no longer are open.
func (d *departure) quiet(trigger string) {
	d.t.Helper()
	seen := false
	of := func(e erasing) bool { return e.Trigger == trigger }
	for end := time.Now().Add(patience); time.Now().Before(end); pause(100 * time.Millisecond) {
		must(d.t, d.n.attend(d.staff, of))
		all, err := d.n.erasures(d.staff, 100)
		must(d.t, err)
		open := 0
		for _, e := range all {
			if of(e) {
				open++
			}
		}
		if seen = seen || open > 0; seen && open == 0 {
			return
		}
	}
	all, _ := d.n.erasures(d.staff, 100)
	d.t.Fatalf("still open, or never opened: %+v\n%s", all, d.n.log.notable())
}
