package connect

import (
	"context"
	"database/sql"
	"net/url"
	"strings"
	"time"

	"github.com/volens/volens/discover"
	"github.com/volens/volens/fault"
)

const (
	dialling = 10 * time.Second // for a connection to be made
	reading  = 60 * time.Second // for all of it
	most     = 100_000          // columns; a catalogue with more is not one that people read
)

// Catalogue returns the tables and columns of the database at an address such as
// postgres://user@host/name or mysql://user@host/name. The source has no name:
// that is for the caller, who knows where the address came from. Errors are
// faults: Invalid where the address is wrong, Unavailable where nobody answers.
func Catalogue(ctx context.Context, address string) (discover.Source, error) {
	ctx, cancel := context.WithTimeout(ctx, reading)
	defer cancel()
	u, err := url.Parse(address)
	if err != nil {
		return discover.Source{}, badAddress // the parser's error repeats the address
	}
	e, err := engineOf(u)
	if err != nil {
		return discover.Source{}, err
	}
	defer func() { _ = e.db.Close() }() // nothing was written
	tables, err := e.tables(ctx)
	if err != nil {
		return discover.Source{}, unavailable(err)
	}
	return discover.Source{Kind: discover.Database, Engine: e.name, Tables: tables}, nil
}

// An engine is a database and the query for its catalogue: schema, table, comment
// of the table, column, type, comment, whether it points to another table,
// whether its values are listed; columns of one table together.
type engine struct {
	name  string
	db    *sql.DB
	query string
}

var badAddress = fault.New(fault.Invalid, "数据库地址不对", "this is not the address of a database").
	WithFix("写成 postgres://用户@主机/库名 或 mysql://用户@主机/库名", "write postgres://user@host/name or mysql://user@host/name")

func engineOf(u *url.URL) (engine, error) {
	switch u.Scheme {
	case "postgres", "postgresql":
		return postgres(u)
	case "mysql", "mariadb":
		return mySQL(u)
	}
	return engine{}, badAddress
}

// tables reads the catalogue.
func (e engine) tables(ctx context.Context) ([]discover.Table, error) {
	tx, err := e.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	rows, err := tx.QueryContext(ctx, e.query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []discover.Table
	last := ""
	for n := 0; rows.Next(); n++ {
		var schema, table, about string
		var f discover.Field
		if err := rows.Scan(&schema, &table, &about, &f.Name, &f.Type, &f.Comment, &f.Reference, &f.Enum); err != nil {
			return nil, err
		}
		if n == most {
			return nil, errTooMany
		}
		if key := schema + "." + table; key != last {
			all, last = append(all, discover.Table{Name: table, Comment: about}), key
		}
		f.Type = strings.ToLower(f.Type)
		t := &all[len(all)-1]
		t.Fields = append(t.Fields, f)
	}
	return all, rows.Err()
}
