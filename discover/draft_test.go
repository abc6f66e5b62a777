package discover

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
)

// parsed requires that a draft is a declaration.
func parsed(t *testing.T, text string) *declaration.Declaration {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return d
}

// Every schema there is makes a draft that parses, in both languages, alone and
// all together; lint has questions and no complaint about form.
func TestDraftsParse(t *testing.T) {
	var all []Source
	for _, name := range schemaNames(t) {
		text, err := os.ReadFile(filepath.Join("testdata", "schemas", name+".sql"))
		if err != nil {
			t.Fatal(err)
		}
		s := source(t, name+".sql", string(text))
		all = append(all, s)
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			d := parsed(t, Draft([]Source{s}, l).YAML)
			if len(d.Uses()) == 0 || len(lint.Run(d, lint.Options{})) == 0 {
				t.Errorf("%s: nothing to talk about", name)
			}
		}
	}
	d := parsed(t, Draft(all, lang.ZH).YAML)
	if len(d.Stores) != 3 {
		t.Errorf("%d stores, want one per engine", len(d.Stores))
	}
}

func TestDraftOfEverythingAtOnce(t *testing.T) {
	drafted := Draft([]Source{
		source(t, "db.sql", "CREATE TABLE `users` (id int, mobile varchar(11) COMMENT '手机号', nickname text);\nCREATE TABLE `admin` (real_name varchar(9));\nCREATE TABLE `address` (user_id int, name text COMMENT '收货人', tel text);"),
		source(t, "openapi.yaml", "openapi: 3.0.0\ncomponents: {schemas: {User: {properties: {mobile: {type: string}}}}}"),
		source(t, "AndroidManifest.xml", `<manifest><uses-permission name="android.permission.CAMERA"/></manifest>`),
		source(t, "package.json", `{"dependencies": {"@sentry/vue": "8"}}`),
		source(t, "app.json", `{"pages": [], "plugins": {"客服": {}, "sentry": {}}}`),
	}, lang.EN)
	d := parsed(t, drafted.YAML)
	var got []string
	for _, u := range d.Uses() {
		got = append(got, string(u.ID))
	}
	for _, want := range []string{
		"my-service/account/phone/register", "my-service/account/nickname/register", "my-service/order/recipient-name/deliver", "my-service/order/recipient-phone/deliver",
		"my-service/staff/name/manage-staff", "my-service/app/photos/publish", "my-service/app/crash-log/improve-quality",
	} {
		if !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("no use %s in %q", want, got)
		}
	}
	for _, want := range []string{
		"# guess: db.sql:1 users.mobile (手机号), high, by name and comment\n          # guess: openapi.yaml:2 User.mobile, high, by the name\n          - {item: phone, for: register}   # mobile phone number\n",
		"  sentry:   # found in: package.json:1 @sentry/vue\n", "  plugin:", "  sentry-2:", "    country: US\n", "manner: [permission]",
	} {
		if !strings.Contains(drafted.YAML, want) {
			t.Errorf("no %q in\n%s", want, drafted.YAML)
		}
	}
	if len(drafted.Tally) != 5 || drafted.Tally[0].Fields != 7 || drafted.Tally[0].Guesses[High] != 5 {
		t.Errorf("tally %+v", drafted.Tally)
	}
}

// What stands in a schema comes from outside: it may not break out of a comment
// or a string of the draft.
func TestForeignTextStaysInItsPlace(t *testing.T) {
	evil := "手机号\u2028\u202e\x1b[2J\nvolens: 2\r#"
	drafted := Draft([]Source{{
		Name: "x\ny.sql", Kind: SQL, Engine: "mysql",
		Tables:     []Table{{Name: "user\nvolens: 3", Fields: []Field{{Name: "mobile", Comment: evil}, {Name: "mobile\n- a", Comment: strings.Repeat("长", 999)}}}},
		Access:     []Permission{{Name: "a\n.CAMERA"}},
		Components: []Component{{ID: "a", Name: lang.Text{ZH: "\"}\nb: c", EN: `\"`}, Package: "p\nq"}},
	}}, lang.ZH)
	d := parsed(t, drafted.YAML)
	if d.Volens != 1 || len(d.Components) != 1 || strings.Contains(drafted.YAML, strings.Repeat("长", 100)) {
		t.Errorf("foreign text got out:\n%s", drafted.YAML)
	}
}

func TestNothingFoundIsStillADeclaration(t *testing.T) {
	d := parsed(t, Draft([]Source{{Name: "x.sql", Kind: SQL, Engine: "other", Tables: []Table{{Name: "goods", Fields: []Field{{Name: "name"}}}}}}, lang.ZH).YAML)
	if len(d.Uses()) != 0 || len(d.Stores) != 0 {
		t.Errorf("something was made up: %d uses, %d stores", len(d.Uses()), len(d.Stores))
	}
}

// Whatever a file holds, reading it ends, and what is drafted from it parses.
func FuzzReadAndDraft(f *testing.F) {
	files, _ := filepath.Glob("testdata/schemas/*.sql")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file, text[:min(len(text), 600)]) // short ones, or the fuzzer spends its time on shrinking them
	}
	f.Add("openapi.yaml", []byte("openapi: 3.0.0\ncomponents: {schemas: {User: &u {properties: {mobile: *u}}}}"))
	f.Add("AndroidManifest.xml", []byte(`<manifest><uses-permission name="android.permission.CAMERA"/></manifest>`))
	f.Add("app.json", []byte(`{"pages": [], "plugins": {"客服": {}, "a b": {"provider": 1}}}`))
	f.Add("Podfile.lock", []byte("PODS:\n  - Bugly (1)\n"))
	f.Add("build.gradle", []byte("implementation 'com.getui:gtsdk:3'"))
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		s, err := Read(name, text)
		if err != nil {
			return
		}
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			d := Draft([]Source{s, s}, l)
			if len(d.YAML) < declaration.MaxBytes/2 {
				parsed(t, d.YAML)
			}
		}
	})
}
