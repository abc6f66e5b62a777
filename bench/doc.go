// Bench measures Volens against what it stands on, and prints ratios.
//
// Absolute times say more about a machine than about a program, so nothing here
// is a time limit and no test is timed: see package measure for the rule. This
// folder's own program measures linting; the others are commands of their own,
// each with what it is compared with:
//
//	go run ./decide     verdicts in process: policy engines, a bare table, the limit
//	go run ./http       verdicts over HTTP: a bare net/http handler
//	go run ./durable    durable answers: raw inserts on the same database
//	go run ./record     the record: SHA-256
//	go run ./growth     the replica and the tables from 10^4 people up
//	go run ./databunker consent over HTTP: a Databunker server, where one is given
//
// It is a module of its own, so that whatever is compared with never becomes a
// dependency of Volens. `make bench` measures linting, which is quick; `go test
// -bench .` in this folder gives its parts one by one, for profiling.
package main
