package report

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// Certificate writes a certificate for people. A case that is not closed is never
// called erased.
func Certificate(c erase.Certificate, l lang.Lang) string {
	w := &writing{l: l}
	w.line(title(c.State))
	w.line(lang.Text{ZH: "编号：" + string(c.Case), EN: "Number: " + string(c.Case)})
	w.line(says("情形：%s", "Why: %s", triggerText(c.Trigger).In(l)))
	w.line(says("起算：%s　期限：%s", "From: %s. Due: by the end of %s", clockTime(c.Event), workday.DayOf(c.Due.Add(-time.Second)).String()))
	w.line(says("期限的依据：%s。现行的法律、行政法规没有规定天数", "The time rests on: %s. No law in force gives a number of days", law.ByStatus(l, c.Trigger.Cites())))
	if how := c.Trigger.Reading(); !how.IsZero() {
		w.line(says("算法：%s", "How it was counted: %s", how.In(l)))
	}
	if c.State == erase.Closed {
		w.line(says("办结：%s", "Ended: %s", clockTime(c.Ended)))
	} else if c.Reason != "" {
		why := Reason(c.Reason)
		w.line(says("尚未办结：%s", "Not ended yet: %s", why.In(w.l)))
	}
	w.deeds(c)
	w.looked(c.Stores)
	w.others(erase.Opened(c.Evidence))
	w.keeps(c.Kept)
	w.recipients(c.Told)
	w.line(says("记录中的位置：%s", "Places in the record: %s", places(c.Evidence)))
	w.line(lang.Text{ZH: "每处都是一条证据的哈希；凭本证明所附证据可逐条核对。", EN: "Each holds the hash of one piece of evidence; with the evidence attached, each can be checked."})
	return w.String()
}

func title(s erase.State) lang.Text {
	switch s {
	case erase.Closed:
		return lang.Text{ZH: "删除证明", EN: "Certificate of erasure"}
	case erase.Restricted:
		return lang.Text{ZH: "限制处理说明：技术上难以删除，除存储和采取安全保护措施外已停止处理", EN: "Restricted: technically hard to erase; nothing but storage and protection"}
	case erase.Open:
	}
	return lang.Text{ZH: "删除进展：尚未办结", EN: "Erasure under way: not done yet"}
}

func (w *writing) deeds(c erase.Certificate) {
	w.line(lang.Text{ZH: "", EN: ""})
	w.line(lang.Text{ZH: "做了什么", EN: "What was done"})
	all := erased(erase.Opened(c.Evidence))
	at := func(e erase.Evidence) int {
		return slices.IndexFunc(c.Stores, func(p erase.Progress) bool { return p.Store == e.Store })
	}
	slices.SortStableFunc(all, func(a, b erase.Evidence) int { return at(a) - at(b) })
	for _, e := range all {
		s := e.Steps[0]
		w.item(says("%s／%s：%s %s 条", "%s, %s: %s; records: %s", e.Store, s.Holding, deedText(s.Deed).In(w.l), number(s.Rows)))
		if len(s.Rare) > 0 {
			w.item(says("%s／%s：%s 相同的不足 %d 人，未保留概括值，已置空", "%s, %s: fewer than %[4]d people are alike in %[3]s, so that nothing of it was left", e.Store, s.Holding, strings.Join(s.Rare, ", "), erase.LeastAnonymity))
		}
	}
	if len(all) == 0 {
		w.item(lang.Text{ZH: "各处均未查到相关记录，或尚未执行", EN: "no records were found anywhere, or nothing was carried out yet"})
	}
}

func (w *writing) looked(all []erase.Progress) {
	w.line(lang.Text{ZH: "怎样核实", EN: "How it was verified"})
	for _, p := range all {
		switch {
		case p.Manual != "" && p.Phase == erase.Done:
			w.item(says("%s：由人办理，证据已留存", "%s: done by hand, with evidence on file", p.Store))
			if !p.Looked.IsZero() {
				w.item(says("%s：能查的部分 %s 经另一连接核查", "%s: as far as it can be looked at, it was on %s through another connection", p.Store, clockTime(p.Looked)))
			}
		case p.Phase == erase.Done:
			w.item(says("%s：%s 经另一连接核查，未发现残留", "%s: looked at on %s through another connection; nothing was left", p.Store, clockTime(p.Looked)))
		default:
			why := says("进行中", "under way")
			if p.Reason != "" {
				why = Reason(p.Reason)
			}
			w.item(says("%s：尚未完成（%s）", "%s: not done yet (%s)", p.Store, why.In(w.l)))
			w.found(p.Store, p.Residue)
		}
		for _, r := range p.Remnants {
			switch {
			case r.Gone.IsZero():
			case r.Gone.Year() >= farFuture:
				w.item(says("%s：%s 中的旧内容不知道何时被覆盖", "%s: nobody knows when what is left in %s is overwritten", p.Store, r.What))
			default:
				w.item(says("%s：%s 中的旧内容至迟在 %s 被覆盖", "%s: what is left in %s is overwritten by %s at the latest", p.Store, r.What, workday.DayOf(r.Gone).String()))
			}
		}
	}
}

// found says where something was left when a store was last looked at.
func (w *writing) found(store string, all []plan.Residue) {
	for _, r := range all {
		w.item(says("%s／%s：%s 条，%s", "%s, %s: %s, %s", store, r.Where, number(r.Count), foundText(r.How).In(w.l)))
	}
}

func foundText(how string) lang.Text {
	switch how {
	case "identifier":
		return lang.Text{ZH: "按标识查到", EN: "found by an identifier"}
	case "column":
		return lang.Text{ZH: "留下的记录内容与应有的不符", EN: "a row that stays does not hold what it should by now"}
	}
	return lang.Text{ZH: "按值查到", EN: "found by a value"}
}

// others says what was found and stays since it is other people's: their rows say so, or
// people looked and said so.
func (w *writing) others(all []erase.Evidence) {
	by := map[string][]plan.Residue{}
	for _, e := range all {
		if len(e.Others) > 0 {
			by[e.Store] = e.Others
		}
	}
	if len(by) == 0 {
		return
	}
	w.line(lang.Text{ZH: "在他人的记录里，或者经人核实不属于本人，未删除", EN: "In other people's records, or not the person's as somebody made sure: not erased"})
	for _, s := range slices.Sorted(maps.Keys(by)) {
		w.found(s, by[s])
	}
}

// farFuture is the year from which a time stands for one that nobody knows.
const farFuture = 9000

func (w *writing) keeps(all []erase.Kept) {
	if len(all) == 0 {
		return
	}
	w.line(lang.Text{ZH: "依法须继续保存，只可存储和保护", EN: "Kept as law demands; it may be stored and protected, and nothing else"})
	for _, k := range all {
		where := k.Store + ", " + k.Holding
		if k.Store == erase.OwnRecords {
			where = says("您同意提供给他人的情况记录", "records of what you agreed to have given to others").In(w.l)
		}
		w.item(says("%s：%s 条，依据 %s，保存至 %s", "%s; records: %s; under: %s; until %s", where, number(k.Rows), half(k.Under, w.l), k.Until.String()))
	}
	if slices.ContainsFunc(all, func(k erase.Kept) bool { return k.Store != erase.OwnRecords }) {
		w.item(lang.Text{ZH: "起算之日没有到来的（如没有付款的订单），没有依据保存，与其他记录一样删除或匿名化", EN: "where the day from which a ground counts never came, as with an order nobody paid, nothing is kept: it is deleted or anonymised like the rest"})
	}
}

func (w *writing) recipients(all []erase.Told) {
	if len(all) == 0 {
		return
	}
	w.line(lang.Text{ZH: "已要求一并删除的接收方", EN: "Recipients who were told to erase too"})
	for _, t := range all {
		if t.Confirmed.IsZero() {
			w.item(says("%s：尚未确认", "%s: has not confirmed yet", t.Recipient))
		} else {
			w.item(says("%s：%s 确认完成", "%s: confirmed on %s", t.Recipient, clockTime(t.Confirmed)))
		}
	}
}

// half is one language of a text that holds both.
func half(both string, l lang.Lang) string {
	zh, en, ok := strings.Cut(both, " / ")
	if !ok {
		return both
	}
	return lang.Text{ZH: zh, EN: en}.In(l)
}

// writing is a text in one language, line by line.
type writing struct {
	strings.Builder
	l lang.Lang
}

func (w *writing) line(t lang.Text) { w.WriteString(t.In(w.l) + "\n") }
func (w *writing) item(t lang.Text) { w.WriteString("- " + t.In(w.l) + "\n") }

func says(zh, en string, args ...any) lang.Text {
	return lang.Text{ZH: fmt.Sprintf(zh, args...), EN: fmt.Sprintf(en, args...)}
}

// clockTime writes a time as people in Shanghai read it.
func clockTime(t time.Time) string { return t.In(workday.Shanghai).Format("2006-01-02 15:04") }

func places(all []erase.Proved) string {
	var at []string
	for _, p := range all {
		at = append(at, number(p.Index))
	}
	return strings.Join(at, ", ")
}

func deedText(deed string) lang.Text {
	switch deed {
	case "delete":
		return lang.Text{ZH: "删除", EN: "deleted"}
	case "keep":
		return lang.Text{ZH: "仅保留法定内容", EN: "reduced to what the law keeps"}
	}
	return lang.Text{ZH: "匿名化", EN: "anonymised"}
}

// erased adds up what was done, by store, holding and deed, in the order in which
// it was done.
func erased(all []erase.Evidence) []erase.Evidence {
	var sum []erase.Evidence
	for _, e := range all {
		for _, s := range e.Steps {
			if e.Phase != erase.Erasing || s.Rows == 0 {
				continue
			}
			i := slices.IndexFunc(sum, func(o erase.Evidence) bool {
				return o.Store == e.Store && o.Steps[0].Holding == s.Holding && o.Steps[0].Deed == s.Deed
			})
			if i < 0 {
				i, sum = len(sum), append(sum, erase.Evidence{Store: e.Store, Steps: []erase.Step{{Holding: s.Holding, Deed: s.Deed, Fields: s.Fields}}})
			}
			sum[i].Steps[0].Rows += s.Rows
			if len(s.Rare) > 0 {
				sum[i].Steps[0].Rare = s.Rare
			}
		}
	}
	return sum
}

// number writes a count for people.
func number(n int64) string { return strconv.FormatInt(n, 10) }

// triggerText says a trigger to people.
func triggerText(t erase.Trigger) lang.Text {
	switch t {
	case erase.TriggerRequest:
		return lang.Text{ZH: "本人要求删除", EN: "the person asked for it"}
	case erase.TriggerAccount:
		return lang.Text{ZH: "本人注销账号", EN: "the account was closed"}
	case erase.TriggerService:
		return lang.Text{ZH: "服务终止", EN: "the service ended"}
	case erase.TriggerPurpose:
		return lang.Text{ZH: "处理目的已实现、无法实现，或者不再必要", EN: "the purpose was reached or cannot be, or the information is no longer needed"}
	case erase.TriggerPeriod:
		return lang.Text{ZH: "保存期限届满", EN: "the period of keeping is over"}
	case erase.TriggerUnavoidable:
		return lang.Text{ZH: "自动化采集难免收到的非必要或者未经同意的信息", EN: "automated collection unavoidably took what was not needed or not consented to"}
	case erase.TriggerConsent:
		return lang.Text{ZH: "撤回同意", EN: "consent was withdrawn"}
	case erase.TriggerUnlawful:
		return lang.Text{ZH: "处理违反法律或约定", EN: "processing was against law or agreement"}
	case erase.TriggerRestore:
		return lang.Text{ZH: "备份恢复后再次删除", EN: "erased again after a backup was restored"}
	}
	return lang.Text{ZH: string(t), EN: string(t)}
}
