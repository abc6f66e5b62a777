// Package consent asks people properly and keeps what they said: an ask (what
// may be put to this person now, in which words, or silence and why), an answer
// (choice by choice, with evidence of how it was shown), a withdrawal.
//
// Everything here is a function from values and `now` to values. A transition
// returns a ledger.Change; the store commits it. Nothing here reads a clock, a
// database or randomness.
//
// What holds:
//   - Consent is asked per service, per function and purpose; what needs a
//     separate consent stands alone on its step (draft 21(1), 21(2), 73(8)).
//   - A refusal is remembered: on our own initiative nobody is asked again until
//     what was refused has changed in substance (draft 21(8), Order 790 Art. 22(5)). How
//     often we may ask at all is a Discipline, never laxer than practice.
//   - For a person under fourteen the guardian in force answers, one choice for
//     each use; the child's own answer is refused (draft 21(3), PIPL 31).
//   - An answer is stored by use, fingerprint and declaration hash, never by
//     position; only what was asked can be answered. How it was shown is kept with
//     it, and what about that cannot be is flagged (draft 21¶3).
//   - Consent from before Volens counts as far as its evidence goes, and no import,
//     merge or repetition raises it.
//   - Whoever subscribed is told of every change, and what only a withdrawn consent
//     carried is to be erased: as work in the same change (PIPL 15, 47).
//
// The Desk carries transitions to the store. Judging what may be processed is the
// business of package decide, delivering work that of package deliver.
package consent
