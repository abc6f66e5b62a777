package database

import (
	"context"

	"github.com/volens/volens/erase/plan"
)

// Open opens a database to erase in. The engine is that of the declaration:
// postgres, mysql or sqlite; the address has to agree with it. Errors are faults:
// Invalid where the address is wrong, Unavailable where nobody answers.
func Open(ctx context.Context, engine, address string) (plan.Connector, error) {
	d, db, err := reach(ctx, engine, address, Writing)
	if err != nil {
		return nil, err
	}
	c, err := newConnector(d, db)
	if err != nil {
		_ = db.Close() // nothing was written
		return nil, err
	}
	return c, nil
}

// Look opens a database for looking: a connection of its own, which cannot write.
// Errors are those of Open.
func Look(ctx context.Context, engine, address string) (plan.Looker, error) {
	d, db, err := reach(ctx, engine, address, Reading)
	if err != nil {
		return nil, err
	}
	switch d.(type) {
	case postgres:
		return &looker{db, lookPostgres{}}, nil
	case mySQL:
		return &looker{db, lookMySQL{}}, nil
	default:
		return &looker{db, lookSQLite{}}, nil
	}
}
