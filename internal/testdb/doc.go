// Package testdb gives tests a real PostgreSQL: [Postgres] returns the URL of a
// fresh, empty database, and nothing has to be set up by hand. [MariaDB] does the
// same with MariaDB, for tests of what reads other people's databases; of what
// follows here, its own way is that it runs as whoever runs the tests. [NewPair]
// starts a primary and a standby, for tests of what happens when a machine dies.
// [Redis] and [S3] start one server a test: a private Redis, on a socket like the
// others, and an S3-compatible one on a port of the loopback.
//
// The server is a private one, started once per test binary from the installed
// binaries in a temporary folder of its own. It listens on no port: only a Unix
// socket inside that folder, which no other user can enter. It keeps
// PostgreSQL's own durability settings, so that a test of durability means
// something, and sorts text by ICU rules, so that a query which silently relies
// on byte order is found out here and not in somebody's installation.
//
// PostgreSQL refuses to run as root; a test that runs as root starts it as the
// user postgres. The server ends with [Main], and by a signal from the kernel
// where the test binary is killed.
//
// Two environment variables matter. VOLENS_TEST_POSTGRES names a server to use
// instead (its user must be allowed to create databases). With
// VOLENS_TEST_REQUIRE=1 a missing server fails the test; otherwise
// it is skipped, and says so.
package testdb
