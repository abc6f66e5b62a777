package trials

import (
	"archive/zip"
	"bytes"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
)

// A departure is what one person does who is exported, corrected and leaves, each
// step through their own pages.
type departure struct {
	t      testing.TB
	n      *node
	dir    string // of the data and, apart from them, the keys
	staff  string // key of a member of staff
	person string
	uses   []string // what they agreed to
}

// agrees lets the person agree to everything that can be asked.
func (d *departure) agrees() {
	d.t.Helper()
	a, err := d.n.ask(d.person, patience)
	must(d.t, err)
	_, _, err = d.n.answer(a, true, patience)
	must(d.t, err)
	if d.uses = a.uses(); len(d.uses) == 0 {
		d.t.Fatal("nothing was asked")
	}
}

// processed counts the uses that are permitted.
func (d *departure) processed() (n int) {
	d.t.Helper()
	for _, use := range d.uses {
		v, err := d.n.decide(d.person, use, 0, patience)
		must(d.t, err)
		if v.Permit {
			n++
		}
	}
	return n
}

// exported asks for a copy, downloads it and returns everything in it.
func (d *departure) exported() string {
	d.t.Helper()
	b, page := d.n.browse(d.person, "rights/copy")
	_, at := b.press(page, "/me/rights/copy", nil)
	id := path.Base(at)
	d.n.finished(d.staff, id)
	b, page = d.n.browse(d.person, "requests/"+id)
	body, _ := b.press(page, "/copy", nil)
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		d.t.Fatalf("the copy is no archive: %v\n%.300s", err, body)
	}
	var all bytes.Buffer
	for _, f := range z.File {
		r, err := f.Open()
		must(d.t, err)
		all.WriteString(f.Name + "\n")
		_, err = io.Copy(&all, r)
		must(d.t, err)
		must(d.t, r.Close())
	}
	return all.String()
}

// corrected asks for another nickname.
func (d *departure) corrected(nickname string) {
	d.t.Helper()
	b, page := d.n.browse(d.person, "rights/correct")
	_, at := b.press(page, "/me/rights/correct", url.Values{"value:nickname": {nickname}})
	d.n.finished(d.staff, path.Base(at))
}

// leaves closes the account and returns the request and what was done.
func (d *departure) leaves() (request string, e erasing) {
	d.t.Helper()
	b, page := d.n.browse(d.person, "rights/close")
	_, at := b.press(page, "/me/rights/close", nil)
	request = path.Base(at)
	return request, d.n.settled(d.staff, request)
}

// shown checks what is shown of a closed erasure: the certificate on the command
// line, held against the record, and the record itself.
func (d *departure) shown(request string, e erasing, personal ...string) {
	d.t.Helper()
	where := []string{"--data", d.dir + "/data", "--keys", d.dir + "/keys"}
	for _, id := range []string{request, e.ID} {
		out, code := d.n.run("", append([]string{"evidence", "request", id}, where...)...)
		if code != 0 || !strings.Contains(out, e.ID) || !strings.Contains(out, "电子商务法第三十一条") {
			d.t.Errorf("evidence of %s: exit code %d\n%s", id, code, out)
		}
		if found := with(strings.Split(out, "\n"), personal...); len(found) > 0 {
			d.t.Errorf("evidence has values in it: %q", found)
		}
	}
	for _, s := range e.Stores {
		if s.Phase != "done" || s.Looked == nil && s.Manual == "" {
			d.t.Errorf("closed with a store that nobody looked into: %+v", s)
		}
	}
	for _, r := range e.Told {
		if r.Confirmed == nil {
			d.t.Errorf("closed before a recipient confirmed: %+v", r)
		}
	}
	verified(d.t, where...)
}

// forgotten checks that Volens itself knows nothing more: not for a decision, not in
// any byte of its data, nor in what it printed.
func (d *departure) forgotten(personal ...string) {
	d.t.Helper()
	if n := d.processed(); n != 0 {
		d.t.Errorf("%d uses are still permitted", n)
	}
	d.n.stop()
	for _, found := range inFiles(d.t, d.dir, personal...) {
		d.t.Errorf("Volens still has %s", found)
	}
	for _, line := range with(strings.Split(d.n.log.all(), "\n"), personal...) {
		d.t.Errorf("printed: %s", line)
	}
}

// counted runs the dry run and returns what it counts, by "store place".
func (d *departure) counted(declaration string) map[string]string {
	d.t.Helper()
	out, code := d.n.run(d.person+"\n", "erase", "count", "--allow-store", "127.0.0.0/8", declaration)
	if code != 0 {
		d.t.Fatalf("count: exit code %d\n%s", code, out)
	}
	all := map[string]string{}
	for line := range strings.Lines(out) {
		if cells := strings.Split(strings.TrimSpace(line), "\t"); len(cells) == 3 {
			all[cells[0]+" "+cells[1]] = cells[2]
		}
	}
	return all
}

// same checks that lines of others are what they were, byte for byte.
func same(t testing.TB, before, after []string) {
	t.Helper()
	lost, came := gone(before, after)
	for _, line := range lost {
		t.Errorf("changed: %s", line)
	}
	for _, line := range came {
		t.Errorf("new:     %s", line)
	}
}

// missing returns the values that a text does not hold.
func missing(text string, values ...string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return strings.Contains(text, v) })
}

// holding returns the values that a text holds.
func holding(text string, values ...string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !strings.Contains(text, v) })
}
