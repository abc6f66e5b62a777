package report

import (
	"bytes"
	"fmt"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint/ignore"
	"github.com/volens/volens/lint/rule"
)

// A heldEntry is a finding that does not count today: somebody put it aside for a
// while, or it is in the baseline.
type heldEntry struct {
	entry
	aside *ignore.Entry // nil where the baseline holds it
	where string        // the entry that puts it aside
	why   lang.Text
	by    string
}

func (r Result) held() []heldEntry {
	var all []heldEntry
	for _, f := range r.Suppressed {
		all = append(all, heldEntry{r.entry(f.Finding), f.Entry, clean(f.Entry.Place.String()), both(f.Entry.Reason), clean(f.Entry.By)})
	}
	for _, f := range r.Known {
		all = append(all, heldEntry{entry: r.entry(f)})
	}
	return all
}

// suppressed counts the findings put aside, and says when the first of them comes
// back.
func (p page) suppressed() (n int, next string) {
	for _, h := range p.held {
		if h.aside == nil {
			continue
		}
		if n++; next == "" || h.aside.Until < next {
			next = h.aside.Until
		}
	}
	return n, next
}

// heldText is the part of the summary on what does not count: nothing that is put
// aside or known is left unsaid.
func (p page) heldText() lang.Text {
	var t lang.Text
	add := func(zh, en string, args ...lang.Text) {
		more := rule.Say(zh, en, args...)
		t.ZH, t.EN = t.ZH+"；"+more.ZH, t.EN+"; "+more.EN
	}
	n, next := p.suppressed()
	if n > 0 {
		add("%s 处暂不处理，最早的到 %s 为止", "%s suppressed, next lapses on %s", rule.Plain(n), lang.Text{ZH: next, EN: next})
	}
	if len(p.wrong) > 0 {
		add("暂不处理的清单有 %s 处错误", "%s with suppressions", many(len(p.wrong), "problem"))
	}
	if p.baseline {
		add("基线中已有 %s 处", "%s in the baseline", rule.Plain(len(p.held)-n))
	}
	if p.stale > 0 {
		add("基线中 %s 处已不在（volens baseline prune）", "%s of the baseline gone (volens baseline prune)", rule.Plain(p.stale))
	}
	return t
}

// listHeld lists what is put aside, each on a line of its own.
func (p page) listHeld(b *bytes.Buffer) {
	n, _ := p.suppressed()
	for _, h := range p.held {
		if h.aside != nil {
			fmt.Fprintf(b, "%s: %s %s %s: %s\n", h.place(), p.say("暂不处理", "suppressed"), h.Rule, h.term(p.lang), h.why.In(p.lang))
		}
	}
	if n > 0 {
		b.WriteString("\n")
	}
}

// term says until when and by whom a finding is put aside.
func (h heldEntry) term(l lang.Lang) string {
	return lang.Text{
		ZH: fmt.Sprintf("到 %s 为止，%s 决定", h.aside.Until, h.by),
		EN: fmt.Sprintf("until %s by %s", h.aside.Until, h.by),
	}.In(l)
}
