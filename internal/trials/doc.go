// Package trials holds the trials of a whole installation: the real program in
// processes of its own, several of them on one database, killed, stopped and cut
// off while clients write and read. What clients were told is kept in the trial's
// own process, on one clock, and nothing else is believed.
//
// Each trial is short in `make test` and long where its environment variable says
// how long; docs/reliability.md lists them. Each has a negative control: the same
// judge is shown a server or a client that breaks the promise, and must complain.
package trials
