// Package pattern reads the patterns by which keys, objects and files are declared:
// text with {name} where an identifier stands and * where anything does, such as
// session:{person} or cart:{person}:*. It binds them to the identifiers of people.
//
// A pattern must never lead to somebody else's key, whatever an identifier looks
// like: an identifier is text and never a pattern, and one that would be taken
// apart differently by another reader is refused rather than guessed at.
package pattern
