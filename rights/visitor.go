package rights

import (
	"crypto/subtle"
	"fmt"
	"io"
	"maps"
	"math/big"
	"regexp"
	"strings"
	"time"

	crand "crypto/rand"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/ledger"
)

// The bounds of a one-time code: our choice, not law. With five tries at eight
// digits five times a day, guessing one takes eleven thousand years on average.
const (
	CodeDigits   = 8
	CodeFor      = 10 * time.Minute
	CodeAttempts = 5
	CodesADay    = 5              // for one contact
	unprovenFor  = 24 * time.Hour // after which a request that nobody proved is closed
)

// visitorPrefix begins the id of somebody who is known by an identifier and not by
// an account. A service gives nobody an own id that begins so.
const visitorPrefix = "visitor:"

// Contacts lists the contacts that a code can go to. The id is the name of the
// identifier, as the declaration's holdings give it. There is no document among
// them.
func Contacts() []consent.Term {
	return []consent.Term{term("phone", "手机号码", "mobile phone number"), term("email", "电子邮箱", "e-mail address")}
}

// VisitorSubject returns the subject of somebody who is known by one identifier:
// "visitor:", its name, a colon and its value, such as visitor:phone:13800138000.
// The same identifier always gives the same subject; of e-mail addresses the case of
// letters makes no other, since hardly any post office tells them apart.
//
// Errors: fault.Invalid for a name or value that cannot be one.
func VisitorSubject(name, value string) (ledger.Subject, error) {
	if value = normal(name, value); name == "email" {
		value = strings.ToLower(value)
	}
	if !identifierName.MatchString(name) || value == "" || len(value) > 160 {
		return ledger.Subject{}, invalid("标识的名称或值不对", "the name or value of the identifier cannot be one")
	}
	return ledger.NewSubject(visitorPrefix + name + ":" + value)
}

// IsVisitor reports whether a subject is known by an identifier and not by an
// account.
func IsVisitor(s ledger.Subject) bool { return strings.HasPrefix(s.Raw(), visitorPrefix) }

// Keys returns the identifiers, by name, that whoever asked has proved to be theirs;
// none for somebody with an account of their own, who is found by that, and none
// while nothing is proved.
func (r Request) Keys() map[string]string {
	if !IsVisitor(r.Subject) || !r.Proven() {
		return nil
	}
	return maps.Clone(r.Detail.Claims)
}

var (
	identifierName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)
	spacing        = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", "\u00a0", "", "\u3000", "")
	mainland       = regexp.MustCompile(`^(?:\+|00)?86(1\d{10})$`)
	mailbox        = regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[^\s@]+$`)
	dialled        = regexp.MustCompile(`^\+?\d{5,20}$`)
)

// normal writes an identifier in one way: a mobile number of the mainland has
// eleven digits, and spaces around or within numbers do not count.
func normal(name, value string) string {
	value = strings.TrimSpace(value)
	if name != "phone" {
		return value
	}
	value = spacing.Replace(value)
	if m := mainland.FindStringSubmatch(value); m != nil {
		return m[1]
	}
	return value
}

// contact returns the one contact that a visitor claims, written in one way.
func (x Detail) contact() (name, value string, err error) {
	for n, v := range x.Claims {
		name, value = n, normal(n, v)
	}
	fits := name == "phone" && dialled.MatchString(value) || name == "email" && mailbox.MatchString(value)
	if len(x.Claims) != 1 || !fits || len(value) > 160 {
		return "", "", invalid("须且只须给出一个联系方式：phone 或 email", "give one contact and no more: phone or email")
	}
	return name, value, nil
}

// checkClaims refuses identifiers beside an account, where they could reach another
// person's rows, and those that are not the visitor's own.
func (o Order) checkClaims() error {
	if !IsVisitor(o.Subject) {
		if len(o.Detail.Claims) > 0 {
			return invalid("有账号的人由账号认定，不另写标识", "whoever has an account is known by it: give no identifiers beside it")
		}
		return nil
	}
	for name, value := range o.Detail.Claims {
		s, err := VisitorSubject(name, value)
		if err == nil && s == o.Subject && len(o.Detail.Claims) == 1 {
			return nil
		}
	}
	return invalid("标识与申请所涉的人不符", "the identifier is not that of whom the request is about")
}

// newCode draws a code, every one equally likely.
func newCode(random io.Reader) (string, error) {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(CodeDigits), nil)
	n, err := crand.Int(random, limit)
	if err != nil {
		return "", fmt.Errorf("reading randomness: %w", err)
	}
	return fmt.Sprintf("%0*d", CodeDigits, n), nil
}

// codeHash is what is kept of a code: without the person's key it tells nothing.
func codeHash(key ledger.SubjectKey, id RequestID, code string) []byte {
	return []byte(key.Mark("request-code", string(id)+"\x00"+code))
}

// takes reports whether this is the code, still good at now.
func (c SetCode) takes(key ledger.SubjectKey, code string, now time.Time) bool {
	return c.live(now) && subtle.ConstantTimeCompare(c.Hash, codeHash(key, c.Request, code)) == 1
}

func (c SetCode) live(now time.Time) bool {
	return len(c.Hash) > 0 && c.Attempts < CodeAttempts && now.Before(c.Expires)
}

// sentLately counts the codes that went to a contact within a day.
func sentLately(past []Request, now time.Time) int {
	n := 0
	for _, r := range past {
		if r.Way == ByVisitor && r.counts().After(now) {
			n++
		}
	}
	return n
}

// counts is until when the code of a request counts among those of a day.
func (r Request) counts() time.Time { return r.Entered.Add(24 * time.Hour) }

// Unproven reports whether the requests of one person are all of a visitor, ended, and
// nobody proved any of them; and from when none of their codes counts any more.
func Unproven(past []Request) (last time.Time, ok bool) {
	for _, r := range past {
		if r.Way != ByVisitor || r.Proven() || r.Open() {
			return time.Time{}, false
		}
		last = later(last, r.counts())
	}
	return last, len(past) > 0
}
