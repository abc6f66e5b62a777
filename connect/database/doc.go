// Package database erases people from the databases that a company already runs,
// PostgreSQL, MySQL or MariaDB, and SQLite, and looks afterwards whether it is so.
//
// A connector takes sets: sorted batches of keys, a few statements for ten thousand
// people. Every name in a statement was found in the live catalogue a moment
// before, letter by letter, and is quoted by the rules of the engine; every value
// is a parameter. Where engines differ they have statements of their own.
//
// A looker shares nothing with a connector but the drivers: it has a connection of
// its own, in a transaction that may not write, reads the catalogue by itself and
// builds its own statements, so that a mistake of the one is not repeated by the
// other.
//
// Where a database is reached is a secret. No error of this package repeats an
// address, a user or a value.
package database
