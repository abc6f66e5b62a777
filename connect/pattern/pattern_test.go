package pattern

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/volens/volens/fault"
)

func bound(t *testing.T, text string, by map[string][]string) []Bound {
	t.Helper()
	p, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var all []Bound
	for b, err := range p.Bind(by) {
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		all = append(all, b)
	}
	return all
}

func TestWhatIsNoPattern(t *testing.T) {
	for _, text := range []string{"", "{", "{}", "{Person}", "a{b", "cart:{person}*", "*{person}", "{a}{b}", "**", "a\x00b"} {
		if _, err := Parse(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestEveryCombinationOnce(t *testing.T) {
	var got []string
	for _, b := range bound(t, "o:{person}:{order}", map[string][]string{"person": {"1", "1", ""}, "order": {"b", "a"}}) {
		exact, ok := b.Exact()
		if !ok {
			t.Fatal("not exact")
		}
		got = append(got, exact)
	}
	if want := []string{"o:1:a", "o:1:b"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if all := bound(t, "o:{person}:{order}", map[string][]string{"person": {"1"}}); len(all) != 0 {
		t.Errorf("%v without an order", all)
	}
}

func TestAnIdentifierWithASeparatorIsRefusedWhereItMatters(t *testing.T) {
	for text, refused := range map[string]bool{
		"session:{person}": false, "cart:{person}:*": true, "o:{person}:{order}": true, "f/{person}/*": false, "f/{person}.txt": false,
	} {
		p, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Collect(p.Bind(map[string][]string{"person": {"1:2"}, "order": {"x"}}))
		if got := fault.KindOf(err) == fault.Invalid; got != refused {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestAnIdentifierIsText binds identifiers made of what is special elsewhere, and
// finds that each matches its own text and no other's.
func TestAnIdentifierIsText(t *testing.T) {
	id := rapid.StringMatching(`[a-c*?\[\]\\^{}.%\-]{1,4}`)
	rapid.Check(t, func(rt *rapid.T) {
		mine, theirs := id.Draw(rt, "mine"), id.Draw(rt, "theirs")
		if mine == theirs {
			rt.Skip("the same person")
		}
		for _, text := range []string{"s:{person}", "s:{person}:*", "*:{person}"} {
			b := bound(t, text, map[string][]string{"person": {mine}})[0]
			fill := func(who string) string {
				return strings.NewReplacer("*", "x", "{person}", who).Replace(text)
			}
			if !b.Match(fill(mine)) {
				rt.Fatalf("%s does not match %q", text, mine)
			}
			if b.Match(fill(theirs)) {
				rt.Fatalf("%s of %q matches %q", text, mine, theirs)
			}
		}
	})
}

func TestMatchingWithStars(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"a:*", "a:", true}, {"a:*", "a", false}, {"a:*:b", "a:x:b", true}, {"a:*:b", "a:b", false},
		{"a:*:b", "a:x:b:b", true}, {"a:*:b:*", "a:x:y:b:z", true}, {"*a", "bca", true}, {"*a", "ab", false},
		{"a:*:b", "a:x:bc", false}, {"x", "x", true}, {"x", "xy", false},
	} {
		p, err := Parse(c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Anybody().Match(c.text); got != c.want {
			t.Errorf("%s on %s: %v", c.pattern, c.text, got)
		}
	}
}

func TestAGroupAnswersForAllOfItsPeople(t *testing.T) {
	p, err := Parse("cart:{person}:*")
	if err != nil {
		t.Fatal(err)
	}
	g, err := Collect(p.Bind(map[string][]string{"person": {"1", "22", "333"}}))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"cart:1:a": true, "cart:22:": true, "cart:333:x:y": true, "cart:2:a": false, "cart:3": false, "": false} {
		if got := g.Match(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
