package needle

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
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
	if !Of([]string{`a"b`}).InText(`{"x":"a\"b"}`) {
		t.Error("a quoted quote is not found")
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
	known := func(s string) bool { return s == "alice" }
	for text, want := range map[string]string{
		"session:alice": "session:*", "cart:17:items": "cart:*:items", "张三": "*", "a/b.txt": "a/b.txt",
		"session:Zm9vYmFyYmF6cXV1eGZvb2Jhcg": "session:*", "": "",
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
