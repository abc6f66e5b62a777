package coverage

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

const clocksPage = "../docs/clocks.md"

const clocksPreface = `# 期限、保存与告知 Deadlines, what is kept, and who is told

哪一种请求、哪一种情形，从何时起算，多少天，依哪一条；依什么继续保存；告诉谁。前两张表由程序生成，有测试保证与代码一致；怎样办理见[请求与删除](erasure.zh-CN.md)。

For each kind of request and each cause of erasure: from when the time runs, how many days, by which article; what is kept on which ground; and who is told. The first two tables are generated, and a test holds them to the code; how it is carried out is in [requests and erasure](erasure.md).

**现行的法律、行政法规都没有规定天数。** 十五个工作日来自 2021 年征求意见稿（从未生效）和 191号文（执法参考，只针对应用；网页等其他服务一并照它计算，是我们的选择）。任何情形都不停止计时。声明里承诺得更短的，更正、删除、注销、投诉按承诺计。事情发生的当天不算，次日起算；超出已公布的放假安排，是暂定的，取最早的一天。电商法第二十四条要求电子商务经营者在注销后立即删除。GB/T 35273 的天数尚未与原文核对。

**No law or administrative regulation in force gives a number of days.** The fifteen working days come from the draft of 2021, which was never in force, and from No. 191, a reference for enforcement that speaks of apps only; that other services are counted by it too is our choice. Nothing stops a clock. Where the declaration promises less, the promise counts for correcting, deleting, closing and complaints. The day of the event is not counted. Beyond the published calendar a deadline is provisional and takes the earliest day. The E-Commerce Law (Art. 24) has e-commerce operators delete at once when an account is closed. The number of GB/T 35273 has not been checked against its text.

`

const clocksNote = `撤回同意、处理违反法律或者约定、恢复备份，征求意见稿里没有，天数是借用的，这是我们的选择。按期清理的（期限届满、服务终止）不逐人计时。

The draft has no withdrawal of consent, no processing against law or agreement and no restored backup: they borrow its number of days, which is our choice. What is swept, because a period or a service ended, is not timed person by person.

`

const clocksEnd = `## 依什么继续保存 What is kept, and on which ground

只有法律、行政法规规定的保存期限未满，才可以留下，而且只可存储和保护（个保法第四十七条第二款、网数条例第二十四条）。依据适不适用于贵方，由人判断。起算之日没有到来的，如没有付款的订单，不保存。

Only a period set by law or administrative regulation that has not ended lets something stay, to be stored and protected and nothing else (PIPL Art. 47 ¶2, Order 790 Art. 24). Whether a ground binds you is for people to judge. Where the day that it counts from never came, as with an order nobody paid, nothing is kept.

| 什么 what | 依据 ground | 多久，从何时起 how long, from when | 谁写明 who says so |
|---|---|---|---|
| 完成的交易 completed transactions | 电商法第三十一条，只约束平台经营者 E-Commerce Law Art. 31, platform operators only | 不少于三年，自交易完成之日 at least three years, from completion | 声明的 ` + "`keep`" + ` in the declaration |
| 网络日志 network logs | 网安法第二十三条（三） CSL Art. 23(3) | 不少于六个月，自写入之时 at least six months, from writing | 声明的 ` + "`keep`" + ` in the declaration |
| Volens 自己的：本人同意过的提供、委托 of Volens' own: what the person agreed to have given or entrusted | 网数条例第十二条 Order 790 Art. 12 | 三年，自撤回或者注销之日 three years, from withdrawal or closing | Volens，封存给两名保管人 sealed for two custodians |
| 一时难以删除的 what is technically hard to erase | 个保法第四十七条第二款、网数条例第二十四条 PIPL Art. 47 ¶2, Order 790 Art. 24 | 能够删除为止 until it can be erased | 经办人登记 entered by staff |

## 告诉谁 Who is told

| 何时 when | 谁 whom | 怎样 how |
|---|---|---|
| 请求每进一步 each step of a request | 本人、监护人或者申请人 the person, the guardian or whoever asked | 自己的页面；订阅了 ` + "`request.*`" + ` 的系统据以通知 their own page, and systems subscribed to ` + "`request.*`" + ` |
| 不予办理 a refusal | 申请人 whoever asked | 理由、条文，以及可以投诉、起诉 the reason, its articles, and that one may complain or sue (PIPL 50) |
| 期限将近、已过 a deadline comes close or has passed | 工作人员 staff | ` + "`request.warning`、`request.overdue`；没有人请求的删除 of erasures that nobody asked for `erasure.warning`、`erasure.overdue`" + `；逾期的另记入日志和指标 overdue ones also in the log and a metric |
| 删除 an erasure | 受托方、其他接收方、有数据的组件供应方 entrusted parties, other recipients, vendors of components | 签名 webhook 或者信函，等其确认 a signed webhook or a letter; their confirmation is waited for |
| 删除办结 an erasure is done | 订阅的系统、申请人 subscribed systems, whoever asked | ` + "`erasure.closed`" + `；证明写明做了什么、依什么保存 the certificate says what was done and what is kept on which ground |
| 按期清理 periods that are swept | 没有逐人告知 nobody, person by person | 每批一条证据 one piece of evidence per batch |
`

// A row of the tables: what sets it going, from when, and what stands beside it.
var (
	inForce = map[rights.Kind][]string{
		rights.Access: {"cn-pipl 45¶2", "cn-nds-790 23"}, rights.Copy: {"cn-pipl 45¶2", "cn-nds-790 23"},
		rights.Correct: {"cn-pipl 46", "cn-nds-790 23"}, rights.Complete: {"cn-pipl 46", "cn-nds-790 23"},
		rights.Delete: {"cn-pipl 47¶1", "cn-nds-790 23"}, rights.Restrict: {"cn-pipl 44", "cn-nds-790 23"},
		rights.Transfer: {"cn-pipl 45¶3", "cn-nds-790 25"}, rights.Close: {"cn-nds-790 23", "cn-nds-790 24", "cn-ecommerce-law 24"},
		rights.Withdraw: {"cn-pipl 15", "cn-nds-790 23"}, rights.Explain: {"cn-pipl 48"}, rights.Complain: {"cn-nds-790 20"},
	}
	causes = []struct {
		is         erase.Trigger
		name, from string
		starts     string
	}{
		{erase.TriggerRequest, "要求删除 the person asked", "收到申请 receipt", "申请 the request"},
		{erase.TriggerAccount, "注销账号 the account is closed", "收到申请，可撤销期计入 receipt; the window counts", "申请，可撤销期过后 the request, after its window"},
		{erase.TriggerConsent, "撤回同意 consent is withdrawn", "撤回 the withdrawal", "撤回，没有别的依据的 the withdrawal, where nothing else needs it"},
		{erase.TriggerPeriod, "保存期限届满 a period is over", "期满 its end", "每小时清理 the hourly sweep"},
		{erase.TriggerService, "服务终止 a service ended", "声明的 `ended` in the declaration", "每小时清理 the hourly sweep"},
		{erase.TriggerPurpose, "目的已实现、无法实现或者不再必要 the purpose is reached, cannot be, or needs it no more", "所填的发生之时 when staff say it came about", "工作人员录入 staff"},
		{erase.TriggerUnavoidable, "自动化采集难免收到的 taken unavoidably by automated collection", "采集之时（从严）；另一种读法自发现起 the collection (strict); on another reading when noticed", "工作人员录入 staff"},
		{erase.TriggerUnlawful, "处理违反法律或者约定 processing against law or agreement", "所填的发生之时 when staff say it came about", "工作人员录入 staff"},
		{erase.TriggerRestore, "恢复备份带回来的 a backup brought it back", "原先的删除 the first erasure", "启动时；`volens erase again` at start, or by command"},
	}
)

// The page says what the code does, or is written anew with -update.
func TestClocksPageIsFresh(t *testing.T) {
	var b strings.Builder
	b.WriteString(clocksPreface)
	b.WriteString("## 请求 Requests\n\n| 请求 request | 起算 from | 天数 days | 天数出自 the number is from | 现行的规定，没有天数 in force, without a number |\n|---|---|---|---|---|\n")
	for _, k := range rights.Kinds() {
		b.WriteString(requestRows(t, k))
	}
	b.WriteString("\n## 删除的情形 Causes of erasure\n\n| 情形 cause | 起算 from | 天数 days | 条文与效力 articles and their status | 由什么开始 what starts it |\n|---|---|---|---|---|\n")
	for _, c := range causes {
		fmt.Fprintf(&b, "| %s | %s | %s | %s<br>%s | %s |\n", c.name, c.from, numbers(t, c.is.Cites()), law.ByStatus(lang.ZH, c.is.Cites()), law.ByStatus(lang.EN, c.is.Cites()), c.starts)
	}
	b.WriteString("\n" + clocksNote + clocksEnd)
	if *update {
		if err := os.WriteFile(clocksPage, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if was, err := os.ReadFile(clocksPage); err != nil || string(was) != b.String() {
		t.Errorf("%s is out of date: run go test ./coverage -update (%v)", clocksPage, err)
	}
}

// requestRows are the clocks of a kind as a request of it has them.
func requestRows(t *testing.T, k rights.Kind) string {
	t.Helper()
	cites := citesOf(inForce[k])
	own, staff := clocksOf(t, k, rights.BySelf), clocksOf(t, k, rights.ByStaff)
	var b strings.Builder
	row := func(name, from, days, by string) {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s<br>%s |\n", name, from, days, by, shorts(lang.ZH, cites), shorts(lang.EN, cites))
	}
	name := k.Text().ZH + " " + k.Text().EN
	if len(own) == 0 {
		row(name, "—", "当场 at once", "—")
	}
	for i, c := range slices.Concat(own, staff) {
		switch {
		case i >= len(own) && slices.ContainsFunc(own, func(o rights.Clock) bool { return o.Param == c.Param }):
			continue
		case i >= len(own):
			name = k.Text().ZH + "，由工作人员办理 " + k.Text().EN + ", through staff"
		}
		row(name, "收到申请 receipt", days(law.Param(c.Param)), c.Cite.Short().ZH+" "+c.Cite.Short().EN+"<br>"+c.Reading.ZH+"<br>"+c.Reading.EN)
	}
	return b.String()
}

// clocksOf receives a request and returns its clocks. Nothing is promised, so that
// they are what the law and its like say.
func clocksOf(t *testing.T, k rights.Kind, w rights.Way) []rights.Clock {
	t.Helper()
	who, err := ledger.NewSubject("reader-7")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, workday.Shanghai)
	o := rights.Order{Kind: k, Way: w, Speaker: rights.Person, Subject: who, Proof: rights.Proof{Method: rights.AppLogin, At: now, StepUp: now}}
	switch k {
	case rights.Transfer:
		o.Detail.Target = "https://other.example"
	case rights.Correct, rights.Complete, rights.Explain, rights.Complain:
		o.Detail.Text = "x"
	}
	if w == rights.ByStaff {
		o.Actor, o.Proof = "anne", rights.Proof{}
	}
	r, err := rights.Receive(&declaration.Declaration{}, o, rights.Situation{Identity: ledger.Identity{Subject: who}, Calendar: workday.China()}, "example", now)
	if err != nil {
		t.Fatalf("%s %s: %v", k, w, err)
	}
	return r.Clocks
}

// numbers are the numbers of days that the articles of a trigger set.
func numbers(t *testing.T, cites []law.Citation) string {
	t.Helper()
	var all []string
	for _, id := range []string{"erasure-draft", "rights-answer-draft", "rights-answer"} {
		p := law.Param(id)
		if here := slices.ContainsFunc(cites, func(c law.Citation) bool { return related(c, p.Cite) }); here && !slices.Contains(all, days(p)) {
			all = append(all, days(p))
		}
	}
	if len(all) != 1 {
		t.Errorf("%v: numbers %q", cites, all)
	}
	return strings.Join(all, ", ")
}

func days(p law.Parameter) string {
	if p.Unit == law.Workday {
		return fmt.Sprintf("%d 个工作日 working days", p.Value)
	}
	return fmt.Sprintf("%d 日 days", p.Value)
}

func citesOf(refs []string) (all []law.Citation) {
	for _, r := range refs {
		all = append(all, cite(r))
	}
	return all
}

func shorts(l lang.Lang, cites []law.Citation) string {
	var all []string
	for _, c := range cites {
		all = append(all, c.Short().In(l))
	}
	return strings.Join(all, map[lang.Lang]string{lang.ZH: "、", lang.EN: ", "}[l])
}
