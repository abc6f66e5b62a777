package declaration

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"github.com/volens/volens/lang"
)

// tree reads the one document of a file. It returns nil after reporting why
// there is none.
func tree(f File, r *report) *yaml.Node {
	start := Place{File: f.Name, Line: 1, Column: 1}
	docs, err := compose(f.Text)
	switch {
	case err != nil:
		r.add(syntaxPlace(f, err), syntaxFlaw(err))
		return nil
	case len(docs) == 0 || len(docs[0].Content) == 0 || isNull(docs[0].Content[0]):
		r.add(start, empty)
		return nil
	case len(docs) > 1:
		r.add(Place{File: f.Name, Line: docs[1].Line, Column: docs[1].Column}, severalDocuments)
		return nil
	}
	return docs[0].Content[0]
}

// compose builds the nodes. Should the library ever panic, that is an error of
// the input like any other: a declaration comes from outside.
func compose(text string) (docs []yaml.Node, err error) {
	defer func() {
		if v := recover(); v != nil {
			docs, err = nil, fmt.Errorf("the YAML library failed: %v", v)
		}
	}()
	limits := loaderlimits.New(loaderlimits.DepthValue(MaxDepth))
	err = yaml.Load([]byte(text), &docs, yaml.WithAllDocuments(), yaml.WithPlugin(limits))
	return docs, err
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// syntaxPlace returns where the library stopped.
func syntaxPlace(f File, err error) Place {
	at := Place{File: f.Name, Line: 1, Column: 1}
	if e := (*yaml.LoadError)(nil); errors.As(err, &e) {
		mark := e.Mark
		if mark.Line == 0 {
			mark = e.ContextMark
		}
		at.Line, at.Column = max(1, mark.Line), max(1, mark.Column)
	}
	return within(f, at)
}

// within moves a place behind the last line to the end of that line: the library
// counts one more where the last line does not end.
func within(f File, at Place) Place {
	if last := strings.Count(f.Text, "\n") + 1; at.Line > last {
		line, _ := Source{[]File{f}}.line(Place{File: f.Name, Line: last})
		at.Line, at.Column = last, utf8.RuneCountInString(line)+1
	}
	return at
}

// syntaxFlaw says in our words what the library found. Its own words are not
// shown: they are in one language and may hold parts of the text.
func syntaxFlaw(err error) flaw {
	if e := (*yaml.LoadError)(nil); errors.As(err, &e) {
		for _, s := range syntaxes {
			if s.message == e.Message && (s.context == "" || s.context == e.ContextMsg) {
				return flaw{says: s.says, fix: s.fix}
			}
		}
	}
	return flaw{says: lang.Text{ZH: "不是合法的 YAML", EN: "this is not valid YAML"}, fix: checkAround}
}

var checkAround = lang.Text{
	ZH: "检查这里及前几行的缩进、引号、括号与冒号",
	EN: "check indentation, quotes, brackets and colons here and on the lines before",
}

// syntaxes puts the messages of the library that people meet into our words.
var syntaxes = []struct {
	message, context string
	says, fix        lang.Text
}{
	{
		message: fmt.Sprintf("exceeded max depth of %d", MaxDepth),
		says:    textf("嵌套超过 %d 层", "nested more than %d deep", MaxDepth),
		fix:     lang.Text{ZH: "检查括号是否配对、缩进是否正确；声明本身不需要这么深", EN: "check that brackets are closed and lines indented rightly; a declaration is never that deep"},
	},
	{
		message: "mapping values are not allowed in this context",
		says:    lang.Text{ZH: "这里不能再出现“: ”", EN: `": " cannot stand here`},
		fix:     lang.Text{ZH: "值里有冒号时加引号；否则检查上一行的缩进", EN: "put a value that holds a colon in quotes; else check the indentation of the line before"},
	},
	{
		message: "found unexpected end of stream", context: "while scanning a quoted scalar",
		says: lang.Text{ZH: "到文件末尾引号仍未闭合", EN: "a quote is still open at the end of the file"},
		fix:  lang.Text{ZH: "找到没有配对的引号，补上另一半", EN: "find the quote that has no partner and close it"},
	},
	{
		message: "found unexpected document indicator", context: "while scanning a quoted scalar",
		says: lang.Text{ZH: "引号未闭合就遇到了分隔线", EN: "a quote is still open at the line that ends the document"},
		fix:  lang.Text{ZH: "找到没有配对的引号，补上另一半", EN: "find the quote that has no partner and close it"},
	},
	{
		message: "found character that cannot start any token",
		says:    lang.Text{ZH: "这里不能以该字符开头：可能是制表符，或未加引号的 @ 或 `", EN: "no value can begin with this character: a tab perhaps, or @ or ` without quotes"},
		fix:     lang.Text{ZH: "缩进用空格，不用制表符；以 @ 或 ` 开头的值加引号", EN: "indent with blanks, not tabs; put a value that begins with @ or ` in quotes"},
	},
	{message: "found a tab character that violates indentation", says: tabs, fix: useBlanks},
	{message: "found a tab character where an indentation space is expected", says: tabs, fix: useBlanks},
	{message: "found mixed spaces and tabs in indentation", says: tabs, fix: useBlanks},
	{message: "found tabs where space indentation is required", says: tabs, fix: useBlanks},
	{
		message: "did not find expected node content",
		says:    lang.Text{ZH: "这里缺一个值，或括号未闭合", EN: "a value is missing here, or a bracket is still open"},
		fix:     lang.Text{ZH: "补上值，或补上右括号", EN: "write the value, or close the bracket"},
	},
	{message: "did not find expected ',' or ']'", says: openList, fix: closeList},
	{message: "did not find expected ',' or '}'", says: openMapping, fix: closeMapping},
	{
		message: "did not find expected key",
		says:    lang.Text{ZH: "这里应当是一个键", EN: "a key was expected here"},
		fix:     lang.Text{ZH: "让它与同级的键左对齐", EN: "line it up with the keys of the same mapping"},
	},
	{
		message: "did not find expected '-' indicator",
		says:    lang.Text{ZH: "这里应当是列表的下一项", EN: "the next entry of the list was expected here"},
		fix:     lang.Text{ZH: "每项以“- ”开头并左对齐", EN: `begin each entry with "- " and line them up`},
	},
	{
		message: "could not find expected ':'",
		says:    lang.Text{ZH: "键后面缺冒号", EN: "there is no colon after the key"},
		fix:     lang.Text{ZH: "写成“键: 值”，冒号后留一个空格，并且用半角冒号", EN: `write "key: value" with a blank after the colon`},
	},
	{
		message: "block sequence entries are not allowed in this context",
		says:    lang.Text{ZH: "这里不能以“- ”开始列表", EN: `a list cannot begin with "- " here`},
		fix:     lang.Text{ZH: "把列表移到下一行并缩进，或写成 [甲, 乙]", EN: "move the list to the next line and indent it, or write [a, b]"},
	},
	{
		message: "found unknown escape character",
		says:    lang.Text{ZH: "双引号里有不认识的反斜杠转义", EN: "there is an unknown backslash escape between double quotes"},
		fix:     lang.Text{ZH: "改用单引号，或写两个反斜杠", EN: "use single quotes, or write the backslash twice"},
	},
}

var (
	tabs         = lang.Text{ZH: "用制表符缩进了", EN: "this line is indented with a tab"}
	useBlanks    = lang.Text{ZH: "缩进用空格", EN: "indent with blanks"}
	openList     = lang.Text{ZH: "列表的两项之间缺逗号，或缺右方括号", EN: "a comma between two entries of the list is missing, or its closing bracket"}
	closeList    = lang.Text{ZH: "补上半角逗号或 ]", EN: "write the comma or the ]"}
	openMapping  = lang.Text{ZH: "花括号里两项之间缺逗号，或缺右花括号", EN: "a comma between two keys is missing, or the closing brace"}
	closeMapping = lang.Text{ZH: "补上半角逗号或 }", EN: "write the comma or the }"}

	empty = flaw{
		says:  lang.Text{ZH: "文件里没有内容", EN: "there is nothing in this file"},
		wants: lang.Text{ZH: "从“volens: 1”开始的声明", EN: `a declaration that begins with "volens: 1"`},
		fix:   lang.Text{ZH: "写上内容，或删去该文件", EN: "write something, or remove the file"},
	}
	severalDocuments = flaw{
		says:  lang.Text{ZH: "一个文件里有多个 YAML 文档", EN: "there is more than one YAML document in this file"},
		wants: lang.Text{ZH: "每个文件一个文档", EN: "one document to a file"},
		fix:   lang.Text{ZH: "删去“---”，或拆成同一文件夹里的几个文件", EN: `remove the "---", or make several files of it in one folder`},
	}
)
