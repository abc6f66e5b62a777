// Package examples_test holds the example declarations to what their READMEs say
// of them.
package examples_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lint"
)

var update = flag.Bool("update", false, "write the golden files")

func parse(t *testing.T, name string) *declaration.Declaration {
	t.Helper()
	src, err := declaration.Load(os.DirFS("."), name)
	if err != nil {
		t.Fatal(err)
	}
	d, err := declaration.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The findings are an argument about a real program: none may come or go unseen.
func TestAsIsGivesExactlyTheseFindings(t *testing.T) {
	findings := lint.Run(parse(t, "litemall/as-is.yaml"), lint.Options{})
	var got strings.Builder
	var rules []string
	for _, f := range findings {
		got.WriteString(f.Rule + " " + f.Place.Path + "\n")
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	if len(rules) < 10 {
		t.Errorf("findings come from %d rules, want at least 10: %v", len(rules), rules)
	}
	golden(t, filepath.Join("testdata", "as-is.findings"), got.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// The README names every rule that finds something, so that none goes unargued.
func TestReadmesNameEveryRuleThatFinds(t *testing.T) {
	findings := lint.Run(parse(t, "litemall/as-is.yaml"), lint.Options{})
	for _, name := range []string{"litemall/README.zh-CN.md", "litemall/README.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			if !strings.Contains(string(text), "`"+f.Rule+"`") {
				t.Errorf("%s does not speak of %s", name, f.Rule)
			}
		}
	}
}

func TestRepairedDeclarationsGiveNone(t *testing.T) {
	for _, name := range []string{"litemall/volens.yaml", "fitness/volens.yaml", "shop/volens.yaml"} {
		for _, f := range lint.Run(parse(t, name), lint.Options{}) {
			t.Errorf("%s: %s: %s", f.Place, f.Rule, f.Message.EN)
		}
	}
}

// What is declared and never referred to misleads whoever reads the example.
func TestNothingIsDeclaredInVain(t *testing.T) {
	for _, name := range []string{"litemall/as-is.yaml", "litemall/volens.yaml", "fitness/volens.yaml", "shop/volens.yaml"} {
		d := parse(t, name)
		used := map[string]bool{}
		for _, u := range d.Uses() {
			used["item "+string(u.Item.ID)], used["purpose "+u.Purpose.ID] = true, true
			used["store "+u.Kept.In] = true
			for _, r := range u.Gives {
				used["recipient "+r.ID] = true
			}
		}
		for _, what := range declared(d) {
			if !used[what] {
				t.Errorf("%s: %s is declared and not used", name, what)
			}
		}
	}
}

func declared(d *declaration.Declaration) []string {
	var all []string
	for _, i := range d.Items {
		all = append(all, "item "+string(i.ID))
	}
	for _, p := range d.Purposes {
		all = append(all, "purpose "+p.ID)
	}
	for _, r := range d.Recipients {
		all = append(all, "recipient "+r.ID)
	}
	for _, s := range d.Stores {
		all = append(all, "store "+s.ID)
	}
	return all
}

// What the README says was repaired is what people will notice.
func TestTheRepairIsADifference(t *testing.T) {
	became := map[declaration.UseID]declaration.Difference{}
	for _, d := range declaration.Diff(parse(t, "litemall/as-is.yaml"), parse(t, "litemall/volens.yaml")) {
		became[d.Use] = d
	}
	for _, want := range []struct {
		use   declaration.UseID
		kind  declaration.Kind
		reask bool
	}{
		{"shop/profile/gender/show-profile", declaration.Removed, false},
		{"shop/account/password/register", declaration.Removed, false},
		{"shop/footprints/browsing-history/keep-footprints", declaration.Changed, true},
		{"shop/search/search-history/keep-searches", declaration.Changed, true},
		{"shop/coupons/birthday/birthday-coupon", declaration.Added, true},
		{"shop/for-you/browsing-history/recommend", declaration.Added, true},
		{"shop/order/recipient-address/deliver", declaration.Changed, false},
	} {
		if got := became[want.use]; got.Kind != want.kind || got.Reask != want.reask {
			t.Errorf("%s: %q, asked again: %t; want %q, %t", want.use, got.Kind, got.Reask, want.kind, want.reask)
		}
	}
}

// People meet the shop on a page: there is something to choose alone, and
// something to choose together.
func TestTheShopHasBothKindsOfChoice(t *testing.T) {
	alone, together := 0, map[string]int{}
	for _, u := range parse(t, "litemall/volens.yaml").Uses() {
		switch {
		case !u.ByConsent():
		case len(u.Separate()) > 0:
			alone++
		default:
			together[u.Function.ID+"/"+u.Purpose.ID]++
		}
	}
	if alone == 0 || together["profile/show-profile"] != 2 || len(together) < 5 {
		t.Errorf("%d separate consents, groups %v", alone, together)
	}
}

// The basic function of a fitness app needs no personal information at all.
func TestFitnessShowsTheHardCases(t *testing.T) {
	d := parse(t, "fitness/volens.yaml")
	standings := map[declaration.Standing]bool{}
	grounds := map[declaration.Separation]bool{}
	for _, u := range d.Uses() {
		if u.Function.Basic {
			t.Errorf("%s is in a basic function", u.ID)
		}
		for _, g := range u.Separate() {
			grounds[g] = true
		}
		for _, r := range u.Gives {
			standings[r.Role] = true
		}
	}
	if len(standings) != 3 {
		t.Errorf("recipients stand as %v, want all three", standings)
	}
	for _, g := range []declaration.Separation{declaration.SeparateSensitive, declaration.SeparateRecommend, declaration.SeparateThirdParty} {
		if !grounds[g] {
			t.Errorf("nothing is asked alone because of %s", g)
		}
	}
}
