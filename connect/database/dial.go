package database

import (
	"context"
	"database/sql"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
)

const (
	dialling = 10 * time.Second // for a connection to be made
	locked   = "10"             // seconds to wait for a lock of somebody else; SQLite, which hears no context meanwhile, waits 2
)

// An Access is what a connection is for.
type Access bool

// The two of them. A connection for reading cannot write; where MySQL has no name for
// that which all its versions know, a transaction sees to it.
const (
	Reading Access = false
	Writing Access = true
)

// addressForm is the rule of every fault of an address, whatever the engine.
const addressForm = "address-form"

// The faults of addresses. They repeat nothing of them.
var (
	ErrAddress = fault.New(fault.Invalid, "数据库地址不对", "this is not the address of a database").Citing(addressForm).
			WithFix("写成 postgres://用户@主机/库名、mysql://用户@主机/库名 或 sqlite:///路径", "write postgres://user@host/name, mysql://user@host/name or sqlite:///path")
	errNoDatabase = fault.New(fault.Invalid, "数据库地址里没有写库名", "the address names no database").Citing(addressForm).
			WithFix("写成 mysql://用户@主机/库名", "write mysql://user@host/name")
)

// addressForms are what the address of each engine looks like.
var addressForms = map[string]lang.Text{
	"postgres": {ZH: "postgres://用户:密码@主机:5432/库名", EN: "postgres://user:password@host:5432/name"},
	"mysql":    {ZH: "mysql://用户:密码@主机:3306/库名", EN: "mysql://user:password@host:3306/name"},
	"sqlite":   {ZH: "文件的绝对路径，或 sqlite:///路径", EN: "the absolute path of the file, or sqlite:///path"},
}

// errForm is the fault of an address that is none of the engine that is declared.
func errForm(engine string) error {
	form, ok := addressForms[engine]
	if !ok {
		return ErrAddress
	}
	return fault.New(fault.Invalid, "数据库地址的写法不对："+engine+" 应写成 "+form.ZH, "the address of the database has the wrong form: for "+engine+" it is "+form.EN).
		Citing(addressForm).WithFix("改正环境变量或文件里的地址", "correct the address in the environment variable or the file")
}

// Dial returns the engine that an address names, postgres, mysql or sqlite, and a
// pool of connections to it; none is made yet. Errors are fault.Invalid.
func Dial(address string, a Access) (string, *sql.DB, error) {
	if path := pathOf(address); path != "" {
		db, err := sql.Open("sqlite", liteName(path, a))
		if err != nil {
			return "", nil, ErrAddress
		}
		return "sqlite", db, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", nil, ErrAddress // the parser's error repeats the address
	}
	switch u.Scheme {
	case "postgres", "postgresql":
		db, err := dialPostgres(u, a)
		return "postgres", db, err
	case "mysql", "mariadb":
		db, err := dialMySQL(u)
		return "mysql", db, err
	}
	return "", nil, ErrAddress
}

// reach dials, checks that the engine is the one that was declared, and waits for
// an answer.
func reach(ctx context.Context, engine, address string, a Access) (dialect, *sql.DB, error) {
	if engine == "sqlite" && filepath.IsAbs(address) {
		address = "sqlite://" + (&url.URL{Path: filepath.ToSlash(address)}).EscapedPath()
	}
	got, db, err := Dial(address, a)
	if err != nil {
		return nil, nil, errForm(engine)
	}
	if got != engine {
		_ = db.Close()
		return nil, nil, errForm(engine)
	}
	db.SetMaxOpenConns(4)
	within, cancel := context.WithTimeout(ctx, dialling)
	defer cancel()
	if err := db.PingContext(within); err != nil {
		_ = db.Close()
		return nil, nil, unavailable(err)
	}
	return map[string]dialect{"postgres": postgres{}, "mysql": mySQL{}, "sqlite": sqlite{}}[engine], db, nil
}

func dialPostgres(u *url.URL, a Access) (*sql.DB, error) {
	config, err := pgx.ParseConfig(u.String())
	if err != nil {
		return nil, ErrAddress // its error repeats the address
	}
	config.ConnectTimeout = dialling
	for name, value := range map[string]string{
		"application_name": "volens", "timezone": "Asia/Shanghai", "datestyle": "ISO", "bytea_output": "hex",
		"lock_timeout": locked + "s",
		"row_security": "off", // rows that a policy hides are an error, not nothing
	} {
		config.RuntimeParams[name] = value
	}
	if a == Reading {
		config.RuntimeParams["default_transaction_read_only"] = "on"
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeExec // nothing is prepared, so that a pooler may stand between
	return stdlib.OpenDB(*config), nil
}

// dialMySQL reads mysql://user:password@host:3306/name. A parameter socket names a
// Unix socket, and tls is what the driver calls it: true, preferred, skip-verify.
func dialMySQL(u *url.URL) (*sql.DB, error) {
	name := strings.TrimPrefix(u.Path, "/")
	if name == "" {
		return nil, errNoDatabase
	}
	c := mysql.NewConfig()
	c.User, c.DBName, c.Net = u.User.Username(), name, "tcp"
	c.Passwd, _ = u.User.Password()
	port := u.Port()
	if port == "" {
		port = "3306"
	}
	c.Addr = net.JoinHostPort(u.Hostname(), port)
	if socket := u.Query().Get("socket"); socket != "" {
		c.Net, c.Addr = "unix", socket
	}
	c.TLSConfig = u.Query().Get("tls")
	c.Timeout = dialling
	c.Logger = silence{}
	c.Params = map[string]string{
		"time_zone": "'+08:00'", "sql_mode": "'STRICT_ALL_TABLES'",
		"innodb_lock_wait_timeout": locked, "lock_wait_timeout": locked,
	}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, ErrAddress
	}
	return sql.OpenDB(connector), nil
}

// silence keeps the driver from writing to standard error by itself.
type silence struct{}

func (silence) Print(...any) {}

// pathOf returns the path in sqlite:///path, sqlite:path or file:path, or "".
func pathOf(address string) string {
	for _, scheme := range []string{"sqlite:", "file:"} {
		path, ok := strings.CutPrefix(address, scheme)
		if !ok {
			continue
		}
		if strings.HasPrefix(path, "//") && !strings.HasPrefix(path, "///") {
			return "" // a host: files are on this one
		}
		path, _, _ = strings.Cut(strings.TrimPrefix(path, "//"), "?")
		plain, err := url.PathUnescape(path)
		if err != nil {
			return ""
		}
		return plain
	}
	return ""
}

// liteName names a file that is there already for the driver. What is deleted is
// overwritten from the first statement on, and a journal that stays is emptied.
func liteName(path string, a Access) string {
	q := url.Values{"_defensive": {"true"}, "mode": {"rw"}, "_txlock": {"immediate"},
		"_pragma": {"busy_timeout(2000)", "temp_store(2)", "secure_delete(1)", "journal_size_limit(0)"}}
	if a == Reading {
		q = url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(2000)", "temp_store(2)", "query_only(1)"}}
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}
