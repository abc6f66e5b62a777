package declaration

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/lang"
)

// text decodes {zh: …, en: …}, or one text that stands for both languages.
func (d *decoder) text(n *yaml.Node, v reflect.Value, at spot) {
	if n.Kind == yaml.MappingNode {
		d.mapping(n, v, d.place(at))
		if len(n.Content) == 0 {
			d.wrong(at, noText)
		}
		return
	}
	s, bad := textOf(n, false)
	if bad != nil {
		d.wrong(at, bad.wanting(nil, spelling{wants: textWanted}))
		return
	}
	*v.Addr().Interface().(*lang.Text) = lang.Text{ZH: s}
}

// scalar decodes a string, number or truth value.
func (d *decoder) scalar(n *yaml.Node, v reflect.Value, f *field, at spot) {
	switch v.Kind() {
	case reflect.Bool:
		d.truth(n, v, at)
	case reflect.Int:
		d.number(n, v, at)
	default:
		d.str(n, v, f, at)
	}
}

func (d *decoder) truth(n *yaml.Node, v reflect.Value, at spot) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" {
		d.wrong(at, wrongKind(n, lang.Text{ZH: "true 或 false", EN: "true or false"}, lang.Text{ZH: "写 true 或 false，不加引号；yes、on 不算", EN: "write true or false without quotes; yes and on do not count"}))
		return
	}
	v.SetBool(strings.EqualFold(n.Value, "true"))
}

var wholeNumber = regexp.MustCompile(`^(0|[1-9][0-9]{0,10})$`)

func (d *decoder) number(n *yaml.Node, v reflect.Value, at spot) {
	wants := lang.Text{ZH: "不小于零的整数", EN: "a whole number, not below zero"}
	fix := lang.Text{ZH: "只写数字，如 260000，不加引号、逗号与单位", EN: "write digits only, such as 260000, without quotes, commas or units"}
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || !wholeNumber.MatchString(n.Value) {
		d.wrong(at, wrongKind(n, wants, fix))
		return
	}
	i, err := strconv.Atoi(n.Value)
	if err != nil {
		d.wrong(at, wrongKind(n, wants, fix))
		return
	}
	v.SetInt(int64(i))
}

// str decodes a string: a word of a vocabulary, something with a spelling of its
// own, or free text.
func (d *decoder) str(n *yaml.Node, v reflect.Value, f *field, at spot) {
	s, bad := textOf(n, f.format == "date")
	switch {
	case bad != nil:
		d.wrong(at, bad.wanting(f.vocab, f.form))
	case f.vocab != nil && !slices.Contains(f.vocab, s):
		d.wrong(at, unknownWord(s, f.vocab))
	case !f.form.accepts(s):
		d.wrong(at, misspelt(f.form))
	default:
		v.SetString(s)
	}
}

// wanting says what should stand there, where the flaw does not.
func (f flaw) wanting(words []string, spelt spelling) flaw {
	switch {
	case !f.wants.IsZero():
	case words != nil:
		f.wants = oneOf(words)
	case !spelt.wants.IsZero():
		f.wants = spelt.wants
	default:
		f.wants = plainWanted
	}
	return f
}

// textOf returns what YAML takes for text, or what is wrong.
func textOf(n *yaml.Node, date bool) (string, *flaw) {
	tag := n.ShortTag()
	switch {
	case n.Kind != yaml.ScalarNode:
		f := wrongKind(n, lang.Text{}, lang.Text{})
		return "", &f
	case tag != "!!str" && !(date && tag == "!!timestamp"):
		f := wrongKind(n, lang.Text{}, lang.Text{ZH: "若要的正是这些字，加上引号", EN: "if these very characters are meant, put them in quotes"})
		return "", &f
	case strings.TrimSpace(n.Value) == "":
		return "", &noText
	}
	return n.Value, badValue(n.Value)
}

// badValue looks for characters that escapes such as "\0" smuggle in.
func badValue(s string) *flaw {
	for i, c := range s {
		if bad := badRune(c, utf8.RuneLen(c), s[i+utf8.RuneLen(c):]); bad != nil {
			return bad
		}
	}
	return nil
}
