// Package report writes what lint found: for people as text, Markdown and HTML,
// for machines as JSON, SARIF, JUnit and the like.
//
// Two things hold in every format. What lint cannot judge is never shown as
// passed: formats that have a place for it list it as not checked. And nothing
// that stands in a declaration can steer whatever reads the report: characters
// that move a terminal, end a line or turn text around are replaced before any
// format sees them, and each format quotes what is special to itself.
//
// A report holds lines of the declaration, for whoever wrote it. It holds no
// time, so that the same declaration gives the same bytes.
package report
