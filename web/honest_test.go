package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/erase/report"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/web"
	"github.com/volens/volens/workday"
)

// says fails where a page lacks one of these words.
func (r reply) says(t *testing.T, what string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(r.body, w) {
			t.Errorf("%s does not say %q:\n%s", what, w, r.body)
		}
	}
}

// never fails where a page has one of these words.
func (r reply) never(t *testing.T, what string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(r.body, w) {
			t.Errorf("%s says %q:\n%s", what, w, r.body)
		}
	}
}

// TestPlacesAreToldAsTheyAre: what people did by hand was not looked at, only what is
// held is called hard to erase, and remnants are told in the words of the certificate.
func TestPlacesAreToldAsTheyAre(t *testing.T) {
	in := install(t, shop(t))
	in.put(t, "lin", "shop")
	v := in.again(t, "lin", "rights")
	to := v.post("/me/rights/delete", url.Values{"press": {"all"}}).location
	page := func(state erase.State, all ...erase.Progress) reply {
		t.Helper()
		in.cases = []erase.Case{{ID: "case", Request: string(in.idIn(t, to)), State: state, Stores: all}}
		return v.get(to)
	}
	r := page(erase.Open, erase.Progress{Store: "orders", Phase: erase.Done, Manual: "file 7"})
	r.says(t, "a store done by hand", "已由工作人员办理并留存证据")
	r.never(t, "a store done by hand", "没有残留", "file 7")
	r = page(erase.Restricted, erase.Progress{Store: "orders", Phase: erase.Erasing, Reason: erase.ReasonUnreachable})
	r.says(t, "a store that fails", "连接不上", "期限照算")
	r.never(t, "a store that fails", "技术上难以删除，只存储和保护")
	page(erase.Restricted, erase.Progress{Store: "orders", Phase: erase.Erasing, Reason: erase.ReasonHeld}).
		says(t, "a store that is held", "技术上难以删除，只存储和保护")
	left := erase.Progress{Store: "orders", Phase: erase.Done, Looked: in.now, Remnants: []plan.Remnant{{What: "binlog", Gone: in.now.Add(7 * 24 * time.Hour)}, {What: "no-date"}, {What: "wal", Gone: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}}}
	r = page(erase.Open, left)
	r.says(t, "a store with remnants", "binlog 中的旧内容至迟在 2026-11-28 被覆盖", "wal 中的旧内容不知道何时被覆盖")
	r.never(t, "a store with remnants", "no-date", "9999")
	in.kept = []erase.Kept{{Store: erase.OwnRecords, Holding: "answers", Under: "《网络数据安全管理条例》第十二条 / Regulations", Rows: 2, Until: workday.Day{Year: 2029, Month: 11, Day: 20}}}
	own := "您同意提供给他人的情况记录"
	if !strings.Contains(report.Certificate(erase.Certificate{Kept: in.kept}, lang.ZH), own) {
		t.Error("the certificate has other words for the records of Volens")
	}
	page(erase.Open, left).says(t, "what is kept of Volens' own", own)
}

// TestClosingSaysWhatStays from when on, and what law keeps of Volens' own records.
func TestClosingSaysWhatStays(t *testing.T) {
	own := "您同意提供给他人的记录：依据《网络数据安全管理条例》第十二条，三年"
	if law.Param("provision-records").Value != 3 {
		t.Error("the page says three years")
	}
	for name, c := range map[string]struct {
		src  declaration.Source
		keep bool
		want []string
		no   []string
	}{
		"with a ground":              {src: shop(t), want: []string{"自完成之日起", "保存 3 年"}, no: []string{own}},
		"with custodians":            {src: shop(t), keep: true, want: []string{"自完成之日起", own}},
		"with custodians and ground": {src: edited(t, "from: finished_at", "from: col_7"), keep: true, want: []string{"自 col_7 所记的时间起", own}},
		"from when a row is written": {src: edited(t, "from: finished_at", "from: created_at"), want: []string{"自记录产生之日起"}},
		"no ground, custodians":      {src: without(t, "        keep:\n", ", kept: true"), keep: true, want: []string{own}, no: []string{"没有。"}},
		"no ground, no custodians":   {src: without(t, "        keep:\n", ", kept: true"), want: []string{"没有。"}, no: []string{own}},
	} {
		in := install(t, c.src, func(o *web.Options) { o.Keeps = c.keep })
		for _, kind := range []string{"close", "delete"} {
			r := in.again(t, "lin", "rights").get("/me/rights/" + kind)
			r.says(t, name+", "+kind, c.want...)
			r.never(t, name+", "+kind, c.no...)
		}
		v := in.again(t, "lin", "rights")
		r := v.get(v.post("/me/rights/close", url.Values{}).location)
		if c.want[0] != "没有。" { // then the page has no such part
			r.says(t, name+", the request", c.want...)
		}
		r.never(t, name+", the request", c.no...)
	}
	in := install(t, shop(t))
	in.again(t, "lin", "rights").get("/me/rights/close").never(t, "the form", "所有存储的地方都删", "全部信息")
}

// TestATransferWarnsBeforeItGoes, and can be called back.
func TestATransferWarnsBeforeItGoes(t *testing.T) {
	in := install(t, shop(t))
	in.put(t, "lin", "shop")
	v := in.again(t, "lin", "rights")
	to := v.post("/me/rights/transfer", url.Values{"target": {"http://elsewhere.example"}}).location
	r := v.get(to)
	r.says(t, "the page", "接收方不在本声明之中", "途中可能被他人看到", "还没有转出", "/cancel?", "撤销这个申请")
	path, _, _ := strings.Cut(to, "?")
	if r := v.post(path+"/cancel", url.Values{}); r.status != http.StatusSeeOther || in.requests[in.idIn(t, to)].State != rights.Cancelled {
		t.Errorf("cancelling: %d", r.status)
	}
	v.get(to).never(t, "after cancelling", "还没有转出", "接收方不在本声明之中")
	known := v.get(v.post("/me/rights/transfer", url.Values{"target": {"courier"}}).location)
	known.never(t, "to whom the declaration knows", "接收方不在本声明之中")
	known.says(t, "to whom the declaration knows", "还没有转出")
}

// TestEveryRefusalSaysWhatCanBeDone: whom to complain to, and that one may sue.
func TestEveryRefusalSaysWhatCanBeDone(t *testing.T) {
	in := install(t, edited(t, "officer:", "complaints: {phone: \"400-111-1111\", answered-within: 10wd}\n  officer:"))
	in.put(t, "lin", "shop")
	v := in.again(t, "lin", "rights")
	to := v.post("/me/rights/transfer", url.Values{"target": {"courier"}}).location
	in.refused(t, to)
	v.get(to).says(t, "a refusal", "400-111-1111", "履行个人信息保护职责的部门", "人民法院")
}

// TestCitationsOfRights: what each right rests on.
func TestCitationsOfRights(t *testing.T) {
	in := install(t, shop(t))
	page := in.again(t, "lin", "rights").get("/me/rights")
	for path, cites := range map[string][]law.Citation{
		"/me/rights/delete":   {law.Cite(law.Order790, "23"), law.Cite(law.PIPL, "47"), law.Cite(law.Draft, "23(2)"), law.Cite(law.No191, "VI.3")},
		"/me/rights/complain": {law.Cite(law.Order790, "20"), law.Cite(law.Draft, "18¶1"), law.Cite(law.No191, "VI.5")},
		"/me/consents":        {law.Cite(law.Order790, "23"), law.Cite(law.PIPL, "15")},
		"/me/rights/close":    {law.Cite(law.Order790, "23"), law.Cite(law.PIPL, "47")},
		"/me/rights/explain":  {law.Cite(law.PIPL, "24"), law.Cite(law.PIPL, "48")},
	} {
		_, card, _ := strings.Cut(page.body, `href="`+path+`?`)
		card, _, _ = strings.Cut(card, "</li>")
		for _, c := range cites {
			if article := c.Short().ZH; !strings.Contains(card, article) {
				t.Errorf("%s does not cite %s:\n%s", path, article, card)
			}
		}
	}
}

// TestAVisitorIsPromisedNoMessage, and told the number to ask by.
func TestAVisitorIsPromisedNoMessage(t *testing.T) {
	in := install(t, shop(t))
	v := in.stranger(t)
	to := v.post("/request", url.Values{"kind": {"copy"}, "claim:phone": {"13800000001"}}).location
	v.get(to).says(t, "the page for the code", "可稍后再试，也可以写信或来电")
	r := v.post(to, url.Values{"code": {in.sentCode(t)}})
	r.says(t, "the page after the code", string(in.idIn(t, to)), "记下")
	r.never(t, "the page after the code", "会通知")
}

// TestOnlyThePersonsOwnCopyIsDownloaded: one that staff or a relative asked for is
// theirs to hand over.
func TestOnlyThePersonsOwnCopyIsDownloaded(t *testing.T) {
	in := install(t, shop(t))
	in.put(t, "lin", "shop")
	o := rights.Order{Subject: person(t, "lin"), Kind: rights.Copy, Way: rights.ByStaff, Speaker: rights.Relative, Actor: "anne", Detail: rights.Detail{Text: "办理遗产"},
		Proof: rights.Proof{Method: rights.RelationShown, At: in.now, Reference: "file 7", Relation: "child", Arrangement: "none"}}
	q, err := in.rights.Open(t.Context(), o, "", in.now)
	if err == nil {
		_, err = in.rights.Approve(t.Context(), q.ID, "ben", in.now)
	}
	if err != nil {
		t.Fatal(err)
	}
	in.copied(t, "/me/requests/"+string(q.ID))
	v := in.again(t, "lin", "requests")
	v.get("/me/requests/"+string(q.ID)).never(t, "a relative's request", "/copy?", "下载副本")
	if r := v.post("/me/requests/"+string(q.ID)+"/copy", url.Values{}); r.status != http.StatusNotFound {
		t.Errorf("a relative's copy: %d", r.status)
	}
}

// edited is the shop with one thing written otherwise.
func edited(t *testing.T, old, new string) declaration.Source {
	t.Helper()
	src := shop(t)
	if !strings.Contains(src.Files[0].Text, old) {
		t.Fatalf("the declaration has no %q", old)
	}
	src.Files[0].Text = strings.ReplaceAll(src.Files[0].Text, old, new)
	return src
}

// without is the shop that has nothing to keep.
func without(t *testing.T, block, mark string) declaration.Source {
	t.Helper()
	src := edited(t, mark, "")
	before, rest, _ := strings.Cut(src.Files[0].Text, block)
	_, after, _ := strings.Cut(rest, "finished_at\n")
	src.Files[0].Text = before + after
	return src
}
