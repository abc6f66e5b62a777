package render

import (
	"fmt"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/notice"
)

// Languages are the languages of a rendering, the first one leading.
type Languages []lang.Lang

// ParseLanguages reads "zh", "en" or "both", Chinese first. Errors: any other word.
func ParseLanguages(s string) (Languages, error) {
	switch s {
	case "zh":
		return Languages{lang.ZH}, nil
	case "en":
		return Languages{lang.EN}, nil
	case "both":
		return Languages{lang.ZH, lang.EN}, nil
	}
	return nil, fmt.Errorf("no language %q: zh, en or both", s)
}

// A saying is a text in one language.
type saying struct {
	Lang lang.Lang
	Text string
}

// says returns t in each language, once where they are the same.
func (ls Languages) says(t lang.Text) []saying {
	var out []saying
	for _, l := range ls {
		if text := t.In(l); text != "" && (len(out) == 0 || out[0].Text != text) {
			out = append(out, saying{l, text})
		}
	}
	return out
}

// on is t on one line, the languages after each other.
func (ls Languages) on(t lang.Text) string {
	text := ""
	for i, s := range ls.says(t) {
		if i > 0 {
			text += " / "
		}
		text += s.Text
	}
	return text
}

// stamp is the lines under the title of a document.
func stamp(d notice.Document) []notice.Fact {
	list := []notice.Fact{
		{Label: words("个人信息处理者", "Processor"), Text: d.Stamp.Processor},
		{Label: words("版本", "Version"), Text: plain(notice.Short(d.Stamp.Version))},
		{Label: words("依据的声明", "Declaration"), Text: plain(notice.Short(d.Stamp.Declaration))},
	}
	if d.Stamp.Effective != "" {
		list = append(list, notice.Fact{Label: words("生效日期", "In effect from"), Text: plain(d.Stamp.Effective)})
	}
	return list
}

// hashes are the full hashes, for the end of a document.
func hashes(d notice.Document) lang.Text {
	return lang.Text{
		ZH: "版本 " + d.Stamp.Version + "；声明 " + d.Stamp.Declaration,
		EN: "version " + d.Stamp.Version + "; declaration " + d.Stamp.Declaration,
	}
}

func words(zh, en string) lang.Text { return lang.Text{ZH: zh, EN: en} }

func plain(s string) lang.Text { return lang.Text{ZH: s, EN: s} }

// The words that every format uses.
var (
	wordBasis   = words("依据", "Articles")
	wordOpen    = words("待答", "Open")
	wordDetails = words("逐项说明", "Item by item")
	wordLegend  = words("本文依据声明生成。声明中没有写的，一律写作“未声明”，不作推测；声明格式定有默认值的（如方式为由您填写），按默认值写出。",
		"This text is made from a declaration. What the declaration does not say is shown as “not stated”; nothing is guessed. What the format has a default for, such as that you enter it yourself, is shown by that default.")
	wordColon = words("：", ": ")
)

// articles says which articles ask for a section, by status.
func (ls Languages) articles(s notice.Section) lang.Text {
	if len(s.Cites) == 0 {
		return lang.Text{}
	}
	return lang.Text{ZH: law.ByStatus(lang.ZH, s.Cites), EN: law.ByStatus(lang.EN, s.Cites)}
}
