package report_test

import (
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/discover/sqlschema"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/erase/report"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/workday"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = "testdata/" + name
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.SplitAfter(string(want), "\n"), strings.SplitAfter(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// survey reads a schema as a look into the database would find it.
func survey(t *testing.T, text string) plan.Survey {
	t.Helper()
	schema, err := sqlschema.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text, "\n")
	var s plan.Survey
	for _, was := range schema.Tables {
		is := plan.Table{Name: was.Name, Comment: was.Comment}
		for _, c := range was.Columns {
			line := strings.ToUpper(lines[c.Line-1])
			primary := strings.Contains(line, "PRIMARY KEY")
			is.Columns = append(is.Columns, plan.Column{Name: c.Name, Type: c.Type, Comment: c.Comment, Nullable: !primary && !strings.Contains(line, "NOT NULL")})
			if primary {
				is.Primary = append(is.Primary, c.Name)
			}
			if c.References != "" {
				is.Foreign = append(is.Foreign, plan.Foreign{Column: c.Name, Table: c.References, To: "id"})
			}
		}
		s.Tables = append(s.Tables, is)
	}
	return s
}

func shopPlan(t *testing.T, scope plan.Scope) plan.Plan {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: read(t, "../../examples/shop/volens.yaml")}}})
	if err != nil {
		t.Fatal(err)
	}
	p := plan.Compile(d, map[string]plan.Survey{
		"shop-db": survey(t, read(t, "../../examples/shop/schema.postgres.sql")), "cache": {}, "objects": {}, "transcripts": {},
	}, scope)
	p.Declaration = "" // differs with every change of the example
	return p
}

// The plan of a whole shop, for people to review and for programs.
func TestPlanOfAShop(t *testing.T) {
	p := shopPlan(t, plan.Scope{})
	golden(t, "shop.zh.plan", report.Plan(p, lang.ZH))
	golden(t, "shop.en.plan", report.Plan(p, lang.EN))
	b, err := report.PlanJSON(p)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "shop.plan.json", string(b))
}

// Withdrawing one consent touches the columns of that item, and nothing else.
func TestPlanOfSomeUses(t *testing.T) {
	p := shopPlan(t, plan.Scope{Uses: []declaration.UseID{"shop/coupons/birthday/birthday-coupon", "shop/order/order-note/wrap-gift", "shop/search/search-history/keep-searches"}})
	p.Findings = nil
	golden(t, "uses.plan", report.Plan(p, lang.EN))
}

// An empty plan is still lists for programs.
func TestEmptyPlan(t *testing.T) {
	b, err := report.PlanJSON(plan.Plan{})
	if want := `{"v":1,"declaration":"","stores":[],"told":[],"findings":[]}`; err != nil || strings.Join(strings.Fields(string(b)), "") != want {
		t.Errorf("%s %v", b, err)
	}
}

// at is an hour of a day on which people in Shanghai have their shop erased.
func at(hour int) time.Time { return time.Date(2026, 11, 20, hour, 0, 0, 0, workday.Shanghai) }

// certificate is one of three stores, with as many pieces of evidence as are given.
func certificate(state erase.State, evidence ...erase.Evidence) erase.Certificate {
	c := erase.Certificate{Case: "example", Trigger: erase.TriggerAccount, State: state, Event: at(9), Due: workday.Day{Year: 2026, Month: 12, Day: 11}.End(),
		Stores: []erase.Progress{{Store: "orders", Phase: erase.Collecting}, {Store: "cache", Phase: erase.Collecting}, {Store: "files", Phase: erase.Collecting}},
		Told:   []erase.Told{{Recipient: "courier"}}}
	for i, e := range evidence {
		body, err := json.Marshal(e)
		if err != nil {
			panic(err)
		}
		c.Evidence = append(c.Evidence, erase.Proved{Index: int64(10 + i), Body: body})
	}
	return c
}

func erased(store string, steps ...erase.Step) erase.Evidence {
	return erase.Evidence{V: 1, Store: store, Phase: erase.Erasing, Steps: steps}
}

var evidence = []erase.Evidence{
	erased("cache", erase.Step{Holding: "seen:{person}", Deed: "delete", Counted: 1, Rows: 1}),
	{V: 1, Store: "orders", Phase: erase.Collecting, Steps: []erase.Step{{Holding: "users", Deed: "delete", Counted: 1}}},
	erased("orders", erase.Step{Holding: "sales", Deed: "delete", Counted: 1, Rows: 1}, erase.Step{Holding: "sales", Deed: "keep", Counted: 1, Rows: 1}),
	erased("orders", erase.Step{Holding: "users", Deed: "delete", Counted: 1, Rows: 1}),
}

// Nothing was done yet.
func TestUnderWay(t *testing.T) {
	both(t, "certificate-under-way.golden", certificate(erase.Open, evidence[1]))
	c := certificate(erase.Open)
	c.Stores, c.Reason = nil, erase.ReasonAnswer
	if text := report.Certificate(c, lang.ZH); !strings.Contains(text, "尚未办结：") {
		t.Errorf("the end waits for something that is not said:\n%s", text)
	}
}

// One store cannot be erased: that is never called erased.
func TestHeld(t *testing.T) {
	c := certificate(erase.Restricted, evidence...)
	for i := range c.Stores[:2] {
		c.Stores[i].Phase, c.Stores[i].Looked = erase.Done, at(10)
	}
	c.Stores[2].Phase, c.Stores[2].Reason = erase.Erasing, erase.ReasonHeld
	c.Stores[2].Residue = []plan.Residue{{Where: "labels/*.pdf", Count: 1, How: "identifier"}, {Where: "old/*", Count: 2, How: "value"}, {Where: "sales.city", Count: 1, How: "column"}}
	c.Kept = []erase.Kept{{Store: "orders", Holding: "sales", Under: "示例法第一条 / Example Law Art. 1", Rows: 1, Until: workday.Day{Year: 2028, Month: 5, Day: 2}}}
	c.Told[0].Confirmed = at(9)
	both(t, "certificate-held.golden", c)
}

// All is done: what was deleted, who looked, what is kept, who else was told.
func TestClosed(t *testing.T) {
	more := []erase.Evidence{
		erased("files", erase.Step{Holding: "labels/{order}.pdf", Deed: "delete", Counted: 2, Rows: 1}),
		erased("files", erase.Step{Holding: "labels/{order}.pdf", Deed: "delete", Counted: 1, Rows: 1}), // after something went wrong
		erased("orders", erase.Step{Holding: "comments", Deed: "anonymise", Fields: []string{"city", "words"}, Rare: []string{"city"}, Counted: 3, Rows: 3}),
	}
	more = append(more, erase.Evidence{V: 1, Store: "orders", Phase: erase.Done, Others: []plan.Residue{{Where: "addresses.phone", Count: 2, How: "value"}}})
	c := certificate(erase.Closed, append(evidence, more...)...)
	c.Ended = at(12)
	for i := range c.Stores {
		c.Stores[i].Phase, c.Stores[i].Looked = erase.Done, at(11)
	}
	c.Stores[0].Remnants = []plan.Remnant{{What: "binlog", Gone: at(9).AddDate(0, 0, 7)}, {What: "dead-tuples"}, {What: "free-blocks", Gone: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}}
	c.Stores = append(c.Stores, erase.Progress{Store: "tapes", Phase: erase.Done, Manual: "hash"})
	c.Kept = []erase.Kept{
		{Store: "orders", Holding: "sales", Under: "示例法第一条 / Example Law Art. 1", Rows: 1, Until: workday.Day{Year: 2028, Month: 5, Day: 2}},
		{Store: erase.OwnRecords, Holding: "provided", Under: "《网络数据安全管理条例》第十二条 / Regulations on Network Data Security Management, Art. 12", Rows: 1, Until: workday.Day{Year: 2029, Month: 10, Day: 20}},
	}
	c.Told[0].Confirmed = at(9)
	both(t, "certificate-closed.golden", c)
}

func both(t *testing.T, name string, c erase.Certificate) {
	t.Helper()
	text := report.Certificate(c, lang.ZH) + "\n" + report.Certificate(c, lang.EN)
	if c.State != erase.Closed && (strings.Contains(text, "证明\n") || strings.Contains(text, "Certificate of erasure")) {
		t.Errorf("%s is called erased:\n%s", c.State, text)
	}
	golden(t, name, text)
}

// Every trigger is said in words of both languages.
func TestTriggers(t *testing.T) {
	for _, tr := range []erase.Trigger{erase.TriggerRequest, erase.TriggerAccount, erase.TriggerService, erase.TriggerPurpose, erase.TriggerPeriod,
		erase.TriggerUnavoidable, erase.TriggerConsent, erase.TriggerUnlawful, erase.TriggerRestore} {
		for l, label := range map[lang.Lang]string{lang.ZH: "情形：", lang.EN: "Why: "} {
			if text := report.Certificate(erase.Certificate{Trigger: tr}, l); strings.Contains(text, label+string(tr)+"\n") || !strings.Contains(text, label) {
				t.Errorf("%s is not said in words: %s", tr, text)
			}
		}
	}
}

// Where the law can be read in two ways, the certificate says by which it was counted.
func TestReading(t *testing.T) {
	for l, want := range map[lang.Lang]string{lang.ZH: "从严自采集之时起算", lang.EN: "stricter reading"} {
		for tr, said := range map[erase.Trigger]bool{erase.TriggerUnavoidable: true, erase.TriggerPeriod: false} {
			if text := report.Certificate(erase.Certificate{Trigger: tr}, l); strings.Contains(text, want) != said {
				t.Errorf("%s: %s", tr, text)
			}
		}
	}
}

// Every reason is said in words of both languages; one that nobody knows says itself.
func TestReasons(t *testing.T) {
	all := regexp.MustCompile(`Reason = "([a-z-]+)"`).FindAllStringSubmatch(read(t, "../reason.go"), -1)
	if len(all) < 20 {
		t.Fatalf("only %d reasons were found", len(all))
	}
	for _, m := range all {
		if text := report.Reason(m[1]); text.ZH == m[1] || text.EN == m[1] || text.ZH == "" || text.EN == "" {
			t.Errorf("%s is not said in words: %v", m[1], text)
		}
	}
	if got := report.Reason("of-tomorrow"); got.ZH != "of-tomorrow" || got.EN != "of-tomorrow" {
		t.Errorf("%v", got)
	}
}
