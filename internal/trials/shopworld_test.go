package trials

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	goredis "github.com/redis/go-redis/v9"

	"github.com/volens/volens/connect/database"
	"github.com/volens/volens/internal/testdb"
	"github.com/volens/volens/webhook"
)

const (
	shopFolder = "../../examples/shop/"
	bucketName = "titmouse"
	// courierSecret signs what the courier is told.
	courierSecret = "whsec_dGl0bW91c2UtdGl0bW91c2UtdGl0bW91c2UtMTI="
)

// shopTables are the tables of the shop, parents first.
var shopTables = []string{
	"products", "accounts", "sessions", "addresses", "orders", "order_items", "invoices",
	"footprints", "comments", "coupons", "search_history", "feedback",
}

// A shopWorld is every store of examples/shop on real servers, with the readers of
// data.sql and customers of the trial in it.
type shopWorld struct {
	t           testing.TB
	engine      string
	declaration string // path of the declaration, with this engine
	db          *sql.DB
	cache       *goredis.Client
	bucket      *minio.Client
	folder      string // of the transcripts
	file        string // of the database, where it is SQLite
	env         []string
	customers   []customer
	courier     *courier
	redis       *testdb.RedisServer
	s3          *testdb.S3Server
}

// newShopWorld starts the stores with a SQL engine (mysql, postgres or sqlite) and
// fills them with n customers. All of it ends with the test.
func newShopWorld(t testing.TB, engine string, n int) *shopWorld {
	t.Helper()
	w := &shopWorld{t: t, engine: engine, redis: testdb.Redis(t), s3: testdb.S3(t), folder: t.TempDir(), courier: newCourier(t)}
	address := w.openSQL()
	w.cache = goredis.NewClient(&goredis.Options{Network: "unix", Addr: w.redis.Socket(), Protocol: 2})
	t.Cleanup(func() { _ = w.cache.Close() })
	user, secret := w.s3.Keys()
	var err error
	w.bucket, err = minio.New(w.s3.Endpoint(), &minio.Options{Creds: credentials.NewStaticV4(user, secret, "")})
	must(t, err)
	must(t, w.bucket.MakeBucket(t.Context(), bucketName, minio.MakeBucketOptions{}))
	w.env = []string{
		"SHOP_SQL=" + address, "SHOP_SQL_LOOK=" + address,
		"SHOP_REDIS=" + w.redis.URL(), "SHOP_REDIS_LOOK=" + w.redis.URL(),
		"SHOP_S3=" + w.s3.URL(bucketName), "SHOP_S3_LOOK=" + w.s3.URL(bucketName),
		"SHOP_FILES=" + w.folder, "SHOP_FILES_LOOK=" + w.folder,
		"SHOP_COURIER=" + w.courier.server.URL + "/erased#" + courierSecret,
	}
	w.declaration = declared(t, shopFolder+"volens.yaml", engine)
	w.customers = newCustomers(n)
	w.fill()
	return w
}

// declared writes a declaration with the engine that is on trial.
func declared(t testing.TB, path, engine string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	to := filepath.Join(t.TempDir(), "volens.yaml")
	must(t, os.WriteFile(to, []byte(strings.Replace(string(text), "engine: mysql ", "engine: "+engine+" ", 1)), 0o600))
	return to
}

// openSQL makes the tables with the readers of data.sql, and returns the address.
func (w *shopWorld) openSQL() string {
	w.t.Helper()
	var address string
	switch w.engine {
	case "postgres":
		address = testdb.Postgres(w.t)
	case "mysql":
		address = testdb.MariaDB(w.t)
	default:
		w.file = filepath.Join(w.t.TempDir(), "shop.db")
		must(w.t, os.WriteFile(w.file, nil, 0o600))
		address = "sqlite://" + w.file
	}
	var err error
	_, w.db, err = database.Dial(address, database.Writing)
	must(w.t, err)
	w.t.Cleanup(func() { _ = w.db.Close() })
	w.script(shopFolder + "schema." + w.engine + ".sql")
	w.script(shopFolder + "data.sql")
	return address
}

// script runs the statements of a file.
func (w *shopWorld) script(path string) {
	w.t.Helper()
	text, err := os.ReadFile(path)
	must(w.t, err)
	runScript(w.t, w.db, string(text))
}

// runScript runs statements; each ends with a semicolon at the end of a line.
func runScript(t testing.TB, db *sql.DB, text string) {
	t.Helper()
	for statement := range strings.SplitSeq(text, ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%.120s: %v", strings.TrimSpace(statement), err)
		}
	}
}

// newNode makes a node that erases in these stores; it is not started yet. Its data
// are in data and its keys in keys.
func (w *shopWorld) newNode(data, keys string, args ...string) *node {
	w.t.Helper()
	n := newNode(w.t, "shop", append([]string{
		"--data", data, "--keys", keys, "--declaration", w.declaration,
		"--quiet", "1s", "--close-window", "0s", "--allow-store", "127.0.0.0/8",
	}, args...)...)
	n.env = w.env
	return n
}

// A courier is a recipient that is told by a signed webhook and confirms at once.
type courier struct {
	server *httptest.Server
	secret webhook.Secret
	seen   *webhook.Memory

	mu     sync.Mutex
	told   []string // the bodies of the notices
	forged int      // what did not verify
}

func newCourier(t testing.TB) *courier {
	t.Helper()
	secret, err := webhook.ParseSecret(courierSecret)
	must(t, err)
	c := &courier{secret: secret, seen: webhook.NewMemory(10_000)}
	c.server = httptest.NewServer(http.HandlerFunc(c.take))
	t.Cleanup(c.server.Close)
	return c
}

func (c *courier) take(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err == nil {
		_, err = webhook.Verify(r.Header, body, time.Now(), c.seen, c.secret)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.forged++
		w.WriteHeader(http.StatusForbidden)
		return
	}
	c.told = append(c.told, string(body))
	_, _ = w.Write([]byte(`{"done": true}`))
}

// notices returns what the courier was told so far.
func (c *courier) notices() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.told...)
}

// exec runs a statement of the trial itself.
func (w *shopWorld) exec(statement string) {
	w.t.Helper()
	if _, err := w.db.ExecContext(w.t.Context(), statement); err != nil {
		w.t.Fatalf("%.200s: %v", statement, err)
	}
}

// put writes an object into the bucket.
func (w *shopWorld) put(name, content string) {
	w.t.Helper()
	_, err := w.bucket.PutObject(context.Background(), bucketName, name, strings.NewReader(content), int64(len(content)), minio.PutObjectOptions{})
	must(w.t, err)
}

// write writes a file of the transcripts.
func (w *shopWorld) write(name, content string) {
	w.t.Helper()
	path := filepath.Join(w.folder, name)
	must(w.t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(w.t, os.WriteFile(path, []byte(content), 0o600))
}

// dump returns everything in every store, one line for each row, key, object and
// file, in order.
func (w *shopWorld) dump() []string {
	w.t.Helper()
	all := dumpSQL(w.t, w.db, shopTables...)
	all = append(all, dumpRedis(w.t, w.cache)...)
	all = append(all, dumpBucket(w.t, w.bucket, bucketName)...)
	return append(all, dumpFolder(w.t, w.folder)...)
}

func (w *shopWorld) String() string { return fmt.Sprintf("shop on %s", w.engine) }
