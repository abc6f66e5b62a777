package declaration

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/volens/volens/lang"
)

const byteOrderMark = "\uFEFF"

// checkText reports the first character that has no business in a declaration.
// What passes has \n and \r\n as its only line breaks, so that our lines are the
// parser's lines.
func checkText(f File, r *report) bool {
	at := Place{File: f.Name, Line: 1, Column: 1}
	text := strings.TrimPrefix(f.Text, byteOrderMark)
	for i := 0; i < len(text); {
		if b := text[i]; b >= ' ' && b < 0x7f {
			i++
			at.Column++
			continue
		}
		c, size := utf8.DecodeRuneInString(text[i:])
		if bad := badRune(c, size, text[i+size:]); bad != nil {
			r.add(at, *bad)
			return false
		}
		if i += size; c == '\n' {
			at.Line, at.Column = at.Line+1, 0
		}
		at.Column++
	}
	return true
}

// badRune says what is wrong with a character, or nil; rest is what follows it.
func badRune(c rune, size int, rest string) *flaw {
	switch {
	case c >= ' ' && c < 0x7f, c == '\n', c == '\t':
		return nil
	case c == utf8.RuneError && size == 1:
		return &notUTF8
	case c == '\r' && strings.HasPrefix(rest, "\n"):
		return nil
	case c == '\r', c == 0x85, c == 0x2028, c == 0x2029:
		return &oddLineBreak
	case c < ' ', c >= 0x7f && c < 0xa0:
		return &notText
	case c == 0xfeff, unicode.Is(unicode.Bidi_Control, c):
		return &invisible
	}
	return nil
}

// marks counts the characters that may make the parser build something.
func marks(text string) int {
	n := 0
	for _, m := range []string{",", ":", "?", "[", "{", "- ", "-\t", "-\r", "-\n"} {
		n += strings.Count(text, m)
	}
	if strings.HasSuffix(text, "-") {
		n++
	}
	return n
}

var (
	plainText = lang.Text{ZH: "UTF-8 编码的纯文本", EN: "plain text in UTF-8"}
	notUTF8   = flaw{
		says:  lang.Text{ZH: "不是 UTF-8 文本", EN: "this is not UTF-8 text"},
		wants: plainText,
		fix:   lang.Text{ZH: "用编辑器另存为 UTF-8（不是 GBK，也不是 UTF-16）", EN: "save the file as UTF-8, not as GBK or UTF-16"},
	}
	notText = flaw{
		says:  lang.Text{ZH: "含有控制字符，不是文本文件", EN: "there is a control character: this is not a text file"},
		wants: plainText,
		fix:   lang.Text{ZH: "删去该字符，或检查是否选错了文件", EN: "remove the character, or check that this is the right file"},
	}
	oddLineBreak = flaw{
		says:  lang.Text{ZH: "不常用的换行符", EN: "an unusual line break"},
		wants: lang.Text{ZH: "以 LF 或 CRLF 换行", EN: "lines that end in LF or CRLF"},
		fix:   lang.Text{ZH: "用编辑器把换行统一为 LF", EN: "let the editor turn all line breaks into LF"},
	}
	invisible = flaw{
		says:  lang.Text{ZH: "含有看不见的排版字符，读到的可能与写的不同", EN: "there is an invisible layout character: what people see may differ from what is written"},
		wants: plainText,
		fix:   lang.Text{ZH: "删去该字符", EN: "remove the character"},
	}
)
