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
//     what was refused has changed in law (draft 21(8), Order 790 Art. 22(5)).
//   - An answer is stored by use, fingerprint and declaration hash, never by
//     position; only what was asked can be answered.
//
// Guardians, age bands and imports are not here yet.
package consent
