package duties

import (
	"fmt"
	"io"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// WriteText writes duties for people: the day first, then what is to be done,
// why, how the day was counted, and by which articles of which status.
func WriteText(w io.Writer, l lang.Lang, all []Duty) error {
	var b strings.Builder
	for i := range all {
		d := &all[i]
		fmt.Fprintf(&b, "%s  %s  %s\n", d.headline().In(l), d.ID, d.What.In(l))
		for _, line := range []struct{ zh, en, text string }{
			{"缘由", "why", d.Why.In(l)},
			{"计算", "counted", d.Count.In(l)},
			{"依据", "articles", law.ByStatus(l, d.Cites)},
			{"声明", "declared", d.Path},
		} {
			if line.text != "" {
				fmt.Fprintf(&b, "  %s\n", labelled(line.zh, line.en, line.text, l))
			}
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func labelled(zh, en, text string, l lang.Lang) string {
	if l == lang.EN {
		return en + ": " + text
	}
	return zh + "：" + text
}

// headline is the day with what it means, or the kind alone.
func (d *Duty) headline() lang.Text {
	kind := d.Kind.Text()
	switch {
	case !d.Dated():
		return lang.Text{ZH: "[" + kind.ZH + "]", EN: "[" + kind.EN + "]"}
	case d.Overdue:
		kind = lang.Text{ZH: "已逾期", EN: "overdue"}
	}
	t := say("%s %s", "%[2]s %[1]s", d.Day, kind)
	if d.Certainty == workday.Provisional {
		t = say("%s（%s）", "%s (%s)", t, d.Certainty.Text())
	}
	return t
}
