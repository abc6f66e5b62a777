package plan_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/law"
)

// bookshop keeps one telephone number twice in one store: with the order for three
// years, and in the address book as long as there is an account.
const bookshop = `volens: 1
processor: {name: 山雀书店}
services:
  shop:
    name: 书店
    type: other
    functions:
      order:
        name: 下单
        uses:
          - {item: recipient-phone, for: deliver, basis: contract, necessary: true, kept: {in: db, for: 3y}}
          - {item: recipient-phone, for: register, basis: contract, necessary: true, kept: {in: db, for: account}}
stores:
  db:
    engine: postgres
    url: {env: DB}
    holds:
      orders: {found: [{in: user_id, by: person}], born: created, for: [deliver], fields: {phone: {item: recipient-phone}}}
      addresses: {found: [{in: user_id, by: person}], born: created, for: [register], fields: {mobile: {item: recipient-phone}}}
`

// TestRowsServePurposes: the period and the scope of rows are those of the uses that
// they serve.
func TestRowsServePurposes(t *testing.T) {
	phone := []law.ItemID{"recipient-phone"}
	for _, c := range []struct {
		what, text, holding string
		want                declaration.Period
	}{
		{"orders", bookshop, "orders", "3y"},
		{"the address book", bookshop, "addresses", ""},
		{"orders that say nothing", strings.Replace(bookshop, "for: [deliver], ", "", 1), "orders", ""},
		{"orders that serve both", strings.Replace(bookshop, "for: [deliver]", "for: [deliver, register]", 1), "orders", ""},
	} {
		d := declared(t, c.text)
		if got, timed := plan.Limit(d, d.Stores[0], c.holding, phone, time.Unix(0, 0)); got != c.want || timed != (c.want != "") {
			t.Errorf("%s: %q, %t", c.what, got, timed)
		}
	}
	touched := func(text string, uses ...declaration.UseID) (all []string) {
		d := declared(t, text)
		for _, s := range plan.Compile(d, nil, plan.Narrow(d, uses, consent.Standing{}, time.Unix(0, 0))).Stores {
			for _, a := range s.Deeds {
				all = append(all, a.Target.Holding)
			}
		}
		return all
	}
	book := declaration.UseID("shop/order/recipient-phone/register")
	if got := touched(bookshop, book); !slices.Equal(got, []string{"addresses"}) {
		t.Errorf("the address book is over, and %v is touched", got)
	}
	if got := touched(strings.ReplaceAll(bookshop, "for: [register], ", ""), book); len(got) > 0 {
		t.Errorf("what may be needed for orders is touched: %v", got)
	}
}

// TestServedNowhere: rows that serve something else do not hold what a use keeps.
func TestServedNowhere(t *testing.T) {
	unheld := func(text string) bool {
		d := declared(t, text)
		survey := tables(t, "create table orders (\nuser_id text,\nphone text,\ncreated timestamp\n);\ncreate table addresses (\nuser_id text,\nmobile text,\ncreated timestamp\n);\n")
		return slices.ContainsFunc(plan.Compile(d, map[string]plan.Survey{"db": survey}, plan.Scope{}).Findings, func(f plan.Finding) bool {
			return f.Problem == plan.Unheld && f.Where == "recipient-phone"
		})
	}
	if unheld(bookshop) || !unheld(strings.Replace(bookshop, "for: [deliver]", "for: [register]", 1)) {
		t.Error("what orders need is held where orders are, and nowhere else")
	}
}
