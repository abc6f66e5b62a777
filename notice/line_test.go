package notice

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// What the vocabularies say fits into a line as it is.
func TestVocabularyFitsIntoOneLine(t *testing.T) {
	for _, item := range law.Items() {
		for _, p := range declaration.Purposes() {
			u := &declaration.Use{Item: declaration.Item{ID: item.ID, Name: item.Name, Sensitive: true}, Purpose: p, PutTo: p.PutTo}
			got := line(u)
			if n := utf8.RuneCountInString(got.ZH); n > LongestLine || strings.HasSuffix(got.ZH, "…") {
				t.Errorf("%s for %s: %d characters: %s", item.ID, p.ID, n, got.ZH)
			}
			if strings.HasSuffix(got.EN, "…") {
				t.Errorf("%s for %s is cut: %s", item.ID, p.ID, got.EN)
			}
		}
	}
}

// Whatever is longer is cut, is seen to be cut, and is told in full behind it.
func TestLongLinesGoOnInTheSecondLayer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := func(label string) string {
			n := rapid.IntRange(0, 90).Draw(t, "length of "+label)
			return rapid.StringOfN(rapid.RuneFrom([]rune("配送商品 abc，。\n")), n, n, -1).Draw(t, label)
		}
		put, without := "用"+word("put"), "无"+word("without")
		u := &declaration.Use{
			Item:  declaration.Item{ID: "email", Name: lang.Text{ZH: "电子邮箱", EN: "e-mail"}},
			PutTo: lang.Text{ZH: put, EN: put}, Without: lang.Text{ZH: without, EN: without},
		}
		got := line(u).ZH
		if utf8.RuneCountInString(got) > LongestLine {
			t.Fatalf("%d characters: %s", utf8.RuneCountInString(got), got)
		}
		whole := visible("电子邮箱：" + put + "；拒绝：" + without)
		if got != whole && (!strings.HasSuffix(got, "…") || !strings.HasPrefix(whole, strings.TrimSuffix(got, "…"))) {
			t.Fatalf("cut without saying so, or said otherwise:\n%s\n%s", got, whole)
		}
		var facts []string
		for _, f := range entry(u).Facts {
			facts = append(facts, f.Text.ZH)
		}
		if all := strings.Join(facts, "\x00"); !strings.Contains(all, put) || !strings.Contains(all, without) {
			t.Fatalf("the second layer lacks what was cut: %q", all)
		}
	})
}

func TestWhatCannotBeSeenIsLeftOut(t *testing.T) {
	for in, want := range map[string]string{
		"a\u202eb\u2066c\u200fd":    "abcd",
		"a\u200b\ufeffb":            "ab",
		" a\n\n b\tc ":              "a b c",
		"a\x00\x1b[31mb":            "a[31mb",
		"\u2028a\u2029":             "a",
		"a\xffb":                    "ab",
		"👩\u200d👧":                  "👩\u200d👧",
		"# 标题 | <b>":                "# 标题 | <b>",
		"e\u0301 中文 العربية \u0627": "e\u0301 中文 العربية \u0627",
	} {
		if got := visible(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
