package notice

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

// Unstated stands where the declaration says nothing.
var Unstated = lang.Text{ZH: "未声明", EN: "not stated"}

// say is a text in both languages.
func say(zh, en string) lang.Text { return lang.Text{ZH: zh, EN: en} }

// filled is t with each half in place of a missing other, and Unstated where
// both are missing.
func filled(t lang.Text) lang.Text {
	if t.IsZero() {
		return Unstated
	}
	return lang.Text{ZH: t.In(lang.ZH), EN: t.In(lang.EN)}
}

// same is a text that is the same in both languages, or Unstated.
func same(s string) lang.Text { return filled(lang.Text{ZH: s, EN: s}) }

// stated is yes, or Unstated: what is merely not ticked in a declaration is no
// statement.
func stated(b bool, yes lang.Text) lang.Text {
	if b {
		return yes
	}
	return Unstated
}

func yesNo(b bool) lang.Text {
	if b {
		return say("是", "yes")
	}
	return say("否", "no")
}

func count(n int, zh, en string) lang.Text {
	if n == 0 {
		return Unstated
	}
	return say(fmt.Sprint(n, zh), fmt.Sprint(n, " ", en))
}

// together lists texts, each once; zero where there are none.
func together(list []lang.Text) lang.Text { return joined(list, "、", ", ") }

func joined(list []lang.Text, sepZH, sepEN string) lang.Text {
	var zh, en []string
	var seen []lang.Text
	for _, t := range list {
		if t.IsZero() || slices.Contains(seen, t) {
			continue
		}
		seen = append(seen, t)
		zh, en = append(zh, t.In(lang.ZH)), append(en, t.In(lang.EN))
	}
	return lang.Text{ZH: strings.Join(zh, sepZH), EN: strings.Join(en, sepEN)}
}

// spoken lists the words of a vocabulary.
func spoken[T interface{ Text() lang.Text }](list []T) lang.Text {
	texts := make([]lang.Text, len(list))
	for i, x := range list {
		texts[i] = x.Text()
	}
	return together(texts)
}

// with puts t in front of more in brackets, where there is more.
func with(t, more lang.Text) lang.Text {
	if more.IsZero() {
		return t
	}
	return lang.Text{ZH: t.In(lang.ZH) + "（" + more.In(lang.ZH) + "）", EN: t.In(lang.EN) + " (" + more.In(lang.EN) + ")"}
}

func contact(c declaration.Contact) lang.Text {
	return joined([]lang.Text{
		labelled("电子邮箱", "e-mail", same(c.Mail)), labelled("电话", "telephone", same(c.Phone)),
		labelled("网页", "web page", same(c.URL)), labelled("地址", "address", filled(c.Address)),
	}, "；", "; ")
}

// labelled is "label: text", and zero where nothing is stated.
func labelled(zh, en string, t lang.Text) lang.Text {
	if t == Unstated || t.IsZero() {
		return lang.Text{}
	}
	return titled(zh, en, t)
}

// titled is "title: text", also where nothing is stated.
func titled(zh, en string, t lang.Text) lang.Text {
	t = filled(t)
	return lang.Text{ZH: zh + "：" + t.ZH, EN: en + ": " + t.EN}
}

// country says where somebody is; crossing the border of the mainland (境) is what
// matters.
func country(code string) lang.Text {
	if code == declaration.Home || code == "" {
		return say("中国境内", "mainland China")
	}
	return say("境外 "+code, "outside the mainland, "+code)
}

func fact(zh, en string, t lang.Text) Fact { return Fact{say(zh, en), filled(t)} }

// known leaves out those that say nothing.
func known(list ...Fact) []Fact {
	return slices.DeleteFunc(slices.Clone(list), func(f Fact) bool { return f.Text == Unstated })
}

func paragraph(zh, en string) Block { return Block{Text: say(zh, en)} }

// question is a paragraph that people have to answer.
func question(zh, en string) Block { return Block{Text: say(zh, en), Open: true} }

func columns(pairs ...string) []lang.Text {
	list := make([]lang.Text, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, say(pairs[i], pairs[i+1]))
	}
	return list
}

// row is a row whose empty cells say so.
func row(id string, cells ...lang.Text) Row {
	for i := range cells {
		cells[i] = filled(cells[i])
	}
	return Row{id, cells}
}

// pairs is a table of labels and texts.
func pairs(list ...Fact) Block {
	t := &Table{Columns: columns("项目", "Item", "内容", "What is stated")}
	for _, f := range list {
		t.Rows = append(t.Rows, Row{f.Label.EN, []lang.Text{f.Label, f.Text}})
	}
	return Block{Table: t}
}

// table is the table, or a sentence where it would have no rows.
func table(t *Table, zh, en string) []Block {
	if len(t.Rows) == 0 {
		return []Block{paragraph(zh, en)}
	}
	return []Block{{Table: t}}
}
