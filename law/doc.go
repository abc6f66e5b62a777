// Package law holds what the law says, as data: instruments with their articles,
// the numbers they set, the 39 types of apps with the information each may hold
// to be necessary, and the taxonomy of personal-information items.
//
// Everything is a paraphrase in our own words, never a quotation, and carries
// the status of its instrument: the draft of 2021 never came into force, and
// whatever rests on it says so. Nothing here judges; rules that cite these
// articles live in the packages above. The data is embedded, read once, and
// checked when it is read: an unknown field, a citation that leads nowhere or an
// item outside the taxonomy stops the program at its start.
package law
