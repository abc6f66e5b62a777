// Package store keeps everything of Volens that has to last, in one SQLite file
// or in PostgreSQL, and is the only package that speaks SQL to them.
//
// The only way to write about people is Commit: rows, personal bodies, leaves,
// tree hashes and a signed checkpoint become durable in one transaction, and
// only then does Commit return. One log means one order: the index of a change's
// first entry is its version, and whatever number of processes append to one
// PostgreSQL, indices are dense and in commit order. Changes that wait are
// committed together, and none fails for its neighbour.
//
// The id of a person is nowhere in clear. Rows are found by a keyed hash; the id
// is sealed under the person's own key, and that under the key-encryption key,
// which is not in the database. A database is bound to its keys: it does not
// open with others.
//
// Errors are faults by kind; no driver error leaves the package with data in it.
package store
