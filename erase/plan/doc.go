// Package plan says where people are in a company's stores, by the declaration and by
// what the stores really hold: how they are found, in which order they are erased,
// what is kept on which ground, and what is missing. It also says what a store must
// be able to do for that: Connector and, for looking afterwards, Looker.
package plan
