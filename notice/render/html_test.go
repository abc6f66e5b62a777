package render_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/notice"
	"github.com/volens/volens/notice/render"
)

// A page stands alone, and its policy lets in its own style and nothing else.
func TestPageStandsAlone(t *testing.T) {
	for _, k := range notice.Kinds() {
		page := html(t, build(t, full(t), k), bilingual)
		_, rest, _ := strings.Cut(page, "<style>")
		style, _, ok := strings.Cut(rest, "</style>")
		sum := sha256.Sum256([]byte(style))
		if hash := "sha256-" + base64.StdEncoding.EncodeToString(sum[:]); !ok || hash != render.StyleHash() || !strings.Contains(page, hash) {
			t.Errorf("%s: the policy does not name the style of the page", k)
		}
		for _, no := range []string{"<script", "<link", "<img", "<iframe", " style=", " onclick=", " src=", "@import", "url("} {
			if strings.Contains(page, no) {
				t.Errorf("%s: the page has %q", k, no)
			}
		}
		if strings.Count(page, "<style") != 1 {
			t.Errorf("%s: not one style block", k)
		}
	}
}

// The first layer is a summary and the second is behind it, without JavaScript.
func TestLayersFold(t *testing.T) {
	doc := build(t, full(t), notice.Rules)
	page := html(t, doc, render.Languages{lang.ZH})
	if !strings.Contains(page, `<details><summary><span lang="zh-CN">收货地址：联系收件人并把商品送到；拒绝：无法配送</span></summary><dl>`) {
		t.Error("a use is not folded")
	}
	text := markdown(t, doc, render.Languages{lang.ZH})
	first, second, ok := strings.Cut(text, "\n## 逐项说明\n")
	if !ok || !strings.Contains(first, "\n2. 收货地址：联系收件人并把商品送到；拒绝：无法配送\n") || strings.Contains(first, "频次或时机**") ||
		!strings.Contains(second, "- **频次或时机**：每次下单时\n") {
		t.Error("Markdown does not keep the layers apart")
	}
}

func TestLanguages(t *testing.T) {
	doc := build(t, full(t), notice.Rules)
	for name, c := range map[string]struct{ has, not string }{
		"zh": {"我们是谁", "Who we are"}, "en": {"Who we are", "我们是谁"}, "both": {"我们是谁", "我们是谁 / 我们是谁"},
	} {
		ls, err := render.ParseLanguages(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{html(t, doc, ls), markdown(t, doc, ls)} {
			if !strings.Contains(text, c.has) || strings.Contains(text, c.not) {
				t.Errorf("%s: %q or %q", name, c.has, c.not)
			}
		}
	}
	if both := markdown(t, doc, bilingual); !strings.Contains(both, "## 我们是谁 / Who we are\n") {
		t.Error("Chinese does not come first")
	}
	if _, err := render.ParseLanguages("fr"); err == nil {
		t.Error("French was taken")
	}
}

func TestDateAndHashesAreShown(t *testing.T) {
	doc := build(t, full(t), notice.Rules)
	for _, text := range []string{html(t, doc, bilingual), markdown(t, doc, bilingual)} {
		for _, want := range []string{"2026-12-01", doc.Stamp.Version, doc.Stamp.Declaration, "征求意见稿，从未生效", "draft, never in force"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not shown", want)
			}
		}
	}
}

func TestComparisonsInEveryFormat(t *testing.T) {
	d := full(t)
	other := parse(t, strings.Replace(d.Source().Files[0].Text, "name: 王宁", "name: 周宁", 1))
	c, err := notice.Diff(d, other, notice.Rules, notice.Options{})
	if err != nil {
		t.Fatal(err)
	}
	text := written(t, func(b *bytes.Buffer) error { return render.DiffText(b, c, render.Languages{lang.ZH}) })
	if want := "\n个人信息保护负责人\n~ 变更：姓名\n    内容：王宁 → 周宁\n"; !strings.Contains(text, want) {
		t.Errorf("%s", text)
	}
	machine := written(t, func(b *bytes.Buffer) error { return render.DiffJSON(b, []notice.Comparison{c}) })
	for _, out := range []string{html(t, c.Document(), bilingual), markdown(t, c.Document(), bilingual), machine} {
		if !strings.Contains(out, "王宁") || !strings.Contains(out, "周宁") {
			t.Errorf("a format lacks the change:\n%s", out)
		}
	}
}
