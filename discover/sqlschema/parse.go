package sqlschema

import (
	"slices"
	"strings"
)

// Parse reads a file. What does not close, what is not finished and what it
// cannot make out it lists as a problem, and goes on with the next statement. It
// returns an *Error only where there are problems and no table.
func Parse(src string) (Schema, error) {
	likely := strings.Contains(src, "`")
	s := parseAs(src, likely)
	if len(s.Problems) > 0 {
		if other := parseAs(src, !likely); len(other.Problems) < len(s.Problems) {
			s = other
		}
	}
	if len(s.Tables) == 0 && len(s.Problems) > 0 {
		return Schema{}, s.Problems[0]
	}
	return s, nil
}

// parseAs reads a file in which \' does or does not stand inside a string: in
// MySQL it does, elsewhere it ends one, and nothing in a file says which.
func parseAs(src string, backslash bool) Schema {
	p := &parser{lex: newLexer(src, backslash), index: map[string]int{}, enums: map[string]bool{}}
	p.advance()
	for p.tok.kind != end || p.resume() {
		p.statement()
	}
	p.markEnums()
	return Schema{Dialect: p.hints.dialect(), Tables: p.tables, Problems: p.problems}
}

// A parser holds one token and what has been found so far.
type parser struct {
	lex     *lexer
	tok     token
	remarks []token // since the last token that is no remark
	endLine int     // line of the last token taken
	tables  []Table
	index   map[string]int
	enums   map[string]bool
	hints   hints

	problems []*Error
}

// advance moves to the next token, setting remarks aside.
func (p *parser) advance() {
	p.endLine, p.remarks = p.tok.last, nil
	for {
		p.tok = p.lex.next()
		if p.tok.kind != comment {
			p.hints.see(p.tok)
			return
		}
		p.remarks = append(p.remarks, p.tok)
	}
}

// take moves on where the token is one of the keywords.
func (p *parser) take(any ...string) bool {
	if !p.tok.word(any...) {
		return false
	}
	p.advance()
	return true
}

// statement reads one statement up to its semicolon.
func (p *parser) statement() {
	above, first := p.remarkAbove(), p.tok
	switch {
	case p.take("CREATE"):
		p.create(above, first)
	case p.take("ALTER"):
		p.alter()
	case p.take("COMMENT"):
		p.hints.add(Postgres, 2)
		p.commentOn()
	case p.take("EXEC", "EXECUTE"):
		p.property()
		if p.tok.word("EXEC", "EXECUTE") {
			return
		}
	case p.take("COPY"):
		p.copyRows()
		return
	}
	p.rest()
}

// rest steps over what is left of a statement.
func (p *parser) rest() {
	for p.tok.kind != end && !p.tok.is(";") {
		p.advance()
	}
	if p.tok.is(";") {
		p.advance()
	}
}

func (p *parser) copyRows() {
	stdin := false
	for p.tok.kind != end && !p.tok.is(";") {
		stdin = stdin || p.tok.word("STDIN")
		p.advance()
	}
	if stdin && p.tok.kind != end {
		p.lex.data()
	}
	p.advance()
}

// remarkAbove returns the remark on the line above the token, or "".
func (p *parser) remarkAbove() string {
	if n := len(p.remarks); n > 0 && p.remarks[n-1].last == p.tok.line-1 && p.remarks[n-1].line > p.endLine {
		return p.remarks[n-1].text
	}
	return ""
}

func (p *parser) create(above string, first token) {
	for p.take("GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "OR", "REPLACE", "FOREIGN") {
		continue
	}
	switch {
	case p.take("TABLE"):
		p.createTable(above, first)
	case p.take("TYPE"):
		if name := p.name(); p.take("AS") && p.tok.word("ENUM") {
			p.enums[strings.ToLower(name)] = true
		}
	}
}

// ifExists steps over IF EXISTS, IF NOT EXISTS and ONLY.
func (p *parser) ifExists() {
	for p.take("IF", "NOT", "EXISTS", "ONLY") {
		continue
	}
}

// name reads a name and returns its last part: of public.users, users.
func (p *parser) name() string {
	name := ""
	for p.tok.kind == word || p.tok.kind == quoted {
		name = p.tok.text
		p.advance()
		if !p.tok.is(".") {
			break
		}
		p.advance()
	}
	return clean(name)
}

func (p *parser) createTable(above string, first token) {
	p.ifExists()
	t, line := p.tok, p.tok.line
	name := p.name()
	if name == "" || !p.tok.is("(") {
		p.notListed(first)
		return
	}
	p.lex.table = true
	columns, closed := p.columns()
	if !closed {
		if p.lex.err == nil {
			p.problem(&Error{t.line, t.column, unclosedTable})
		}
		p.lex.table = false
		return
	}
	table := p.table(name, line)
	table.Columns = append(table.Columns, columns...)
	table.Comment = p.tableComment()
	if table.Comment == "" && !strings.HasPrefix(above, "Table structure") && !strings.HasPrefix(above, "Name:") {
		table.Comment = clean(above)
	}
	p.lex.table = false
}

// notListed says that a table has no list of columns, unless it has those of
// another table in the file.
func (p *parser) notListed(first token) {
	switch {
	case p.lex.err != nil, p.tok.word("PARTITION", "LIKE", "CLONE"):
	case p.tok.word("AS", "SELECT", "OF"):
		p.problem(&Error{first.line, first.column, derivedTable})
	default:
		p.problem(&Error{first.line, first.column, strangeTable})
	}
}

// table returns the table of that name, which may be new.
func (p *parser) table(name string, line int) *Table {
	key := strings.ToLower(name)
	if _, ok := p.index[key]; !ok {
		p.index[key] = len(p.tables)
		p.tables = append(p.tables, Table{Name: name, Line: line})
	}
	return &p.tables[p.index[key]]
}

// tableComment reads the options behind the columns: COMMENT='…' is one.
func (p *parser) tableComment() string {
	said := ""
	for p.tok.kind != end && !p.tok.is(";") {
		if p.take("COMMENT") {
			if p.tok.is("=") {
				p.advance()
			}
			if p.tok.kind == text || p.tok.kind == quoted {
				said = clean(p.tok.text)
			}
			continue
		}
		p.advance()
	}
	return said
}

// alter reads ALTER TABLE t ADD …, also of several columns.
func (p *parser) alter() {
	if !p.take("TABLE") {
		return
	}
	p.ifExists()
	line := p.tok.line
	name := p.name()
	for name != "" && p.tok.kind != end && !p.tok.is(";") {
		if p.take("ADD") {
			p.take("COLUMN")
			p.ifExists()
			p.added(name, line)
		}
		for p.tok.kind != end && !p.tok.is(";") && !p.tok.word("ADD") {
			p.advance()
		}
	}
}

// added reads what stands behind ADD: one column, or several in brackets.
func (p *parser) added(table string, line int) {
	columns := []Column{}
	if p.tok.is("(") {
		columns, _ = p.columns()
	} else if c, ok := p.column(nil, false); ok {
		columns = append(columns, c)
	}
	if len(columns) > 0 {
		t := p.table(table, line)
		t.Columns = append(t.Columns, columns...)
	}
}

// commentOn reads COMMENT ON TABLE t IS '…' and COMMENT ON COLUMN t.c IS '…'.
func (p *parser) commentOn() {
	if !p.take("ON") {
		return
	}
	column := p.tok.word("COLUMN")
	if !p.take("TABLE", "COLUMN") {
		return
	}
	var parts []string
	for p.tok.kind == word || p.tok.kind == quoted {
		parts = append(parts, clean(p.tok.text))
		p.advance()
		if !p.tok.is(".") {
			break
		}
		p.advance()
	}
	if !p.take("IS") || p.tok.kind != text {
		return
	}
	said := clean(p.tok.text)
	if column && len(parts) >= 2 {
		p.say(parts[len(parts)-2], parts[len(parts)-1], said)
	} else if !column && len(parts) >= 1 {
		p.say(parts[len(parts)-1], "", said)
	}
}

// say puts a comment on a table or on one of its columns.
func (p *parser) say(table, column, said string) {
	i, ok := p.index[strings.ToLower(table)]
	if !ok {
		return
	}
	t := &p.tables[i]
	if column == "" {
		t.Comment = said
		return
	}
	k := slices.IndexFunc(t.Columns, func(c Column) bool { return strings.EqualFold(c.Name, column) })
	if k >= 0 {
		t.Columns[k].Comment = said
	}
}

// markEnums marks the columns of types that this file lists the values of.
func (p *parser) markEnums() {
	for i := range p.tables {
		for k := range p.tables[i].Columns {
			c := &p.tables[i].Columns[k]
			c.Enum = c.Enum || p.enums[c.Type]
		}
	}
}

// clean makes a name or a comment one line of text.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Join(strings.Fields(s), " ")
}
