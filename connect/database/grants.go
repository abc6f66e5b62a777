package database

import (
	"maps"
	"slices"
	"strings"

	"github.com/volens/volens/erase/plan"
)

// Accounts are the two that a store needs, made by the operator: one that erases and
// one that looks. Those of MySQL may say a host: name@host.
type Accounts struct {
	Database    string // its name
	Schema      string // PostgreSQL: of names without one; "" is public
	Erase, Look string
}

// Grants returns the statements that give both accounts what the plan of a store
// needs and no more: to read, delete from and write into the tables and columns that
// are declared; to read everything, but nothing else, for looking, since a copy that
// nobody declared has to be found too. A file of SQLite has no accounts: there are
// none then.
func Grants(engine string, p *plan.StorePlan, a Accounts) []string {
	needed := needs(p)
	var all []string
	switch engine {
	case "postgres":
		all = a.grantPostgres(needed)
	case "mysql":
		all = a.grantMySQL(needed)
	}
	return all
}

// A need is what is done to one table.
type need struct {
	deletes bool
	updates map[string]bool
}

func needs(p *plan.StorePlan) map[string]*need {
	all := map[string]*need{}
	of := func(holding string) *need {
		if all[holding] == nil {
			all[holding] = &need{updates: map[string]bool{}}
		}
		return all[holding]
	}
	for _, f := range p.Finds {
		of(f.Target.Holding)
	}
	for _, d := range p.Deeds {
		n := of(d.Target.Holding)
		n.deletes = n.deletes || d.Deed.Change == nil
		for column := range d.Deed.Change {
			n.updates[column] = true
		}
	}
	if p.Store == nil {
		return all
	}
	for _, h := range p.Store.Holds { // what people may have corrected
		n := of(h.ID)
		for _, f := range h.Fields {
			n.updates[f.Column] = true
		}
	}
	return all
}

func (a Accounts) grantPostgres(needed map[string]*need) []string {
	q := postgres{}.quote
	home := a.Schema
	if home == "" {
		home = "public"
	}
	schemas := map[string]bool{}
	var all []string
	for _, holding := range slices.Sorted(maps.Keys(needed)) {
		schema, name, ok := strings.Cut(holding, ".")
		if !ok {
			schema, name = home, holding
		}
		schemas[schema] = true
		all = append(all, needed[holding].grants(q, q(schema)+"."+q(name), q(a.Erase))...)
	}
	var usage []string
	for _, schema := range slices.Sorted(maps.Keys(schemas)) {
		usage = append(usage, "grant usage on schema "+q(schema)+" to "+q(a.Erase))
	}
	return slices.Concat(
		[]string{"grant connect on database " + q(a.Database) + " to " + q(a.Erase) + ", " + q(a.Look)}, usage, all,
		[]string{"grant pg_read_all_data to " + q(a.Look)})
}

func (a Accounts) grantMySQL(needed map[string]*need) []string {
	q := mySQL{}.quote
	var all []string
	for _, holding := range slices.Sorted(maps.Keys(needed)) {
		all = append(all, needed[holding].grants(q, q(a.Database)+"."+q(holding), mysqlAccount(a.Erase))...)
	}
	// In the name of a database, _ and % stand for others.
	pattern := strings.NewReplacer(`\`, `\\`, "_", `\_`, "%", `\%`).Replace(a.Database)
	return append(all, "grant select on "+q(pattern)+".* to "+mysqlAccount(a.Look))
}

// mysqlAccount quotes name@host.
func mysqlAccount(account string) string {
	name, host, ok := strings.Cut(account, "@")
	if !ok {
		host = "%"
	}
	quote := func(s string) string { return "'" + strings.NewReplacer(`\`, `\\`, "'", "''").Replace(s) + "'" }
	return quote(name) + "@" + quote(host)
}

func (n *need) grants(quote func(string) string, table, account string) []string {
	all := []string{"grant select on " + table + " to " + account}
	if n.deletes {
		all = append(all, "grant delete on "+table+" to "+account)
	}
	if len(n.updates) > 0 {
		var columns []string
		for _, c := range slices.Sorted(maps.Keys(n.updates)) {
			columns = append(columns, quote(c))
		}
		all = append(all, "grant update ("+strings.Join(columns, ", ")+") on "+table+" to "+account)
	}
	return all
}
