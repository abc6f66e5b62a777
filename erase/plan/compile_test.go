package plan_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/discover/sqlschema"
	"github.com/volens/volens/erase/plan"
)

func declared(t *testing.T, text string) *declaration.Declaration {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// example reads one of the example declarations.
func example(t *testing.T, name string) *declaration.Declaration {
	t.Helper()
	b, err := os.ReadFile("../../examples/" + name + "/volens.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return declared(t, string(b))
}

// stores is a small declaration around what is under its stores.
func stores(holds string) string {
	return `volens: 1
processor: {name: 山雀书店}
items: {shoe-size: {name: 鞋码}}
services:
  shop:
    name: 书店
    type: other
    functions:
      account:
        name: 账号
        uses:
          - {item: phone, for: register, kept: {in: db, for: account}}
          - {item: nickname, for: register, kept: {in: db, for: account}, gives: [courier]}
          - {item: comments, for: comment, kept: {in: db, for: account}}
recipients:
  courier: {name: 轻舟配送, role: entrusted, told: {env: COURIER}}
stores:
` + holds
}

// tabled is a store of tables named db, with holds below.
func tabled(holds string) string {
	return stores("  db:\n    engine: postgres\n    url: {env: DB}\n    look-url: {env: LOOK}\n    backups: 30d\n    holds:\n" + holds)
}

// tables reads a schema as a survey would find it.
func tables(t *testing.T, text string) plan.Survey {
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
			is.Columns = append(is.Columns, plan.Column{Name: c.Name, Type: c.Type, Comment: c.Comment,
				Nullable: !strings.Contains(line, "NOT NULL") && !strings.Contains(line, "PRIMARY KEY")})
			if strings.Contains(line, "PRIMARY KEY") {
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
	b, err := os.ReadFile("../../examples/shop/schema.postgres.sql")
	if err != nil {
		t.Fatal(err)
	}
	return plan.Compile(example(t, "shop"), map[string]plan.Survey{
		"shop-db": tables(t, string(b)), "cache": {}, "objects": {}, "transcripts": {},
	}, scope)
}

// What the plan of a whole shop lacks is nothing that would be left behind.
func TestPlanOfAShop(t *testing.T) {
	if p := shopPlan(t, plan.Scope{}); p.Incomplete() {
		t.Errorf("something would be left behind: %v", p.Findings)
	}
}

// Withdrawing one consent tells nobody who was not given what it was about.
func TestPlanOfSomeUses(t *testing.T) {
	p := shopPlan(t, plan.Scope{Uses: []declaration.UseID{"shop/coupons/birthday/birthday-coupon"}})
	if len(p.Told) != 0 || len(p.Stores) != 1 {
		t.Errorf("told: %v; stores: %v", p.Told, p.Stores)
	}
}

func deeds(p plan.Plan) []string {
	var all []string
	for _, s := range p.Stores {
		for _, a := range s.Deeds {
			all = append(all, a.Target.Holding)
		}
	}
	return all
}

func problems(p plan.Plan) []string {
	var all []string
	for _, f := range p.Findings {
		all = append(all, fmt.Sprintf("%s %s %s", f.Problem, f.Store, f.Where))
	}
	return all
}

const people = `      users: {found: [{in: id, by: person}], account: true, fields: {phone: {item: phone, gives: phone}, nickname: {item: nickname}}, born: opened}
`

// Rows that point go before rows that are pointed at, however they are written down;
// what is found by a number waits for where the number is.
func TestOrder(t *testing.T) {
	d := declared(t, tabled(people+`      lines: {fields: {words: {item: comments}}}
      notes: {found: [{in: user_id, by: person}], fields: {words: {item: comments}}}
`)+`  cache:
    engine: redis
    url: {env: CACHE}
    look-url: {env: LOOK}
    backups: 1d
    holds: {"code:{phone}": {}}
`)
	// The stores the other way round.
	slices.Reverse(d.Stores)
	p := plan.Compile(d, map[string]plan.Survey{"cache": {}, "db": {Tables: []plan.Table{
		{Name: "users", Columns: columns("id", "phone", "nickname", "opened"), Primary: []string{"id"}},
		{Name: "notes", Columns: columns("id", "user_id", "words"), Primary: []string{"id"}, Foreign: []plan.Foreign{{Column: "user_id", Table: "users", To: "id"}}},
		{Name: "lines", Columns: columns("id", "note_id", "words"), Primary: []string{"id"}, Foreign: []plan.Foreign{{Column: "note_id", Table: "notes", To: "id"}}},
	}}}, plan.Scope{})
	if diff := cmp.Diff([]string{"lines", "notes", "users", "code:{phone}"}, deeds(p)); diff != "" {
		t.Error(diff)
	}
	if p.Stores[0].Store.ID != "db" || !slices.Equal(p.Stores[1].Needs, []string{"db"}) {
		t.Errorf("%s first; the other needs %v", p.Stores[0].Store.ID, p.Stores[1].Needs)
	}
	lines := p.Stores[0].Deeds[0]
	if len(lines.Target.Found) != 1 || lines.Target.Found[0].In != "note_id" {
		t.Fatalf("lines are found by %v", lines.Target.Found)
	}
	var gives []string
	for _, f := range p.Stores[0].Finds {
		for column, name := range f.Gives {
			gives = append(gives, f.Target.Holding+"."+column+"="+name)
		}
	}
	slices.Sort(gives)
	if diff := cmp.Diff([]string{"notes.id=" + lines.By[0], "users.phone=phone"}, gives); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"untimed cache code:{phone}"}, problems(p)); diff != "" {
		t.Error(diff)
	}
}

func columns(names ...string) []plan.Column {
	var all []plan.Column
	for _, n := range names {
		all = append(all, plan.Column{Name: n, Type: "text", Nullable: true})
	}
	return all
}

// What is kept stays in its columns and nowhere else; what is older goes.
func TestKeeping(t *testing.T) {
	p := shopPlan(t, plan.Scope{})
	var kept, past *plan.Action
	for _, a := range p.Stores[0].Deeds {
		if a.Target.Holding == "orders" && a.Keep != nil {
			kept = a
		}
		if a.Target.Holding == "orders" && a.Past != nil {
			past = a
		}
	}
	if kept == nil || past == nil {
		t.Fatal("there are no two deeds")
	}
	want := map[string]declaration.Transform{"recipient": "null", "phone": "null", "address": "city", "note": "blank"}
	if diff := cmp.Diff(want, kept.Deed.Change); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"order_no", "total", "payment_no", "paid_at"}, kept.Fields); diff != "" {
		t.Error(diff)
	}
	want = map[string]declaration.Transform{
		"recipient": "null", "phone": "null", "address": "city", "note": "blank", "order_no": "null",
		"total": "band:100", "payment_no": "null", "paid_at": "month", "account_id": "null",
	}
	if diff := cmp.Diff(want, past.Deed.Change); diff != "" {
		t.Error(diff)
	}
	for _, f := range p.Stores[0].Finds {
		if f.Target.Holding == "orders" && (slices.Contains(f.Values, "order_no") || !slices.Contains(f.Values, "recipient")) {
			t.Errorf("looked for afterwards: %v", f.Values)
		}
	}
}

// Every kind of problem is found, where it is written.
func TestFindings(t *testing.T) {
	all := func(tables ...plan.Table) map[string]plan.Survey {
		return map[string]plan.Survey{"db": {Tables: tables}}
	}
	users := plan.Table{Name: "users", Columns: columns("id", "phone", "nickname", "opened"), Primary: []string{"id"}}
	notes := plan.Table{Name: "notes", Columns: columns("id", "user_id", "words"), Foreign: []plan.Foreign{{Column: "user_id", Table: "users", To: "id"}}}
	held := people + "      notes: {fields: {words: {item: comments}}}\n"
	for _, c := range []struct {
		name, text string
		surveys    map[string]plan.Survey
		want       []string // problem, store, where and place
	}{
		{"whole", tabled(held), all(users, notes), nil},
		{"not reached", tabled(held), nil, []string{
			"unreachable db  volens.yaml:20:5", "unfound db notes volens.yaml:25:7",
		}},
		{"no address", stores("  db: {engine: postgres, backups: 1d, holds: {users: {found: [{in: id, by: person}], fields: {a: {item: phone}, b: {item: nickname}, c: {item: comments}}}}}\n"), nil,
			[]string{"unreachable db  volens.yaml:18:3"}},
		{"nothing said", stores("  db: {engine: postgres, backups: 1d}\n"), nil, []string{"unreachable db  volens.yaml:18:3"}},
		{"by hand", stores("  db: {engine: other, backups: 1d}\n"), nil, nil},
		{"off", strings.Replace(tabled(held), "    backups: 30d\n", "    backups: 30d\n    off: 搬家\n", 1), all(users, notes), []string{"unreachable db  volens.yaml:23:10"}},
		{"same account, backups unsaid", strings.NewReplacer("    look-url: {env: LOOK}\n", "", "    backups: 30d\n", "").Replace(tabled(held)), all(users, notes),
			[]string{"same-account db  volens.yaml:20:5", "backups-unsaid db  volens.yaml:18:3"}},
		{"no such table", tabled(held), all(users), []string{"missing db notes volens.yaml:25:7"}},
		{"no such column", tabled(held), all(plan.Table{Name: "users", Columns: columns("id", "phone", "opened"), Primary: []string{"id"}}, notes),
			[]string{"missing db users.nickname volens.yaml:24:106"}},
		{"unheld", tabled(people), all(users), []string{"unheld db comments volens.yaml:14:13"}},
		{"nothing leads there", tabled(held + "      logs: {fields: {a: {item: comments}}}\n"), all(users, notes, plan.Table{Name: "logs", Columns: columns("a")}),
			[]string{"unfound db logs volens.yaml:26:7"}},
		{"two keys lead there", tabled(held + "      likes: {fields: {a: {item: comments}}}\n"), all(users, notes, plan.Table{Name: "likes", Columns: columns("a", "by", "of"),
			Foreign: []plan.Foreign{{Column: "by", Table: "users", To: "id"}, {Column: "of", Table: "users", To: "id"}}}),
			[]string{"unfound db likes volens.yaml:26:7", "pinned db users volens.yaml:24:7", "pinned db users volens.yaml:24:7"}},
		{"undeclared", tabled(held), all(users, notes,
			plan.Table{Name: "members", Columns: append(columns("id", "id_card_no", "religion"), plan.Column{Name: "zzmm", Type: "text", Comment: "政治面貌"})},
			plan.Table{Name: "marks", Columns: columns("user_id"), Foreign: []plan.Foreign{{Column: "user_id", Table: "users", To: "id"}}},
		), []string{"undeclared db members.id_card_no ", "undeclared db members.religion ", "undeclared db members.zzmm ", "undeclared db marks.user_id "}},
		{"in a circle", tabled(held + "      drafts: {found: [{in: user_id, by: person}], fields: {words: {item: comments}}}\n"), all(users,
			plan.Table{Name: "notes", Columns: columns("id", "draft_id", "words"), Foreign: []plan.Foreign{{Column: "draft_id", Table: "drafts", To: "id"}}},
			plan.Table{Name: "drafts", Columns: columns("id", "user_id", "note_id", "words"), Foreign: []plan.Foreign{{Column: "note_id", Table: "notes", To: "id"}}},
		), []string{"circular db notes volens.yaml:25:7"}},
		{"pinned", tabled(people + "      notes: {found: [{in: user_id, by: person}], then: anonymise, fields: {words: {item: comments}}}\n"), all(users,
			plan.Table{Name: "notes", Columns: []plan.Column{{Name: "user_id"}, {Name: "words"}}, Foreign: []plan.Foreign{{Column: "user_id", Table: "users", To: "id"}}}),
			[]string{"pinned db users volens.yaml:24:7"}},
		{"linked", tabled(strings.Replace(held, "account: true", "account: true, then: anonymise", 1)), all(users, notes), []string{"linked db users volens.yaml:24:7"}},
		{"untimed", tabled(held + "      tips: {found: [{in: tel, by: phone}], fields: {a: {item: comments}}}\n"), all(users, notes, plan.Table{Name: "tips", Columns: columns("tel", "a")}),
			[]string{"untimed db tips volens.yaml:26:7"}},
		{"accounts untimed", tabled(strings.Replace(held, ", born: opened", "", 1)), all(users, notes), []string{"untimed db users volens.yaml:24:7"}},
		{"swept", strings.Replace(tabled(held), "comment, kept: {in: db, for: account}", "comment, kept: {in: db, for: 1y}", 1), all(users, notes), nil},
		{"unswept beside another", strings.Replace(tabled(people+"      notes: {fields: {words: {item: comments}, who: {item: nickname}}}\n"), "comment, kept: {in: db, for: account}", "comment, kept: {in: db, for: 1y}", 1),
			all(users, plan.Table{Name: "notes", Columns: columns("id", "user_id", "words", "who"), Foreign: notes.Foreign}), []string{"unswept db notes volens.yaml:25:7"}},
		{"a ground", tabled(strings.Replace(held, "notes: {", "notes: {keep: {under: 某法第一条, rank: law, for: 1y, from: id}, ", 1)), all(users, plan.Table{Name: "notes", Columns: columns("id", "user_id", "words"), Foreign: []plan.Foreign{{Column: "user_id", Table: "users", To: "id"}}}),
			[]string{"pinned db users volens.yaml:24:7", "ground db notes volens.yaml:25:15"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := plan.Compile(declared(t, c.text), c.surveys, plan.Scope{})
			var got []string
			for _, f := range p.Findings {
				at := f.Place.String()
				if f.Place.IsZero() {
					at = ""
				}
				got = append(got, fmt.Sprintf("%s %s %s %s", f.Problem, f.Store, f.Where, at))
				if f.Text.ZH == "" || f.Text.EN == "" || f.Text.ZH == f.Text.EN || strings.Contains(f.Text.EN+f.Text.ZH, "%!") {
					t.Errorf("it says %+v", f.Text)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A row that is one person's and names another is changed for each of them only as
// far as it is theirs.
func TestRowsOfTwoPeople(t *testing.T) {
	d := declared(t, tabled(people+`      groups:
        found: [{in: user_id, by: person}, {in: creator_id, by: person}, {in: tel, by: phone}]
        then: anonymise
        fields: {words: {item: comments}}
`))
	p := plan.Compile(d, map[string]plan.Survey{"db": {Tables: []plan.Table{
		{Name: "users", Columns: columns("id", "phone", "nickname", "opened"), Primary: []string{"id"}},
		{Name: "groups", Columns: columns("id", "user_id", "creator_id", "tel", "words"), Primary: []string{"id"}},
	}}}, plan.Scope{})
	var got []string
	for _, a := range p.Stores[0].Deeds[:2] {
		var in []string
		for _, f := range a.Target.Found {
			in = append(in, f.In)
		}
		got = append(got, fmt.Sprint(in, a.Deed.Change))
	}
	want := []string{"[user_id tel] map[tel:null user_id:null words:null]", "[creator_id] map[creator_id:null]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A company's own endpoint that says nothing of its tables is asked for everything,
// once all identifiers are known.
func TestEndpoint(t *testing.T) {
	d := declared(t, tabled(people)+"  crm: {engine: other, url: {env: CRM}, look-url: {env: CRM}, backups: 1d}\n")
	p := plan.Compile(d, nil, plan.Scope{})
	crm := p.Stores[1]
	if crm.Store.ID != "crm" || crm.Manual || len(crm.Deeds) != 1 || !slices.Equal(crm.Needs, []string{"db"}) {
		t.Fatalf("%+v", crm)
	}
	if a := crm.Deeds[0]; a.Target.Holding != declaration.Everything || !slices.Equal(a.By, []string{"person", "phone"}) || a.Deed.Change != nil {
		t.Errorf("%+v", a)
	}
}

// Rows that are kept are still found: the columns that lead to them stay, even where
// they are personal information themselves.
func TestKeptRowsAreStillFound(t *testing.T) {
	d := declared(t, tabled(people+`      calls:
        found: [{in: tel, by: phone}]
        born: at
        keep: {under: 某法第一条, rank: law, for: 1y, from: at}
        fields: {tel: {item: phone}, words: {item: comments}, cost: {item: payment-record, kept: true}}
`))
	p := plan.Compile(d, nil, plan.Scope{})
	kept := p.Stores[0].Deeds[1]
	if kept.Keep == nil || len(kept.Deed.Change) != 1 || kept.Deed.Change["words"] != "null" && kept.Deed.Change["words"] != "" {
		t.Errorf("%+v", kept)
	}
	if past := p.Stores[0].Deeds[0]; past.Past == nil || past.Deed.Change != nil {
		t.Errorf("%+v", past)
	}
}

// A name with two identifiers in it is found where both are known, and not before.
func TestNamesOfTwoIdentifiers(t *testing.T) {
	for _, c := range []struct {
		by   string
		want []string
	}{{"person", nil}, {"nothing", []string{"unfound cache x:{person}:{token}", "unfound db tokens "}}} {
		d := declared(t, tabled(people+`      tokens: {found: [{in: user_id, by: `+c.by+`}], fields: {t: {gives: token}, n: {item: comments, gives: nothing}}}
`)+`  cache: {engine: redis, url: {env: A}, look-url: {env: B}, backups: 1d, holds: {"x:{person}:{token}": {}}}
`)
		got := 0
		for _, f := range plan.Compile(d, nil, plan.Scope{}).Findings {
			if f.Problem == plan.Unfound {
				got++
			}
		}
		if got != len(c.want) {
			t.Errorf("by %s: %d are not found, want %v", c.by, got, c.want)
		}
	}
}
