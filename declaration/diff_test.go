package declaration

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/law"
)

// show writes a difference in one line.
func show(d Difference) string {
	var facets, cites []string
	for _, f := range d.Facets {
		facets = append(facets, fmt.Sprintf("%s: %s → %s", f.Key, f.From.EN, f.To.EN))
	}
	for _, c := range d.Cites {
		cites = append(cites, string(c.Instrument)+" "+c.Ref())
	}
	ask := "-"
	if d.Reask {
		ask = "ask"
	}
	return fmt.Sprintf("%s %s %s [%s] (%s)", d.Use, d.Kind, ask, strings.Join(facets, "; "), strings.Join(cites, ", "))
}

const changeCited = "(cn-nds-draft-2021 21¶2, cn-nds-790 22(6), cn-pipl 14)"

func TestDiff(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string
		want     []string
	}{
		"nothing":   {"volens: 1", "volens: 1", nil},
		"a comment": {"volens: 1", "# one\nvolens: 1", nil},
		"words": {"按销量排序", "按时间排序", []string{
			"shop/for-you/browsing-history/recommend wording - [without: goods are sorted by sales → goods are sorted by sales] ()",
		}},
		"a longer period": {"{in: footprints, for: 90d}", "{in: footprints, for: 1y}", []string{
			"shop/for-you/browsing-history/recommend changed ask [for: 90 days → 1 year] " + changeCited,
		}},
		"two things": {"manner: [automatic]\n            when: each-use", "manner: [computed]\n            when: continuous", []string{
			"shop/for-you/browsing-history/recommend changed ask [manner: collected automatically in use → computed from other information; when: each time the function is used → all the time while in use] " + changeCited,
		}},
		"another place": {"{in: footprints, for: 90d}", "{in: device, for: 90d}", []string{
			"shop/for-you/browsing-history/recommend changed ask [store: in China → the person's own device] " + changeCited,
		}},
		"nowhere": {"{in: footprints, for: 90d}", "{for: 90d}", []string{
			"shop/for-you/browsing-history/recommend changed ask [store: in China → not kept] " + changeCited,
		}},
		"another purpose": {"for: recommend", "for: advertise", []string{
			"shop/for-you/browsing-history/advertise added ask [] " + changeCited,
			"shop/for-you/browsing-history/recommend removed - [] (cn-nds-draft-2021 22(1), cn-pipl 47)",
		}},
		"away from consent": {"for: pay", "for: pay\n            basis: contract", []string{
			"shop/order/bank-card/pay changed - [basis: the person's consent → needed for a contract with the person, or for managing staff; separations: it is sensitive personal information, it goes outside the mainland → ] (cn-pipl 13, cn-pipl 17)",
		}},
		"a new use by contract": {"item: bank-card", "items: [bank-card, order-note]", []string{
			"shop/order/order-note/pay added ask [] " + changeCited,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range Diff(parse(t, shop(t)), parse(t, with(t, shop(t), c.old, c.new))) {
				if d.Why.ZH == "" || d.Why.EN == "" {
					t.Errorf("%s: no reason", d.Use)
				}
				got = append(got, show(d))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDiffToConsent(t *testing.T) {
	contract := with(t, shop(t), "for: pay", "for: pay\n            basis: contract")
	diff := Diff(parse(t, contract), parse(t, shop(t)))
	if len(diff) != 1 || !diff[0].Reask || !strings.Contains(diff[0].Why.EN, "for the first time") {
		t.Errorf("%+v", diff)
	}
}

func TestDiffOfUsesWithoutConsentAsksNobody(t *testing.T) {
	text := with(t, shop(t), "basis: contract", "basis: legal-duty")
	for _, d := range Diff(parse(t, shop(t)), parse(t, text)) {
		if d.Reask || d.Kind != Changed || d.Cites[0] != law.Cite(law.PIPL, "13") {
			t.Error(show(d))
		}
	}
	added := with(t, shop(t), "for: pay", "for: pay\n            basis: contract\n          - item: order-note\n            for: deliver\n            basis: contract")
	for _, d := range Diff(parse(t, shop(t)), parse(t, added)) {
		if d.Reask {
			t.Error(show(d))
		}
	}
}

// Whoever is to be asked again is exactly whoever's consent is stale.
func TestReaskIsStaleness(t *testing.T) {
	old := parse(t, shop(t))
	text := with(t, shop(t), "for: 3y", "for: 2y")
	text = with(t, text, "country: SG", "country: HK")
	text = with(t, text, "zh: 鞋码", "zh: 尺码")
	text = with(t, text, "膝部扫描", "膝盖扫描")
	new := parse(t, text)
	reask := map[UseID]bool{}
	for _, d := range Diff(old, new) {
		reask[d.Use] = d.Reask
	}
	for _, u := range new.Uses() {
		was := use(t, old, u.ID)
		if stale := u.ByConsent() && was.Fingerprint() != u.Fingerprint(); stale != reask[u.ID] {
			t.Errorf("%s: stale %v, asked %v", u.ID, stale, reask[u.ID])
		}
	}
	if !reask["shop/order/bank-card/pay"] || reask["shop/for-you/knee-scan/fit-shoes"] {
		t.Errorf("%v", reask)
	}
}
