package declaration

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/law"
)

func TestSeparate(t *testing.T) {
	consenting := with(t, shop(t), "basis: contract", "basis: consent")
	abroad := with(t, consenting, "engine: redis\n    country: CN", "engine: redis\n    country: HK")
	joint := with(t, with(t, shop(t), "vendor: {zh: 顶点公司, en: Acme Inc.}", "role: joint"), "    country: US\n", "")
	foreign := with(t, consenting, "role: third-party, contact", "role: third-party, country: US, contact")
	for _, c := range []struct {
		name, text string
		use        UseID
		want       []Separation
	}{
		{"by contract", shop(t), "shop/order/recipient-phone/deliver>courier", nil},
		{"nothing special", consenting, "shop/order/recipient-phone/deliver", nil},
		{"sensitive, and entrusted abroad", shop(t), "shop/order/bank-card/pay", []Separation{SeparateSensitive, SeparateExport}},
		{"recommendation", shop(t), "shop/for-you/browsing-history/recommend", []Separation{SeparateRecommend}},
		{"recommendation kept abroad", abroad, "shop/for-you/browsing-history/recommend", []Separation{SeparateRecommend, SeparateExport}},
		{"own sensitive item", shop(t), "shop/for-you/knee-scan/fit-shoes", []Separation{SeparateSensitive}},
		{"kept in Hong Kong", abroad, "shop/for-you/membership-level/coupon", []Separation{SeparateExport}},
		{"giving to a third party", consenting, "shop/order/recipient-phone/deliver>courier", []Separation{SeparateThirdParty}},
		{"giving to a third party abroad", foreign, "shop/order/recipient-phone/deliver>courier", []Separation{SeparateThirdParty, SeparateExport}},
		{"what is given abroad is judged at the giving", foreign, "shop/order/recipient-phone/deliver", nil},
		{"third-party component abroad", shop(t), "shop/for-you/device-id/push@acme-push", []Separation{SeparateRecommend, SeparateThirdParty, SeparateExport}},
		{"joint component at home", joint, "shop/for-you/device-id/push@acme-push", []Separation{SeparateRecommend}},
	} {
		u := use(t, parse(t, c.text), c.use)
		if diff := cmp.Diff(c.want, u.Separate()); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestSeparationsCite(t *testing.T) {
	for _, v := range separations {
		cites := Separation(v.key).Cites()
		if len(cites) == 0 {
			t.Errorf("%s cites nothing", v.key)
		}
		cites[0] = law.Citation{}
		if (Separation(v.key).Cites()[0] == law.Citation{}) {
			t.Errorf("%s: the articles can be changed from outside", v.key)
		}
	}
	if Separation("none").Cites() != nil {
		t.Error("an unknown ground cites something")
	}
}

func TestGrade(t *testing.T) {
	d := parse(t, with(t, shop(t), "engine: mysql", "engine: mysql\n    data: important"))
	for id, want := range map[string]Grade{
		"orders":     {Important, Focused, true},
		"footprints": {General, Focused, true}, // personal information is never below focused
		"metrics":    {Core, Strict, false},
	} {
		s, _ := find(d.Stores, func(s *Store) bool { return s.ID == id })
		if got := d.Grade(s); got != want {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
	for data, want := range map[string]Grade{"": {General, Ordinary, false}, "important": {Important, Focused, false}} {
		if got := d.Grade(&Store{ID: "empty", Data: data}); got != want {
			t.Errorf("an empty store with %q: %+v, want %+v", data, got, want)
		}
	}
	if got := (Grade{General, Focused, true}).Text(); got.ZH != "一般数据，含个人信息：重点保护" || len(Grade{}.Cites()) != 2 {
		t.Errorf("%v", got)
	}
}

// Where important data lies is said with the data; it raises the store, and never
// lowers one that holds core data.
func TestImportantDataRaisesTheGrade(t *testing.T) {
	d := parse(t, shop(t)+`
important-data:
  survey: {family: base-data, what: {zh: 测绘数据, en: survey data}, in: [footprints, metrics]}
`)
	for id, want := range map[string]Grade{
		"orders":     {General, Focused, true},
		"footprints": {Important, Focused, true},
		"metrics":    {Core, Strict, false},
	} {
		s, _ := find(d.Stores, func(s *Store) bool { return s.ID == id })
		if got := d.Grade(s); got != want {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
}

func TestLawfullyNecessary(t *testing.T) {
	d := parse(t, shop(t))
	for id, want := range map[UseID]bool{
		"shop/order/recipient-phone/deliver":         true,
		"shop/order/recipient-phone/deliver>courier": false,
		"shop/order/bank-card/pay":                   false, // not on the list of online shopping
		"shop/for-you/browsing-history/recommend":    false,
	} {
		u := use(t, d, id)
		if got := u.LawfullyNecessary(); got != want {
			t.Errorf("%s: %v", id, got)
		}
	}
}

// What a basis cannot carry, and what serves the processor's own ends in a basic
// function, is no reason to turn people away, whatever the declaration claims.
func TestClaimedNecessityThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		service, line string
		want          bool
	}{
		{"other", "{item: email, for: promote, necessary: true, basis: contract}", false},
		{"other", "{item: email, for: promote, necessary: true, basis: legal-duty}", false},
		{"other", "{item: email, for: research, necessary: true, basis: contract}", false},
		{"other", "{item: email, for: research, necessary: true, basis: legal-duty}", true},
		{"other", "{item: email, for: notify, necessary: true, basis: contract}", true},
		{"other", "{item: email, for: promote, necessary: true}", true}, // a newsletter is what they come for
		{"online-shopping", "{item: phone, for: promote, necessary: true}", false},
		{"online-shopping", "{item: phone, for: register, necessary: true}", true},
		{"news", "{item: birthday, for: legal-duty, necessary: true, basis: legal-duty}", false},
		{"news", "{item: birthday, for: legal-duty, necessary: true, basis: legal-duty, under: a law}", true}, // no list takes away what a law demands
		{"other", "{item: face, for: sign-in, necessary: true}", false},
		{"other", "{item: face, for: book, necessary: true}", true},
	} {
		d := parse(t, "volens: 1\nprocessor: {name: 青禾}\nservices: {s: {name: 店, type: "+c.service+", functions: {f: {name: 店, basic: true, uses: ["+c.line+"]}}}}\n")
		if got := d.Uses()[0].LawfullyNecessary(); got != c.want {
			t.Errorf("%s %s: %v", c.service, c.line, got)
		}
	}
}

func TestWhatIsSpecial(t *testing.T) {
	for class, want := range map[Class]bool{Personalise: true, Improve: true, Develop: true, Provide: false, Market: false, Research: false} {
		if class.Pretext() != want {
			t.Errorf("%s: %v", class, !want)
		}
	}
	for way, want := range map[Way]bool{"face": true, "gait": true, "fingerprint": true, "iris": true, "voiceprint": true, "password": false, "id-check": false} {
		if way.Biometric() != want {
			t.Errorf("%s: %v", way, !want)
		}
	}
}
