// Package crowd counts among how many people a row is lost once it was anonymised: how
// many others would be the same in what is left of it, a year, a city, a band of
// numbers.
package crowd

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
)

// Least is how many people have to look alike. PIPL 73(4) asks that nobody can be
// identified and nothing be restored, and gives no number: five is our choice, not law.
const Least = 5

// Coarse lists the columns of which a change leaves something coarser: a year, a
// month, a city, a band of numbers, the beginning of a text.
func Coarse(change map[string]declaration.Transform) []string {
	var all []string
	for column, as := range change {
		name, _ := as.Parts()
		switch name {
		case string(declaration.ToYear), string(declaration.ToMonth), string(declaration.ToCity), declaration.ToBand, declaration.ToFirst:
			all = append(all, column)
		}
	}
	slices.Sort(all)
	return all
}

// Crowds are the people among whom each row of one person would be lost.
type Crowds struct {
	change  map[string]declaration.Transform
	columns []string
	people  map[string]map[string]bool // others, by what is left of a row
	thin    int                        // how many have too few
}

// New makes the crowds of a change, none so far.
func New(change map[string]declaration.Transform) *Crowds {
	return &Crowds{change: change, columns: Coarse(change), people: map[string]map[string]bool{}}
}

// Hide asks for a crowd for a row of the person. A row of which nothing is left needs
// none.
func (c *Crowds) Hide(row map[string]string) {
	if left := c.left(row); left != "" && c.people[left] == nil {
		c.people[left] = map[string]bool{}
		c.thin++
	}
}

// Meet takes a row of somebody else, who is told apart by a name: it makes a crowd
// larger where it would be the same.
func (c *Crowds) Meet(row map[string]string, who string) {
	crowd := c.people[c.left(row)]
	if crowd == nil || crowd[who] {
		return
	}
	if crowd[who] = true; len(crowd) == Least-1 { // and the person
		c.thin--
	}
}

// Enough reports whether every row is lost among people enough.
func (c *Crowds) Enough() bool { return c.thin == 0 }

// left is a text that two rows share only where the change makes them the same in all
// of its coarse columns; "" where it leaves nothing.
func (c *Crowds) left(row map[string]string) string {
	var b strings.Builder
	something := false
	for _, column := range c.columns {
		value, null := "", true
		if was, ok := row[column]; ok {
			value, null = c.change[column].Apply(was)
		}
		if null {
			b.WriteString("-;")
			continue
		}
		something = true
		b.WriteString("=" + strings.NewReplacer(`\`, `\\`, ";", `\;`).Replace(value) + ";")
	}
	if !something {
		return ""
	}
	return b.String()
}
