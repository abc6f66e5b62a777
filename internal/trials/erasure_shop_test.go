package trials

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/erase"
)

// TestAReaderLeavesTheShop, on every SQL engine: one customer is exported, corrected
// and leaves. Nothing of theirs stays in any store but what law keeps, and nothing of
// anybody else's changes.
func TestAReaderLeavesTheShop(t *testing.T) {
	for engine, customers := range map[string]int{"mysql": 3, "postgres": 3, "sqlite": 3 * erase.LeastAnonymity} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := newShopWorld(t, engine, customers)
			d, c := w.departure(1)
			others := slices.Concat(w.customers[0].marks(), w.customers[2].marks(), []string{"13900001001", "周小鸥", "tok-1001-1"})
			before := w.dump()
			d.agrees()
			if n := d.processed(); n != len(d.uses) {
				t.Fatalf("%d of %d uses are permitted", n, len(d.uses))
			}

			copied := d.exported()
			if lost := missing(copied, append(c.canaries(), c.number[0], c.orderNumber[2], "face of "+c.word)...); len(lost) > 0 {
				t.Errorf("the copy lacks %q", lost)
			}
			if foreign := holding(copied, others...); len(foreign) > 0 {
				t.Errorf("the copy has something of others: %q", foreign)
			}

			d.corrected("改了名的" + c.word)
			now := w.dump()
			if found := with(now, "nickname=改了名的"+c.word); len(found) != 1 {
				t.Errorf("corrected: %q", found)
			}
			if old := with(now, c.word+" nick"); len(old) != 0 {
				t.Errorf("the old value stays: %q", old)
			}
			same(t, without(before, c.marks()...), without(now, c.marks()...))

			w.planned(d)
			request, e := d.leaves()
			after := w.dump()
			w.kept(c, before, after)
			d.shown(request, e, append(others, c.canaries()...)...)
			w.told(c)
			w.left(d, c)
			w.restricted(d)
			d.forgotten(slices.Concat(c.canaries(), c.number[:], c.orderNumber[:])...)
			w.anew(d, c)
		})
	}
}

// restricted checks that a contract permits nothing any more about what law keeps of
// somebody who left, and still does about somebody who is here.
func (w *shopWorld) restricted(d *departure) {
	w.t.Helper()
	for _, use := range []string{"shop/orders/order-history/after-sale", "shop/pay/payment-record/pay"} {
		for person, permit := range map[string]bool{d.person: false, w.customers[0].person: true} {
			if v, err := d.n.decide(person, use, 0, patience); err != nil || v.Permit != permit {
				w.t.Errorf("%s of %s is permitted: %t, %v", use, person, v.Permit, err)
			}
		}
	}
}

// anew lets somebody register under the id of whoever left: their copy has everything
// of theirs, and nothing that law keeps of the other.
func (w *shopWorld) anew(d *departure, left customer) {
	w.t.Helper()
	c := newCustomers(9000)[8999]
	c.order, c.id, c.person = c.order+30_000, left.id, left.person
	w.joins(c)
	d.n.up()
	d.agrees()
	copied := d.exported()
	if lost := missing(copied, c.word+" nick", c.orderNumber[1], c.number[0]); len(lost) > 0 {
		w.t.Errorf("the copy of whoever registered anew lacks %q", lost)
	}
	if others := holding(copied, slices.Concat(left.orderNumber[:], left.number[:], []string{"PAY-" + left.word})...); len(others) > 0 {
		w.t.Errorf("the copy of whoever registered anew has something of who left: %q", others)
	}
}

// departure starts a node and lets a customer leave.
func (w *shopWorld) departure(i int) (*departure, customer) {
	w.t.Helper()
	dir := w.t.TempDir()
	n := w.newNode(filepath.Join(dir, "data"), filepath.Join(dir, "keys")).up()
	c := w.customers[i]
	return &departure{t: w.t, n: n, dir: dir, staff: n.staffKey("anne"), person: c.person}, c
}

// planned checks what the commands of the operator say before anybody leaves.
func (w *shopWorld) planned(d *departure) {
	w.t.Helper()
	out, _ := d.n.run("", "erase", "plan", w.declaration)
	if lost := missing(out, "order_items", "captcha:{phone}", "support/{person}/", "电子商务法第三十一条", "courier"); len(lost) > 0 || strings.Contains(out, "[unreachable]") || strings.Contains(out, "[unfound]") {
		w.t.Errorf("the plan lacks %q:\n%s", lost, out)
	}
	out, code := d.n.run("", "erase", "grants", w.declaration)
	if want := "GRANT"; code != 0 || w.engine != "sqlite" && !strings.Contains(strings.ToUpper(out), want) {
		w.t.Errorf("grants: exit code %d\n%s", code, out)
	}
	got := d.counted(w.declaration)
	for place, n := range map[string]int{
		"shop-db accounts": 1, "shop-db sessions": 2, "shop-db addresses": 2, "shop-db orders": 3, "shop-db order_items": 3, "shop-db invoices": 2,
		"shop-db footprints": 2, "shop-db comments": 1, "shop-db coupons": 2, "shop-db search_history": 1, "shop-db feedback": 2,
		"cache session:{person}": 1, "cache cart:{person}": 1, "cache captcha:{phone}": 1,
		"objects avatars/{person}/": 2, "objects invoices/{invoice}.pdf": 2, "transcripts support/{person}/": 2,
	} {
		if got[place] != fmt.Sprint(n) {
			w.t.Errorf("counted %q in %s, want %d", got[place], place, n)
		}
	}
}

// kept checks that what is left of a customer is exactly what law keeps, and rows
// that are nobody's any more; and that nothing of others changed.
func (w *shopWorld) kept(c customer, before, after []string) {
	w.t.Helper()
	lost, came := gone(before, after)
	for _, line := range without(lost, c.marks()...) {
		w.t.Errorf("changed, and not theirs: %s", line)
	}
	if stayed := with(before, c.marks()...); len(stayed) != len(lost) {
		w.t.Errorf("%d of the customer's %d lines changed", len(lost), len(stayed))
	}
	var want []string
	day := c.completed
	at := func(years, days int) string { return day.AddDate(years, 0, days).Format("2006-01-02 15:04:05") }
	order := func(n int, account, number, payment, total, paid, done, made string) string {
		return fmt.Sprintf("sql orders id=%d account_id=%s order_no=%s recipient=NULL phone=NULL address=浙江省杭州市 note= total=%s payment_no=%s paid_at=%s completed_at=%s created_at=%s",
			c.order+n, account, number, total, payment, paid, done, made)
	}
	// Of the order that is too old to be kept, and of the one that never came to be
	// completed, something may stay among many like them.
	nobodys := func(n int, done, made string, paid time.Time) string {
		if len(w.customers) > erase.LeastAnonymity {
			return order(n, "NULL", "NULL", "NULL", w.money(100), paid.Format("2006-01")+"-01 00:00:00", done, made)
		}
		return written(order(n, "NULL", "NULL", "NULL", w.money(0), "NULL", done, made), "address", "NULL")
	}
	want = append(want, nobodys(0, at(-5, 0), at(-5, 0), day.AddDate(-5, 0, 0)),
		order(1, c.person, c.orderNumber[1], "PAY-"+c.word+"-2", w.money(131), at(0, -2), at(0, 0), at(0, -2)),
		nobodys(2, "NULL", at(0, -1), day.AddDate(0, 0, -1)),
		fmt.Sprintf("sql invoices id=%d order_id=%d number= amount=%s title= tax_number=NULL email=NULL issued_at=%s", c.order, c.order, w.money(100), at(-5, 0)),
		fmt.Sprintf("sql invoices id=%d order_id=%d number=%s amount=%s title= tax_number=NULL email=NULL issued_at=%s", c.order+1, c.order+1, c.number[1], w.money(131), at(0, 0)))
	for n := range 3 {
		want = append(want, fmt.Sprintf("sql order_items id=%d order_id=%d product_id=%d quantity=1 price=%s gift_note=NULL", c.order+n, c.order+n, 1+n, w.money(130+n)))
	}
	same(w.t, want, came)
	if w.file != "" { // not in a free page, nor in the log of what was written
		if found := inFiles(w.t, filepath.Dir(w.file), c.phone, c.email, c.friend, "周"+c.word, "tok-"+c.word, "打我电话"+c.word); len(found) > 0 {
			w.t.Errorf("below the level of rows: %q", found)
		}
	}
}

// money writes an amount as the engine does.
func (w *shopWorld) money(yuan int) string {
	if w.engine == "sqlite" {
		return fmt.Sprint(yuan)
	}
	return fmt.Sprintf("%d.00", yuan)
}

// told checks what the courier heard.
func (w *shopWorld) told(c customer) {
	w.t.Helper()
	all := w.courier.notices()
	if len(all) != 1 || !strings.Contains(all[0], fmt.Sprint(c.order+1)) || w.courier.forged != 0 {
		w.t.Errorf("the courier was told %q; %d did not verify", all, w.courier.forged)
	}
	if extra := holding(strings.Join(all, "\n"), c.birthday, c.ip, c.person, "nick"); len(extra) > 0 {
		w.t.Errorf("the courier was told more than it needs: %q", extra)
	}
}

// left checks that the dry run finds what is kept and nothing else.
func (w *shopWorld) left(d *departure, c customer) {
	w.t.Helper()
	for place, n := range d.counted(w.declaration) {
		want := map[string]string{"shop-db orders": "1", "shop-db order_items": "1", "shop-db invoices": "1"}[place]
		if want == "" && !strings.HasPrefix(place, "archive") {
			want = "0"
		}
		if want != "" && n != want {
			w.t.Errorf("counted %s in %s afterwards, want %s", n, place, want)
		}
	}
}
