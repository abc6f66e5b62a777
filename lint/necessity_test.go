package lint

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// calling is a service of a type whose basic function calls items necessary.
func calling(service, on, side string, items []string) string {
	return Example(fmt.Sprintf(`
services:
  app:
    name: {zh: 应用, en: app}
    type: %s
    children: excluded
    on: %s
    functions:
      main:
        name: {zh: 主要功能, en: main function}
        basic: true
        side: %s
        uses:
          - items: [%s]
            for: register
            necessary: true
            why: {zh: 没有它就做不到；泄露了会伤害您, en: it cannot be done without; a leak would harm you}
            when: at-sign-up
            without: {zh: 不能使用, en: no use}
            kept: {in: main, for: 1y}
`, service, on, side, strings.Join(items, ", ")))
}

// beyondLists returns what necessity-beyond-list finds.
func beyondLists(d *declaration.Declaration) []Finding {
	return slices.DeleteFunc(Run(d, Options{}), func(f Finding) bool { return f.Rule != "necessity-beyond-list" })
}

// Thirteen of the 39 types need nothing: whatever a basic function calls necessary
// is off the list. Of every other type, what is on the list gives no finding.
func TestListsOfAllTypes(t *testing.T) {
	none := 0
	for _, a := range law.AppTypes() {
		var items []string
		for _, n := range a.Necessary {
			items = append(items, string(n.Item))
		}
		if len(items) == 0 {
			none++
			items = []string{"phone"}
		}
		found := beyondLists(parse(t, calling(a.Key, "[app]", "consumer", items)))
		if want := len(a.Necessary) == 0; (len(found) > 0) != want {
			t.Errorf("%s: found %v, want a finding: %v", a.Key, ids(found), want)
		}
		if len(found) > 0 && !slices.Contains(found[0].Cites, a.Cite) {
			t.Errorf("%s: its own list is not cited", a.Key)
		}
	}
	if none != 13 {
		t.Errorf("%d types need nothing, want 13", none)
	}
}

// Lists reach apps and mini-programs of every kind, and consumers.
func TestWhereListsReach(t *testing.T) {
	for _, c := range []struct {
		on, side string
		want     int
	}{
		{"[app]", "consumer", 1}, {"[android]", "consumer", 1}, {"[harmony]", "consumer", 1}, {"[preinstalled]", "consumer", 1},
		{"[wechat]", "consumer", 1}, {"[alipay]", "consumer", 1}, {"[mini-program]", "consumer", 1}, {"[web, ios]", "consumer", 1},
		{"[web]", "consumer", 0}, {"[offline]", "consumer", 0}, {"[web, offline]", "consumer", 0}, {"[app]", "provider", 0},
	} {
		d := parse(t, calling("online-shopping", c.on, c.side, []string{"birthday"}))
		if got := len(beyondLists(d)); got != c.want {
			t.Errorf("on %s for the %s: %d findings, want %d", c.on, c.side, got, c.want)
		}
	}
}
