package sqlschema

import "strings"

// columns reads a list in brackets. It reports whether the list is closed.
func (p *parser) columns() (all []Column, closed bool) {
	p.advance() // the bracket
	for p.tok.kind != end {
		c, ok := p.column(p.remarksAbove(), true)
		if ok {
			all = append(all, c)
		}
		if p.tok.is(";") {
			return all, false
		}
		shut := p.tok.is(")")
		p.advance() // a comma or the bracket
		if ok {
			p.beside(&all[len(all)-1])
		}
		if shut {
			return all, true
		}
	}
	return all, false
}

// beside takes the remark on the line where a column ended as its comment.
func (p *parser) beside(c *Column) {
	if c.Comment != "" {
		return
	}
	for _, r := range p.remarks {
		if r.line == p.endLine && r.text != "" {
			c.Comment = clean(r.text)
			return
		}
	}
}

// remarksAbove returns the remarks that stand on lines of their own before the
// token.
func (p *parser) remarksAbove() []token {
	var above []token
	for _, r := range p.remarks {
		if r.line > p.endLine {
			above = append(above, r)
		}
	}
	return above
}

// column reads one definition up to its comma or the bracket that ends the list.
// It returns false for what is no column: keys, constraints. Remarks are those
// written above it; inside tells a list from ALTER TABLE … ADD.
func (p *parser) column(above []token, inside bool) (Column, bool) {
	tokens, remark := p.element()
	if len(tokens) < 1 || isConstraint(tokens) {
		return Column{}, false
	}
	c := Column{Name: clean(tokens[0].text), Line: tokens[0].line}
	if tokens[0].kind != word && tokens[0].kind != quoted || c.Name == "" {
		return Column{}, false
	}
	rest := tokens[1:]
	n := typeLength(rest)
	c.Type = typeText(rest[:n])
	c.Enum = strings.HasPrefix(c.Type, "enum") || strings.HasPrefix(c.Type, "set(")
	c.Comment, c.References = attributes(rest[n:])
	if c.Comment == "" {
		c.Comment = clean(remark)
	}
	if c.Comment == "" && inside {
		c.Comment = remarkOver(above, c.Line)
	}
	return c, true
}

// remarkOver returns the remark on the line above, or "".
func remarkOver(above []token, line int) string {
	for _, r := range above {
		if r.last == line-1 {
			return clean(r.text)
		}
	}
	return ""
}

// element collects the tokens of one definition, and the remark that stands on
// its last line before the bracket that ends the list.
func (p *parser) element() (tokens []token, remark string) {
	depth := 0
	for p.tok.kind != end {
		if depth == 0 && (p.tok.is(",") || p.tok.is(")")) || p.tok.is(";") {
			break
		}
		if p.tok.is("(") {
			depth++
		} else if p.tok.is(")") {
			depth--
		}
		if len(tokens) < longestElement {
			tokens = append(tokens, p.tok)
		}
		p.advance()
	}
	for _, r := range p.remarks {
		if r.line == p.endLine && len(tokens) > 0 {
			remark = r.text
		}
	}
	return tokens, remark
}

// longestElement bounds what is kept of one definition; no column needs more.
const longestElement = 10_000

// isConstraint tells keys and constraints from columns. KEY and INDEX may be the
// name of a column; then a type follows, whose bracket holds a number.
func isConstraint(tokens []token) bool {
	second := token{}
	if len(tokens) > 1 {
		second = tokens[1]
	}
	switch first := tokens[0]; {
	case first.word("PRIMARY", "UNIQUE", "CONSTRAINT", "CHECK", "FOREIGN", "EXCLUDE", "FULLTEXT", "SPATIAL", "LIKE"):
		return true
	case first.word("PERIOD"):
		return second.word("FOR")
	case !first.word("KEY", "INDEX"):
		return false
	}
	for i, t := range tokens[1:min(len(tokens), 4)] {
		if t.is("(") {
			return i+2 >= len(tokens) || tokens[i+2].kind != number
		}
	}
	return false
}

// typeLength returns how many tokens the type takes.
func typeLength(tokens []token) int {
	depth := 0
	for i, t := range tokens {
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case depth > 0:
			continue
		case t.word("CHARACTER"):
			if i+1 < len(tokens) && tokens[i+1].word("SET") {
				return i
			}
		case t.word("NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "KEY", "CHECK", "REFERENCES", "COMMENT", "AUTO_INCREMENT",
			"AUTOINCREMENT", "GENERATED", "COLLATE", "ON", "CONSTRAINT", "CHARSET", "AS", "VISIBLE", "INVISIBLE", "FIRST", "AFTER"):
			return i
		}
	}
	return len(tokens)
}

// typeText writes a type in small letters, without the names of its schema.
func typeText(tokens []token) string {
	var b strings.Builder
	for i, t := range tokens {
		spaced := i > 0 && t.kind == word && (tokens[i-1].kind == word || tokens[i-1].is(")"))
		if spaced {
			b.WriteByte(' ')
		}
		b.WriteString(strings.ToLower(t.text))
		if b.Len() > longestType {
			break
		}
	}
	said := clean(b.String())
	if dot := strings.LastIndexByte(said, '.'); dot >= 0 && !strings.Contains(said, "(") {
		said = said[dot+1:]
	}
	return said
}

// longestType bounds a type as shown; lists of values have no end.
const longestType = 120

// attributes finds the comment and the reference among what follows the type.
func attributes(tokens []token) (said, references string) {
	for i := 0; i+1 < len(tokens); i++ {
		switch next := tokens[i+1]; {
		case tokens[i].word("COMMENT") && (next.kind == text || next.kind == quoted):
			said = clean(next.text)
		case tokens[i].word("REFERENCES"):
			references = clean(next.text)
			if i+3 < len(tokens) && tokens[i+2].is(".") {
				references = clean(tokens[i+3].text)
			}
		}
	}
	return said, references
}
