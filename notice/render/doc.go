// Package render turns the documents of package notice into files: HTML, Markdown,
// PDF and JSON. It escapes every text for its format and decides how the two
// layers look: folded behind each line in HTML, as a second part in Markdown and
// PDF.
package render
