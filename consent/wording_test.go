package consent

import (
	"testing"

	"github.com/volens/volens/lang"
)

// told returns the fact under this label, or "".
func told(w Wording, l lang.Lang, label string) string {
	for _, f := range w.Facts {
		if f.Label.In(l) == label {
			return f.Text.In(l)
		}
	}
	return ""
}

// PIPL 23 and 30: who receives it can be reached, and why it is needed is said.
func TestWordingSaysWhyAndHowToReachARecipient(t *testing.T) {
	d := shop(t,
		"item: heart-rate, for: recommend,", "item: heart-rate, for: recommend, why: {zh: 心率说明您的体力, en: your pulse shows how fit you are},",
		"name: {zh: 广告商, en: the advertiser},", "name: {zh: 广告商, en: the advertiser}, contact: {mail: hi@ads.example, phone: \"95000\", url: https://ads.example, address: {zh: 杭州, en: Hangzhou}},",
		"name: {zh: 极推, en: AcmePush}", "name: {zh: 极推, en: AcmePush}\n    vendor: {zh: 极推科技, en: Acme Inc.}",
	)
	seen := 0
	for _, c := range put(t, d, everything).Choices {
		w := c.Wording
		switch c.ID {
		case "shop/for-you/heart-rate/recommend>ads":
			seen++
			zh, en := told(w, lang.ZH, "接收方联系方式"), told(w, lang.EN, "How to reach the recipient")
			if zh != "hi@ads.example，95000，https://ads.example，杭州" || en != "hi@ads.example, 95000, https://ads.example, Hangzhou" {
				t.Errorf("the recipient is reached by %q, %q", zh, en)
			}
			fallthrough
		case "shop/for-you/heart-rate/recommend":
			seen++
			if w.Need != (lang.Text{ZH: "心率说明您的体力", EN: "your pulse shows how fit you are"}) {
				t.Errorf("%s: needed because %+v", c.ID, w.Need)
			}
		case "shop/order/device-id/push@acme-push":
			seen++
			if told(w, lang.ZH, "提供者") != "极推科技" || told(w, lang.EN, "Vendor") != "Acme Inc." || told(w, lang.EN, "Its rules") != "https://acme.example/privacy" {
				t.Errorf("the component is told as %+v", w.Facts)
			}
		default:
			if told(w, lang.EN, "How to reach the recipient")+told(w, lang.EN, "Vendor")+told(w, lang.EN, "Its rules") != "" || !w.Need.IsZero() {
				t.Errorf("%s tells what it has not: %+v", c.ID, w)
			}
		}
	}
	if seen != 4 {
		t.Errorf("%d of the choices looked for", seen)
	}
}

// Draft 12(1), PIPL 23 and 39: where the recipient is, what it does with the item,
// how long and where it keeps it, and how rights are exercised there.
func TestWordingTellsOfARecipientAbroad(t *testing.T) {
	d := shop(t, "name: {zh: 广告商, en: the advertiser},", `name: {zh: 广告商, en: the advertiser}, country: US,
    manner: {zh: 用来挑选广告, en: to choose advertisements}, kept-for: 90d, kept-at: {zh: 俄勒冈, en: Oregon},
    export: {rights: {zh: 写信给它, en: write to it}},`)
	for _, c := range put(t, d, everything).Choices {
		want := c.ID == "shop/for-you/heart-rate/recommend>ads"
		for label, text := range map[string]string{
			"接收方在境外": "US", "接收方如何处理": "用来挑选广告", "接收方保存地点": "俄勒冈", "向境外接收方行使权利的方式": "写信给它",
		} {
			if got := told(c.Wording, lang.ZH, label); want && got != text || !want && got != "" {
				t.Errorf("%s: %s is told as %q", c.ID, label, got)
			}
		}
		if got := told(c.Wording, lang.EN, "How long the recipient keeps it"); (got != "") != want {
			t.Errorf("%s: kept by the recipient %q", c.ID, got)
		}
	}
}
