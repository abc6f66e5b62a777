package store

import (
	"strconv"
	"strings"

	"github.com/volens/volens/fault"
)

// A table is one that changes write to.
type table struct {
	types []string     // of the columns in PostgreSQL, which wants to be told where rows come as arrays; nil where they cannot
	one   string       // writes one row, in every engine
	into  string       // what comes before and after the values of several rows; "" where they are written one by one
	after string       //
	many  string       // writes any number of rows, given as one array a column, in PostgreSQL
	none  *fault.Error // what it means that a row was not written
	sure  string       // many, but an error where a row is not written; "" where there is no such statement
	key   int          // how many columns, from the first on, are the key of a row that replaces another; 0 where rows replace none
}

// tableOf describes a table. columns are names with types, those of the key
// first. Where set is true, a row that is there is replaced; otherwise it stays,
// and the write fails.
func tableOf(name, key string, set bool, none *fault.Error, columns string) *table {
	t := &table{none: none, after: " on conflict (" + key + ") do nothing"}
	var names, replaced, arrays []string
	for _, c := range strings.Split(columns, ", ") {
		column, kind, _ := strings.Cut(c, " ")
		names, t.types = append(names, column), append(t.types, kind)
		arrays = append(arrays, "$"+strconv.Itoa(len(names))+"::"+kind+"[]")
		if !strings.Contains(", "+key+",", ", "+column+",") {
			replaced = append(replaced, column+" = excluded."+column)
		}
	}
	t.into = "insert into " + name + " (" + strings.Join(names, ", ") + ") values "
	if set {
		t.after = " on conflict (" + key + ") do update set " + strings.Join(replaced, ", ")
		t.key = 1 + strings.Count(key, ",")
	}
	t.one = t.into + tuples(1, len(names)) + t.after
	many := strings.TrimSuffix(t.into, "values ") + "select * from unnest(" + strings.Join(arrays, ", ") + ")"
	t.many = many + t.after
	t.sure = t.many
	if !set {
		t.sure = many
	}
	return t
}

// several is the statement that writes a number of rows one by one as values.
func (t *table) several(rows int) string {
	if rows == 1 {
		return t.one
	}
	return t.into + tuples(rows, len(t.types)) + t.after
}

// recordTable describes a table of the record: who has its lock is alone with it, and
// a row that is there is damage.
func recordTable(name, columns string) *table {
	t := tableOf(name, "", false, nil, columns)
	t.one, t.many, t.after = strings.TrimSuffix(t.one, t.after), t.sure, ""
	return t
}

// The tables, and what is written to them: version is filled in under the lock.
var (
	personsTable = tableOf("persons", "part, lookup", false, moved,
		"part smallint, lookup bytea, sealed_key bytea, sealed_id bytea, created_at bigint")
	asksTable = tableOf("asks", "part, id", false, exists,
		"part smallint, id text, lookup bytea, service text, trigger text, declaration text, choices text, age boolean, guardian bytea, "+
			"at bigint, expires bigint, version bigint")
	answersTable = tableOf("answers", "part, ask, choice", false, exists,
		"part smallint, ask text, choice text, lookup bytea, granted boolean, digest text, version bigint")
	consentsTable = tableOf("consents", "part, lookup, use_id", true, moved,
		"part smallint, lookup bytea, use_id text, fingerprint text, declaration text, state text, at bigint, ask text, "+
			"giver text, quality text, version bigint")
	onceTable = tableOf("once", "part, lookup, key", false, exists,
		"part smallint, lookup bytea, key text, digest text, ref text, version bigint")
	agesTable = tableOf("ages", "part, lookup", true, moved,
		"part smallint, lookup bytea, band text, method text, lapses bigint, at bigint, version bigint")
	guardiansTable = tableOf("guardians", "part, lookup", true, moved,
		"part smallint, lookup bytea, guardian bytea, relation text, method text, evidence text, since bigint, expires bigint, "+
			"ended bigint, version bigint")
	restrictionsTable = tableOf("restrictions", "part, lookup", true, moved,
		"part smallint, lookup bytea, mode text, reason text, at bigint, version bigint")
	workTable = tableOf("work", "part, id", false, exists,
		"part smallint, id text, kind text, lookup bytea, key text, due bigint, lease bigint, attempts bigint, state text, error text, "+
			"body bytea, version bigint")
	stopsTable = tableOf("stops", "id, version", false, exists,
		"id text, service text, function text, use_id text, item text, recipient text, reason text, stopped_by text, at bigint, "+
			"until bigint, lifted boolean, version bigint")
	declarationsTable = tableOf("declarations", "hash", false, exists,
		"hash text, source text, uploaded_at bigint, version bigint")
	activationsTable = tableOf("activations", "version", false, exists,
		"version bigint, hash text, at bigint")
	// activeTable has one row, and only a version that was uploaded gets there.
	activeTable = &table{none: notUploaded, one: `insert into active (id, hash, version)
		select 1, hash, cast($2 as bigint) from declarations where hash = $1
		on conflict (id) do update set hash = excluded.hash, version = excluded.version`}
	leavesTable      = recordTable("leaves", "idx bigint, leaf text, hash bytea")
	entriesTable     = recordTable("entries", "part smallint, lookup bytea, idx bigint, nonce text, kind text, body text")
	checkpointsTable = recordTable("checkpoints", "size bigint, number bigint, note text")
)
