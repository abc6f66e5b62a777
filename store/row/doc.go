// Package row reads rows of the store as they were written: it opens what is
// sealed, checks the marks beside it, and refuses what cannot be what was written.
// Package store serves what it reads; package audit compares it with the record.
package row
