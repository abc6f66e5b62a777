package lint

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// meant lists what a text is taken for.
func meant(text string) []string {
	var all []string
	for _, entries := range Articles(text) {
		for _, a := range entries {
			all = append(all, strings.TrimSpace(string(a.Instrument)+" "+a.Citation().Ref()))
		}
	}
	return all
}

func TestArticlesInFreeWriting(t *testing.T) {
	for text, want := range map[string]string{
		"PIPL 29": "cn-pipl 29", "pipl29": "cn-pipl 29", "cn-pipl 29": "cn-pipl 29", "PIPL Art. 29": "cn-pipl 29",
		"个保法 29": "cn-pipl 29", "个保法第二十九条": "cn-pipl 29", "《个人信息保护法》第29条": "cn-pipl 29", "ＰＩＰＬ　２９": "cn-pipl 29",
		"draft 19(3)": "cn-nds-draft-2021 19(3)", "draft 2021 Art. 19(3)": "cn-nds-draft-2021 19(3)",
		"征求意见稿 第十九条第（三）项": "cn-nds-draft-2021 19(3)", "征求意见稿第十九条（三）": "cn-nds-draft-2021 19(3)",
		"draft 20 para. 2 (2)": "cn-nds-draft-2021 20¶2(2)", "征求意见稿 20¶2(2)": "cn-nds-draft-2021 20¶2(2)",
		"征求意见稿第二十条第二款第二项": "cn-nds-draft-2021 20¶2(2)",
		"no191 IV.2": "cn-no191 IV.2", "191号文 四、2": "cn-no191 IV.2", "191号文第四组第2项": "cn-no191 IV.2", "No. 191 group IV item 2": "cn-no191 IV.2",
		"民法典 一千二百零一": "", "gbt-35273-2020 附录B": "cn-gbt-35273-2020 B", "GB/T 35273-2020 Annex B": "cn-gbt-35273-2020 B",
		"pipl 999": "", "": "", "xyzzy": "", "21(": "", "第条": "", "draft IV.2": "",
	} {
		if got := strings.Join(meant(text), ", "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Without an instrument every article of that number may be meant; a part that the
// data does not know is nowhere.
func TestArticlesWithoutAnInstrument(t *testing.T) {
	for _, text := range []string{"21", "第二十一条", "第21条", "Article 21"} {
		got := meant(text)
		for _, want := range []string{"cn-nds-draft-2021 21", "cn-nds-draft-2021 21(4)", "cn-pipl 21", "cn-nds-790 21"} {
			if !slices.Contains(got, want) {
				t.Errorf("%q does not find %s: %v", text, want, got)
			}
		}
	}
	got := meant("21(4)")
	if !slices.Contains(got, "cn-nds-draft-2021 21(4)") || slices.Contains(got, "cn-pipl 21") {
		t.Errorf("21(4): %v", got)
	}
	// Where the instrument is said, what contains the part is better than nothing.
	if got := meant("pipl 21(4)"); !slices.Equal(got, []string{"cn-pipl 21"}) {
		t.Errorf("pipl 21(4): %v", got)
	}
}

// However we write of an article ourselves, it is found.
func TestArticlesReadWhatWeWrite(t *testing.T) {
	for _, i := range law.Instruments() {
		for _, a := range i.Articles {
			c := a.Citation()
			if c.Article == 0 {
				continue
			}
			for _, text := range []string{string(c.Instrument) + " " + c.Ref(), c.Short().ZH, c.Short().EN, c.Text().ZH, c.Text().EN} {
				found := Articles(text)
				if len(found) != 1 || !slices.ContainsFunc(found[0], func(b law.Article) bool { return b.Citation() == c }) {
					t.Errorf("%q does not find %s %s: %v", text, c.Instrument, c.Ref(), meant(text))
				}
			}
		}
	}
}

func TestArticlesNeverPanic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"第", "条", "款", "(", "）", "IV", "B", "二十", "千百", "draft", "21", ".", "¶"}))).Draw(t, "parts")
		for _, entries := range Articles(strings.Join(parts, "")) {
			for _, a := range entries {
				_ = ExplainArticle(a, lang.EN)
			}
		}
	})
}

func TestFigures(t *testing.T) {
	for text, want := range map[string]string{
		"十": "10", "十九": "19", "二十": "20", "二十一": "21", "一百零五": "105", "一百一十": "110", "一千二百五十九": "1259", "七": "7", "零": "0",
	} {
		if got := figures(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// Every article says its status, its duty, its numbers, what punishes a breach, its
// live counterparts and the rules that cite it.
func TestExplainArticleSaysEverything(t *testing.T) {
	for _, i := range law.Instruments() {
		for _, a := range i.Articles {
			for _, l := range []lang.Lang{lang.ZH, lang.EN} {
				checkExplained(t, a, l)
			}
		}
	}
}

func checkExplained(t *testing.T, a law.Article, l lang.Lang) {
	t.Helper()
	c, text := a.Citation(), ExplainArticle(a, l)
	wants := []string{c.Text().In(l), c.Status().Text().In(l), a.Duty.In(l), a.Who.In(l), a.ID}
	for _, k := range a.Kinds {
		wants = append(wants, law.KindText(k).In(l))
	}
	for _, live := range a.Live {
		wants = append(wants, live.Short().In(l))
	}
	for _, p := range law.Parameters() {
		if p.Cite == c {
			wants = append(wants, fmt.Sprint(p.Value), p.Note.In(l), p.ID)
		}
	}
	for _, r := range Rules {
		if slices.Contains(r.Cites, c) {
			wants = append(wants, r.ID)
		}
	}
	if a.Penalty != "" {
		wants = append(wants, lang.Text{ZH: "罚则：", EN: "penalty: "}.In(l))
	}
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%s %s in %s does not say %q:\n%s", c.Instrument, c.Ref(), l, want, text)
		}
	}
}

// No rule is in two chapters or in none.
func TestChaptersHoldEveryRule(t *testing.T) {
	var all []string
	for _, c := range Chapters() {
		for _, r := range c.Rules {
			all = append(all, r.ID)
		}
	}
	var want []string
	for _, r := range Rules {
		want = append(want, r.ID)
	}
	if !slices.Equal(all, want) {
		t.Errorf("chapters hold %v\nrules are %v", all, want)
	}
}

// Nobody gets an article that was not asked for.
func TestNumeralsAreReadOrLeft(t *testing.T) {
	for s, want := range map[string]string{
		"二十九": "29", "二九": "29", "十": "10", "二十": "20", "一百零三": "103", "二〇二六": "2026", "一千二百五十九": "1259",
		"十十": "十十", "二十十": "二十十", "十百": "十百", "二三十": "二三十", "二十一二": "二十一二",
	} {
		if got := figures(s); got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
	if found := Articles("个保法 十十"); len(found) > 0 {
		t.Errorf("十十 is %v", found)
	}
	for text, want := range map[string]bool{"PIPL 29": false, "PIPL 29.5": true, "draft 21(55)": true, "draft 21(4)": false} {
		if found := Articles(text); len(found) != 1 || Whole(text, found[0]) != want {
			t.Errorf("%s: %v", text, !want)
		}
	}
}
