package trials

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the shop's own store
)

// seenBooks is a shop that keeps what people looked at for a time.
const seenBooks = `volens: 1
processor: {name: 山雀书店}
services:
  shop:
    name: 书店
    type: other
    functions:
      footprints:
        name: 翻过的书
        uses:
          - {item: browsing-history, for: recommend, kept: {in: db, for: 90d}}
stores:
  db:
    engine: sqlite
    url: {env: SHOP_DB}
    look-url: {env: SHOP_DB}
    holds:
      seen: {found: [{in: user_id, by: person}], born: at, fields: {book: {item: browsing-history}}}
`

// TestAMistakenPeriodIsReplacedBeforeItSweeps: whoever stops a node since a digit is
// missing, and starts it with the right declaration, loses nothing by the wrong one.
func TestAMistakenPeriodIsReplacedBeforeItSweeps(t *testing.T) {
	dir := t.TempDir()
	shop, data := filepath.Join(dir, "shop.db"), filepath.Join(dir, "data")
	db, err := sql.Open("sqlite", "file:"+shop+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	day := func(ago int) string { return time.Now().AddDate(0, 0, -ago).Format(time.DateTime) }
	for _, q := range []string{
		"create table seen (id integer primary key, user_id text, book text, at text)",
		"insert into seen (user_id, book, at) values ('7', 'seventy days', '" + day(70) + "'), ('7', 'hundred days', '" + day(100) + "')",
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	right, wrong := filepath.Join(dir, "right.yaml"), filepath.Join(dir, "wrong.yaml")
	for name, text := range map[string]string{right: seenBooks, wrong: strings.Replace(seenBooks, "90d", "9d", 1)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	node := func(args ...string) *node {
		n := newNode(t, "shop", append([]string{"--data", data, "--keys", filepath.Join(dir, "keys")}, args...)...)
		n.env = append(n.env, "SHOP_DB=sqlite://"+shop)
		return n.up()
	}
	node("--declaration", wrong).stop()
	n := node("--declaration", right, "--activate", "--sweep-after", "1ns")
	left := func() (books string) {
		if err := db.QueryRow("select coalesce(group_concat(book), '') from seen").Scan(&books); err != nil {
			t.Fatal(err)
		}
		return books
	}
	for end := time.Now().Add(20 * time.Second); left() != "seventy days" && strings.Contains(left(), "seventy") && time.Now().Before(end); {
		pause(50 * time.Millisecond)
	}
	if got := left(); got != "seventy days" {
		t.Errorf("left: %s\n%s", got, n.log.tail())
	}
}
