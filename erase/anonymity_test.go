package erase

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// reviewing is a world with reviews, of which a city and a year of birth stay. With
// one of 7's in each city, there are so many other people's beside it.
func reviewing(t *testing.T, others map[string]int) *world {
	t.Helper()
	w := newWorld(t)
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w.activate(t, strings.Replace(string(text), "      sales:\n", `      reviews:
        born: created
        then: anonymise
        found: [{in: user_id, by: person}]
        fields:
          words: {item: comments, as: blank}
          lives: {item: recipient-address, as: city}
          birthday: {item: birthday, as: year}
      sales:
`, 1))
	w.bases["orders"].columns["reviews"] = []string{"id", "user_id", "words", "lives", "birthday", "created"}
	var all []plan.Record
	row := func(user, city string) {
		all = append(all, plan.Record{"id": fmt.Sprint(len(all)), "user_id": user, "words": "写得好", "lives": city + "某区某路 " + user + " 号", "birthday": "1988-02-03", "created": "2025-01-01 00:00:00"})
	}
	for city, n := range others {
		row("7", city)
		for i := range n {
			row(fmt.Sprint(1000+i), city)
		}
	}
	w.bases["orders"].rows["reviews"] = all
	return w
}

// activate makes a text the declaration in force.
func (w *world) activate(t *testing.T, text string) {
	t.Helper()
	src := declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: text}}}
	if _, err := w.r.Consent.Upload(t.Context(), src, start); err != nil {
		t.Fatal(err)
	}
	if _, err := w.r.Consent.Activate(t.Context(), src.Hash(), start); err != nil {
		t.Fatal(err)
	}
}

// orphans are the reviews that are nobody's any more: what is left of each.
func (w *world) orphans() []string {
	var all []string
	for _, r := range w.bases["orders"].rows["reviews"] {
		if r["user_id"] == "" {
			all = append(all, strings.TrimSpace(r["lives"]+" "+r["birthday"]))
		}
	}
	slices.Sort(all)
	return all
}

// TestCrowd: what anonymising leaves of a row stays where people enough look alike
// in it, and becomes null where they do not; and evidence says so.
func TestCrowd(t *testing.T) {
	for _, c := range []struct {
		name   string
		others map[string]int
		alter  func(w *world)
		left   []string
		rare   []string
	}{
		{name: "a common city stays", others: map[string]int{"浙江省杭州市": 4}, left: []string{"浙江省杭州市 1988-01-01"}},
		{name: "a rare city goes", others: map[string]int{"西藏自治区拉萨市": 3}, left: []string{""}, rare: []string{"birthday", "lives"}},
		{name: "one rare row among common ones", others: map[string]int{"浙江省杭州市": 9, "西藏自治区拉萨市": 1}, left: []string{"", ""}, rare: []string{"birthday", "lives"}},
		{name: "each column is common, both together are not", others: map[string]int{"浙江省杭州市": 9}, left: []string{""}, rare: []string{"birthday", "lives"}, alter: func(w *world) {
			for i, r := range w.bases["orders"].rows["reviews"] {
				if r["user_id"] != "7" && i%2 == 0 {
					r["birthday"] = "1991-05-06"
				} else if r["user_id"] != "7" {
					r["lives"] = "四川省成都市某区"
				}
			}
		}},
		{name: "one person with many rows is one", others: map[string]int{"浙江省杭州市": 9}, left: []string{""}, rare: []string{"birthday", "lives"}, alter: func(w *world) {
			for _, r := range w.bases["orders"].rows["reviews"] {
				if r["user_id"] != "7" {
					r["user_id"] = "8"
				}
			}
		}},
		{name: "many rows of one's own are no crowd", others: map[string]int{"浙江省杭州市": 3}, left: []string{"", "", ""}, rare: []string{"birthday", "lives"}, alter: func(w *world) {
			mine := w.bases["orders"].rows["reviews"][0]
			for range 2 {
				w.bases["orders"].rows["reviews"] = append(w.bases["orders"].rows["reviews"], plan.Record{"id": "more", "user_id": "7", "lives": mine["lives"], "birthday": mine["birthday"], "created": mine["created"]})
			}
		}},
		{name: "nothing can be told of nothing", others: map[string]int{"": 0}, left: []string{""}, alter: func(w *world) {
			r := w.bases["orders"].rows["reviews"][0]
			r["lives"], r["birthday"] = "", ""
		}},
		{name: "a store that cannot say how many there are", others: map[string]int{"浙江省杭州市": 9}, left: []string{""}, rare: []string{"birthday", "lives"}, alter: func(w *world) {
			w.tricks["orders"] = trick{fail: func(call string) error {
				if call == "read-all" {
					return fault.New(fault.Invalid, "不会", "cannot")
				}
				return nil
			}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := reviewing(t, c.others)
			if c.alter != nil {
				c.alter(w)
			}
			others := strings.Count(w.bases["orders"].dump(), "reviews")
			id := w.order().ID
			w.days(0.5)
			if got := w.read(id); got.State != Closed {
				t.Fatalf("%+v", got.Stores)
			}
			if diff := cmp.Diff(c.left, w.orphans()); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
			if n := strings.Count(w.bases["orders"].dump(), "reviews"); n != others {
				t.Errorf("of %d reviews %d are there", others, n)
			}
			var rare []string
			for _, e := range w.evidence(id) {
				for _, s := range e.Steps {
					rare = append(rare, s.Rare...)
				}
			}
			if diff := cmp.Diff(c.rare, rare); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCrowdIsForStrangers: a row that stays the person's, since only some uses are
// erased, becomes what was declared: nobody is to be hidden in it.
func TestCrowdIsForStrangers(t *testing.T) {
	a := &plan.Action{Target: plan.Target{Holding: "reviews", Found: []*declaration.Found{{In: "user_id", By: declaration.Person}}},
		Deed: plan.Deed{Change: map[string]declaration.Transform{"birthday": declaration.ToYear}}}
	v := &visit{m: moment{part: true}}
	d, rare, err := v.hidden(t.Context(), a, a.Target)
	if err != nil || rare != nil || d.Change["birthday"] != declaration.ToYear {
		t.Errorf("%v %v %v", d, rare, err)
	}
}

func TestCoarse(t *testing.T) {
	a := &plan.Action{Deed: plan.Deed{Change: map[string]declaration.Transform{"a": "year", "b": "null"}}}
	if diff := cmp.Diff([]string{"a"}, a.Coarse()); diff != "" {
		t.Error(diff)
	}
	if a.Keep = (&declaration.Retention{}); a.Coarse() != nil {
		t.Errorf("what a ground keeps is not anonymised: %v", a.Coarse())
	}
}
