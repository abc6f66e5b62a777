// Package fault holds the one error type that crosses floors. A fault says what
// the caller may do about it (its Kind), what people may read (Public, in both
// languages, never with personal data in it), which articles stand behind a
// refusal, and what to do next. The cause is for the log only.
package fault

import (
	"errors"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Kind says what the caller may do about an error. Values are wire names:
// append only, never renamed.
type Kind string

// The kinds.
const (
	Internal        Kind = "internal"        // our defect: nothing to do but look at the log
	Invalid         Kind = "invalid"         // the input is wrong: correct it
	Unauthenticated Kind = "unauthenticated" // no or unknown credentials
	Forbidden       Kind = "forbidden"       // the credentials do not reach this far
	NotFound        Kind = "not-found"       // there is no such thing
	Conflict        Kind = "conflict"        // it contradicts what is stored: read again
	TooLarge        Kind = "too-large"       // over a stated limit: send less
	Refused         Kind = "refused-by-law"  // the law does not allow it: see the articles
	Unavailable     Kind = "unavailable"     // try again later: nothing was changed
	TooMany         Kind = "too-many"        // over a stated rate: try again in a moment
)

// Kinds returns all kinds, for tests that walk every one.
func Kinds() []Kind {
	return []Kind{Internal, Invalid, Unauthenticated, Forbidden, NotFound, Conflict, TooLarge, Refused, Unavailable, TooMany}
}

// Error is an error with a text for the caller and a cause for the log.
type Error struct {
	Kind   Kind
	Rule   string         // permanent id of the rule that refused, or ""
	Public lang.Text      // safe to show; never holds personal data or secrets
	Fix    lang.Text      // what the caller can do about it, or zero
	Cites  []law.Citation // the articles behind a refusal
	cause  error
}

// New returns an error that shows zh and en to the caller. There are no format
// verbs: a formatted cause would leak into what people read.
func New(k Kind, zh, en string) *Error {
	return &Error{Kind: k, Public: lang.Text{ZH: zh, EN: en}}
}

// Citing returns a copy that rests on the given rule and articles.
func (e *Error) Citing(rule string, cites ...law.Citation) *Error {
	c := *e
	c.Rule, c.Cites = rule, cites
	return &c
}

// WithFix returns a copy that says what to do.
func (e *Error) WithFix(zh, en string) *Error {
	c := *e
	c.Fix = lang.Text{ZH: zh, EN: en}
	return &c
}

// Because returns a copy with a cause, which Error shows and Public does not.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// Error shows the English public text and the cause; it is for logs.
func (e *Error) Error() string {
	if e.cause != nil {
		return e.Public.EN + ": " + e.cause.Error()
	}
	return e.Public.EN
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// KindOf returns the kind of the first fault in err's chain, and Internal where
// there is none.
func KindOf(err error) Kind {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// RuleOf returns the rule of the first fault in err's chain, or "".
func RuleOf(err error) string {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Rule
	}
	return ""
}
