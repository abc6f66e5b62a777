// Package ignore holds findings that somebody has put aside for a while: which
// finding, why, until when and by whom, written in a file beside the declaration.
//
// Putting aside never makes anything lawful and never lasts: an entry names one
// finding, by its rule and the path with names, and holds for at most Longest days.
// The day after, the finding is back and says who had put it aside. An entry that
// puts aside nothing is itself a mistake, so that none lies in wait for a finding
// that is still to come. Whatever is put aside is counted and listed wherever
// findings are.
package ignore
