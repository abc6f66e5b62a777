package declaration

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/volens/volens/lang"
)

// Every word of every vocabulary is spelt like an id, stands once, and says
// something in both languages.
func TestVocabularies(t *testing.T) {
	all := map[string]vocabulary{"periods": periods, "whens": whens, "separations": separations, "levels": levels, "protections": protections}
	for typ, v := range vocabularies {
		all[typ.String()] = v
	}
	for name, v := range all {
		seen := map[string]bool{}
		for _, w := range v {
			if !isID(w.key) || seen[w.key] || w.is.ZH == "" || w.is.EN == "" {
				t.Errorf("%s: %+v", name, w)
			}
			seen[w.key] = true
		}
		if v.text("unheard-of") != (lang.Text{ZH: "unheard-of", EN: "unheard-of"}) {
			t.Errorf("%s: an unknown word does not show as itself", name)
		}
	}
}

func TestPurposes(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Purposes() {
		if !isID(p.ID) || seen[p.ID] || p.Is.ZH == "" || p.Is.EN == "" || p.PutTo.ZH == "" || p.PutTo.EN == "" {
			t.Errorf("%+v", p)
		}
		if classes.text(string(p.Class)).ZH == string(p.Class) {
			t.Errorf("%s: unknown class %s", p.ID, p.Class)
		}
		seen[p.ID] = true
	}
	if _, ok := PurposeByID("unheard-of"); ok {
		t.Error("a purpose that is none")
	}
	Purposes()[0].ID = "gone"
	if Purposes()[0].ID == "gone" {
		t.Error("the vocabulary can be changed from outside")
	}
}

func TestTexts(t *testing.T) {
	for _, c := range []struct {
		got    lang.Text
		zh, en string
	}{
		{Period("90d").Text(), "90 天", "90 days"},
		{Period("1m").Text(), "1 个月", "1 month"},
		{Period("3y").Text(), "3 年", "3 years"},
		{Period("15wd").Text(), "15 个工作日", "15 working days"},
		{Period("8h").Text(), "8 小时", "8 hours"},
		{ForMoment.Text(), "用后即弃，不保存", "used and not kept"},
		{Period("").Text(), "", ""},
		{When("every 5s").Text(), "每 5 秒", "every 5 seconds"},
		{When("every 10m").Text(), "每 10 分钟", "every 10 minutes"},
		{When("every 1h").Text(), "每 1 小时", "every hour"},
		{Continuous.Text(), "使用期间持续", "all the time while in use"},
		{BasisConsent.Text(), "取得个人同意", "the person's consent"},
		{Entrusted.Text(), "受托处理", "entrusted"},
		{Way("gait").Text(), "步态", "gait"},
		{Measure("backup").Text(), "备份", "back-up"},
		{FunctionStops.Text(), "该功能无法使用", "this function stops"},
		{Delete.Text(), "到期删除", "then deleted"},
		{Personalise.Text(), "个性化推荐", "personalised recommendation"},
		{SeparateExport.Text(), "提供到境外", "it goes outside the mainland"},
		{RoleProcessor.Text(), "个人信息处理者", "personal information processor"},
		{ChildrenExcluded.Text(), "不让不满十四周岁者使用", "people under fourteen are kept out"},
		{AskedNever.Text(), "没有征求", "never asked"},
		{Manner("entered").Text(), "由您填写", "you enter it"},
		{Strict.Text(), "严格保护", "strict protection"},
		{Wording.Text(), "措辞", "wording"},
	} {
		if c.got.ZH != c.zh || c.got.EN != c.en {
			t.Errorf("%+v, want %s / %s", c.got, c.zh, c.en)
		}
	}
}

func TestParts(t *testing.T) {
	periods := map[Period]string{"90d": "90d", "15wd": "15wd", "9999y": "9999y", "account": "", "": "", "0d": "", "d": "", "1.5y": "", "10000d": "", "-3d": ""}
	for p, want := range periods {
		n, unit, ok := p.Parts()
		if got := (counted{zh: unit}).text(n).ZH; ok != (want != "") || ok && got != want {
			t.Errorf("%q: %d %q %v", p, n, unit, ok)
		}
	}
	whens := map[When]string{"every 5s": "5s", "every 1d": "1d", "every  5s": "", "every 5y": "", "once": "", "every 0s": ""}
	for w, want := range whens {
		n, unit, ok := w.Every()
		if got := (counted{zh: unit}).text(n).ZH; ok != (want != "") || ok && got != want {
			t.Errorf("%q: %d %q %v", w, n, unit, ok)
		}
	}
}

// A named string type in the declaration either has a vocabulary or a spelling;
// else any word would pass.
func TestNoWordGoesUnchecked(t *testing.T) {
	for _, s := range shapes {
		for i := range s.fields {
			f := &s.fields[i]
			typ := f.typ
			for typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
				typ = typ.Elem()
			}
			_, spelt := f.spelling(typ)
			if typ.Kind() == reflect.String && typ.Name() != "string" && f.words(typ) == nil && !spelt {
				t.Errorf("%s.%s: any word passes", s.typ.Name(), f.name)
			}
			if f.format != "" && !spelt {
				t.Errorf("%s.%s: unknown format %s", s.typ.Name(), f.name, f.format)
			}
		}
	}
}

// The check by hand and the pattern, which the schema shows, say the same.
func TestIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.StringMatching(`[a-z0-9A-Z-]{0,4}-?[a-z0-9]{0,62}[-é]?`).Draw(t, "id")
		if want := id.pattern.MatchString(v) && len(v) <= maxID; isID(v) != want {
			t.Fatalf("%q: %v", v, !want)
		}
	})
}
