package connect

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/volens/volens/connect/database"
	"github.com/volens/volens/discover"
	"github.com/volens/volens/fault"
)

const (
	reading = 60 * time.Second // for all of it
	most    = 100_000          // columns; a catalogue with more is not one that people read
)

var errTooMany = database.Cause{ZH: fmt.Sprintf("超过 %d 个字段", most), EN: fmt.Sprintf("more than %d columns", most)}

// Catalogue returns the tables and columns of the database at an address such as
// postgres://user@host/name or mysql://user@host/name. The source has no name:
// that is for the caller, who knows where the address came from. Errors are
// faults: Invalid where the address is wrong, Unavailable where nobody answers.
func Catalogue(ctx context.Context, address string) (discover.Source, error) {
	ctx, cancel := context.WithTimeout(ctx, reading)
	defer cancel()
	e, err := engineOf(address)
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

// catalogues is the query for the catalogue of each engine.
var catalogues = map[string]string{"postgres": postgresCatalogue, "mysql": mysqlCatalogue}

func engineOf(address string) (engine, error) {
	name, db, err := database.Dial(address, database.Reading)
	if err != nil {
		return engine{}, err
	}
	query, ok := catalogues[name]
	if !ok {
		_ = db.Close()
		return engine{}, database.ErrAddress
	}
	return engine{name, db, query}, nil
}

// unavailable says why, with nothing of the address.
func unavailable(err error) error {
	return fault.New(fault.Unavailable, "读不到数据库的表结构", "the catalogue of the database cannot be read").Because(database.CauseOf(err))
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
