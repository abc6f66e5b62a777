package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// Plan prints a plan for people: store by store in order, how people are found,
// what is done to which fields, what is kept on which ground until when, who is
// told, and what is missing, with its place in the declaration.
func Plan(p plan.Plan, l lang.Lang) string {
	w := &planText{in: l}
	for i, s := range p.Stores {
		w.store(i+1, s)
	}
	w.told(p.Told)
	w.missing(p.Findings)
	return w.String()
}

type planText struct {
	strings.Builder
	in lang.Lang
}

// line writes a line, indented by so many steps.
func (w *planText) line(depth int, zh, en string, args ...any) {
	w.WriteString(strings.Repeat("  ", depth) + phrase(zh, en, args...).In(w.in) + "\n")
}

func (w *planText) store(n int, s *plan.StorePlan) {
	w.line(0, "%d. %s（%s）", "%d. %s (%s)", n, s.Store.ID, s.Store.Engine)
	if s.Manual {
		w.line(1, "由人办理，留下证据", "seen to by people, who leave evidence")
	}
	if len(s.Needs) > 0 {
		w.line(1, "先等 %s 给出标识", "waits for identifiers from %s", strings.Join(s.Needs, ", "))
	}
	for _, f := range s.Finds {
		if names := slices.Sorted(maps.Keys(f.Gives)); len(names) > 0 {
			for i, column := range names {
				names[i] = f.Gives[column] + " ← " + f.Target.Holding + "." + column
			}
			w.line(1, "先记下标识：%s", "first notes the identifiers: %s", strings.Join(names, ", "))
		}
	}
	for i, a := range s.Deeds {
		w.action(n, i+1, a)
	}
	w.WriteString("\n")
}

func (w *planText) action(n, i int, a *plan.Action) {
	w.line(1, "%d.%d %s　%s", "%d.%d %s  %s", n, i, a.Target.Holding, w.found(a))
	items := w.items(a.Items)
	switch {
	case a.Keep != nil:
		w.line(2, "依%s，自 %s 起%s内的保存：%s；只可存储和保护", "kept under %s for %[3]s from %[2]s: %[4]s; to be stored and protected, and nothing else", a.Keep.Under, a.Keep.From, spaced(a.Keep.For), w.columns(a.Fields))
		if len(a.Deed.Change) == 0 {
			return
		}
		w.line(2, "其中改写：%s%s", "of these, changed: %s%s", w.changes(a), items)
		return
	case a.Past != nil:
		w.past(a)
	}
	if a.Deed.Change == nil {
		w.line(2, "删除%s", "deleted%s", items)
		return
	}
	w.line(2, "改写：%s%s", "changed: %s%s", w.changes(a), items)
	if coarse := a.Coarse(); len(coarse) > 0 {
		w.line(3, "%s 变后都相同的不足 %d 人时，改为置空", "null where fewer than %[2]d people are alike in %[1]s", strings.Join(coarse, ", "), erase.LeastAnonymity)
	}
}

// past says of which rows a ground keeps nothing any more, or never did: where what it
// counts from never came, as with an order nobody paid.
func (w *planText) past(a *plan.Action) {
	if a.Past.From == "written" {
		w.line(2, "自 %s 起满%s的：", "those older than %[2]s from %[1]s:", a.Past.From, spaced(a.Past.For))
		return
	}
	w.line(2, "自 %s 起满%s的，以及 %[1]s 为空的：", "those older than %[2]s from %[1]s, and those where %[1]s is empty:", a.Past.From, spaced(a.Past.For))
}

// spaced is a period within a Chinese sentence.
func spaced(p declaration.Period) lang.Text {
	t := p.Text()
	return lang.Text{ZH: " " + t.ZH, EN: t.EN}
}

// found says how the rows of an action are found.
func (w *planText) found(a *plan.Action) lang.Text {
	if len(a.Target.Found) == 0 {
		return phrase("按 %s", "by %s", strings.Join(a.By, ", "))
	}
	var ways []string
	for _, f := range a.Target.Found {
		ways = append(ways, f.In+" = "+f.By)
	}
	return phrase("按 %s", "by %s", strings.Join(ways, ", "))
}

// columns lists columns that stay.
func (w *planText) columns(list []string) lang.Text {
	if len(list) == 0 {
		return lang.Text{ZH: "全部", EN: "all of it"}
	}
	return lang.Text{ZH: strings.Join(list, "、"), EN: strings.Join(list, ", ")}
}

func (w *planText) changes(a *plan.Action) string {
	var all []string
	for _, column := range slices.Sorted(maps.Keys(a.Deed.Change)) {
		as := a.Deed.Change[column]
		if as == "" {
			as = declaration.ToNull
		}
		all = append(all, column+" → "+string(as))
	}
	return strings.Join(all, ", ")
}

func (w *planText) items(ids []law.ItemID) lang.Text {
	var zh, en []string
	for _, id := range ids {
		name := lang.Text{ZH: string(id), EN: string(id)}
		if i, ok := law.ItemByID(id); ok {
			name = i.Name
		}
		zh, en = append(zh, name.ZH), append(en, name.EN)
	}
	if len(zh) == 0 {
		return lang.Text{}
	}
	return lang.Text{ZH: "（" + strings.Join(zh, "、") + "）", EN: " (" + strings.Join(en, ", ") + ")"}
}

func (w *planText) told(all []plan.Recipient) {
	if len(all) == 0 {
		return
	}
	w.line(0, "告知接收方，等其确认：", "told, and their confirmation waited for:")
	for _, r := range all {
		how := lang.Text{ZH: "签名 webhook", EN: "by a signed webhook"}
		if r.Letter {
			how = lang.Text{ZH: "由人写信", EN: "by letter"}
		}
		w.line(1, "%s　%s（%s）：%s", "%s  %s (%s): %s", r.ID, r.Name, r.Role.Text(), how)
	}
	w.WriteString("\n")
}

func (w *planText) missing(all []plan.Finding) {
	if len(all) == 0 {
		w.line(0, "没有发现缺什么。", "Nothing was found missing.")
		return
	}
	w.line(0, "还缺什么、要知道什么（%d）：", "What is missing or to be known (%d):", len(all))
	for _, f := range all {
		at := ""
		if !f.Place.IsZero() {
			at = f.Place.String() + ": "
		}
		where := f.Store
		if f.Where != "" {
			where += " " + f.Where
		}
		w.WriteString("  " + at + fmt.Sprintf("%s [%s] %s\n", where, f.Problem, f.Text.In(w.in)))
	}
}

// phrase formats both halves with the same arguments, texts each in its language.
func phrase(zh, en string, args ...any) lang.Text {
	in := func(l lang.Lang) []any {
		all := slices.Clone(args)
		for i, a := range all {
			if t, ok := a.(lang.Text); ok {
				all[i] = t.In(l)
			}
		}
		return all
	}
	return lang.Text{ZH: fmt.Sprintf(zh, in(lang.ZH)...), EN: fmt.Sprintf(en, in(lang.EN)...)}
}
