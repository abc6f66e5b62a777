package lint

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
)

const marked = `volens: 1
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    asks:
      together:
        - [shop/letter/email/promote, shop/survey/email/research]
    functions:
      letter:
        name: {zh: 简报, en: newsletter}
        uses:
          - {item: email, for: promote, when: at-sign-up, without: {zh: 收不到简报, en: no newsletter}, kept: {in: device}}
          - {items: [nickname, gender], for: promote, without: {zh: 收不到简报, en: no newsletter}, kept: {in: device, for: 1y}}
      survey:
        name: {zh: 问卷, en: survey}
        uses:
          - {item: email, for: research, when: on-request, without: {zh: 不参加问卷, en: no survey}, kept: {in: device, for: 90d}}
`

// prints returns the fingerprints of what is found in a declaration, in order.
func prints(t *testing.T, file, text string) []string {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: file, Text: text}}})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var all []string
	for _, f := range Run(d, Options{}) {
		if slices.Contains([]string{"use-without-retention", "use-without-frequency", "consent-bundled"}, f.Rule) {
			all = append(all, f.Rule+" "+f.Fingerprint())
		}
	}
	slices.Sort(all)
	return all
}

func TestFingerprintsHold(t *testing.T) {
	before := prints(t, "volens.yaml", marked)
	if len(before) != 3 || len(slices.Compact(slices.Clone(before))) != 3 {
		t.Fatalf("want three findings of three rules: %v", before)
	}
	change := func(from, to string) string {
		if !strings.Contains(marked, from) {
			t.Fatalf("nothing to change: %s", from)
		}
		return strings.Replace(marked, from, to, 1)
	}
	letter := marked[strings.Index(marked, "          - {item: email, for: promote"):strings.Index(marked, "          - {items:")]
	survey := marked[strings.Index(marked, "      survey:"):]
	for name, text := range map[string]string{
		"lines moved":                  "# a comment\n\n\n" + marked,
		"an unrelated use before":      change("        uses:\n", "        uses:\n          - {item: device-id, for: notify, basis: contract, when: once, kept: {in: device, for: 1d}}\n"),
		"uses in another order":        strings.Replace(strings.Replace(marked, letter, "", 1), "      survey:", letter+"      survey:", 1),
		"functions in another order":   strings.Replace(strings.Replace(marked, survey, "", 1), "    functions:\n", "    functions:\n"+survey, 1),
		"items in another order":       change("[nickname, gender]", "[gender, nickname]"),
		"a group in another order":     change("[shop/letter/email/promote, shop/survey/email/research]", "[shop/survey/email/research, shop/letter/email/promote]"),
		"other words":                  change("{zh: 简报, en: newsletter}", "{zh: 快讯, en: news}"),
		"another key on the line":      change("item: email, for: promote,", "item: email, for: promote, manner: [entered],"),
		"an item on a line of its own": change("{item: email, for: promote,", "{items: [email], for: promote,"),
	} {
		if after := prints(t, "volens.yaml", text); !slices.Equal(before, after) {
			t.Errorf("%s:\n%v\n%v", name, before, after)
		}
	}
	if after := prints(t, "other.yaml", marked); slices.Equal(before, after) {
		t.Error("another file, and the same findings")
	}
	if after := prints(t, "volens.yaml", change("[nickname, gender]", "[nickname, gender, birthday]")); slices.Equal(before, after) {
		t.Error("the finding reaches a further item, and keeps its fingerprint")
	}
}

// They stand in other people's files: this one never changes.
func TestFingerprintIsPermanent(t *testing.T) {
	f := Finding{Rule: "use-without-retention", Named: "services.shop.functions.letter.uses[email/promote].kept.for", Place: declaration.Place{File: "shop/volens.yaml", Line: 19}}
	if got := f.Fingerprint(); got != "7d8eba4fafe2f004769cf71f575efd5e" {
		t.Errorf("got %s", got)
	}
	for _, file := range []string{"volens.yaml", `C:\shop\volens.yaml`, "/elsewhere/volens.yaml"} {
		g := f
		g.Place.File, g.Place.Line = file, 7
		if g.Fingerprint() != f.Fingerprint() {
			t.Errorf("%s: the folder counts", file)
		}
	}
	f.Rule = "use-without-place"
	if f.Fingerprint() == "7d8eba4fafe2f004769cf71f575efd5e" {
		t.Error("the rule does not count")
	}
}

var positions = regexp.MustCompile(`\[\d+\]`)

// Whatever list a rule points into, its elements have names: see names.
func TestNoFindingGoesByPosition(t *testing.T) {
	pointed := 0
	for file, src := range sources(t) {
		d, err := declaration.Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range Run(d, Options{}) {
			if positions.MatchString(f.Place.Path) {
				pointed++
			}
			if positions.MatchString(f.Named) {
				t.Errorf("%s: %s is told from others by its position: name the list in lint/fingerprint.go", file, f.Named)
			}
		}
	}
	if pointed < 20 {
		t.Errorf("only %d findings point into lists", pointed)
	}
}
