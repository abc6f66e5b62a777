package sqlschema

import (
	"strings"
	"unicode/utf8"

	"github.com/volens/volens/lang"
)

// A kind is what a token is.
type kind byte

const (
	end     kind = iota
	word         // a bare word: a keyword or a name
	quoted       // a name in backticks, double quotes or brackets
	text         // a string
	number       // digits
	mark         // one character of punctuation
	comment      // a remark, without its signs
)

// A token is one piece of SQL. For marks, text is the character.
type token struct {
	kind         kind
	text         string
	line, column int
	last         int // line on which it ends
}

// is reports whether the token is the given mark.
func (t token) is(m string) bool { return t.kind == mark && t.text == m }

// word reports whether the token is one of the given keywords, in capitals.
func (t token) word(any ...string) bool {
	if t.kind != word {
		return false
	}
	for _, w := range any {
		if strings.EqualFold(t.text, w) {
			return true
		}
	}
	return false
}

// A lexer cuts a file into tokens, one at a time: dumps are large.
type lexer struct {
	src       string
	pos       int
	line      int
	start     int  // where the line begins
	backslash bool // whether \' stands inside a string
	table     bool // inside the columns of a table, where a text that runs into the next statement is not closed
	open      bool // a statement was begun and has not ended
	err       *Error
	failed    int // where in the file err is
}

func newLexer(src string, backslash bool) *lexer {
	return &lexer{src: strings.TrimPrefix(src, "\uFEFF"), line: 1, backslash: backslash}
}

// next returns the next token. After an error it returns end for ever.
func (l *lexer) next() token {
	if l.err != nil {
		return token{kind: end, line: l.line, column: 1, last: l.line}
	}
	l.blank()
	t := token{line: l.line, column: l.pos - l.start + 1}
	if l.ends() {
		t.kind, t.text = mark, ";"
	} else {
		t.kind, t.text = l.scan()
	}
	t.last = l.line
	if t.kind != comment {
		l.open = !t.is(";")
	}
	if l.err != nil {
		t.kind = end
	}
	return t
}

// blank steps over white space.
func (l *lexer) blank() {
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		if c > ' ' && c != 0x7f {
			return
		}
		l.pos++
		if c == '\n' {
			l.line, l.start = l.line+1, l.pos
		}
	}
}

func (l *lexer) at(i int) byte {
	if k := l.pos + i; 0 <= k && k < len(l.src) {
		return l.src[k]
	}
	return 0
}

func (l *lexer) scan() (kind, string) {
	switch c := l.at(0); {
	case l.pos >= len(l.src):
		return end, ""
	case c == '-' && l.at(1) == '-', c == '#' && l.backslash:
		return comment, l.remark()
	case c == '/' && l.at(1) == '*':
		return comment, l.until("/*", "*/", unclosedComment)
	case c == '\'':
		return text, l.string('\'', l.backslash)
	case (c == 'E' || c == 'e') && l.at(1) == '\'':
		l.pos++
		return text, l.string('\'', true)
	case c == '"' || c == '`':
		return quoted, l.string(c, c == '"' && l.backslash)
	case c == '[' && isLetter(l.at(1)) && !isName(l.at(-1)):
		return quoted, l.bracketed()
	case c == '$':
		return l.dollar()
	case isDigit(c):
		return number, l.run(func(c byte) bool { return isDigit(c) || c == '.' })
	case isLetter(c):
		return word, l.run(isName)
	}
	l.pos++
	return mark, l.src[l.pos-1 : l.pos]
}

// run takes characters as long as they belong.
func (l *lexer) run(belongs func(byte) bool) string {
	from := l.pos
	for l.pos < len(l.src) && belongs(l.src[l.pos]) {
		l.pos++
	}
	return l.src[from:l.pos]
}

// remark takes a comment up to the end of its line.
func (l *lexer) remark() string {
	said := l.run(func(c byte) bool { return c != '\n' })
	return strings.TrimSpace(strings.TrimLeft(said, "-#"))
}

// until takes what stands between two signs.
func (l *lexer) until(open, shut string, missing lang.Text) string {
	from := l.pos + len(open)
	length := strings.Index(l.src[min(from, len(l.src)):], shut)
	if length < 0 {
		l.fail(missing)
		return ""
	}
	said := l.src[from : from+length]
	l.skip(len(open) + length + len(shut))
	return strings.TrimSpace(said)
}

// bracketed takes a name in brackets, which stands on one line.
func (l *lexer) bracketed() string {
	line, _, _ := strings.Cut(l.src[l.pos:], "\n")
	if !strings.Contains(line, "]") {
		l.fail(unclosedName)
		return ""
	}
	return l.until("[", "]", unclosedName)
}

// skip moves on by n bytes and counts lines.
func (l *lexer) skip(n int) {
	for range n {
		if l.src[l.pos] == '\n' {
			l.line, l.start = l.line+1, l.pos+1
		}
		l.pos++
	}
}

// string takes what stands between two quotes; a doubled quote is one.
func (l *lexer) string(quote byte, backslash bool) string {
	var b strings.Builder
	from := *l
	for l.skip(1); l.pos < len(l.src); l.skip(1) {
		switch c := l.src[l.pos]; {
		case c == quote && l.at(1) != quote:
			l.skip(1)
			return strings.ToValidUTF8(b.String(), string(utf8.RuneError))
		case c == quote, c == '\\' && backslash && l.pos+1 < len(l.src):
			l.skip(1)
		}
		b.WriteByte(l.src[l.pos])
		if l.src[l.pos] == '\n' && l.table && begins(l.src[l.pos+1:]) {
			break
		}
	}
	l.pos, l.line, l.start = from.pos, from.line, from.start
	l.fail(unclosedString)
	return ""
}

// dollar takes a string of PostgreSQL between $tag$ and $tag$, else a mark.
func (l *lexer) dollar() (kind, string) {
	end := 1
	for isLetter(l.at(end)) || end > 1 && isDigit(l.at(end)) {
		end++
	}
	if l.at(end) != '$' {
		l.pos++
		return mark, "$"
	}
	tag := l.src[l.pos : l.pos+end+1]
	return text, l.until(tag, tag, unclosedString)
}

// data steps over the rows of COPY … FROM stdin, up to the line that ends them.
func (l *lexer) data() {
	if i := strings.Index(l.src[l.pos:], "\n\\."); i >= 0 {
		l.skip(i + len("\n\\."))
	}
}

// fail records the first thing that is wrong, and ends the file.
func (l *lexer) fail(message lang.Text) {
	if l.err != nil {
		return
	}
	l.err, l.failed = &Error{l.line, l.pos - l.start + 1, message}, l.pos
	l.pos = len(l.src)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isName(c byte) bool { return isLetter(c) || isDigit(c) || c == '$' }

// isLetter takes every byte beyond ASCII for a letter: names may be Chinese.
func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= utf8.RuneSelf
}

var (
	unclosedString  = lang.Text{ZH: "引号没有闭合", EN: "this quote is never closed"}
	unclosedComment = lang.Text{ZH: "注释没有闭合", EN: "this comment is never closed"}
	unclosedName    = lang.Text{ZH: "方括号没有闭合", EN: "this bracket is never closed"}
	unclosedTable   = lang.Text{ZH: "建表语句没有写完", EN: "this CREATE TABLE is not finished"}
	strangeTable    = lang.Text{ZH: "没有读懂这条建表语句", EN: "this CREATE TABLE was not understood"}
	derivedTable    = lang.Text{ZH: "这条建表语句没有列出字段", EN: "this CREATE TABLE lists no columns"}
	tooMany         = lang.Text{ZH: "问题太多，后面的没有读", EN: "too much is wrong here; the rest was not read"}
)
