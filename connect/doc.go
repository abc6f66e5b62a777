// Package connect reaches into the stores that a company already runs. Stores opens
// any of a declaration by its engine, to erase and to look afterwards; the folders
// below have one engine each. Catalogue reads what a database is made of: names,
// types and comments of tables and columns, in a transaction that may not write, and
// no row of anybody's data.
//
// Where a store is reached is a secret. It comes from outside, by the name of an
// environment variable or a file, and no error of this package repeats it.
package connect
