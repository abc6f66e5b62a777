package duties

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

var update = flag.Bool("update", false, "write the golden files")

func parse(t *testing.T, text string) *declaration.Declaration {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const services = `
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    minors: {come: excluded}
    functions:
      letter: {name: {zh: 简报, en: newsletter}, uses: [{item: email, for: promote}]}
`

// with is a declaration of so many people, and more.
func with(people, more string) string {
	return "volens: 1\nprocessor: {name: 青禾, people: " + people + "}\n" + services + more
}

func at(day string) time.Time {
	d, err := workday.ParseDay(day)
	if err != nil {
		panic(err)
	}
	return d.Start().Add(9 * time.Hour)
}

// list returns the duties with a given id, as "kind day certainty overdue".
func list(t *testing.T, text, today, id string) []string {
	t.Helper()
	var got []string
	for _, d := range List(parse(t, text), at(today), Options{Calendar: workday.China()}) {
		if d.ID != id {
			continue
		}
		s := string(d.Kind)
		if d.Dated() {
			s += " " + d.Day.String() + " " + string(d.Certainty)
		}
		if d.Overdue {
			s += " overdue"
		}
		got = append(got, s)
	}
	return got
}

// Days were counted by hand on the notices of 2021 to 2026.
func TestDays(t *testing.T) {
	important := func(identified string) string {
		return "important-data:\n  map: {family: base-data, what: 高精度地图" + identified + "}\n"
	}
	platform := "processor: {name: 青禾, people: 60000000, roles: [large-platform-operator]}\n"
	for _, c := range []struct {
		name, text, today, id string
		want                  []string
	}{
		{"figures of complaints, never published", with("5", ""), "2026-11-21", "complaint-figures", []string{"by 2026-12-31 final"}},
		{"figures of complaints, a year after", with("5", "done: {complaint-figures: 2026-03-01}\n"), "2026-11-21", "complaint-figures", []string{"by 2027-03-01 final"}},
		{"figures of complaints, more than a year after", with("5", "done: {complaint-figures: 2025-03-01}\n"), "2026-11-21", "complaint-figures", []string{"by 2026-03-01 final overdue"}},
		{"29 February", with("5", "done: {complaint-figures: 2024-02-29}\n"), "2024-11-21", "complaint-figures", []string{"by 2025-02-28 final"}},
		{"important data over the autumn holidays", with("5", important(", identified: 2026-09-11")), "2026-09-12", "important-data-filing", []string{"by 2026-10-09 final"}},
		{"important data found on an unknown day", with("5", important("")), "2026-09-12", "important-data-filing", []string{"by"}},
		{"important data into a year that is not known", with("5", important(", identified: 2026-12-20")), "2026-12-21", "important-data-filing", []string{"by 2027-01-07 provisional"}},
		{"important data, filed", with("5", important(", identified: 2026-09-11")+"filings: {important-data: {date: 2026-09-20}}\n"), "2026-09-12", "important-data-filing", nil},
		{"no training below a million", with("999999", ""), "2026-11-21", "training", nil},
		{"training from a million", with("1000000", ""), "2026-11-21", "training", []string{"by 2026-12-31 final"}},
		{"training for important data", with("5", important("")), "2026-11-21", "training", []string{"by 2026-12-31 final"}},
		{"report of the year, in January", with("1000000", ""), "2026-01-05", "security-assessment-report", []string{"by 2026-01-31 final"}},
		{"report of the year, on the day", with("1000000", ""), "2026-01-31", "security-assessment-report", []string{"by 2026-01-31 final"}},
		{"report of the year, sent", with("1000000", "done: {risk-assessment: 2026-01-20}\n"), "2026-01-25", "security-assessment-report", []string{"by 2027-01-31 final"}},
		{"report of the year, missed", with("1000000", "done: {risk-assessment: 2025-01-20}\n"), "2026-02-01", "security-assessment-report", []string{"by 2026-01-31 final overdue"}},
		{"report of the year, nothing known", with("1000000", ""), "2026-11-21", "security-assessment-report", []string{"by 2027-01-31 final"}},
		{"the risk assessment in force is for important data alone", with("1000000", ""), "2026-11-21", "risk-assessment", nil},
		{"audit above ten million", with("10000001", ""), "2026-11-21", "compliance-audit", []string{"by 2027-05-01 final"}},
		{"audit two years after", with("10000001", "done: {compliance-audit: 2026-06-30}\n"), "2026-11-21", "compliance-audit", []string{"by 2028-06-30 final"}},
		{"audit at exactly ten million is at intervals", with("10000000", ""), "2026-11-21", "compliance-audit", []string{"regularly"}},
		{"no officer filing below a million", with("999999", ""), "2026-11-21", "officer-filing", nil},
		{"officer filing, since when unknown", with("1000000", ""), "2026-11-21", "officer-filing", []string{"by"}},
		{"officer filing, 30 working days", with("1000000", "filings: {officer: {since: 2026-09-11}}\n"), "2026-09-12", "officer-filing", []string{"by 2026-10-29 final"}},
		{"officer filed", with("1000000", "filings: {officer: {date: 2026-09-20}}\n"), "2026-11-21", "officer-filing", nil},
		{"officer filed, changes", with("1000000", "filings: {officer: {date: 2026-09-20}}\n"), "2026-11-21", "officer-filing-change", []string{"when"}},
		{"no face filing below 100,000", strings.Replace(with("5", ""), "people: 5", "people: 5, faces: 99999", 1), "2026-11-21", "face-filing", nil},
		{"face filing", strings.Replace(with("5", "filings: {faces: {since: 2026-02-12}}\n"), "people: 5", "people: 5, faces: 100000", 1), "2026-02-13", "face-filing", []string{"by 2026-04-01 final"}},
		{"minors kept out", with("5", ""), "2026-11-21", "minors-audit", nil},
		{"minors", strings.Replace(with("5", ""), "    minors: {come: excluded}\n", "", 1), "2026-11-21", "minors-audit", []string{"by 2026-12-31 final"}},
		{"consultation over two holidays", with("5", "platform: {consultations: [{of: platform-rules, from: 2026-09-11}]}\n"), "2026-09-12", "consultation", []string{"not-before 2026-10-29 final"}},
		{"consultation that is over", with("5", "platform: {consultations: [{of: platform-rules, from: 2026-09-11, outcome: https://x.example}]}\n"), "2026-11-12", "consultation", nil},
		{"standard contract", with("5", "recipients: {lab: {name: Lab, role: third-party, country: SG, export: {route: contract, date: 2025-09-30}}}\n"), "2025-10-01", "export-contract-filing", []string{"by 2025-10-21 final"}},
		{"data export report", with("5", "recipients: {lab: {name: Lab, role: third-party, country: SG}}\n"), "2026-11-21", "export-report", []string{"by 2027-01-31 final"}},
		{"nothing leaves the country", with("5", ""), "2026-11-21", "export-report", nil},
		{"kept assessment", with("5", "assessments: {a: {covers: [sensitive], date: 2026-03-01}}\n"), "2026-11-21", "assessment-kept", []string{"not-before 2029-03-01 final"}},
		{"large platform", "volens: 1\n" + platform + services, "2026-11-21", "responsibility-report", []string{"by 2026-12-31 final"}},
		{"large platform, draft", "volens: 1\n" + platform + services, "2026-11-21", "platform-audit", []string{"by 2026-12-31 final"}},
		{"no recipients, no records", with("5", ""), "2026-11-21", "records-of-giving", nil},
		{"recipients", with("5", "recipients: {lab: {name: Lab, role: entrusted}}\n"), "2026-11-21", "records-of-giving", []string{"when"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, list(t, c.text, c.today, c.id)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What rests on the draft alone goes with it; what rests on both keeps what is
// in force.
func TestRulebooks(t *testing.T) {
	live, err := law.ParseRulebooks(law.LiveRulebook)
	if err != nil {
		t.Fatal(err)
	}
	d := parse(t, with("1000000", ""))
	var ids []string
	for _, one := range List(d, at("2026-11-21"), Options{Rulebooks: live, Calendar: workday.China()}) {
		ids = append(ids, one.ID)
		if len(one.Cites) == 0 || slices.ContainsFunc(one.Cites, func(c law.Citation) bool { return c.Instrument == law.Draft }) {
			t.Errorf("%s cites %v", one.ID, one.Cites)
		}
	}
	if slices.Contains(ids, "complaint-figures") || !slices.Contains(ids, "rights-answer") {
		t.Error(ids)
	}
}

// Every duty speaks both languages, and its id names a duty once for each thing
// that it is about.
func TestEveryDutySpeaks(t *testing.T) {
	all := List(full(t), at("2026-11-21"), Options{Calendar: workday.China()})
	seen := map[string]bool{}
	for _, d := range all {
		for _, x := range []lang.Text{d.What, d.Why, d.Count} {
			if x.ZH == "" || x.EN == "" || strings.Contains(x.ZH+x.EN, "%!") {
				t.Errorf("%s: %+v", d.ID, x)
			}
		}
		if seen[d.uid()] {
			t.Errorf("%s stands twice", d.ID)
		}
		seen[d.uid()] = true
	}
	if len(all) < 25 {
		t.Errorf("only %d duties", len(all))
	}
	if !slices.IsSortedFunc(all, compare) {
		t.Error("not in order")
	}
}

func full(t *testing.T) *declaration.Declaration {
	t.Helper()
	text, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}
