package trials

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/volens/volens/connect/database"
	"github.com/volens/volens/internal/testdb"
)

// litemallData is where litemall's own schema and data lie: VOLENS_LITEMALL, or
// beside the project. They are not ours to publish, so the trial goes without them
// and says so.
func litemallData(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("VOLENS_LITEMALL")
	if dir == "" {
		dir = "../../../shared/data/litemall"
	}
	if _, err := os.Stat(filepath.Join(dir, "litemall_table.sql")); err != nil {
		t.Skip("litemall's schema and data are not beside the project: set VOLENS_LITEMALL to the folder with litemall_table.sql and litemall_data.sql")
	}
	return dir
}

// The customer who leaves and the neighbour, of testdata/litemall-customers.sql.
var (
	quetzal = []string{"quetzal", "13800424242", "198.51.100.42", "1991-07-23"}
	heron   = []string{"heron", "13900515151", "198.51.100.51", "1988-01-02"}
	// ofQuetzal tells the leaver's lines of a dump.
	ofQuetzal = []string{"quetzal", "13800424242", "user_id=4242 ", "litemall_user id=4242 ", "order_id=70001 ", "order_id=70002 ", "/4242/"}
)

// A mall is litemall's database with two more customers, a bucket and a folder.
type mall struct {
	t      testing.TB
	db     *sql.DB
	tables []string
	bucket *minio.Client
	folder string
	env    []string
}

func newMall(t testing.TB) *mall {
	t.Helper()
	from := litemallData(t)
	m := &mall{t: t, folder: t.TempDir()}
	address := testdb.MariaDB(t)
	var err error
	_, m.db, err = database.Dial(address, database.Writing)
	must(t, err)
	t.Cleanup(func() { _ = m.db.Close() })
	m.db.SetMaxOpenConns(1) // the scripts set variables of their session
	for _, path := range []string{filepath.Join(from, "litemall_table.sql"), filepath.Join(from, "litemall_data.sql"), "testdata/litemall-customers.sql"} {
		text, err := os.ReadFile(path)
		must(t, err)
		runScript(t, m.db, string(text))
	}
	m.recent()
	m.tables = m.names()
	s3 := testdb.S3(t)
	user, secret := s3.Keys()
	m.bucket, err = minio.New(s3.Endpoint(), &minio.Options{Creds: credentials.NewStaticV4(user, secret, "")})
	must(t, err)
	must(t, m.bucket.MakeBucket(t.Context(), "pictures", minio.MakeBucketOptions{}))
	m.things()
	m.env = []string{
		"LITEMALL_DB=" + address, "LITEMALL_DB_LOOK=" + address, "LITEMALL_PICTURES=" + s3.URL("pictures"), "LITEMALL_PICTURES_LOOK=" + s3.URL("pictures"),
		"LITEMALL_LOGS=" + m.folder, "LITEMALL_LOGS_LOOK=" + m.folder,
	}
	return m
}

// recent writes down when what has to be kept was completed: two months ago, whenever
// this runs, and five years ago.
func (m *mall) recent() {
	m.t.Helper()
	lately, long := time.Now().AddDate(0, -2, 0).Format("'2006-01-02 15:04:05'"), time.Now().AddDate(-5, 0, 0).Format("'2006-01-02 15:04:05'")
	runScript(m.t, m.db, fmt.Sprintf(`update litemall_order set confirm_time = %[1]s where id in (70001, 70003);
update litemall_order set confirm_time = %[2]s where id = 70002;
update litemall_order_goods set add_time = %[1]s where id in (80001, 80003);
update litemall_order_goods set add_time = %[2]s where id = 80002;
update litemall_aftersale set handle_time = %[1]s where id in (81001, 81002);
`, lately, long))
}

// names lists the tables as they are, declared or not.
func (m *mall) names() (all []string) {
	m.t.Helper()
	rows, err := m.db.QueryContext(m.t.Context(), "SHOW TABLES")
	must(m.t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		must(m.t, rows.Scan(&name))
		all = append(all, name)
	}
	must(m.t, rows.Err())
	return all
}

// things writes what lies outside of the database: pictures, and logs of which one
// is older than law wants them.
func (m *mall) things() {
	m.t.Helper()
	for _, who := range []struct{ id, word string }{{"4242", "quetzal"}, {"5151", "heron"}} {
		for _, name := range []string{"avatar.png", "review/1.jpg"} {
			content := "picture of " + who.word
			_, err := m.bucket.PutObject(m.t.Context(), "pictures", "users/"+who.id+"/"+name, strings.NewReader(content), int64(len(content)), minio.PutObjectOptions{})
			must(m.t, err)
		}
		for _, name := range []string{"sign-in/" + who.id + "/new.log", "sign-in/" + who.id + "/old.log", "ip/" + who.id + "/new.log"} {
			path := filepath.Join(m.folder, name)
			must(m.t, os.MkdirAll(filepath.Dir(path), 0o700))
			must(m.t, os.WriteFile(path, []byte("log of "+who.word), 0o600))
			if strings.Contains(name, "old") {
				long := time.Now().AddDate(0, -8, 0)
				must(m.t, os.Chtimes(path, long, long))
			}
		}
	}
}

func (m *mall) dump() []string {
	m.t.Helper()
	all := dumpSQL(m.t, m.db, m.tables...)
	all = append(all, dumpBucket(m.t, m.bucket, "pictures")...)
	return append(all, dumpFolder(m.t, m.folder)...)
}

// TestACustomerLeavesLitemall, on its real schema and data: the same steps as in the
// shop.
func TestACustomerLeavesLitemall(t *testing.T) {
	m := newMall(t)
	dir := t.TempDir()
	n := newNode(t, "mall", "--data", filepath.Join(dir, "data"), "--keys", filepath.Join(dir, "keys"), "--declaration", "../../examples/litemall/volens.yaml",
		"--quiet", "1s", "--close-window", "0s")
	n.env = m.env
	n.up()
	d := &departure{t: t, n: n, dir: dir, staff: n.staffKey("anne"), person: "4242"}
	before := m.dump()
	t.Logf("%d tables, %d rows, objects and files, %d of the customer", len(m.tables), len(before), len(with(before, ofQuetzal...)))
	d.agrees()

	copied := d.exported()
	if lost := missing(copied, append(quetzal, "pay-quetzal-2", "AS-quetzal-1", "log of quetzal", "picture of quetzal")...); len(lost) > 0 {
		t.Errorf("the copy lacks %q", lost)
	}
	if foreign := holding(copied, heron...); len(foreign) > 0 {
		t.Errorf("the copy has something of others: %q", foreign)
	}

	d.corrected("改了名的quetzal")
	now := m.dump()
	if old := with(now, "凤尾绿咬鹃quetzal"); len(old) != 0 || len(with(now, "nickname=改了名的quetzal")) != 1 {
		t.Errorf("the old value stays: %q", old)
	}
	same(t, without(before, ofQuetzal...), without(now, ofQuetzal...))

	request, e := d.leaves()
	for _, s := range e.Stores {
		if s.Manual != "" {
			t.Errorf("%s ended by the word of people, and not by looking", s.Store)
		}
	}
	m.kept(before, m.dump())
	d.shown(request, e, append(heron, quetzal...)...)
	d.forgotten("quetzal", "13800424242", "198.51.100.42")
}

// kept checks that what is left of the customer is exactly what law keeps and rows
// that are nobody's any more, that the neighbour's row in their group lost their
// number and nothing else, and that nothing else of anybody changed.
func (m *mall) kept(before, after []string) {
	m.t.Helper()
	row := func(which string) string {
		lines := with(before, "sql "+which+" ")
		if len(lines) != 1 {
			m.t.Fatalf("%s is there %d times", which, len(lines))
		}
		return lines[0]
	}
	want := []string{
		written(row("litemall_groupon id=89002"), "creator_user_id", "0"), // the neighbour's
		written(row("litemall_groupon id=89001"), "order_id", "0", "user_id", "0", "share_url", "NULL", "creator_user_id", "0"),
		written(row("litemall_order id=70001"), "consignee", "", "mobile", "", "address", "浙江省杭州市", "message", "", "ship_sn", "NULL", "ship_channel", "NULL"),
		// too old to be kept, and with nobody like it to be hidden among
		written(row("litemall_order id=70002"), "user_id", "0", "order_sn", "", "consignee", "", "mobile", "", "address", "", "message", "",
			"actual_price", "0.00", "pay_id", "NULL", "pay_time", "NULL", "ship_sn", "NULL", "ship_channel", "NULL"),
		written(row("litemall_order_goods id=80001"), "comment", "NULL"),
		written(row("litemall_order_goods id=80002"), "order_id", "0", "goods_name", "商品", "specifications", "", "comment", "NULL"),
		written(row("litemall_aftersale id=81001"), "reason", "NULL", "pictures", "NULL", "comment", "NULL"),
	}
	lost, came := gone(before, after)
	same(m.t, want, came)
	for _, line := range without(lost, ofQuetzal...) {
		m.t.Errorf("changed, and not theirs: %s", line)
	}
	same(m.t, []string{
		want[2], want[4], want[6], // the order, what was in it, and its refund, by E-Commerce Law 31
		"file ip/4242/new.log = log of quetzal", "file sign-in/4242/new.log = log of quetzal", // by Cybersecurity Law 23(3)
	}, with(after, ofQuetzal...))
}

var nextColumn = regexp.MustCompile(` [a-z_]+=`)

// column returns the value of a column in a line of a dump.
func column(line, name string) string {
	_, value, _ := strings.Cut(line, " "+name+"=")
	if next := nextColumn.FindStringIndex(value); next != nil {
		value = value[:next[0]]
	}
	return value
}

// written is a line of a dump with other values in some columns.
func written(line string, changes ...string) string {
	for i := 0; i < len(changes); i += 2 {
		was := " " + changes[i] + "=" + column(line, changes[i])
		line = strings.Replace(line, was, " "+changes[i]+"="+changes[i+1], 1)
	}
	return line
}
