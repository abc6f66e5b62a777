package law

import (
	"testing"

	"github.com/volens/volens/lang"
)

// The most binding first, each with its status: nobody takes the draft for law.
func TestByStatus(t *testing.T) {
	cites := []Citation{Cite(Draft, "20¶2(1)"), Cite(PIPL, "17"), Cite(No191, "II.1")}
	for l, want := range map[lang.Lang]string{
		lang.ZH: "现行有效：个保法 第十七条；执法参考或推荐性标准：191号文 二、1；征求意见稿，从未生效：征求意见稿 第二十条第二款（一）",
		lang.EN: "in force: PIPL Art. 17; reference: No. 191 II.1; draft, never in force: draft 2021 Art. 20 ¶2(1)",
	} {
		if got := ByStatus(l, cites); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := ByStatus(lang.EN, nil); got != "" {
		t.Errorf("nothing cited: %q", got)
	}
}
