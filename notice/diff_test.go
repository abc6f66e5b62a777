package notice_test

import (
	"os"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/notice"
)

func compare(t *testing.T, k notice.Kind, replace ...string) notice.Comparison {
	t.Helper()
	text, err := os.ReadFile(full)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(replace...).Replace(string(text))
	if changed == string(text) {
		t.Fatalf("nothing to replace: %q", replace)
	}
	c, err := notice.Diff(parse(t, string(text)), parse(t, changed), k, notice.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// only requires exactly one change.
func only(t *testing.T, c notice.Comparison) notice.Change {
	t.Helper()
	if len(c.Changes) != 1 {
		t.Fatalf("%d changes: %+v", len(c.Changes), c.Changes)
	}
	return c.Changes[0]
}

func TestDiffSaysWhatChangedWhere(t *testing.T) {
	got := only(t, compare(t, notice.Rules, "name: 王宁", "name: 周宁"))
	if got.Section != "officer" || got.Kind != declaration.Changed || got.What.ZH != "姓名" || got.Facets[0].From.ZH != "王宁" || got.Facets[0].To.ZH != "周宁" || got.Reask {
		t.Errorf("%+v", got)
	}

	c := compare(t, notice.Rules, "kept: {in: footprints, for: 90d}", "kept: {in: footprints, for: 180d}")
	var use notice.Change
	for _, change := range c.Changes {
		if change.Section == "uses/shop/for-you" && strings.HasPrefix(change.What.ZH, "浏览记录") {
			use = change
		}
	}
	if use.Kind != declaration.Changed || !use.Reask || use.Facets[0].Is.ZH != "保存期限" || use.Facets[0].From.ZH != "90 天，到期删除" || use.Facets[0].To.ZH != "180 天，到期删除" {
		t.Errorf("%+v", c.Changes)
	}

	added := compare(t, notice.Shared, "  ads:\n", "  maps: {name: {zh: 远图, en: Farmap}, role: third-party}\n  ads:\n")
	if got := only(t, added); got.Kind != declaration.Added || got.What.ZH != "远图" || got.Section != "recipients" {
		t.Errorf("%+v", got)
	}
	removed := compare(t, notice.SDK, "  charts:\n    name: {zh: 图表组件, en: Charts}\n    version: 1.0.0\n    in: [shop/order]\n    collects-nothing: true\n", "")
	if len(removed.Changes) != 2 || removed.Changes[1].Kind != declaration.Removed || !strings.Contains(removed.Changes[1].What.ZH, "图表组件") {
		t.Errorf("%+v", removed.Changes)
	}
}

func TestDiffOfTheSameSaysSo(t *testing.T) {
	d := read(t, full)
	for _, k := range notice.Kinds() {
		c, err := notice.Diff(d, d, k, notice.Options{})
		if err != nil || len(c.Changes) != 0 {
			t.Errorf("%s: %v, %+v", k, err, c.Changes)
		}
		if got := texts(c.Document().Sections...); !strings.Contains(got, "没有变化") {
			t.Errorf("%s: %s", k, got)
		}
	}
}

// The version and the list of changes agree: where one moves, so does the other.
func TestVersionsDifferWhereTextsDo(t *testing.T) {
	for _, k := range notice.Kinds() {
		for _, edit := range []string{"青禾生活", "下单与配送", "中国杭州", "远播广告", "赵小禾", "4.2.1"} {
			c := compare(t, k, edit, "别的"+strings.ReplaceAll(edit, ".", ""))
			if processor := edit == "青禾生活"; (c.From.Version != c.To.Version) != (len(c.Changes) > 0) && !processor {
				t.Errorf("%s, %s: versions %s and %s with %d changes", k, edit, c.From.Version, c.To.Version, len(c.Changes))
			}
		}
	}
}
