// Bench measures Volens against what it stands on, and prints ratios.
//
// Absolute times say more about a machine than about a program, so nothing here
// is a time limit and no test is timed. Two things are run in turn, A B A B …, in
// one process, and what counts is the median of the ratios of neighbours. Where
// the thing compared with is itself unsteady, there is no verdict.
//
// It is a module of its own, so that whatever is compared with never becomes a
// dependency of Volens. `make bench` runs it; `go test -bench .` in this folder
// gives the same parts one by one, for profiling.
package main
