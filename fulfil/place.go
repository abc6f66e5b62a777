package fulfil

import (
	"context"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
)

// A place is a holding of a store, and how the person is found there.
type place struct {
	store   *declaration.Store
	holding *declaration.Holding
	target  plan.Target
	untimed bool // what is here may be of whoever had the id before, and is left alone
}

// own narrows a place to rows that carry the person's own id, where rows are found by
// it at all. What only a number leads to may be somebody else's by now, and is not
// written to.
func (r *reach) own(p place) place {
	own := slices.DeleteFunc(slices.Clone(p.target.Found), func(f *declaration.Found) bool { return f.By != declaration.Person })
	if len(own) > 0 && len(r.keys[declaration.Person]) > 0 {
		p.target.Found = own
	}
	return p
}

// others reports whether a row that a number led to carries the id of another account.
func (r *reach) others(p place, rec plan.Record) bool {
	own := r.keys[declaration.Person]
	return len(own) > 0 && slices.ContainsFunc(p.target.Found, func(f *declaration.Found) bool {
		return f.By == declaration.Person && rec[f.In] != "" && !slices.Contains(own, rec[f.In])
	})
}

// places lists where the person may be: each holding once, whatever parts of it the
// plan treats apart.
func (r *reach) places() []place {
	var all []place
	for _, s := range r.d.Stores {
		k := slices.IndexFunc(r.plan.Stores, func(p *plan.StorePlan) bool { return p.Store.ID == s.ID })
		if k < 0 {
			continue
		}
		for _, h := range s.Holds {
			at := slices.IndexFunc(r.plan.Stores[k].Deeds, func(a *plan.Action) bool { return a.Target.Holding == h.ID })
			if at >= 0 {
				t := r.plan.Stores[k].Deeds[at].Target
				t, ok := r.theirs(r.plan.Stores[k], plan.Target{Holding: h.ID, Found: t.Found, Owner: t.Owner})
				all = append(all, place{s, h, t, !ok})
			}
		}
	}
	return all
}

// missing says what could not be read and why, store by store.
func (r *reach) missing(ctx context.Context) []lang.Text {
	var all []lang.Text
	for _, s := range r.d.Stores {
		if slices.ContainsFunc(r.places(), func(p place) bool { return p.store == s && r.leftOut(ctx, p) }) {
			all = append(all, because(nameOf(s), erase.ReasonShared))
		}
		if slices.ContainsFunc(r.places(), func(p place) bool { return p.store == s && r.undated(ctx, p) }) {
			all = append(all, because(nameOf(s), erase.ReasonUntimed))
		}
		if why := r.why[s.ID]; why != "" {
			all = append(all, because(nameOf(s), why))
		} else if slices.ContainsFunc(r.plan.Findings, func(f plan.Finding) bool { return f.Store == s.ID && gap(f.Problem) }) {
			all = append(all, because(nameOf(s), incomplete))
		}
	}
	return all
}

// gap reports whether a finding means that something about the person is not read.
func gap(p plan.Problem) bool {
	switch p {
	case plan.Unfound, plan.Missing, plan.Unheld, plan.Unreachable:
		return true
	case plan.Undeclared, plan.SameAccount, plan.Unbounded, plan.Ground, plan.Untimed, plan.Unswept, plan.Linked, plan.Pinned, plan.Circular:
	}
	return false
}

// incomplete is why a part of a store is not read.
const incomplete = "incomplete"

func because(store lang.Text, why string) lang.Text {
	text := map[string]lang.Text{
		erase.ReasonUnreachable: {ZH: "暂时无法连接或读取", EN: "it cannot be reached or read for now"},
		erase.ReasonRefused:     {ZH: "实际结构与登记的不一致，无法读取", EN: "it is not as registered and could not be read"},
		erase.ReasonOff:         {ZH: "已暂停使用，无法读取", EN: "it is switched off and cannot be read"},
		erase.ReasonManual:      {ZH: "须由工作人员手工查找", EN: "people have to search it by hand"},
		erase.ReasonShared:      {ZH: "其中只凭与他人共用的标识（如手机号、图片地址）才能找到的内容，分不清是谁的，未列入", EN: "what is found there only by an identifier that others share, such as a phone number or the address of a picture, may be theirs and is left out"},
		erase.ReasonUntimed:     {ZH: "其中有的没有写明产生时间，不能确认是您的还是此前使用同一账号标识的人的，未列入，由工作人员核实", EN: "some of what is there does not say when it was written; whether it is yours, or of somebody who had the same account id before, cannot be told; it is left out, and people look at it"},
		incomplete:              {ZH: "其中一部分尚不能按个人查找", EN: "a part of it cannot be searched by person yet"},
	}[why]
	return lang.Text{ZH: "“" + store.In(lang.ZH) + "”" + text.ZH + "。", EN: `"` + store.In(lang.EN) + `": ` + text.EN + "."}
}

func nameOf(s *declaration.Store) lang.Text {
	if s.Name.IsZero() {
		return lang.Text{ZH: s.ID, EN: s.ID}
	}
	return s.Name
}
