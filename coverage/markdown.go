package coverage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// ways are the rows of an article: what can be done about it.
var ways = []struct {
	kind string
	is   lang.Text
}{
	{law.KindDeclare, lang.Text{ZH: "声明", EN: "declared"}},
	{law.KindLint, lang.Text{ZH: "纸面检查", EN: "checked on paper"}},
	{law.KindScan, lang.Text{ZH: "实物核对", EN: "held against reality"}},
	{law.KindEnforce, lang.Text{ZH: "运行时执行", EN: "enforced"}},
	{law.KindClock, lang.Text{ZH: "计时", EN: "clocked"}},
	{law.KindRecord, lang.Text{ZH: "留痕", EN: "recorded"}},
	{law.KindUI, lang.Text{ZH: "展示", EN: "shown"}},
	{law.KindHuman, lang.Text{ZH: "由人判断", EN: "people must judge"}},
}

const preface = `# 法条覆盖 Coverage of the law

数据中的每一条，Volens 做了什么：由哪条规则在纸面检查，哪项义务计时，哪份文书展示，哪段代码执行或留痕；还没有做的，写明等哪个部分；软件判断不了的，写明问人的问题。本页由程序生成，有测试保证不漏一条。

What Volens does about every article in its data: the rule that checks it on paper, the duty that clocks it, the document that shows it, the code that enforces or records it. What is not built yet names the part it waits for; what software cannot judge names the question for people. This page is generated, and a test sees to it that nothing is left out.

怎样读 How to read it:

- 带点的名字是代码，如 ` + "`decide.Process`" + `；带斜线的是文书的一节，如 ` + "`rules/uses`" + `；其余是规则（可点开）或者义务的编号。 A name with a dot is code; one with a slash is a section of a document; the others are rules, which are linked, and duties.
- ` + "`declaration.`" + ` 开头的，是声明里写明此事的地方；声明的每一版上传时都留下记录，所以它也是留痕。 What begins with ` + "`declaration.`" + ` is where the declaration states the matter; every version that is uploaded leaves an entry in the record, so it is on record too.
- 写着“部分”的，只做了一部分：做到哪里，写在行下。 What is marked “in part” does not do the whole of it; how far it goes is said under the row.
- 行下的问句，是软件答不了、要由人回答的。 The questions under a row are those that software cannot answer and people must.

`

// Markdown writes the page: every article of every instrument, in both languages.
func Markdown() string {
	var b strings.Builder
	b.WriteString(preface)
	entries := All()
	for _, i := range law.Instruments() {
		fmt.Fprintf(&b, "## %s %s\n\n`%s`，%s / %s\n\n", i.Title.ZH, i.Title.EN, i.ID, i.Status.Text().ZH, i.Status.Text().EN)
		for _, e := range entries {
			if e.Article.Instrument == i.ID {
				e.write(&b)
			}
		}
	}
	return b.String()
}

func (e Entry) write(b *strings.Builder) {
	c := e.Article.Citation().Short()
	fmt.Fprintf(b, "### %s · %s\n\n%s\n\n%s\n\n", c.ZH, c.EN, e.Article.Duty.ZH, e.Article.Duty.EN)
	for _, w := range ways {
		done, below := e.lines(w.kind)
		if len(done)+len(below) == 0 {
			continue
		}
		if len(done) == 0 && w.kind != law.KindHuman {
			done = []string{"由人回答 for people to answer"}
		}
		fmt.Fprintf(b, "- **%s %s**：%s\n", w.is.ZH, w.is.EN, strings.Join(done, "、"))
		for _, line := range below {
			fmt.Fprintf(b, "  - %s\n", line)
		}
	}
	b.WriteString("\n")
}

// lines says the claims of one kind, each once: what is or will be done, and below it
// how far that goes and what people are asked. What does one part of the article whole
// and another in part is named in part.
func (e Entry) lines(kind string) (done, below []string) {
	add := func(to *[]string, line string) {
		if !slices.Contains(*to, line) {
			*to = append(*to, line)
		}
	}
	for _, c := range e.Claims {
		switch {
		case c.Kind != kind:
		case !c.Ask.IsZero():
			add(&below, c.line())
		case slices.ContainsFunc(e.Claims, func(x Claim) bool { return x.Kind == kind && x.By == c.By && !x.Partly.IsZero() }):
			add(&done, c.line()+"（部分 in part）")
			if !c.Partly.IsZero() {
				add(&below, c.line()+" "+c.Partly.ZH+" "+c.Partly.EN)
			}
		default:
			add(&done, c.line())
		}
	}
	return done, below
}

func (c Claim) line() string {
	switch {
	case !c.Ask.IsZero():
		return c.Ask.ZH + " " + c.Ask.EN
	case c.Later != "":
		part := Later()[c.Later]
		return fmt.Sprintf("尚未做，等“%s”部分 not built yet, waits for %s (`%s`)", part.ZH, part.EN, c.Later)
	case c.Kind == law.KindLint && !strings.Contains(c.By, "."):
		return fmt.Sprintf("[`%s`](rules/%s.md)", c.By, c.By)
	}
	return "`" + c.By + "`"
}
