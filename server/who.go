package server

import (
	"context"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

type whoIn struct {
	Body struct {
		Use   declaration.UseID `json:"use,omitempty" maxLength:"512"`
		Item  law.ItemID        `json:"item,omitempty" maxLength:"64" doc:"All uses of a kind of personal information"`
		State consent.State     `json:"state,omitempty" enum:"granted,refused,withdrawn" doc:"By default granted; with neither use nor item everybody the record knows is counted"`
	}
}

type whoOut struct {
	Body struct {
		People     int64               `json:"people" doc:"Different people in the state on at least one of the uses"`
		Version    int64               `json:"version" doc:"The number knows of everything up to this log index; -1 for an empty record"`
		Uses       []declaration.UseID `json:"uses" doc:"What was counted"`
		LowerBound bool                `json:"lower_bound" doc:"Always true: at least so many people. Whoever the record does not know is not among them"`
		NotCounted []string            `json:"not_counted" doc:"Whom the number leaves out although their information may be held"`
		NotChecked []uncounted         `json:"not_checked" doc:"Uses on another basis than consent: how many people they concern is not in the record"`
		Thresholds []threshold         `json:"thresholds" doc:"Numbers of people that rules set, those of the draft that was never in force among them (see the status of the article), and that this number meets. People on another basis than consent are not counted: one that is not listed may be met all the same. What each counts, and from when, is in its note: whether it applies is for people to judge"`
	}
}

type uncounted struct {
	Use   declaration.UseID `json:"use"`
	Basis declaration.Basis `json:"basis"`
}

type threshold struct {
	ID         string        `json:"id"`
	People     int           `json:"people"`
	Bound      law.Bound     `json:"bound"`
	Note       string        `json:"note"`
	Status     law.Status    `json:"status" doc:"How far the rule binds: draft was never in force"`
	StatusText string        `json:"status_text"`
	Article    httpx.Article `json:"article"`
}

// who answers how many people, never which.
func (a *api) who(ctx context.Context, in *whoIn) (*whoOut, error) {
	d, _, err := a.Desk.Current(ctx)
	if err != nil {
		return nil, err
	}
	out := &whoOut{}
	if out.Body.Uses, out.Body.NotChecked, err = usesOf(d, in.Body.Use, in.Body.Item); err != nil {
		return nil, err
	}
	size, err := a.Log.Size(ctx) // before counting: the number knows of at least as much
	if err != nil {
		return nil, err
	}
	out.Body.Version = size - 1
	state := in.Body.State
	everybody := in.Body.Use == "" && in.Body.Item == ""
	if state == "" && !everybody {
		state = consent.Granted
	}
	if everybody || len(out.Body.Uses) > 0 { // naming no uses would count all of them
		if out.Body.People, err = a.Desk.Versions.CountPeople(ctx, out.Body.Uses, state); err != nil {
			return nil, err
		}
	}
	out.Body.LowerBound, out.Body.NotCounted = true, leftOut(state, httpx.LangOf(ctx))
	out.Body.Thresholds = met(out.Body.People, httpx.LangOf(ctx))
	return out, nil
}

// leftOut says whose information may be held although they are not counted.
func leftOut(state consent.State, l lang.Lang) []string {
	all := []string{lang.Text{
		ZH: "未检查：以同意以外的依据处理其信息、而记录中没有的人",
		EN: "not checked: people whose information is processed on another basis than consent and whom the record does not know",
	}.In(l)}
	if state != consent.Granted {
		return all
	}
	return append(all, lang.Text{
		ZH: "未检查：已撤回同意而信息尚未删除的人，其信息仍被持有",
		EN: "not checked: people who withdrew and whose information is not erased yet, which is still held",
	}.In(l))
}

// usesOf parts the uses that a question is about into those that rest on consent,
// which can be counted, and those that do not.
func usesOf(d *declaration.Declaration, use declaration.UseID, item law.ItemID) (counted []declaration.UseID, not []uncounted, err error) {
	counted, not = []declaration.UseID{}, []uncounted{}
	if use != "" && item != "" {
		return nil, nil, fault.New(fault.Invalid, "use 与 item 至多写一个", "give use or item, not both")
	}
	found := use == "" && item == ""
	for u := range d.All() {
		if found && use == "" && item == "" || u.ID != use && u.Item.ID != item {
			continue
		}
		found = true
		if u.ByConsent() {
			counted = append(counted, u.ID)
		} else {
			not = append(not, uncounted{Use: u.ID, Basis: u.Basis})
		}
	}
	if !found {
		return nil, nil, fault.New(fault.Invalid, "声明中没有这个使用或个人信息种类", "the declaration has no such use or kind of personal information").
			WithFix("use 的写法为 服务/功能/种类/目的", "a use is written service/function/item/purpose")
	}
	return counted, not, nil
}

// met lists the numbers of people that rules set, drafts among them, and n meets.
// Upper bounds are left out: n is a least number, which never shows that one is
// below them.
func met(n int64, l lang.Lang) []threshold {
	all := []threshold{}
	for _, p := range law.Parameters() {
		if p.Unit != law.People || p.Bound != law.AtLeast && p.Bound != law.MoreThan || !p.Met(int(n)) {
			continue
		}
		all = append(all, threshold{
			ID: p.ID, People: p.Value, Bound: p.Bound, Note: p.Note.In(l), Status: p.Cite.Status(), StatusText: p.Cite.Status().Text().In(l),
			Article: httpx.Articles([]law.Citation{p.Cite})[0],
		})
	}
	return all
}
