package trials

import (
	"fmt"
	"strings"
	"time"
)

// A customer is one person of the trial with everything that the shop holds. Every
// row, key, object and file of theirs has id, phone or word in it, and no other has.
type customer struct {
	id          int
	person      string // the id as Volens is told it
	word        string // a word that nobody else has, in every text
	phone       string
	email       string
	birthday    string
	ip          string
	friend      string    // phone of somebody they sent a book to
	order       int       // the first of their orders
	number      [2]string // of their invoices
	completed   time.Time // the order that has to be kept
	orderNumber [3]string
}

// customersFrom is the id of the first customer.
const customersFrom = 73110001

func newCustomers(n int) []customer {
	all := make([]customer, n)
	for i := range all {
		id := customersFrom + i
		word := wordOf(i)
		all[i] = customer{
			id: id, person: fmt.Sprint(id), word: word, phone: fmt.Sprintf("1394%07d", i), friend: fmt.Sprintf("1375%07d", i),
			email: word + "@mail.example", birthday: time.Date(1931, 1, 1+i%20000, 0, 0, 0, 0, time.UTC).Format("2006-01-02"),
			ip: fmt.Sprintf("198.18.%d.%d", i/250, 1+i%250), order: 300000 + 3*i, number: [2]string{"FP-" + word + "-1", "FP-" + word + "-2"},
			completed:   time.Now().UTC().Truncate(time.Hour).AddDate(0, 0, -60),
			orderNumber: [3]string{"T-" + word + "-1", "T-" + word + "-2", "T-" + word + "-3"},
		}
	}
	return all
}

// wordOf makes a word that is part of no other.
func wordOf(i int) string {
	const consonants, vowels = "bdfghjklmnprstvwxyzc", "aeiou"
	var b strings.Builder
	b.WriteByte('q')
	for range 3 {
		b.WriteByte(consonants[i%20])
		b.WriteByte(vowels[i/20%5])
		i /= 100
	}
	return b.String()
}

// canaries are values of which every one is nobody else's, and which lie in every
// table, key, object and file of the customer.
func (c customer) canaries() []string {
	return []string{c.person, c.word, c.phone, c.email, c.friend, c.birthday, c.ip}
}

// marks tell what is of this customer.
func (c customer) marks() []string { return []string{c.person, c.word, c.phone} }

// rows are the customer's rows, as the values of an INSERT by table.
func (c customer) rows(table string, engineTime func(time.Time) string) []string {
	at := func(days int) string { return engineTime(c.completed.AddDate(0, 0, days)) }
	old, w, id := engineTime(c.completed.AddDate(-5, 0, 0)), c.word, c.id
	one := func(format string, args ...any) string { return "(" + fmt.Sprintf(format, args...) + ")" }
	switch table {
	case "accounts":
		return []string{one("%d, '%s nick', '%s', '%s', 'argon2:%s', '%s', 'https://img.titmouse.example/avatars/%d/face.jpg', '%s', %s",
			id, w, c.phone, c.email, w, c.birthday, id, c.ip, old)}
	case "sessions":
		return []string{one("'tok-%s-1', %d, '%s', 'App %s', %s", w, id, c.ip, w, at(-1)), one("'tok-%s-2', %d, '%s', 'App %s', %s", w, id, c.ip, w, at(0))}
	case "addresses":
		return []string{
			one("%d, %d, '周%s', '%s', '浙江省', '杭州市', '%s路 1 号', %s", 2*id, id, w, c.phone, w, old),
			one("%d, %d, '友%s', '%s', '湖北省', '宜昌市', '%s里 2 号', %s", 2*id+1, id, w, c.friend, w, at(-3))}
	case "orders":
		order := func(n int, paid, done string) string {
			return one("%d, %d, '%s', '周%s', '%s', '浙江省杭州市西湖区%s路 1 号', '留言%s', %d, 'PAY-%s-%d', %s, %s, %s",
				c.order+n, id, c.orderNumber[n], w, c.phone, w, w, 130+n, w, n+1, paid, done, paid)
		}
		return []string{order(0, old, old), order(1, at(-2), at(0)), order(2, at(-1), "NULL")}
	case "order_items":
		var all []string
		for n := range 3 {
			all = append(all, one("%d, %d, %d, 1, %d, '赠%s'", c.order+n, c.order+n, 1+n, 130+n, w))
		}
		return all
	case "invoices":
		return []string{
			one("%d, %d, '%s', 130, '周%s', '9131%s', '%s', %s", c.order, c.order, c.number[0], w, w, c.email, old),
			one("%d, %d, '%s', 131, '周%s', '9131%s', '%s', %s", c.order+1, c.order+1, c.number[1], w, w, c.email, at(0))}
	case "footprints":
		return []string{one("%d, %d, 1, %s", 2*id, id, at(-1)), one("%d, %d, 2, %s", 2*id+1, id, at(0))}
	case "comments":
		return []string{one("%d, %d, 1, '好看 %s，打我电话 %s', '[\"https://img.titmouse.example/comments/%s.jpg\"]', %s", id, id, w, c.phone, w, at(0))}
	case "coupons":
		return []string{one("%d, %d, 'BOOK-%s-1', %s, %s", 2*id, id, w, at(-2), at(-3)), one("%d, %d, 'BOOK-%s-2', NULL, %s", 2*id+1, id, w, at(-3))}
	case "search_history":
		return []string{one("%d, %d, '%s 附近', %s", id, id, w, at(-1))}
	case "feedback":
		return []string{one("%d, %d, '%s', '反馈%s', %s", 2*id, id, c.phone, w, at(-1)), one("%d, NULL, '%s', '没登录%s', %s", 2*id+1, c.phone, w, at(-1))}
	}
	return nil
}

// fill writes everything of every customer.
func (w *shopWorld) fill() {
	w.t.Helper()
	sqlTime := func(t time.Time) string { return t.Format("'2006-01-02 15:04:05'") }
	for _, table := range shopTables {
		var all []string
		for _, c := range w.customers {
			all = append(all, c.rows(table, sqlTime)...)
		}
		for len(all) > 0 {
			n := min(len(all), 500)
			w.exec("INSERT INTO " + table + " VALUES " + strings.Join(all[:n], ", "))
			all = all[n:]
		}
	}
	for _, c := range w.customers {
		w.things(c)
	}
}

// things writes what a customer has outside of the database.
func (w *shopWorld) things(c customer) {
	w.t.Helper()
	ctx := w.t.Context()
	must(w.t, w.cache.Set(ctx, "session:"+c.person, "signed in "+c.word, 0).Err())
	must(w.t, w.cache.HSet(ctx, "cart:"+c.person, "1", c.word+" x1", "2", "2").Err())
	must(w.t, w.cache.Set(ctx, "captcha:"+c.phone, "code "+c.word, time.Hour).Err())
	w.put("avatars/"+c.person+"/face.jpg", "face of "+c.word)
	w.put("avatars/"+c.person+"/old/face.png", "old face of "+c.word)
	for _, number := range c.number {
		w.put("invoices/"+number+".pdf", "invoice of "+c.word)
	}
	w.write("support/"+c.person+"/chat-1.txt", "你好，我是"+c.word+"，电话 "+c.phone)
	w.write("support/"+c.person+"/2026/chat-2.txt", c.email)
}
