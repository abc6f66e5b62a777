package sqlschema

import (
	"regexp"
	"strings"
)

// beginning is a line that can only begin a statement, or a GO that ends one.
var beginning = regexp.MustCompile(`^[ \t]*(?i:CREATE\s+(?:(?:OR|REPLACE|GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED|FOREIGN|EXTERNAL|UNIQUE|CLUSTERED|NONCLUSTERED)\s+)*` +
	`(?:TABLE|INDEX|TYPE|VIEW|SEQUENCE|FUNCTION|PROCEDURE|TRIGGER|SCHEMA|DATABASE|EXTENSION|DOMAIN)\b|ALTER\s+TABLE\b|COMMENT\s+ON\s+(?:TABLE|COLUMN)\b|GO[ \t]*\d*[ \t]*\r?(?:\n|$))`)

// longestBeginning is how much of a line has to be seen for that.
const longestBeginning = 200

// begins reports whether a statement begins with the line that s starts with.
func begins(s string) bool {
	line := strings.TrimLeft(s[:min(len(s), longestBeginning)], " \t")
	if line == "" || !strings.ContainsRune("cCaAgG", rune(line[0])) {
		return false
	}
	return beginning.MatchString(line)
}

// ends reports whether a statement ends here though no semicolon says so: before
// a line that begins another, or with a GO, which it steps over.
func (l *lexer) ends() bool {
	if l.pos >= len(l.src) || strings.TrimLeft(l.src[l.start:l.pos], " \t") != "" || !begins(l.src[l.pos:]) {
		return false
	}
	if c := l.at(0); c == 'g' || c == 'G' {
		l.run(func(c byte) bool { return c != '\n' })
		return true
	}
	return l.open
}

// mostProblems is how many are listed of one file; then it is given up.
const mostProblems = 200

// problem notes what is wrong, so that the rest can be read.
func (p *parser) problem(e *Error) {
	p.problems = append(p.problems, e)
	if len(p.problems) == mostProblems {
		p.problems = append(p.problems, &Error{p.lex.line, 1, tooMany})
		p.lex.pos = len(p.lex.src)
	}
}

// resume goes on after an error of the lexer at the next line that begins a
// statement. It reports whether there is one.
func (p *parser) resume() bool {
	l := p.lex
	if l.err == nil {
		return false
	}
	p.problem(l.err)
	if len(p.problems) > mostProblems {
		return false
	}
	l.pos, l.line, l.start = l.failed, l.err.Line, l.failed-l.err.Column+1
	l.err, l.table, l.open = nil, false, false
	for {
		end := strings.IndexByte(l.src[l.pos:], '\n')
		if end < 0 {
			l.pos = len(l.src)
			return false
		}
		l.pos += end + 1
		l.line, l.start = l.line+1, l.pos
		if begins(l.src[l.pos:]) {
			p.tok = token{line: l.line, last: l.line - 1}
			p.advance()
			return true
		}
	}
}
