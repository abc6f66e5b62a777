package notice_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
	"github.com/volens/volens/notice"
)

// nursery is a service for people under fourteen, all of whose information is
// sensitive, and joint a recipient that is neither entrusted nor a third party.
const nursery = `
volens: 1
processor: {name: {zh: 青禾, en: Qinghe}}
recipients:
  museum: {name: {zh: 少儿馆, en: the museum}, role: joint}
services:
  s:
    name: {zh: 儿童故事, en: stories}
    type: other
    children: intended
    functions:
      f:
        name: {zh: 收藏, en: favourites}
        uses:
          - {item: nickname, for: register, gives: [museum]}
`

// In a service made for children everything is sensitive; in another, kinds decide.
func TestChildrensInformationIsSensitive(t *testing.T) {
	for text, want := range map[string]bool{nursery: true, strings.Replace(nursery, "intended", "possible", 1): false} {
		d := parse(t, text)
		for _, k := range []notice.Kind{notice.Rules, notice.Collected, notice.Records} {
			if got := strings.Contains(texts(build(t, d, k).Sections...), "敏感个人信息：不满十四周岁者的信息"); got != want {
				t.Errorf("%s says that it is sensitive: %v, want %v", k, got, want)
			}
		}
		uses, _ := build(t, d, notice.Rules).Section("uses")
		for _, line := range []string{"（敏感）：", "须单独同意的原因：涉及敏感个人信息", "为什么需要、对您有何影响：未声明"} {
			if strings.Contains(texts(uses), line) != want {
				t.Errorf("%q is said: %v, want %v:\n%s", line, !want, want, texts(uses))
			}
		}
		scope, _ := build(t, d, notice.Assessment).Section("scope")
		if strings.Contains(texts(scope), declaration.Matter("sensitive").Text().ZH) != want {
			t.Errorf("an assessment of sensitive information is called for: %v, want %v", !want, want)
		}
	}
}

// Processing together is not giving (PIPL 20 and 23).
func TestJointProcessingIsNotGiving(t *testing.T) {
	provide := declaration.Matter("provide").Text().ZH
	for text, want := range map[string]bool{nursery: false, strings.Replace(nursery, "role: joint", "role: third-party", 1): true} {
		scope, _ := build(t, parse(t, text), notice.Assessment).Section("scope")
		if strings.Contains(texts(scope), provide) != want {
			t.Errorf("giving is to be assessed: %v, want %v", !want, want)
		}
	}
}

// What a section does not tell, it does not claim; what the law asks in other words
// is not said to be law.
func TestClaimsGoNoFurtherThanTheText(t *testing.T) {
	claimed := map[string][]law.Citation{}
	for _, c := range notice.Claims() {
		claimed[string(c.Document)+"#"+c.Section] = c.Cites
	}
	for section, gone := range map[string][]law.Citation{
		"rules#changes":        {law.Cite(law.Draft, "21¶2"), law.Cite(law.PIPL, "14"), law.Cite(law.Order790, "22(6)")},
		"rules#rights":         {law.Cite(law.PIPL, "50")},
		"rules#recommendation": {law.Cite(law.Order790, "42"), law.Cite(law.Algorithm, "17"), law.Cite(law.Draft, "49(2)")},
		"collected#collected":  {law.Cite(law.Draft, "20¶2(1)")},
		"wechat#types":         {law.Cite(law.PIPL, "17"), law.Cite(law.Order790, "21¶2"), law.Cite(law.Draft, "20¶2(1)")},
		"children#hello":       {law.Cite(law.Children, "9"), law.Cite(law.Children, "10")},
		"records#stores":       {law.Cite(law.Order790, "5"), law.Cite(law.Draft, "5")},
	} {
		for _, c := range gone {
			if slices.Contains(claimed[section], c) {
				t.Errorf("%s claims %s", section, c.Text().EN)
			}
		}
	}
	for section, kept := range map[string]law.Citation{
		"rules#changes":       law.Cite(law.PIPL, "17"),
		"rules#minors":        law.Cite(law.Order790, "21¶2"),
		"children#recipients": law.Cite(law.Children, "10"),
	} {
		if !slices.Contains(claimed[section], kept) {
			t.Errorf("%s does not claim %s", section, kept.Text().EN)
		}
	}
}

// Nobody is told that they may refuse what does not rest on consent.
func TestNoFalseComfort(t *testing.T) {
	hello := texts(build(t, read(t, full), notice.Children).Sections...)
	if !strings.Contains(hello, "凡要征得同意的，监护人可以说“不”") || strings.Contains(hello, "不想给") {
		t.Errorf("children are told:\n%s", hello)
	}
	for _, name := range []string{full, shop, "../examples/fitness/volens.yaml"} {
		if f := build(t, read(t, name), notice.AndroidPrivacy).File; f != nil && !strings.Contains(f.Text, "须您同意的信息，用到时再逐项问您") {
			t.Errorf("%s: the prompt says:\n%s", name, f.Text)
		}
	}
}

// No. 191 speaks of apps: what runs on web pages alone is told nothing by it.
func TestWebPagesAreNotHeldToAppRules(t *testing.T) {
	for on, want := range map[string]bool{"web": false, "wechat": true} {
		d := parse(t, strings.Replace(nursery, "    type: other\n", "    type: other\n    on: ["+on+"]\n", 1))
		got := false
		for _, k := range notice.Kinds() {
			for _, s := range build(t, d, k).Sections {
				got = got || slices.ContainsFunc(s.Cites, func(c law.Citation) bool { return c.Instrument == law.No191 })
			}
		}
		if got != want {
			t.Errorf("%s: %v", on, got)
		}
	}
}
