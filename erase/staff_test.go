package erase

import (
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// TestEvidenceWithoutNames: 7 is called 叶夜, as is 9, and has an address of e-mail.
// Nobody can confirm, close by hand or hold with evidence that names 7, however it is
// written; and what was known for that goes with the case.
func TestEvidenceWithoutNames(t *testing.T) {
	w := newWorldWith(t, func(text string) string {
		return strings.Replace(text, "          phone: {item: phone, gives: phone}\n",
			"          phone: {item: phone, gives: phone}\n          mail: {item: email}\n          called: {item: name}\n", 1)
	})
	orders := w.bases["orders"]
	orders.columns["users"] = append(orders.columns["users"], "mail", "called")
	orders.rows["users"][0]["mail"], orders.rows["users"][0]["called"], orders.rows["users"][2]["called"] = "ye.ye@mail.example", "叶夜", "叶夜"
	w.tells = func() (bool, error) { return false, nil }
	w.tricks["files"] = trick{none: true}
	id := w.order().ID
	w.days(0.5)
	if c := w.read(id); slices.Contains(c.File.Values, "叶夜") || !slices.Contains(c.File.Names, "叶夜") {
		t.Errorf("looked for %q, known %q", c.File.Values, c.File.Names)
	}
	for _, text := range []string{"Ye.Ye@Mail.Example", "已与叶夜核对", "138-0000-0007", "Tick Ye.YE@mail.example"} {
		for name, err := range map[string]error{
			"confirm": w.r.Confirm(t.Context(), id, "courier", text, "ops", w.now),
			"manual":  w.r.Manual(t.Context(), id, "files", text, "ops", w.now),
			"hold":    w.r.Hold(t.Context(), id, "files", text, "ops", w.now),
		} {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s with %q: %v", name, text, err)
			}
		}
	}
	if err := w.r.Confirm(t.Context(), id, "courier", "夜班工单 12", "ops", w.now); err != nil {
		t.Error(err)
	}
	w.tricks = map[string]trick{}
	w.days(1)
	if c := w.read(id); c.State != Closed || c.File.Names != nil {
		t.Errorf("%s, still known: %q", c.State, c.File.Names)
	}
}

// TestValuesOfManyKeys: every key of a kind holds the same code. It is nobody's own, and
// those of others are no residue; what only one key holds is looked for.
func TestValuesOfManyKeys(t *testing.T) {
	const common, own = "443322", "token-of-seven"
	w := newWorldWith(t, func(text string) string {
		return strings.Replace(text, "          goods: {item: browsing-history}\n",
			"          goods: {item: browsing-history}\n      \"captcha:{phone}\":\n        fields: {value: {item: cookie-id}, own: {item: device-id}}\n", 1)
	})
	cache := w.bases["cache"]
	for _, phone := range []string{"13800000007", "13800000008", "13800000009"} {
		cache.rows["captcha:{phone}"] = append(cache.rows["captcha:{phone}"], plan.Record{"path": "captcha:" + phone, "value": common})
	}
	cache.rows["captcha:{phone}"][0]["own"] = own
	cache.rows["copies"] = []plan.Record{{"path": "copies:1", "of": own}}
	id := w.order().ID
	w.days(0.5)
	c := w.read(id)
	if slices.Contains(c.File.Values, common) || !slices.Contains(c.File.Values, own) {
		t.Errorf("looked for %q", c.File.Values)
	}
	if p, _ := c.progress("cache"); len(p.Residue) != 1 || p.Residue[0].Where != "copies.of" {
		t.Errorf("residue %v", p.Residue)
	}
	delete(cache.rows, "copies")
	w.days(1)
	if c := w.read(id); c.State != Closed || len(cache.rows["captcha:{phone}"]) != 2 {
		t.Errorf("%s %+v", c.State, c.Stores)
	}
}
