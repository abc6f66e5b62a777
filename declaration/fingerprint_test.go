package declaration

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gowebpki/jcs"
	"pgregory.net/rapid"
)

// Fingerprints are permanent. A change here makes every consent stale and asks
// everybody again: it takes a second version beside the first, not a new golden.
func TestFingerprintsArePermanent(t *testing.T) {
	d := parse(t, shop(t))
	var out strings.Builder
	for _, u := range d.Uses() {
		fmt.Fprintf(&out, "%s\n  %s\n  %s\n", u.ID, u.Fingerprint(), u.canonical())
	}
	golden(t, "testdata/fingerprints.golden", out.String())
}

func TestFingerprintIsOverCanonicalJSON(t *testing.T) {
	for _, u := range parse(t, shop(t)).Uses() {
		want, err := jcs.Transform(u.canonical())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(u.canonical())); diff != "" {
			t.Errorf("%s: %s", u.ID, diff)
		}
		if !json.Valid(u.canonical()) {
			t.Errorf("%s: not JSON", u.ID)
		}
	}
}

func fingerprints(d *Declaration) map[UseID]Fingerprint {
	all := map[UseID]Fingerprint{}
	for _, u := range d.Uses() {
		all[u.ID] = u.Fingerprint()
	}
	return all
}

var (
	wording = regexp.MustCompile(`\b(zh|en|who|ground|without|why|put-to|is|name|vendor|location|risks|address|necessity|security): (?:"[^"]*"|[^,{}\[\]\n:]+)([,}\n])`)
	blankAt = regexp.MustCompile(`(?m)^`)
)

// Neither words, nor comments, nor blank lines, nor which file something is in,
// nor line endings touch a fingerprint.
func TestWordsNeverChangeFingerprints(t *testing.T) {
	text := shop(t)
	want := fingerprints(parse(t, text))
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		rnd := rand.New(rand.NewPCG(seed, 1))
		changed := wording.ReplaceAllStringFunc(text, func(s string) string {
			m := wording.FindStringSubmatch(s)
			if rnd.IntN(2) == 0 {
				return s
			}
			return fmt.Sprintf("%s: 改词 %d%s", m[1], rnd.IntN(1000), m[2])
		})
		changed = blankAt.ReplaceAllStringFunc(changed, func(string) string {
			return []string{"", "", "", "\n", "# 注释\n"}[rnd.IntN(5)]
		})
		if rnd.IntN(2) == 0 {
			changed = strings.ReplaceAll(changed, "\n", "\r\n")
		}
		d, err := Parse(source(changed))
		if err != nil {
			t.Fatalf("%v\n%s", err, changed)
		}
		if diff := cmp.Diff(want, fingerprints(d)); diff != "" {
			t.Fatalf("%s\n%s", diff, changed)
		}
	})
}

// Why something is needed is wording: saying it, or saying it better, asks nobody
// again.
func TestWhyNeverChangesFingerprints(t *testing.T) {
	text := shop(t)
	lines := regexp.MustCompile(`(?m)^( {8,})(for: [a-z-]+)$`) // not the authorities
	with := parse(t, lines.ReplaceAllString(text, "$1$2\n${1}why: {zh: 缺它不可, en: it takes this}"))
	for _, u := range with.Uses() {
		if u.Why.EN != "it takes this" {
			t.Errorf("%s is needed because %+v", u.ID, u.Why)
		}
	}
	if diff := cmp.Diff(fingerprints(parse(t, text)), fingerprints(with)); diff != "" {
		t.Error(diff)
	}
}

var (
	topLevel = regexp.MustCompile(`(?m)^[a-z]`)
	usage    = regexp.MustCompile(`(?m)^          - item`)
	inGives  = regexp.MustCompile(`\[bank, cloud\]`)
)

// The order of parts, of usages and of lists does not count either.
func TestOrderNeverChangesFingerprints(t *testing.T) {
	text := shop(t)
	want := fingerprints(parse(t, text))
	parts := split(text, topLevel)
	usages := split(text[strings.Index(text, "          - item: browsing"):strings.Index(text, "components:")], usage)
	rapid.Check(t, func(t *rapid.T) {
		mixed := strings.Join(rapid.Permutation(parts).Draw(t, "parts"), "")
		mixed = strings.Replace(mixed, strings.Join(usages, ""), strings.Join(rapid.Permutation(usages).Draw(t, "usages"), ""), 1)
		if rapid.Bool().Draw(t, "gives") {
			mixed = inGives.ReplaceAllString(mixed, "[cloud, bank]")
		}
		if rapid.Bool().Draw(t, "manner") {
			mixed = strings.Replace(mixed, "[uploaded, computed]", "[computed, uploaded, computed]", 1)
		}
		if rapid.Bool().Draw(t, "items") {
			mixed = strings.Replace(mixed, "[recipient-name, recipient-address, recipient-phone]", "[recipient-phone, recipient-name, recipient-address]", 1)
		}
		d, err := Parse(source(mixed))
		if err != nil {
			t.Fatalf("%v\n%s", err, mixed)
		}
		if diff := cmp.Diff(want, fingerprints(d)); diff != "" {
			t.Fatalf("%s\n%s", diff, mixed)
		}
	})
}

// split cuts text before every match.
func split(text string, before *regexp.Regexp) []string {
	var parts []string
	at := before.FindAllStringIndex(text, -1)
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		parts = append(parts, text[m[0]:end])
	}
	return parts
}

// Each legal facet changes the fingerprints of the uses that it concerns, and of
// no other.
func TestEachFacetChangesFingerprints(t *testing.T) {
	const (
		address = "shop/order/recipient-address/deliver"
		card    = "shop/order/bank-card/pay"
		history = "shop/for-you/browsing-history/recommend"
		knee    = "shop/for-you/knee-scan/fit-shoes"
		level   = "shop/for-you/membership-level/coupon"
		push    = "shop/for-you/device-id/push@acme-push"
	)
	names := []UseID{"shop/order/recipient-name/deliver", address, "shop/order/recipient-phone/deliver"}
	givings := []UseID{"shop/order/recipient-name/deliver>courier", address + ">courier", "shop/order/recipient-phone/deliver>courier"}
	delivery := append(names[:3:3], givings...)
	ordering := append(delivery[:6:6], card)
	for name, c := range map[string]struct {
		old, new string
		want     []UseID
	}{
		"basis":                    {"basis: contract", "basis: consent", delivery},
		"necessary":                {"for: pay\n            necessary: true", "for: pay", []UseID{card}},
		"frequency":                {"when: each-use", "when: continuous", []UseID{history}},
		"frequency by default":     {"when: each-order", "when: once", ordering},
		"period":                   {"kept: {in: footprints, for: 90d}", "kept: {in: footprints, for: 91d}", []UseID{history}},
		"period by default":        {"for: 3y", "for: 5y", delivery},
		"then":                     {"then: anonymise", "then: delete", ordering},
		"manner":                   {"[uploaded, computed]", "[uploaded]", []UseID{knee}},
		"device to store":          {"in: device", "in: footprints", []UseID{knee}},
		"no store":                 {"kept: {in: footprints, for: 1y}", "kept: {for: 1y}", []UseID{level}},
		"country of a store":       {"engine: redis\n    country: CN", "engine: redis\n    country: SG", []UseID{history, level}},
		"origin":                   {"            from: {who: {zh: 联名银行, en: partner bank}, ground: {zh: 其会员协议, en: its member agreement}}\n", "", []UseID{level}},
		"one more third party":     {"[bank, cloud]", "[bank, cloud, courier]", nil}, // a use of its own
		"one less is given it":     {"gives: [bank, cloud]", "gives: [bank]", []UseID{card}},
		"standing of who is given": {"en: Example Bank}, role: joint", "en: Example Bank}, role: entrusted", []UseID{card}},
		"country of who is given":  {"role: entrusted, country: SG", "role: entrusted, country: US", []UseID{card}},
		"country of a third party": {"role: third-party, contact", "role: third-party, country: HK, contact", givings},
		"standing of a vendor":     {"vendor: {zh: 顶点公司, en: Acme Inc.}", "role: joint", []UseID{push}},
		"country of a vendor":      {"    country: US\n", "", []UseID{push}},
		"class of a purpose":       {"class: provide", "class: research", []UseID{knee}},
		"sensitive or not":         {"    family: medical\n", "", []UseID{knee}},
		"taxonomy":                 {"volens: 1", "volens: 1\ntaxonomy: gbt-35273-2020", []UseID{history}},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := fingerprints(parse(t, shop(t))), fingerprints(parse(t, with(t, shop(t), c.old, c.new)))
			want := map[UseID]bool{}
			for _, id := range c.want {
				want[id] = true
			}
			for id, was := range before {
				is, there := after[id]
				if there && (is != was) != want[id] {
					t.Errorf("%s changed: %v", id, is != was)
				}
			}
		})
	}
}

// What only says where and how something is kept does not count.
func TestStoresMayMoveAtHome(t *testing.T) {
	text := strings.ReplaceAll(shop(t), "footprints", "trail")
	text = with(t, text, "engine: redis", "engine: postgres")
	text = with(t, text, "protects: [access-control]", "protects: [masking]")
	if diff := cmp.Diff(fingerprints(parse(t, shop(t))), fingerprints(parse(t, text))); diff != "" {
		t.Error(diff)
	}
}

// A string in a facet that needs escapes is escaped, whoever built the use.
func TestFacetsAreEscaped(t *testing.T) {
	s := &Service{}
	u := Use{ID: `a"b\c`, Service: s}
	if !json.Valid(u.canonical()) {
		t.Errorf("not JSON: %s", u.canonical())
	}
}

func BenchmarkFingerprint(b *testing.B) {
	u := parse(b, shop(b)).Uses()[6]
	for b.Loop() {
		u.Fingerprint()
	}
}
