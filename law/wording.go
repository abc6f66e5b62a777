package law

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/volens/volens/lang"
)

// Text cites in full, for people:
// 《网络数据安全管理条例（征求意见稿）》第十九条第（三）项 /
// draft Regulations on Network Data Security Management, Art. 19(3).
func (c Citation) Text() lang.Text {
	title := c.instrument().Title
	switch n := c.numbering(); n {
	case ByClause, ByItem: // standards and practices carry their own marks
	default:
		title.ZH = "《" + title.ZH + "》"
	}
	if c.Article == 0 {
		return title
	}
	place := c.place()
	return lang.Text{ZH: title.ZH + place.ZH, EN: title.EN + ", " + place.EN}
}

// Short cites briefly: 征求意见稿 第十九条（三） / draft 2021 Art. 19(3).
func (c Citation) Short() lang.Text {
	short := c.instrument().Short
	if c.Article == 0 {
		return short
	}
	place := c.place()
	place.ZH = strings.NewReplacer("第（", "（", "）项", "）").Replace(place.ZH)
	place.EN = strings.Replace(place.EN, " para. ", " ¶", 1)
	if c.numbering() == ByGroup {
		place = c.shortGroup()
	}
	return lang.Text{ZH: short.ZH + " " + place.ZH, EN: short.EN + " " + place.EN}
}

// instrument returns the cited instrument, or one that shows the unknown id.
func (c Citation) instrument() Instrument {
	if i, ok := loaded().byID[c.Instrument]; ok {
		return i
	}
	raw := lang.Text{ZH: string(c.Instrument), EN: string(c.Instrument)}
	return Instrument{ID: c.Instrument, Title: raw, Short: raw}
}

// place says the part of the instrument, without its name.
func (c Citation) place() lang.Text {
	switch c.numbering() {
	case ByGroup:
		return c.group()
	case ByClause:
		return c.clause()
	case ByItem:
		return lang.Text{ZH: fmt.Sprintf("第%d项", c.Article), EN: fmt.Sprintf("item %d", c.Article)}
	}
	zh, en := "第"+numeral(c.Article)+"条", "Art. "+strconv.Itoa(c.Article)
	if c.Paragraph != 0 {
		zh += "第" + numeral(c.Paragraph) + "款"
		en += " para. " + strconv.Itoa(c.Paragraph)
	}
	if c.Item != 0 {
		zh += "第（" + numeral(c.Item) + "）项"
		en += "(" + strconv.Itoa(c.Item) + ")"
	}
	return lang.Text{ZH: zh, EN: en}
}

func (c Citation) group() lang.Text {
	t := lang.Text{ZH: "第" + numeral(c.Article) + "组", EN: "group " + c.head()}
	if c.Item != 0 {
		t.ZH += fmt.Sprintf("第%d项", c.Item)
		t.EN += fmt.Sprintf(", item %d", c.Item)
	}
	return t
}

func (c Citation) shortGroup() lang.Text {
	t := lang.Text{ZH: "第" + numeral(c.Article) + "组", EN: c.Ref()}
	if c.Item != 0 {
		t.ZH = fmt.Sprintf("%s、%d", numeral(c.Article), c.Item)
	}
	return t
}

func (c Citation) clause() lang.Text {
	if c.Article < 0 {
		return lang.Text{ZH: "附录" + c.Ref(), EN: "Annex " + c.Ref()}
	}
	return lang.Text{ZH: "第" + c.Ref() + "条", EN: "clause " + c.Ref()}
}

var digits = []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// numeral writes 1 to 9999 the way statutes number their articles: 十九,
// 二十一, 一百零五, 一千二百五十九. Other numbers stay in Arabic figures.
func numeral(n int) string {
	if n < 1 || n > 9999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	zero := false // a gap between written places
	for _, p := range []struct {
		value int
		name  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / p.value % 10
		if d == 0 {
			zero = b.Len() > 0
			continue
		}
		if zero {
			b.WriteString("零")
			zero = false
		}
		if d != 1 || p.value != 10 || b.Len() > 0 {
			b.WriteString(digits[d])
		}
		b.WriteString(p.name)
	}
	return b.String()
}
