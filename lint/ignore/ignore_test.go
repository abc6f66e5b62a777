package ignore

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/workday"
)

func day(s string) workday.Day {
	d, err := workday.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

var today = day("2026-11-22")

// entry is a list of one entry, with some of its lines changed.
func entry(changes ...string) string {
	lines := []string{
		"rule: use-without-retention", "path: services.shop.functions.letter.uses[email/promote].kept.for",
		"reason: 等待法务确认", "until: 2027-03-31", "by: 王宁",
	}
	for _, c := range changes {
		key, _, _ := strings.Cut(c, ":")
		lines = slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, key+":") })
		if !strings.HasSuffix(c, ": ") {
			lines = append(lines, c)
		}
	}
	return "  - " + strings.Join(lines, "\n    ") + "\n"
}

func list(entries ...string) declaration.File {
	return declaration.File{Name: Name, Text: "volens-ignore: 1\nfindings:\n" + strings.Join(entries, "")}
}

func parsed(t *testing.T, entries ...string) *List {
	t.Helper()
	l, err := Parse(list(entries...), today)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestParse(t *testing.T) {
	e := parsed(t, entry("since: 2026-10-30", "reason: {zh: 等待法务确认, en: waiting for legal}")).Entries[0]
	if e.Rule != "use-without-retention" || e.By != "王宁" || e.Reason.EN != "waiting for legal" || e.Left(today) != 129 || e.String() != Name+":3:5" {
		t.Errorf("%+v, %d days left", e, e.Left(today))
	}
}

// Each way to be careless is refused, with its place.
func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ entries, at, want string }{
		{entry("reason: "), "3:5", `"reason" is missing`},
		{entry("until: "), "3:5", `"until" is missing`},
		{entry("by: "), "3:5", `"by" is missing`},
		{entry("by: ''"), "7:9", "this is empty"},
		{entry("rule: "), "3:5", `"rule" is missing`},
		{entry("owner: me"), "8:5", `unknown key "owner"`},
		{entry("rule: use-forever"), "7:11", "there is no such rule"},
		{entry("path: "), "3:5", "it does not say which finding"},
		{entry("fingerprint: 7d8eba4fafe2f004769cf71f575efd5e"), "8:18", "exclude each other"},
		{entry("path: ", "fingerprint: 7d8e"), "7:18", "not well formed"},
		{entry("until: 2027-13-31"), "7:12", "not well formed"},
		{entry("until: 2027-05-22"), "7:12", "longer than 180 days"},
		{entry("since: 2026-10-01", "until: 2027-03-31"), "8:12", "longer than 180 days"},
		{entry("since: 2026-11-23"), "8:12", "the first day has not come"},
		{entry("since: 2026-11-20", "until: 2026-11-19"), "8:12", "before the first"},
		{entry() + entry("until: 2027-01-01"), "8:5", "there twice"},
	} {
		_, err := Parse(list(c.entries), today)
		e, ok := errors.AsType[*declaration.Errors](err)
		if !ok || len(e.Problems) != 1 || e.Problems[0].Message.EN != c.want && !strings.Contains(e.Problems[0].Message.EN, c.want) {
			t.Errorf("%s%v, want %s", c.entries, err, c.want)
			continue
		}
		p := e.Problems[0]
		if p.Place.String() != Name+":"+c.at || p.Message.ZH == "" || p.Fix.IsZero() || p.Excerpt == "" {
			t.Errorf("%s%s at %s, want %s", c.entries, p.Message.EN, p.Place, c.at)
		}
	}
	_, err := Parse(declaration.File{Name: Name, Text: "volens-ignore: 2\nfindings: []\n"}, today)
	if err == nil || !strings.Contains(err.Error(), "version") {
		t.Errorf("version 2: %v", err)
	}
}

// A hundred and eighty days are allowed to the day.
func TestLongest(t *testing.T) {
	if got := LastDay(today).String(); got != "2027-05-21" {
		t.Errorf("last day %s", got)
	}
	parsed(t, entry("until: 2027-05-21"))
	parsed(t, entry("since: 2026-10-02", "until: 2027-03-31"))
}

const bad = `volens: 1
processor: {name: 青禾商城}
services:
  shop:
    name: 商城
    type: other
    functions:
      letter:
        name: 简报
        uses:
          - {item: email, for: promote, when: at-sign-up, without: 收不到简报, kept: {in: device}}
          - {item: nickname, for: promote, when: at-sign-up, without: 收不到简报, kept: {in: device}}
`

// found is what the rule of the entries finds: two findings.
func found(t *testing.T) []lint.Finding {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: bad}}})
	if err != nil {
		t.Fatal(err)
	}
	all := slices.DeleteFunc(lint.Run(d, lint.Options{}), func(f lint.Finding) bool { return f.Rule != "use-without-retention" })
	if len(all) != 2 || all[0].Named != "services.shop.functions.letter.uses[email/promote].kept.for" {
		t.Fatalf("%+v", all)
	}
	return all
}

func none(string) bool { return false }

func TestApply(t *testing.T) {
	all := found(t)
	for name, l := range map[string]*List{
		"by path":        parsed(t, entry()),
		"by fingerprint": parsed(t, entry("path: ", "fingerprint: "+all[0].Fingerprint())),
		"in the file":    parsed(t, entry("file: volens.yaml")),
	} {
		got := l.Apply(all, today)
		if len(got) != 2 || !got[0].Suppressed() || got[1].Suppressed() || got[1].Entry != nil {
			t.Errorf("%s: %+v", name, got)
		}
		if unused := l.Unused(all, none); len(unused) > 0 || len(l.Problems(all, none, today)) > 0 {
			t.Errorf("%s: %v unused", name, unused)
		}
	}
}

// The last day counts; on the day after, the finding is back and says so.
func TestLapses(t *testing.T) {
	all, l := found(t), parsed(t, entry())
	if got := l.Apply(all, day("2027-03-31")); !got[0].Suppressed() || len(l.Problems(all, none, day("2027-03-31"))) > 0 {
		t.Errorf("on the last day: %+v", got[0])
	}
	got := l.Apply(all, day("2027-04-01"))[0]
	if got.Suppressed() || !got.Lapsed || !strings.HasSuffix(got.Message.EN, "; suppressed until 2027-03-31 by 王宁, lapsed") || !strings.HasSuffix(got.Message.ZH, "；曾由 王宁 决定暂不处理到 2027-03-31，已过期") {
		t.Errorf("on the day after: %+v", got)
	}
	if got.Fingerprint() != all[0].Fingerprint() {
		t.Error("the fingerprint changed")
	}
	p := l.Problems(all, none, day("2027-04-01"))
	if len(p) != 1 || !strings.Contains(p[0].Message.EN, "lapsed; the finding of use-without-retention is back") || p[0].Place.String() != Name+":3:5" {
		t.Errorf("%+v", p)
	}
	if p := l.Problems(nil, none, day("2027-04-01")); len(p) != 1 || !strings.Contains(p[0].Message.EN, "lapsed; this finding of use-without-retention is gone too") {
		t.Errorf("%+v", p)
	}
}

func TestUnused(t *testing.T) {
	all := found(t)
	l := parsed(t, entry("path: services.shop.functions.letter.uses[email/promote].kept"), entry("file: gone.yaml"), entry("rule: consent-ticked"))
	for _, f := range l.Apply(all, today) {
		if f.Entry != nil {
			t.Errorf("%s is put aside", f.Named)
		}
	}
	if unused := l.Unused(all, none); len(unused) != 3 || len(l.Problems(all, none, today)) != 3 {
		t.Errorf("%d unused", len(unused))
	}
	other := func(name string) bool { return name == "gone.yaml" }
	if unused := l.Unused(all, other); len(unused) != 2 || len(l.Problems(all, other, day("2028-01-01"))) != 2 {
		t.Errorf("%d unused, with another file beside", len(unused))
	}
}

// Who accepted one finding has not accepted the next at the same path.
func TestTimes(t *testing.T) {
	all := found(t)
	twice := []lint.Finding{all[0], all[0]}
	if got := parsed(t, entry()).Apply(twice, today); !got[0].Suppressed() || got[1].Suppressed() {
		t.Errorf("%+v", got)
	}
	if got := parsed(t, entry("times: 2")).Apply(twice, today); !got[0].Suppressed() || !got[1].Suppressed() {
		t.Errorf("%+v", got)
	}
}

func TestAdd(t *testing.T) {
	e := Entry{
		Rule: "consent-ticked", Named: "services.shop.asks.ticked", In: "volens.yaml", Times: 2,
		Reason: lang.Text{ZH: "等“法务”: 确认 # 下周", EN: `wait: "legal"`}, Since: "2026-11-22", Until: "2027-03-31", By: "王宁",
	}
	const want = `  - rule: consent-ticked
    path: "services.shop.asks.ticked"
    file: "volens.yaml"
    times: 2
    reason: {zh: "等“法务”: 确认 # 下周", en: "wait: \"legal\""}
    since: 2026-11-22
    until: 2027-03-31
    by: "王宁"
`
	for name, c := range map[string]struct{ before, after string }{
		"fresh":         {Fresh, "volens-ignore: 1\nfindings:\n" + want},
		"behind":        {list(entry()).Text + "# the end", list(entry()).Text + "# the end\n" + want},
		"less indented": {strings.ReplaceAll(list(entry()).Text, "\n  ", "\n"), strings.ReplaceAll(list(entry(), want).Text, "\n  ", "\n")},
	} {
		got, err := Add(declaration.File{Name: Name, Text: c.before}, e, today)
		if err != nil || got != c.after {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
	for _, text := range []string{
		"findings: []\nvolens-ignore: 1\n",
		"volens-ignore: 1\nfindings: [{rule: consent-ticked, path: a, reason: b, until: 2026-12-01, by: c}]\n",
		"{volens-ignore: 1, findings: []}\n",
	} {
		if got, err := Add(declaration.File{Name: Name, Text: text}, e, today); !errors.Is(err, ErrNoRoom) {
			t.Errorf("%s%v\n%s", text, err, got)
		}
	}
	e.Until = "2027-06-01"
	if _, err := Add(declaration.File{Name: Name, Text: Fresh}, e, today); err == nil || !strings.Contains(err.Error(), "longer than 180 days") {
		t.Errorf("a year: %v", err)
	}
	e.Until, e.By = "2027-03-31", "\u202e"
	if _, err := Add(declaration.File{Name: Name, Text: Fresh}, e, today); err == nil || errors.Is(err, ErrNoRoom) {
		t.Errorf("a name that turns text round: %v", err)
	}
}

func TestWithout(t *testing.T) {
	one, two, three := entry(), entry("rule: consent-ticked"), entry("rule: reasked-too-soon")
	text := "# ours\nvolens-ignore: 1\nfindings: \n  # first\n" + one + "  # second\n\n" + two + three + "# the end\n"
	l, err := Parse(declaration.File{Name: Name, Text: text}, today)
	if err != nil {
		t.Fatal(err)
	}
	got, err := l.Without(l.Entries[1:2], today)
	if err != nil || got != strings.Replace(text, two, "", 1) {
		t.Errorf("%v\n%s", err, got)
	}
	got, err = l.Without(l.Entries, today)
	if err != nil || got != "# ours\nvolens-ignore: 1\nfindings: [] \n  # first\n  # second\n\n# the end\n" {
		t.Errorf("%v\n%s", err, got)
	}
	inline := declaration.File{Name: Name, Text: "volens-ignore: 1\nfindings: [{rule: consent-ticked, path: a, reason: b, until: 2026-12-01, by: c}]\n"}
	if l, err = Parse(inline, today); err != nil {
		t.Fatal(err)
	}
	if got, err := l.Without(l.Entries, today); !errors.Is(err, ErrNoRoom) {
		t.Errorf("%v\n%s", err, got)
	}
}

// Whatever is added is read back, and taken away again leaves what was there.
func TestAddAndWithout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3).Draw(t, "entries")
		f := declaration.File{Name: Name, Text: Fresh}
		text := rapid.StringMatching(`[a-z一-龥:#'"\\{}\[\], &*!|>%@-]{0,12}[a-z一-龥]`)
		for i := range n {
			f.Text = added(t, f, i, text)
		}
		after := declaration.File{Name: Name, Text: added(t, f, n, text)}
		l, err := Parse(after, today)
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Without(l.Entries[n:], today)
		if err != nil || got != f.Text {
			t.Fatalf("%v\n%s\nwant\n%s", err, got, f.Text)
		}
	})
}

func added(t *rapid.T, f declaration.File, i int, text *rapid.Generator[string]) string {
	got, err := Add(f, Entry{
		Rule: lint.Rules[i].ID, Named: text.Draw(t, "path"), Reason: lang.Text{ZH: text.Draw(t, "zh"), EN: text.Draw(t, "en")},
		Until: "2027-01-01", By: text.Draw(t, "by"),
	}, today)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// What the manual shows is accepted on the day that it shows.
func TestManual(t *testing.T) {
	for _, name := range []string{"../../docs/lint.md", "../../docs/lint.zh-CN.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, block, ok := strings.Cut(string(text), "```yaml\n")
		block, _, _ = strings.Cut(block, "```")
		l, err := Parse(declaration.File{Name: Name, Text: block}, today)
		if !ok || err != nil || len(l.Entries) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
