package declaration

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// shop is the declaration that most tests start from.
func shop(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func source(text string) Source { return Source{[]File{{"shop.yaml", text}}} }

func parse(t testing.TB, text string) *Declaration {
	t.Helper()
	d, err := Parse(source(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// with replaces the one occurrence of a text in the shop's declaration.
func with(t testing.TB, text, old, new string) string {
	t.Helper()
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q stands %d times in the declaration, not once", old, strings.Count(text, old))
	}
	return strings.Replace(text, old, new, 1)
}

func use(t testing.TB, d *Declaration, id UseID) Use {
	t.Helper()
	u, ok := d.UseByID(id)
	if !ok {
		t.Fatalf("there is no use %s", id)
	}
	return u
}

func TestUsesInOrder(t *testing.T) {
	var got []UseID
	for _, u := range parse(t, shop(t)).Uses() {
		got = append(got, u.ID)
	}
	want := []UseID{
		"shop/order/recipient-name/deliver",
		"shop/order/recipient-name/deliver>courier",
		"shop/order/recipient-address/deliver",
		"shop/order/recipient-address/deliver>courier",
		"shop/order/recipient-phone/deliver",
		"shop/order/recipient-phone/deliver>courier",
		"shop/order/bank-card/pay",
		"shop/for-you/browsing-history/recommend",
		"shop/for-you/knee-scan/fit-shoes",
		"shop/for-you/membership-level/coupon",
		"shop/for-you/device-id/push@acme-push",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDefaults(t *testing.T) {
	d := parse(t, shop(t))
	u := use(t, d, "shop/order/bank-card/pay")
	want := Use{
		ID: "shop/order/bank-card/pay", Basis: BasisConsent, Necessary: true, Refused: FunctionStops,
		PutTo: lang.Text{ZH: "完成付款和退款", EN: "to make payments and refunds"}, Without: lang.Text{ZH: "无法下单", EN: "you cannot order"},
		Manner: []Manner{"entered"}, When: "each-order", Kept: Kept{In: "orders", For: "90d", Then: Anonymise},
	}
	elsewhere := cmpopts.IgnoreFields(Use{}, "Place", "Service", "Function", "Item", "Purpose", "Store", "Gives")
	if diff := cmp.Diff(want, u, elsewhere, cmpopts.IgnoreTypes(Place{})); diff != "" {
		t.Error(diff)
	}
	if u.Store == nil || u.Store.ID != "orders" || u.Store.Country != "CN" || u.Store.Data != "general" {
		t.Errorf("store is %+v", u.Store)
	}
	if len(u.Gives) != 2 || u.Gives[0].Country != "CN" || u.Gives[1].Country != "SG" {
		t.Errorf("gives is %v", u.Gives)
	}
	if d.Taxonomy != law.SixFamilies || d.Components[0].Role != ThirdParty || d.Services[0].Children != ChildrenExcluded {
		t.Error("defaults of the declaration are not resolved")
	}
	min := parse(t, minimal)
	if diff := cmp.Diff([]Role{RoleProcessor}, min.Processor.Roles); diff != "" || min.Services[0].Children != ChildrenPossible {
		t.Error("defaults of roles or children are not resolved", diff)
	}
}

const minimal = `volens: 1
processor: {name: 青禾商城}
services:
  shop:
    name: 商城
    type: online-shopping
    functions:
      order:
        name: 下单
        uses:
          - {item: recipient-address, for: deliver}
`

func TestRefusedByDefault(t *testing.T) {
	d := parse(t, shop(t))
	for id, want := range map[UseID]Effect{
		"shop/order/recipient-name/deliver":         FunctionStops,
		"shop/order/recipient-name/deliver>courier": Continues,
		"shop/for-you/browsing-history/recommend":   Continues,
	} {
		if u := use(t, d, id); u.Refused != want {
			t.Errorf("refusing %s: %s, want %s", id, u.Refused, want)
		}
	}
	said := with(t, minimal, "for: deliver", "for: deliver, refused: service-stops")
	if u := parse(t, said).Uses()[0]; u.Refused != ServiceStops {
		t.Errorf("what is written does not count: %s", u.Refused)
	}
}

func TestGivingInheritsBasisAndIsNeverNecessary(t *testing.T) {
	d := parse(t, shop(t))
	u := use(t, d, "shop/order/recipient-phone/deliver>courier")
	if u.Basis != BasisContract || u.Necessary || u.Recipient == nil || u.Recipient.ID != "courier" || len(u.Gives) != 1 {
		t.Errorf("%+v", u)
	}
}

func TestComponentsInheritNothing(t *testing.T) {
	u := use(t, parse(t, with(t, shop(t), "in: [shop/for-you]", "in: [shop/order]")), "shop/order/device-id/push@acme-push")
	if u.Kept.In != "" || u.Without != (lang.Text{}) || u.Component == nil || u.When != "on-start" {
		t.Errorf("%+v", u)
	}
}

func TestOwnItemsAndPurposes(t *testing.T) {
	u := use(t, parse(t, shop(t)), "shop/for-you/knee-scan/fit-shoes")
	if u.Item.Name.EN != "knee scan" || !u.Item.Sensitive || u.Item.Family != law.Medical || len(u.Item.Cites) == 0 {
		t.Errorf("item is %+v", u.Item)
	}
	if u.Purpose.Class != Provide || u.PutTo.EN != "to work out the right size" || u.Store != nil {
		t.Errorf("use is %+v", u)
	}
}

func TestTaxonomyDecides(t *testing.T) {
	const id = "shop/for-you/browsing-history/recommend"
	if use(t, parse(t, shop(t)), id).Item.Sensitive {
		t.Error("browsing history is sensitive by the standard's annex only, and the default does not follow it")
	}
	if !use(t, parse(t, "taxonomy: gbt-35273-2020\n"+shop(t)), id).Item.Sensitive {
		t.Error("the chosen taxonomy is not used")
	}
}

func TestPlaces(t *testing.T) {
	d := parse(t, shop(t))
	for path, want := range map[string]string{
		"":                                      "shop.yaml:1:1",
		"processor":                             "shop.yaml:2:1",
		"processor.people":                      "shop.yaml:4:11",
		"services.shop":                         "shop.yaml:27:3",
		"services.shop.functions.order.kept":    "shop.yaml:39:9",
		"services.shop.functions.order.uses[1]": "shop.yaml:47:13",
		"services.shop.functions.order.uses[1].kept.for":   "shop.yaml:51:25",
		"services.shop.functions.order.uses[1].kept.in":    "shop.yaml:51:13", // not written: where it would be
		"services.shop.functions.order.uses[0].items[2]":   "shop.yaml:42:56",
		"services.shop.functions.order.uses[0].kept.for":   "shop.yaml:42:13",
		"services.shop.functions.nowhere.uses[7].kept.for": "shop.yaml:34:5",
		"nowhere": "shop.yaml:1:1",
	} {
		if got := d.PlaceOf(path).String(); got != want {
			t.Errorf("%q is at %s, want %s", path, got, want)
		}
	}
	u := use(t, d, "shop/order/recipient-phone/deliver>courier")
	if got := u.Place.String() + " " + u.Place.Path; got != "shop.yaml:46:21 services.shop.functions.order.uses[0].gives[0]" {
		t.Errorf("the giving is at %s", got)
	}
}

func TestPlacesCountCharacters(t *testing.T) {
	d := parse(t, minimal+"stores: {main: {name: 主库, engine: mysql}}\n")
	if got := d.PlaceOf("stores.main.engine").String(); got != "shop.yaml:12:35" {
		t.Errorf("engine is at %s", got)
	}
}

func TestLookups(t *testing.T) {
	d := parse(t, shop(t))
	if s, ok := d.Service("shop"); !ok || s.ID != "shop" {
		t.Error("the service is not found")
	}
	if f, ok := d.Function("shop/for-you"); !ok || f.ID != "for-you" {
		t.Error("the function is not found")
	}
	_, s := d.Service("bank")
	_, f := d.Function("shop")
	_, u := d.UseByID("shop/order/bank-card")
	if s || f || u {
		t.Error("something is found that is not there")
	}
}

// A source goes through JSON into the database and back.
func TestSourceSurvivesJSON(t *testing.T) {
	d := parse(t, "\uFEFF"+strings.ReplaceAll(shop(t), "\n", "\r\n"))
	b, err := json.Marshal(d.Source())
	if err != nil {
		t.Fatal(err)
	}
	var src Source
	if err := json.Unmarshal(b, &src); err != nil {
		t.Fatal(err)
	}
	again, err := Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	if src.Hash() != d.Source().Hash() {
		t.Error("the hash changed on the way")
	}
	if diff := cmp.Diff(d.Uses(), again.Uses(), cmpopts.IgnoreUnexported(Service{}, Store{})); diff != "" {
		t.Error(diff)
	}
}

// Nothing that a caller does to what it is given changes the declaration.
func TestUsesAreCopies(t *testing.T) {
	d := parse(t, shop(t))
	d.Uses()[0].ID = "gone"
	d.Source().Files[0].Text = "gone"
	if d.Uses()[0].ID == "gone" || d.Source().Files[0].Text == "gone" {
		t.Error("the declaration was changed through a copy")
	}
}
