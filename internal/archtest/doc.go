// Package archtest keeps the shape of this repository: which package may import
// which, where SQL, HTTP and the clock live, that every package and exported
// name says what it means, that files and functions stay small, and that no text
// speaks of the machine it was written on.
//
// The rules are in [Rules]; each has a file of its own and looks only at a
// [Tree], so that it is tested on small trees that break it. The tree is read in
// this process and not through `go list`: the test cache follows what a test
// reads itself, and would call a stale result a pass otherwise.
package archtest
