package needle

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/volens/volens/erase/plan"
)

func TestAValueIsFoundInEveryForm(t *testing.T) {
	s := Of([]string{"张三 丰/", ""})
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("姓名,张三 丰/")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"a张三 丰/b", `{"n":"\u5f20\u4e09 \u4e30/"}`, `{"n":"\u5F20\u4E09 \u4E30/"}`, `{"n":"张三 丰\/"}`, gb,
		"?n=" + url.QueryEscape("张三 丰/"), "/" + url.PathEscape("张三 丰/"), strings.ToLower(url.QueryEscape("张三 丰/")),
	} {
		if !s.InText(text) {
			t.Errorf("not found in %q", text)
		}
	}
	if s.InText("张三 李四") || s.InText("") {
		t.Error("found where it is not")
	}
	if !Of([]string{`say "b"`}).InText(`{"x":"say \"b\""}`) {
		t.Error("a quoted quote is not found")
	}
}

// TestWhatIsCommonlyWritten has an address of e-mail, a mobile number and a name as
// software and people write them, and what belongs to others.
func TestWhatIsCommonlyWritten(t *testing.T) {
	gb := func(v string) string {
		b, err := simplifiedchinese.GB18030.NewEncoder().String(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for value, c := range map[string]struct{ in, out []string }{
		"Zhou.Ou@mail.example": {
			[]string{
				"zhou.ou@mail.example", "ZHOU.OU@MAIL.EXAMPLE", "mailto:zhou.ou@mail.example?x", "?e=Zhou.Ou%40mail.example&y", "?q=a+zhou.ou%40mail.example", "a%3Dzhou.ou%40mail.example%26",
				`{"a":"x\nzhou.ou@mail.example"}`, `"\u003czhou.ou@mail.example\u003e"`, `zhou.ou\u0040mail.example`, "write to zhou.ou@mail.example.", "邮箱zhou.ou@mail.example，", gb("邮箱zhou.ou@mail.example。"),
				gb("狕") + "zhou.ou@mail.example", "exports/zhou.ou@mail.example.csv", "\x00zhou.ou@mail.example\x00", "cart:zhou.ou@mail.example_1", "<zhou.ou@mail.example>",
			},
			[]string{
				"xzhou.ou@mail.example", "x.zhou.ou@mail.example", "x+zhou.ou@mail.example", "x%2Bzhou.ou%40mail.example", "zhou.ou@mail.example.com", "zhou.ou@mail.examples", "zhou.ou@mail.example-shop.cn",
				"a-zhou.ou@mail.example", "zhou.ou@mail", "zhouXou@mail.example", `\u0061zhou.ou@mail.example`,
			},
		},
		"13911112222": {
			[]string{
				"13911112222", "+8613911112222", "8613911112222", "008613911112222", "+86 139-1111-2222", "139 1111 2222", "139-1111-2222", "(+86)139 1111 2222", "?p=%2B86139%201111%202222", "?p=139+1111+2222",
				`"\u8bdd13911112222\u3002"`, "话13911112222。", gb("话13911112222。"), "tel:13911112222;", "%E8%AF%9D13911112222", "013911112222",
			},
			[]string{"139111122223", "913911112222", "18613911112222", "139 1111 22223", "1391111222", "9139-1111-2222", "%31913911112222"},
		},
		"+86 139-1111-2222": {[]string{"13911112222", "8613911112222", "139 1111 2222"}, []string{"113911112222"}},
		"周小":                {[]string{"周小", `{"n":"\u5468\u5C0F"}`, `{"n":"\u5468\u5c0f"}`, "周小, 1", gb("周小") + "\n", "?n=%E5%91%A8%E5%B0%8F&"}, []string{"周小明", "小周小", `"\u5468\u5C0F\u660e"`, gb("周小明"), "%E5%91%A8%E5%B0%8F%E6%98%8E"}},
		"周小鸥":               {[]string{"客户周小鸥来电", `\u5468\u5C0F\u9E25`, `\u5468\u5c0f\u9e25`, gb("客户周小鸥来电"), "%e5%91%a8%e5%b0%8f%e9%b8%a5"}, []string{"周小", "周鸥"}},
		"anna":              {[]string{"anna"}, []string{"annabel", "dear anna", "Anna"}},
		"7":                 {[]string{"7"}, []string{"77", "a 7"}},
		"20240501":          {[]string{"no. 20240501", "x20240501y"}, []string{"202405011", "120240501", "8620240501"}},
	} {
		s := Of([]string{value})
		for _, text := range c.in {
			found, err := s.InStream(strings.NewReader(text))
			if !s.InText(text) || !found || err != nil {
				t.Errorf("%q is not found in %q: %v %v", value, text, found, err)
			}
			h := s.Hints()
			if small := string(lowered([]byte(text))); !slices.Contains(h.Whole, text) && !slices.ContainsFunc(h.Folded, func(v string) bool { return strings.Contains(small, v) }) &&
				!slices.ContainsFunc(h.Exact, func(v []byte) bool { return strings.Contains(text, string(v)) }) {
				t.Errorf("no hint of %q in %q", value, text)
			}
		}
		for _, text := range c.out {
			if found, err := s.InStream(strings.NewReader(text)); s.InText(text) || found || err != nil {
				t.Errorf("%q is found in %q", value, text)
			}
		}
	}
	if !Of([]string{"anna"}).InName("cart:anna") || Of([]string{"7"}).InName("cart:7") || Of([]string{"anna"}).InName("cart:annabel") {
		t.Error("parts of names")
	}
}

// TestWhatIsBesideAValueIsKnownAcrossChunks has a number, and one that contains it,
// wherever a chunk may end.
func TestWhatIsBesideAValueIsKnownAcrossChunks(t *testing.T) {
	s := Of([]string{"13911112222"})
	for at := chunk - 60; at < chunk+60; at++ {
		hay := bytes.Repeat([]byte{'.'}, 2*chunk)
		copy(hay[at:], "113911112222.139111122223")
		if found, err := s.InStream(bytes.NewReader(hay)); found || err != nil {
			t.Fatalf("at %d: found in a longer number, %v", at, err)
		}
		copy(hay[at:], "(+86)139-1111-2222.......")
		if found, err := s.InStream(bytes.NewReader(hay)); !found || err != nil {
			t.Fatalf("at %d: not found, %v", at, err)
		}
	}
}

func TestAValueAcrossTwoChunksIsFound(t *testing.T) {
	s := Of([]string{"needle-in-hay"})
	for _, at := range []int{0, 1, chunk - 13, chunk - 12, chunk - 1, chunk, 2*chunk - 5, 2 * chunk} {
		hay := bytes.Repeat([]byte{'.'}, 3*chunk)
		copy(hay[at:], "needle-in-hay")
		for _, r := range []struct {
			name string
			in   func() (bool, error)
		}{
			{"at once", func() (bool, error) { return s.InStream(bytes.NewReader(hay)) }},
			{"in halves", func() (bool, error) { return s.InStream(iotest.HalfReader(bytes.NewReader(hay))) }},
		} {
			if found, err := r.in(); !found || err != nil {
				t.Errorf("at %d, %s: %v %v", at, r.name, found, err)
			}
		}
	}
	if found, err := s.InStream(strings.NewReader(strings.Repeat("needle-in-", chunk))); found || err != nil {
		t.Errorf("found what is not there: %v", err)
	}
}

func TestAStreamThatBreaksIsNotEmpty(t *testing.T) {
	broken := errors.New("broken")
	if _, err := Of([]string{"x"}).InStream(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

func TestPlacesHoldNoValues(t *testing.T) {
	known := func(s string) bool { return s == "alice" || s == "anna.smith" }
	for text, want := range map[string]string{
		"session:alice": "session:*", "cart:17:items": "cart:*:items", "张三": "*", "a/b.txt": "a/b.txt",
		"session:Zm9vYmFyYmF6cXV1eGZvb2Jhcg": "session:*", "": "",
		"mail/zhou.ou@mail.example/x.csv": "mail/*/x.csv", "mail/zhou.ou%40mail.example:a": "mail/*:a", "old.anna.smith.pdf": "old.*.*.pdf", "anna/smith.pdf": "anna/smith.pdf",
		strings.Repeat("a.", 20): "*", "a..b": "a..b", "alice": "*",
	} {
		if got := Shape(text, known); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNamesAreOfThePersonOnly(t *testing.T) {
	by := plan.Keys{"person": {"1", "a*"}, "order": {""}}
	for _, c := range []struct {
		holding, text string
		want          bool
	}{
		{"s:{person}", "s:1", true}, {"s:{person}", "s:11", false}, {"s:{person}", "s:a*", true}, {"s:{person}", "s:ab", false},
		{"f/{person}/", "f/1/x/y", true}, {"f/{person}/", "f/1/", true}, {"f/{person}/", "f/12/x", false}, {"c:{person}:*", "c:1:", true},
		{"*.{person}", "x.y.1", true}, {"o:{order}", "o:", false}, {"o:{other}", "o:x", false},
	} {
		n, known := NameOf(plan.Target{Holding: c.holding}, by)
		if got := known && n.Match(c.text); got != c.want {
			t.Errorf("%s on %s: %v", c.holding, c.text, got)
		}
	}
}

func TestPlacesAreBounded(t *testing.T) {
	var tally Tally
	for i := range 3 * mostPlaces {
		tally.Add(fmt.Sprint(i), ByValue)
		tally.Add("0", ByValue)
	}
	all := tally.Residues()
	total := int64(0)
	for _, r := range all {
		total += r.Count
	}
	if len(all) > mostPlaces+1 || total != 6*mostPlaces {
		t.Errorf("%d places, %d finds", len(all), total)
	}
}
