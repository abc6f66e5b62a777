// Package needle finds values of a person in whatever a store holds: names, texts
// and streams of bytes, in the forms in which software writes them. It is for those
// who look after the deed, and shares nothing with what erases but the names of
// cities. It also says what a column has to hold in a row that stays.
//
// What it says of a place never holds a value: places are named by their shape.
package needle
