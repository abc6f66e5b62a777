// Package coverage says of every article that the law data holds what Volens does
// about it: checked on paper, held against reality, enforced, clocked, recorded,
// shown, or left to people with a question. Nothing of any kind is passed over in
// silence: what is built names the rule, the duty, the page or the code, and how far
// it goes where that is not the whole of it; what is not built yet names the part of the house that it waits for, and says so.
//
// Rules, duties and pages claim by the articles they cite, so these claims cannot
// drift from the code. What code enforces and records, and what people must judge,
// is written down in claims.json and held against the code by tests.
package coverage
