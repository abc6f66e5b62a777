package law

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Citation points at an article, paragraph and item of an instrument. Zero
// means whole, or not distinguished; see Article for annexes. Citations are
// comparable and small: pass them by value.
type Citation struct {
	Instrument               InstrumentID
	Article, Paragraph, Item int
}

// Cite returns the citation that ref writes: "16", "19(3)", "21¶2",
// "11¶2(1)"; "III.4" for groups of behaviours; "8.5" and "B" for clauses and
// annexes of a standard; "" for a whole instrument. It is for tables in code and
// panics where the citation does not resolve to data.
func Cite(id InstrumentID, ref string) Citation {
	key := [2]string{string(id), ref}
	if c, ok := cited.Load(key); ok {
		return c.(Citation)
	}
	c := must(ParseCitation(id, ref))
	cited.Store(key, c)
	return c
}

// cited remembers what Cite has read: rules cite the same few hundred articles
// over and over.
var cited sync.Map

// ParseCitation reads a citation as Cite does, and returns an error where it is
// malformed or does not resolve to data.
func ParseCitation(id InstrumentID, ref string) (Citation, error) {
	c, err := parseRef(id, ref)
	if err != nil {
		return Citation{}, err
	}
	if _, ok := Lookup(c); !ok {
		return Citation{}, fmt.Errorf("%s has no entry for %q", id, ref)
	}
	return c, nil
}

// Status returns the status of the instrument, or "" where it is unknown.
func (c Citation) Status() Status { return loaded().byID[c.Instrument].Status }

var (
	articleRef = regexp.MustCompile(`^([1-9]\d{0,3})(?:¶([1-9]\d?))?(?:\(([1-9]\d?)\))?$`)
	groupRef   = regexp.MustCompile(`^([IVX]+)(?:\.([1-9]\d?))?$`)
	clauseRef  = regexp.MustCompile(`^([1-9]\d?|[A-Z])(?:\.([1-9]\d?))?$`)
	romans     = []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}
)

// parseRef reads the machine form without asking whether such an article exists.
func parseRef(id InstrumentID, ref string) (Citation, error) {
	i, ok := loaded().byID[id]
	if !ok {
		return Citation{}, fmt.Errorf("no instrument %q", id)
	}
	return i.parse(ref)
}

func (i Instrument) parse(ref string) (Citation, error) {
	c := Citation{Instrument: i.ID}
	if ref == "" {
		return c, nil
	}
	var ok bool
	switch i.Numbering {
	case ByGroup:
		ok = c.parseGroup(ref)
	case ByClause:
		ok = c.parseClause(ref)
	default:
		ok = c.parseArticle(ref)
	}
	if !ok {
		return Citation{}, fmt.Errorf("%s numbers its parts by %s: cannot read %q", i.ID, i.Numbering, ref)
	}
	return c, nil
}

func (c *Citation) parseArticle(ref string) bool {
	m := articleRef.FindStringSubmatch(ref)
	if m == nil {
		return false
	}
	c.Article, c.Paragraph, c.Item = number(m[1]), number(m[2]), number(m[3])
	return true
}

func (c *Citation) parseGroup(ref string) bool {
	m := groupRef.FindStringSubmatch(ref)
	if m == nil {
		return false
	}
	c.Article, c.Item = slices.Index(romans, m[1]), number(m[2])
	return c.Article > 0
}

func (c *Citation) parseClause(ref string) bool {
	m := clauseRef.FindStringSubmatch(ref)
	if m == nil {
		return false
	}
	if letter := m[1][0]; letter >= 'A' {
		c.Article = -int(letter-'A') - 1
	} else {
		c.Article = number(m[1])
	}
	c.Item = number(m[2])
	return true
}

// number reads digits that a pattern has already checked; "" is zero.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// Ref returns the machine form, which Cite reads back.
func (c Citation) Ref() string {
	var b strings.Builder
	b.WriteString(c.head())
	if c.Paragraph != 0 {
		fmt.Fprintf(&b, "¶%d", c.Paragraph)
	}
	switch {
	case c.Item == 0:
	case c.dotted():
		fmt.Fprintf(&b, ".%d", c.Item)
	default:
		fmt.Fprintf(&b, "(%d)", c.Item)
	}
	return b.String()
}

func (c Citation) numbering() Numbering { return loaded().byID[c.Instrument].Numbering }

func (c Citation) dotted() bool { return c.numbering() == ByGroup || c.numbering() == ByClause }

// head is the article, group, clause or annex of the machine form.
func (c Citation) head() string {
	switch {
	case c.Article == 0:
		return ""
	case c.Article < 0:
		return c.annex()
	case c.numbering() == ByGroup && c.Article < len(romans):
		return romans[c.Article]
	}
	return strconv.Itoa(c.Article)
}

// annex is the letter of an annex; anything past Z is no annex and shows as a
// number, so that a broken citation stays visible.
func (c Citation) annex() string {
	if c.Article < -26 {
		return strconv.Itoa(c.Article)
	}
	return string(rune('A' - c.Article - 1))
}

type citationJSON struct {
	Instrument InstrumentID `json:"instrument"`
	Article    string       `json:"article"`
	Status     Status       `json:"status"`
}

// MarshalJSON writes {"instrument": …, "article": the machine form, "status": …}.
// The status is there for readers and is not read back.
func (c Citation) MarshalJSON() ([]byte, error) {
	return json.Marshal(citationJSON{c.Instrument, c.Ref(), c.Status()})
}

// UnmarshalJSON reads what MarshalJSON writes. It fails where the citation does
// not resolve to data.
func (c *Citation) UnmarshalJSON(b []byte) error {
	var j citationJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return fmt.Errorf("reading a citation: %w", err)
	}
	p, err := ParseCitation(j.Instrument, j.Article)
	if err != nil {
		return fmt.Errorf("reading a citation: %w", err)
	}
	*c = p
	return nil
}
