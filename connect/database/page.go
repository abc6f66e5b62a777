package database

import "strings"

// A page is some of the rows of a condition, in the order of what they are known by,
// so that a limited deed neither reads nor locks those that are not its own.
type page struct {
	a       *aim
	cond    condition
	changes []change
	left    int64 // rows that may still change; 0 for any number
	after   []any // what the last row of the page before is known by

	sized bool  // it has a size: the limit of the target
	last  []any // what the last row that was read is known by
	full  bool  // there may be another page
}

func (p *page) columns() []*column {
	var all []*column
	for _, ch := range p.changes {
		all = append(all, ch.column)
	}
	return all
}

// question reads what rows are known by, which is the first few texts of a row, and
// what is in the columns that change. Without a limit, or where an engine cannot tell
// which row comes after another, all of the rows are one page.
func (p *page) question(d dialect) (s *statement, ids int) {
	s = p.a.statement()
	columns := p.columns()
	id := d.identity(s, columns)
	s.say("select ", strings.Join(id, ", "))
	for _, col := range columns {
		s.say(", ", d.shown(s, col))
	}
	s.say(" from ", s.table(), " where ", p.cond(s), " and ", p.open(s))
	order := d.order(s)
	if p.sized = len(order) > 0 && p.a.limit > 0; p.sized {
		if p.after != nil {
			s.say(" and (", strings.Join(order, ", "), ") > (", d.beyond(s, p.after), ")")
		}
		s.say(" order by ", strings.Join(order, ", "), limited(p.a.limit))
	}
	s.say(d.holding())
	return s, len(id)
}

// open is true for rows in which something may change. Of nothing, nothing is made.
func (p *page) open(s *statement) string {
	var all []string
	for _, ch := range p.changes {
		if ch.constant {
			all = append(all, s.d.differs(s, ch.column, ch.to))
		} else {
			all = append(all, s.col(ch.column)+" is not null")
		}
	}
	return "(" + strings.Join(all, " or ") + ")"
}
