// Package authzen speaks the OpenID Authorization API 1.0 (AuthZEN): evaluation,
// evaluations, the three searches and the metadata document, as values in and
// values out; package server carries them over HTTP.
//
// Two vocabularies stand behind it. Resources of type use, function and item are
// Volens's own: the question goes to package decide, and the answer carries every
// reason with its articles. All other types belong to the Overlay, a file of plain
// rules over roles and attributes, for what is no question of personal information.
// Neither can speak for the other: an overlay that names a type of ours is refused.
//
// What holds:
//   - What is not permitted is denied: a type nobody knows, a rule nobody wrote, an
//     attribute nobody stated, an evaluation that cannot be read.
//   - Members of a request that the specification does not know are ignored; a
//     member twice, or text that is not UTF-8, is no request at all.
//   - No error repeats what was sent.
package authzen
