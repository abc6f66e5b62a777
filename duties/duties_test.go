package duties

import (
	"flag"
	"os"
	"regexp"
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

// given is a declaration that gives something to a recipient, and more.
func given(to, more string) string {
	return strings.Replace(with("5", more), "for: promote}", "for: promote, gives: ["+to+"]}", 1)
}

// minorsCome is a declaration that does not keep minors out, and more.
func minorsCome(more string) string {
	return strings.Replace(with("5", more), "    minors: {come: excluded}\n", "", 1)
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
		{"report of the year, sent", with("1000000", "done: {security-report: 2026-01-20}\n"), "2026-01-25", "security-assessment-report", []string{"by 2027-01-31 final"}},
		{"report of the year, missed", with("1000000", "done: {security-report: 2025-01-20}\n"), "2026-02-01", "security-assessment-report", []string{"by 2026-01-31 final overdue"}},
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
		{"consultation into a year that is not known: no day is safe to name", with("5", "platform: {consultations: [{of: platform-rules, from: 2026-11-20}]}\n"), "2026-11-21", "consultation", []string{"not-before"}},
		{"consultation that is over", with("5", "platform: {consultations: [{of: platform-rules, from: 2026-09-11, outcome: https://x.example}]}\n"), "2026-11-12", "consultation", nil},
		{"standard contract", with("5", "recipients: {lab: {name: Lab, role: third-party, country: SG, export: {route: contract, date: 2025-09-30}}}\n"), "2025-10-01", "export-contract-filing", []string{"by 2025-10-21 final"}},
		{"standard contract with a store", with("5", "stores: {far: {engine: mysql, country: SG, export: {route: contract, date: 2025-09-30}}}\n"), "2025-10-01", "export-contract-filing", []string{"by 2025-10-21 final"}},
		{"standard contract before there were any", with("5", "recipients: {lab: {name: Lab, role: third-party, country: SG, export: {route: contract, date: 2023-05-01}}}\n"), "2023-06-02", "export-contract-filing", []string{"by 2023-06-15 final"}},
		{"data export report", given("lab", "recipients: {lab: {name: Lab, role: third-party, country: SG}}\n"), "2026-11-21", "export-report", []string{"by 2027-01-31 final"}},
		{"a recipient abroad that is given nothing", with("5", "recipients: {lab: {name: Lab, role: third-party, country: SG}}\n"), "2026-11-21", "export-report", nil},
		{"a foreign court", given("court", "recipients: {court: {name: Court, role: third-party, country: SG, foreign-authority: true}}\n"), "2026-11-21", "export-report", nil},
		{"important data in a store abroad", with("5", "stores: {far: {engine: mysql, country: SG, data: important}}\n"), "2026-11-21", "export-report", []string{"by 2027-01-31 final"}},
		{"important data given abroad", with("5", "recipients: {lab: {name: Lab, role: third-party, country: SG}}\n"+important(", gives: [lab]")), "2026-11-21", "export-report", []string{"by 2027-01-31 final"}},
		{"important data kept in a store abroad that says nothing", with("5", "stores: {far: {engine: mysql, country: SG}}\n"+important(", in: [far]")), "2026-11-21", "export-report", []string{"by 2027-01-31 final"}},
		{"an empty store abroad", with("5", "stores: {far: {engine: mysql, country: SG}}\n"), "2026-11-21", "export-report", nil},
		{"important data judged not to need filing", with("5", important(", identified: 2026-09-11")+"filings: {important-data: {not-needed: true}}\n"), "2026-09-12", "important-data-filing", nil},
		{"and not to be declared either", with("5", important("")+"filings: {important-data: {not-needed: true}}\n"), "2026-09-12", "important-data-declaration", nil},
		{"important data to be declared", with("5", important("")), "2026-09-12", "important-data-declaration", []string{"when"}},
		{"officer, before the announcement", with("1000000", "filings: {officer: {since: 2025-07-17}}\n"), "2025-09-01", "officer-filing", []string{"by 2025-08-29 final overdue"}},
		{"officer, on the day of the announcement", with("1000000", "filings: {officer: {since: 2025-07-18}}\n"), "2025-07-19", "officer-filing", []string{"by 2025-08-29 final"}},
		{"officer, the day after", with("1000000", "filings: {officer: {since: 2025-07-21}}\n"), "2025-07-22", "officer-filing", []string{"by 2025-09-01 final"}},
		{"faces, before the measures", strings.Replace(with("5", "filings: {faces: {since: 2025-05-31}}\n"), "people: 5", "people: 5, faces: 100000", 1), "2025-06-02", "face-filing", []string{"by 2025-07-14 final"}},
		{"faces, on the first day", strings.Replace(with("5", "filings: {faces: {since: 2025-06-01}}\n"), "people: 5", "people: 5, faces: 100000", 1), "2025-06-02", "face-filing", []string{"by 2025-07-14 final"}},
		{"faces, a day later", strings.Replace(with("5", "filings: {faces: {since: 2025-06-03}}\n"), "people: 5", "people: 5, faces: 100000", 1), "2025-06-04", "face-filing", []string{"by 2025-07-15 final"}},
		{"algorithm, before the provisions", strings.Replace(with("5", "filings: {algorithm: {since: 2020-01-01}}\n"), "{item: email, for: promote}", "{item: browsing-history, for: recommend}", 1), "2022-03-02", "algorithm-filing", []string{"by 2022-03-15 final"}},
		{"audit on minors, reported by the end of January", minorsCome(""), "2026-01-05", "minors-audit-report", []string{"by 2026-01-31 final"}},
		{"audit on minors, reported", minorsCome("done: {minors-audit-report: 2026-01-20}\n"), "2026-02-05", "minors-audit-report", []string{"by 2027-01-31 final"}},
		{"audit on minors, not reported", minorsCome("done: {minors-audit-report: 2025-12-30}\n"), "2026-02-05", "minors-audit-report", []string{"by 2026-01-31 final overdue"}},
		{"audit on minors, before the announcement", minorsCome(""), "2025-12-28", "minors-audit-report", nil},
		{"minors kept out, no report", with("5", ""), "2026-01-05", "minors-audit-report", nil},
		{"report of the year of one listed abroad", with("5", "events: {ipo: {kind: listing-abroad}}\n"), "2026-01-05", "security-assessment-report", []string{"by 2026-01-31 final"}},
		{"report of the year of one listed in Hong Kong", with("5", "events: {ipo: {kind: listing-hong-kong}}\n"), "2026-01-05", "security-assessment-report", []string{"by 2026-01-31 final"}},
		{"no report of the year for a merger", with("5", "events: {ipo: {kind: merger}}\n"), "2026-01-05", "security-assessment-report", nil},
		{"the assessment in force is not the report of the draft", with("5", important("")+"done: {risk-assessment: 2026-01-20}\n"), "2026-01-25", "security-assessment-report", []string{"by 2026-01-31 final"}},
		{"a web site answers by no method for apps", strings.Replace(with("5", ""), "type: other", "type: other\n    on: [web]", 1), "2026-11-21", "rights-answer-app", nil},
		{"nor its complaints", strings.Replace(with("5", ""), "type: other", "type: other\n    on: [web]", 1), "2026-11-21", "complaint-answer-app", nil},
		{"an app does", with("5", ""), "2026-11-21", "rights-answer-app", []string{"when"}},
		{"minors on a large platform", "volens: 1\n" + platform + strings.Replace(services, "    minors: {come: excluded}\n", "", 1), "2026-11-21", "minors-responsibility-report", []string{"by 2026-12-31 final"}},
		{"minors elsewhere", minorsCome(""), "2026-11-21", "minors-responsibility-report", nil},
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

// No duty takes its number from one rulebook and an article from the other: with one of
// them off, what is left would say what is nowhere written.
func TestNoNumberWithoutItsSource(t *testing.T) {
	numbers := regexp.MustCompile(`\d+ (个工作日|小时|日内|年)`)
	for _, text := range fixtures(t) {
		for _, d := range List(parse(t, text), at("2026-11-21"), Options{Calendar: workday.China()}) {
			draft, live := 0, 0
			for _, c := range d.Cites {
				if c.Instrument == law.Draft {
					draft++
				} else {
					live++
				}
			}
			if draft > 0 && live > 0 && d.ID != "assessment-kept" && (d.Dated() || numbers.MatchString(d.Count.ZH)) {
				t.Errorf("%s: %s %s", d.ID, d.Count.ZH, articles(d.Cites))
			}
		}
	}
}

// A report is kept by the article on what it is about.
func TestAssessmentKeptBy(t *testing.T) {
	for _, c := range []struct{ covers, want string }{
		{"important-data", "cn-nds-draft-2021 32¶2"},
		{"sensitive", "cn-pipl 56"},
		{"sensitive, important-data", "cn-nds-draft-2021 32¶2, cn-pipl 56"},
		{"face", "cn-face-2025 9, cn-pipl 56"},
	} {
		d := parse(t, with("5", "assessments: {a: {covers: ["+c.covers+"], date: 2026-03-01}}\n"))
		for _, one := range List(d, at("2026-11-21"), Options{}) {
			if got := articles(one.Cites); one.ID == "assessment-kept" && got != c.want {
				t.Errorf("%s: %s, want %s", c.covers, got, c.want)
			}
		}
	}
}

// Who met the condition before the announcement is told its day, and not that of a
// count, even where the two fall together.
func TestAnnouncedDays(t *testing.T) {
	for since, want := range map[string]string{"2025-07-17": "公告要求在 2025-08-29 前完成", "2025-07-18": "30 个工作日内（当日不计）"} {
		d := parse(t, with("1000000", "filings: {officer: {since: "+since+"}}\n"))
		for _, one := range List(d, at("2025-08-01"), Options{Calendar: workday.China()}) {
			if one.ID == "officer-filing" && !strings.Contains(one.Count.ZH, want) {
				t.Errorf("since %s: %s", since, one.Count.ZH)
			}
		}
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
