package trials

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestAShopsOldOrdersAreSwept: of an order whose period is over nothing personal stays
// when it is swept, nor of its lines and its invoice; another waits for the file of its
// invoice, in another store, which was written today. What is not over stays.
func TestAShopsOldOrdersAreSwept(t *testing.T) {
	for _, engine := range []string{"mysql", "postgres", "sqlite"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := newShopWorld(t, engine, 2)
			dir := t.TempDir()
			data, keys := filepath.Join(dir, "data"), filepath.Join(dir, "keys")
			n := w.newNode(data, keys).up()
			n.stop()
			before := w.dump()
			for i, year := range []int{2019, 2021} {
				id := 700_000 + i
				day := fmt.Sprintf("'%d-03-04 10:00:00'", year)
				w.exec(fmt.Sprintf("insert into orders (id, account_id, order_no, recipient, phone, address, note, total, payment_no, paid_at, completed_at, created_at) values (%d, 1001, 'OLD-%d', '旧收件人', '13700000000', '浙江省杭州市西湖区一号', '放门口', 88, 'PAY-%d', %s, %s, %s)", id, id, id, day, day, day))
				w.exec(fmt.Sprintf("insert into order_items (id, order_id, product_id, quantity, price, gift_note) values (%d, %d, 1, 1, 88, '生日快乐')", id, id))
				w.exec(fmt.Sprintf("insert into invoices (id, order_id, number, amount, title, tax_number, email, issued_at) values (%d, %d, 'INV-OLD-%d', 88, '旧抬头', 'TAX', 'old@example.com', %s)", id, id, id, day))
			}
			w.put("invoices/INV-OLD-700000.pdf", "invoice")
			out, code := n.run("", "erase", "period", "--go", "--data", data, "--keys", keys, "--allow-store", "127.0.0.0/8")
			if code != 0 || !strings.Contains(out, "invoices/{invoice}.pdf") || !strings.Contains(out, "保存得比指向它的记录更久") {
				t.Errorf("erase period: %d\n%s", code, out)
			}
			lost, came := gone(before, w.dump())
			for _, line := range without(lost, "2021-", "search_history") {
				t.Errorf("gone, and not over: %s", line)
			}
			for word, n := range map[string]int{"旧收件人": 1, "13700000000": 1, "旧抬头": 1, "生日快乐": 1, "OLD-700000": 3, "OLD-700001": 0} {
				if found := with(came, word); len(found) != n {
					t.Errorf("%d of %s are left: %q\n%s", len(found), word, found, out)
				}
			}
		})
	}
}
