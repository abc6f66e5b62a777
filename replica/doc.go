// Package replica holds in memory what verdicts need to know of everybody, so that
// a verdict costs no question to the primary.
//
// It is a replica, not a cache: it holds every person by value with a version,
// loaded whole and then fed in the order of the log; a lower version is ignored.
// What it does not hold nobody said. It answers only while its last poll that
// succeeded began no longer than decide.Holds ago: past that it denies.
//
// People are found by keys of 16 bytes, never by their ids. In a node the keys are
// hashed with seeds of the process alone; a client gets keys made with a secret of
// the installation.
package replica
