package store

import (
	"strings"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/store/row"
)

// A table is one that changes write to.
type table struct {
	into    string       // insert into … values
	width   int          // columns
	after   string       // what comes behind the values
	sure    string       // the same, where a row that is not written is to be an error
	certain bool         // whether it can be
	whole   string       // the whole statement, for one row, where it is made from another table
	loose   bool         // whether any number of rows may be written by it
	none    *fault.Error // what it means that a row was not written
	key     int          // how many columns, from the first on, are the key of a row that replaces another; 0 where rows replace none
}

// tableOf describes a table. Where set is true, a row that is there is replaced;
// otherwise it stays, and the write fails. The columns of the key come first.
func tableOf(name, key string, set bool, none *fault.Error, columns string) *table {
	names := strings.Split(columns, ", ")
	t := &table{into: "insert into " + name + " (" + columns + ") values ", width: len(names), certain: true, none: none}
	if !set {
		t.after = " on conflict (" + key + ") do nothing"
		return t
	}
	var replaced []string
	for _, c := range names {
		if !strings.Contains(", "+key+",", ", "+c+",") {
			replaced = append(replaced, c+" = excluded."+c)
		}
	}
	t.after = " on conflict (" + key + ") do update set " + strings.Join(replaced, ", ")
	t.sure, t.key = t.after, 1+strings.Count(key, ",")
	return t
}

// recordTable describes a table of the record: who has its lock is alone with it,
// and a row that is there is damage.
func recordTable(name, columns string) *table {
	t := tableOf(name, "", false, nil, columns)
	t.after = ""
	return t
}

// statement is the one that writes a number of rows, given their values one by
// one. With sure, a row that is not written is an error.
func (t *table) statement(rows int, sure bool) string {
	switch {
	case t.whole != "":
		return t.whole
	case sure:
		return t.into + row.Tuples(rows, t.width) + t.sure
	}
	return t.into + row.Tuples(rows, t.width) + t.after
}

const (
	requestColumns = "part, id, lookup, kind, state, ended, entered, due, body, mark, version"
	caseColumns    = "part, id, request, state, due, body, file_key, file, mark, version, lookup, whose"
)

// undoing returns a statement that takes rows away, however many there are.
func undoing(query string) *table { return &table{whole: query, loose: true} }

// The tables, and what is written to them: version is filled in under the lock.
var (
	personsTable = tableOf("persons", "part, lookup", false, moved,
		"part, lookup, sealed_key, sealed_id, created_at")
	asksTable = tableOf("asks", "part, id", false, exists,
		"part, id, lookup, service, trigger, declaration, choices, age, guardian, "+
			"at, expires, version")
	answersTable = tableOf("answers", "part, ask, choice", false, exists,
		"part, ask, choice, lookup, granted, digest, version")
	consentsTable = tableOf("consents", "part, lookup, use_id", true, moved,
		"part, lookup, use_id, fingerprint, declaration, state, at, ask, "+
			"giver, quality, version")
	onceTable = tableOf("once", "part, lookup, key", false, exists,
		"part, lookup, key, digest, ref, version")
	agesTable = tableOf("ages", "part, lookup", true, moved,
		"part, lookup, band, method, lapses, at, version")
	guardiansTable = tableOf("guardians", "part, lookup", true, moved,
		"part, lookup, guardian, relation, method, evidence, since, expires, "+
			"ended, version")
	restrictionsTable = tableOf("restrictions", "part, lookup", true, moved,
		"part, lookup, mode, reason, at, version")
	workTable = tableOf("work", "part, id", false, exists,
		"part, id, kind, lookup, key, due, lease, attempts, state, error, "+
			"body, version")
	stopsTable = tableOf("stops", "id, version", false, exists,
		"id, service, function, use_id, item, recipient, reason, stopped_by, at, "+
			"until, lifted, version")
	declarationsTable = tableOf("declarations", "hash", false, exists,
		"hash, source, uploaded_at, version")
	activationsTable = tableOf("activations", "version", false, exists,
		"version, hash, at")
	// activeTable has one row, and only a version that was uploaded gets there.
	activeTable = &table{none: notUploaded, whole: `insert into active (id, hash, version)
		select 1, hash, cast($2 as bigint) from declarations where hash = $1
		on conflict (id) do update set hash = excluded.hash, version = excluded.version`}
	requestsTable = tableOf("requests", "part, id", false, exists, requestColumns)
	// setRequests and the like replace a row that is there.
	setRequests = tableOf("requests", "part, id", true, moved, requestColumns)
	setCodes    = tableOf("request_codes", "part, request", true, moved,
		"part, request, lookup, hash, expires, attempts, mark, version")
	setArchives = tableOf("archives", "part, request", true, moved,
		"part, request, lookup, expires, name, body, mark, version")
	casesTable = tableOf("cases", "part, id", false, exists, caseColumns)
	setCases   = tableOf("cases", "part, id", true, moved, caseColumns)
	setStores  = tableOf("case_stores", "part, case_id, store", true, moved,
		"part, case_id, store, phase, body, mark, version")
	setTold = tableOf("case_told", "part, case_id, recipient", true, moved,
		"part, case_id, recipient, body, mark, version")
	evidenceTable = tableOf("evidence", "part, case_id, idx", false, exists,
		"part, case_id, idx, body")
	setKept = tableOf("kept", "part, case_id, ground", true, moved,
		"part, case_id, ground, declaration, until, sealed, mark, version")
	goneTable = tableOf("gone", "version", false, exists,
		"version, sealed, at")
	leavesTable      = recordTable("leaves", "idx, leaf, hash")
	entriesTable     = recordTable("entries", "part, lookup, idx, nonce, kind, body")
	checkpointsTable = recordTable("checkpoints", "size, number, note")
)
