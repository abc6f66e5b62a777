// Package connect looks into the databases that a company already runs. It reads
// their catalogue only: names, types and comments of tables and columns, in a
// transaction that may not write. No row of anybody's data is asked for.
//
// Where a database is reached is a secret. It comes from outside, by the name of
// an environment variable, and no error of this package repeats it.
package connect
