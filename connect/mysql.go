package connect

import (
	"database/sql"
	"net"
	"net/url"
	"strings"

	"github.com/go-sql-driver/mysql"

	"github.com/volens/volens/fault"
)

// mysqlCatalogue lists the columns of the tables of one database.
const mysqlCatalogue = `
select c.table_schema, c.table_name, t.table_comment, c.column_name, c.column_type, c.column_comment,
       exists (select 1 from information_schema.key_column_usage k
               where k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name = c.column_name
                 and k.referenced_table_name is not null),
       c.data_type in ('enum', 'set')
from information_schema.columns c
join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
where c.table_schema = database() and t.table_type = 'BASE TABLE'
order by c.table_name, c.ordinal_position`

var noDatabase = fault.New(fault.Invalid, "数据库地址里没有写库名", "the address names no database").
	WithFix("写成 mysql://用户@主机/库名", "write mysql://user@host/name")

// mySQL reads mysql://user:password@host:3306/name. A parameter socket names a
// Unix socket, and tls is what the driver calls it: true, preferred, skip-verify.
func mySQL(u *url.URL) (engine, error) {
	name := strings.TrimPrefix(u.Path, "/")
	if name == "" {
		return engine{}, noDatabase
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
	c.Timeout, c.ReadTimeout, c.WriteTimeout = dialling, reading, dialling
	c.Logger = silence{}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return engine{}, badAddress
	}
	return engine{"mysql", sql.OpenDB(connector), mysqlCatalogue}, nil
}

// silence keeps the driver from writing to standard error by itself.
type silence struct{}

func (silence) Print(...any) {}
