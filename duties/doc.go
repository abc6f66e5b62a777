// Package duties tells a processor what the law wants of it and when: what falls
// due on which day, what may not end before which day, what comes back at
// intervals, and which clocks start when something happens. It reads the facts of
// a declaration, the law's numbers and the calendar of working days, and nothing
// else; what was done is what the declaration says was done.
//
// Obligations of several instruments stand side by side, each with its own
// articles and their status; none replaces another.
package duties
