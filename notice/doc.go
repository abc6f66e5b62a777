// Package notice writes the documents that the law asks for from a declaration:
// the processing rules, the rules for children, the two lists of collected and
// shared information, the table of components, the record of processing, the
// draft of an impact assessment, and what WeChat, uni-app and Apple want to be
// told.
//
// Build makes a Document: sections of paragraphs, lists, tables and entries, every
// text in both languages, every section with the articles that it serves. Package
// render turns a document into HTML, Markdown, PDF or JSON. Claims lists which
// section answers which article.
//
// What holds:
//   - What is not declared is shown as not stated (Unstated), never invented.
//   - A document is a function of the declaration: the same one gives the same
//     version, the hash of what people read. There is no clock in it.
//   - Texts of the declaration are taken as text: what is invisible is left out
//     here, and each renderer escapes for its format.
package notice
