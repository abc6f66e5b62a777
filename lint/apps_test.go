package lint

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

var (
	saysWhere = regexp.MustCompile(`(?m)^    on: .*\n`)
	ofService = regexp.MustCompile(`(?m)^    type: [a-z0-9-]+.*\n`)
)

// running puts every service of a source on a channel.
func running(src declaration.Source, on string) declaration.Source {
	var out declaration.Source
	for _, f := range src.Files {
		f.Text = ofService.ReplaceAllString(saysWhere.ReplaceAllString(f.Text, ""), "${0}    on: ["+on+"]\n")
		out.Files = append(out.Files, f)
	}
	return out
}

func citesApps(f Finding) bool {
	return slices.ContainsFunc(f.Cites, func(c law.Citation) bool { return c.Instrument == law.No191 })
}

// No. 191 is about apps: a declaration without one breaks nothing of it, and every
// finding still has an article.
func TestNo191BindsAppsOnly(t *testing.T) {
	of := map[string]int{}
	for file, src := range sources(t) {
		for _, on := range []string{"app", "web", "offline"} {
			d, err := declaration.Parse(running(src, on))
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			for _, f := range Run(d, Options{}) {
				if len(f.Cites) == 0 {
					t.Errorf("%s on %s: %s rests on nothing", file, on, f.Rule)
				}
				if citesApps(f) {
					of[on]++
				}
			}
		}
	}
	if of["app"] < 60 || of["web"] != 0 || of["offline"] != 0 {
		t.Errorf("findings that cite No. 191: %v, want many in apps and none elsewhere", of)
	}
}

// Of an app and a web page, the app is bound, and so are what both share and what
// sits in the app.
func TestNo191BindsTheAppOfTwo(t *testing.T) {
	const service = `
  ID:
    name: {zh: 服务, en: service}
    type: other
    on: [ID]
    functions:
      f:
        name: {zh: 功能, en: function}
        uses:
          - {item: email, for: promote, asked: never, refused: service-stops}
`
	component := func(id, in string) string {
		return "  " + id + ": {name: {zh: 组件, en: component}, in: [" + in + "], collects: [{item: device-id, for: notify}]}\n"
	}
	text := "volens: 1\nprocessor: {name: {zh: 青禾, en: Qinghe}}\nservices:" + strings.ReplaceAll(service, "ID", "app") + strings.ReplaceAll(service, "ID", "web") +
		"components:\n" + component("inside", "app/f") + component("outside", "web/f") + component("both", "web/f, app/f")
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}})
	if err != nil {
		t.Fatal(err)
	}
	bound := map[string]bool{}
	for _, f := range Run(d, Options{}) {
		parts := strings.Split(f.Place.Path, ".")
		at := parts[0]
		if at == "services" || at == "components" {
			at += "." + parts[1]
		}
		bound[at] = bound[at] || citesApps(f)
	}
	for at, want := range map[string]bool{
		"services.app": true, "services.web": false, "components.inside": true, "components.outside": false, "components.both": true, "rights": true,
	} {
		if got, found := bound[at]; !found || got != want {
			t.Errorf("a finding at %s (%v) cites No. 191: %v, want %v", at, found, got, want)
		}
	}
}

// Nor are people asked by it.
func TestQuestionsOnAppsAreForApps(t *testing.T) {
	for text, want := range map[string]bool{"on: [web]": false, "on: [web, wechat]": true} {
		d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: "volens: 1\nprocessor: {name: 青禾}\nservices: {s: {name: 店, type: other, " + text + ", functions: {f: {name: 店}}}}\n"}}})
		if err != nil {
			t.Fatal(err)
		}
		got := false
		for _, q := range Questions(Options{}, d) {
			got = got || slices.ContainsFunc(q.Cites, func(c law.Citation) bool { return c.Instrument == law.No191 })
		}
		if got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
