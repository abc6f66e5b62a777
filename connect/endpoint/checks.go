package endpoint

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/webhook"
)

// A check is one thing to keep to. It says what came instead, or "".
type check struct {
	id   string
	rule lang.Text
	run  func(context.Context, *kit) string
}

// checks are in order: those after the deed live on what came before it.
var checks = []check{
	{"answers", lang.Text{ZH: "对 survey 答复 200 和 engine", EN: "answers survey with 200 and an engine"}, answers},
	{"unsigned", lang.Text{ZH: "没有签名的一律 4xx", EN: "refuses with 4xx what is not signed"}, unsigned},
	{"wrong-signature", lang.Text{ZH: "签名不符的一律 4xx", EN: "refuses with 4xx what is signed with another secret"}, wronglySigned},
	{"changed-body", lang.Text{ZH: "签名之后正文变了的一律 4xx", EN: "refuses with 4xx a body that changed after it was signed"}, changedBody},
	{"too-old", lang.Text{ZH: "时间早于 5 分钟的一律 4xx", EN: "refuses with 4xx what was signed more than 5 minutes ago"}, tooOld},
	{"too-new", lang.Text{ZH: "时间晚于 5 分钟的一律 4xx", EN: "refuses with 4xx what is signed for more than 5 minutes from now"}, tooNew},
	{"replayed", lang.Text{ZH: "同一条签过的消息第二次来一律 4xx", EN: "refuses with 4xx one signed message the second time"}, replayed},
	{"same-store", lang.Text{ZH: "store 每次答复同一个非空的名字", EN: "answers store with one and the same name, which is not empty"}, sameStore},
	{"reads-what-it-counts", lang.Text{ZH: "两个测试用户都有行，read 的行数等于 count", EN: "both people have rows, and read gives as many as count"}, readsWhatItCounts},
	{"unknown-operation", lang.Text{ZH: "不认识的操作答复 4xx 和 error.kind = invalid", EN: "answers an unknown operation with 4xx and error.kind = invalid"}, unknownOperation},
	{"unknown-holding", lang.Text{ZH: "不认识的 holding 答复 4xx 和 error.kind = invalid", EN: "answers an unknown holding with 4xx and error.kind = invalid"}, unknownHolding},
	{"unknown-person", lang.Text{ZH: "没有这个人：count 为 0，read 没有行，do 为 0", EN: "of nobody: count is 0, read has no rows, do is 0"}, unknownPerson},
	{"no-patterns", lang.Text{ZH: "标识只是文本：*、%、引号等不匹配任何别的人", EN: "an identifier is text: *, %, quotes and the like match nobody else"}, noPatterns},
	{"leaves-others", lang.Text{ZH: "owner 说明是别人的行，由 person 以外的标识找到也不算", EN: "does not count rows that owner says are somebody else's, whatever leads to them"}, leavesOthers},
	{"looks-before", lang.Text{ZH: "删除之前，look 看得到这些行", EN: "before the deed, look sees the rows"}, looksBefore},
	{"looks-at-columns", lang.Text{ZH: "删除之前，look 看得出留下的行里哪些列还没有改，已改好的列和别人的行不报", EN: "before the deed, look sees columns of rows that stay and are not as they have to be, and no others, and nobody else's"}, looksAtColumns},
	{"does", lang.Text{ZH: "do 答复删了几行，与 count 相同", EN: "answers do with the number of rows, which is that of count"}, does},
	{"same-id", lang.Text{ZH: "同一 webhook-id 重新签名再来：答复相同，不做第二次", EN: "gives the same answer to the same webhook-id, signed anew, and does nothing twice"}, sameID},
	{"again", lang.Text{ZH: "再删一次：0 行，仍是成功", EN: "erasing once more is 0 rows, and a success"}, again},
	{"gone", lang.Text{ZH: "删除之后：count 为 0，read 没有行", EN: "after the deed: count is 0, and read has no rows"}, gone},
	{"looks-after", lang.Text{ZH: "删除之后，look 答复空的 residue", EN: "after the deed, look answers with an empty residue"}, looksAfter},
	{"others-untouched", lang.Text{ZH: "另一个人的行一个字不变", EN: "the rows of the other person are the same in every letter"}, othersUntouched},
	{"settles", lang.Text{ZH: "settle 答复 remnants，可以为空", EN: "answers settle with remnants, which may be empty"}, settles},
}

func answers(ctx context.Context, k *kit) string {
	if _, err := (connector{k.line}).Survey(ctx); err != nil {
		return broken(err)
	}
	return ""
}

func unsigned(ctx context.Context, k *kit) string {
	return k.refuses(ctx, webhook.Signed{}, k.harmless())
}

func wronglySigned(ctx context.Context, k *kit) string {
	other, err := webhook.NewSecret(rand.Reader)
	if err != nil {
		return broken(err)
	}
	s, err := webhook.Sign(rand.Text(), k.now(), k.harmless(), other)
	if err != nil {
		return broken(err)
	}
	return k.refuses(ctx, s, k.harmless())
}

func changedBody(ctx context.Context, k *kit) string {
	s := k.signed(k.harmless(), 0)
	return k.refuses(ctx, s, []byte(strings.Replace(string(k.harmless()), `"v":1`, `"v": 1`, 1)))
}

func tooOld(ctx context.Context, k *kit) string {
	return k.refuses(ctx, k.signed(k.harmless(), -webhook.Tolerance-time.Minute), k.harmless())
}

func tooNew(ctx context.Context, k *kit) string {
	return k.refuses(ctx, k.signed(k.harmless(), webhook.Tolerance+time.Minute), k.harmless())
}

func replayed(ctx context.Context, k *kit) string {
	s := k.signed(k.harmless(), 0)
	status, _, err := k.send(ctx, s, k.harmless())
	switch {
	case err != nil:
		return broken(err)
	case status != 200:
		return unless(false, "第一次应答复 200，实为 %[1]d / wanted 200 the first time, saw %[1]d", status)
	}
	return k.refuses(ctx, s, k.harmless())
}

func sameStore(ctx context.Context, k *kit) string {
	first, err := looker{k.line}.Store(ctx)
	if err != nil {
		return broken(err)
	}
	second, err := looker{k.line}.Store(ctx)
	if err != nil {
		return broken(err)
	}
	return unless(first == second, "应为同一个名字，两次不同 / wanted one name, saw two")
}

func unknownOperation(ctx context.Context, k *kit) string {
	return k.means(ctx, Request{V: Version, Op: "volens-no-such-operation"})
}

func unknownHolding(ctx context.Context, k *kit) string {
	t := k.target()
	t.Holding = "volens_no_such_holding"
	return k.means(ctx, Request{V: Version, Op: Count, Target: targetOf(t), Keys: k.keys(k.sample.Person)})
}

// means wants a question to be refused in the form of the protocol.
func (k *kit) means(ctx context.Context, r Request) string {
	body, _ := json.Marshal(r)
	status, answer, err := k.send(ctx, k.signed(body, 0), body)
	if err != nil {
		return broken(err)
	}
	a, err := parse(answer)
	return unless(status/100 == 4 && err == nil && a.Error != nil && a.Error.Kind == KindInvalid, "应答复 4xx 和 error.kind = invalid，实为 %[1]d，%[2]s / wanted 4xx with error.kind = invalid, saw %[1]d, %[2]s", status, kindOf(a, err))
}

func unknownPerson(ctx context.Context, k *kit) string { return k.nobody(ctx, "volens-"+rand.Text()) }

func noPatterns(ctx context.Context, k *kit) string {
	for _, id := range []string{"*", "%", "_", "' or '1'='1", `" or ""="`, "?", "[^x]", ".*", `\`, string([]rune(k.sample.Person)[:1]) + "%", k.sample.Person + "*"} {
		if got := k.nobody(ctx, id); got != "" {
			return got
		}
	}
	return ""
}

// nobody wants an id to be of nobody.
func (k *kit) nobody(ctx context.Context, id string) string {
	n, err := k.count(ctx, id)
	if err != nil {
		return broken(err)
	}
	rows, err := k.read(ctx, id)
	if err != nil {
		return broken(err)
	}
	if n != 0 || len(rows) != 0 {
		return unless(false, "都应为 0，实为 count %[1]d、read %[2]d / wanted 0 from both, saw count %[1]d, read %[2]d", n, len(rows)) // then nothing is done: it could be everybody's
	}
	r := k.doing()
	r.Keys = k.keys(id)
	a, err := k.ask(ctx, r)
	if n, err = number("done", a.Done, err); err != nil {
		return broken(err)
	}
	return unless(n == 0, "do 应为 0，实为 %[1]d / wanted 0 from do, saw %[1]d", n)
}

func readsWhatItCounts(ctx context.Context, k *kit) string {
	for _, id := range []string{k.sample.Other, k.sample.Person} {
		n, err := k.count(ctx, id)
		if err != nil {
			return broken(err)
		}
		rows, err := k.read(ctx, id)
		if err != nil {
			return broken(err)
		}
		if n == 0 || n != int64(len(rows)) {
			return unless(false, "应有行且相同，实为 count %[1]d、read %[2]d / wanted rows, and the same number, saw count %[1]d, read %[2]d", n, len(rows))
		}
		if k.rows = n; id == k.sample.Other {
			k.others = rows
		}
	}
	return ""
}

func looksBefore(ctx context.Context, k *kit) string {
	left, err := k.look(ctx)
	if err != nil {
		return broken(err)
	}
	return unless(len(left) > 0, "应看到这些行，实为空的 residue / wanted residue, saw none")
}

// leavesOthers asks for the rows by an identifier that is not the own id, and calls
// another column, which says something in every row, that of their owner: none is of a
// person whom nobody knows.
func leavesOthers(ctx context.Context, k *kit) string {
	rows, err := k.read(ctx, k.sample.Person)
	if err != nil {
		return broken(err)
	}
	t := k.target()
	t.Owner, _ = k.column(rows)
	if t.Owner == "" || k.sample.By == declaration.Person || len(t.Found) == 0 {
		return "" // nothing leads there but the own id
	}
	keys := k.keys(k.sample.Person)
	keys[declaration.Person] = []string{"volens-" + rand.Text()}
	n, err := connector{k.line}.Count(ctx, t, keys)
	if err != nil {
		return broken(err)
	}
	return unless(n == 0, "count 应为 0，实为 %[1]d / wanted 0 from count, saw %[1]d", n)
}

// looksAtColumns asks for a column as if it had been changed: into nothing, which it
// is in no row, and into what is there already.
func looksAtColumns(ctx context.Context, k *kit) string {
	rows, err := k.read(ctx, k.sample.Person)
	if err != nil {
		return broken(err)
	}
	column, longest := k.column(rows)
	if column == "" {
		return "" // no row holds anything that could be changed
	}
	same := declaration.Transform(fmt.Sprint(declaration.ToFirst, ":", longest))
	for as, want := range map[declaration.Transform]int64{declaration.ToNull: k.rows, same: 0} {
		left, err := k.unchanged(ctx, column, as)
		if err != nil {
			return broken(err)
		}
		if left != want {
			return unless(false, "应报 %[2]d 行，实为 %[1]d / wanted %[2]d rows, saw %[1]d", left, want)
		}
	}
	return ""
}

func does(ctx context.Context, k *kit) string {
	k.deed = rand.Text()
	return k.deedAgain(ctx, k.rows, 0)
}

func sameID(ctx context.Context, k *kit) string { return k.deedAgain(ctx, k.done, 1) }

// deedAgain sends the deed under its id and wants one answer.
func (k *kit) deedAgain(ctx context.Context, want int64, repetition int) string {
	body, _ := json.Marshal(k.doing())
	status, answer, err := k.post(ctx, k.deed, body, repetition)
	if err != nil {
		return broken(err)
	}
	a, err := parse(answer)
	n, err := number("done", a.Done, err)
	if status != 200 || err != nil {
		return unless(false, "应答复 200 和 done，实为 %[1]d，%[2]s / wanted 200 with done, saw %[1]d, %[2]s", status, seen(err))
	}
	k.done = n
	return unless(n == want && n > 0, "done 应为 %[2]d，实为 %[1]d / wanted %[2]d from done, saw %[1]d", n, want)
}

func again(ctx context.Context, k *kit) string {
	a, err := k.ask(ctx, k.doing())
	n, err := number("done", a.Done, err)
	if err != nil {
		return broken(err)
	}
	return unless(n == 0, "done 应为 0，实为 %[1]d / wanted 0 from done, saw %[1]d", n)
}

func gone(ctx context.Context, k *kit) string {
	n, err := k.count(ctx, k.sample.Person)
	if err != nil {
		return broken(err)
	}
	rows, err := k.read(ctx, k.sample.Person)
	if err != nil {
		return broken(err)
	}
	return unless(n == 0 && len(rows) == 0, "都应为 0，实为 count %[1]d、read %[2]d / wanted 0 from both, saw count %[1]d, read %[2]d", n, len(rows))
}

func looksAfter(ctx context.Context, k *kit) string {
	left, err := k.look(ctx)
	if err != nil {
		return broken(err)
	}
	return unless(len(left) == 0, "residue 应为空，实为 %[1]d 处 / wanted no residue, saw %[1]d places", len(left))
}

func othersUntouched(ctx context.Context, k *kit) string {
	rows, err := k.read(ctx, k.sample.Other)
	if err != nil {
		return broken(err)
	}
	same := slices.Equal(sorted(rows), sorted(k.others))
	return unless(same && len(rows) > 0, "应与删除前的 %[2]d 行相同，实为 %[1]d 行或内容不同 / wanted the %[2]d rows from before, saw %[1]d, or other ones", len(rows), len(k.others))
}

// sorted writes rows as text, in order.
func sorted(rows []plan.Record) []string {
	var all []string
	for _, r := range rows {
		b, _ := json.Marshal(r) // columns are in order
		all = append(all, string(b))
	}
	slices.Sort(all)
	return all
}

func settles(ctx context.Context, k *kit) string {
	if _, err := (connector{k.line}).Settle(ctx, []string{k.sample.Holding}); err != nil {
		return broken(err)
	}
	return ""
}
