package declaration

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/lang"
)

var update = flag.Bool("update", false, "write golden files, the schema and the tables of the manual")

// golden compares with a file under testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is out of date; if the change is meant, run with -update:\n%s", name, diff)
	}
}

// A broken declaration has its first problem at a place, with words.
type broken struct {
	name, text, at, says string
	golden               bool // its full text is in testdata/errors.golden
}

// uses puts lines under the one use of a small declaration.
func uses(lines string) string {
	return `volens: 1
processor: {name: 青禾商城}
services:
  shop:
    name: 商城
    type: online-shopping
    functions:
      order:
        name: 下单
        uses:
` + lines
}

func brokens() []broken {
	const w, ok = "          - ", "          - {item: phone, for: deliver}\n"
	return append([]broken{
		{name: "empty file", text: "", at: "1:1", says: "there is nothing in this file", golden: true},
		{name: "only comments", text: "# volens: 1\n\n# more\n", at: "1:1", says: "there is nothing"},
		{name: "only a marker", text: "---\n", at: "1:1", says: "there is nothing"},
		{name: "a word", text: "hello", at: "1:1", says: "wrong type: this is text"},
		{name: "a list", text: "- volens: 1\n", at: "1:1", says: "wrong type: this is a list"},
		{name: "truncated in quotes", text: uses(w + "{item: \"pho"), at: "11:24", says: "a quote is still open", golden: true},
		{name: "truncated in a list", text: uses(w + "{items: [phone, "), at: "11:29", says: "a value is missing here"},
		{name: "truncated in a mapping", text: uses(w + "{item: phone"), at: "11:25", says: "a comma between two keys is missing"},
		{name: "missing comma", text: uses(w + "{items: [phone email: name]}\n"), at: "11:22", says: "wrong type: this is a mapping"},
		{name: "two colons", text: uses(w + "item: phone: deliver\n"), at: "11:24", says: `": " cannot stand here`, golden: true},
		{name: "tab", text: "volens: 1\nprocessor:\n\tname: 青禾\n", at: "3:1", says: "no value can begin", golden: true},
		{name: "bad indentation", text: "volens: 1\n  processor: {}\n", at: "2:12", says: `": " cannot stand here`},
		{name: "at sign", text: "volens: 1\nprocessor: {name: @qinghe}\n", at: "2:19", says: "no value can begin"},
		{name: "unknown escape", text: "volens: 1\nprocessor: {name: \"\\q\"}\n", at: "2:20", says: "unknown backslash escape"},
		{name: "alias", text: uses(w + "&a {item: phone, for: deliver}\n" + w + "*a\n"), at: "11:13", says: "anchors (&) are not accepted", golden: true},
		{name: "alias without anchor", text: "volens: *a\n", at: "1:9", says: "not valid YAML"},
		{name: "anchor on a key", text: "&a volens: 1\n", at: "1:1", says: "anchors (&)"},
		{name: "merge key", text: uses(w + "<<: {item: phone}\n            for: deliver\n"), at: "11:13", says: "merge keys (<<)"},
		{name: "tag", text: "volens: !!int 1\n", at: "1:9", says: "tags (!) are not accepted"},
		{name: "own tag", text: "volens: !one 1\n", at: "1:9", says: "tags (!) are not accepted"},
		{name: "bare tag", text: "volens: ! 1\n", at: "1:9", says: "tags (!) are not accepted"},
		{name: "two documents", text: minimal + "---\nvolens: 1\n", at: "12:1", says: "more than one YAML document"},
		{name: "unknown key", text: uses(w + "{item: phone, for: deliver, necesary: true}\n"), at: "11:41", says: `unknown key "necesary"`, golden: true},
		{name: "unknown key at the top", text: minimal + "sevices: {}\n", at: "12:1", says: `unknown key "sevices"`},
		{name: "underscore for dash", text: "processor: {name: a, complaints: {answered_within: 15wd}}\n" + strings.Replace(minimal, "processor: {name: 青禾商城}\n", "", 1), at: "1:35", says: `unknown key "answered_within"`},
		{name: "duplicate at the top", text: minimal + "volens: 1\n", at: "12:1", says: `the key "volens" is there twice, first at shop.yaml:1:1`, golden: true},
		{name: "duplicate in a struct", text: uses(w + "{item: phone, for: deliver, for: pay}\n"), at: "11:41", says: `the key "for" is there twice`},
		{name: "duplicate id", text: minimal + "stores:\n  db: {engine: mysql}\n  db: {engine: redis}\n", at: "14:3", says: `the key "db" is there twice`},
		{name: "duplicate among many", text: minimal + "stores:\n" + manyStores(40) + "  s3: {engine: redis}\n", at: "53:3", says: `the key "s3" is there twice, first at shop.yaml:16:3`},
		{name: "duplicate in a text", text: "processor: {name: {zh: a, zh: b}}\n" + strings.Replace(minimal, "processor: {name: 青禾商城}\n", "", 1), at: "1:27", says: `the key "zh" is there twice`},
		{name: "duplicate service", text: minimal + "services: {}\n", at: "12:1", says: `the key "services" is there twice`},
		{name: "null", text: uses(w + "item: phone\n            for:\n"), at: "12:13", says: "this key has no value", golden: true},
		{name: "tilde", text: uses(w + "{item: ~, for: deliver}\n"), at: "11:14", says: "this key has no value"},
		{name: "null in a list", text: uses(w + "{items: [phone, ], for: deliver, gives: [null]}\n"), at: "11:54", says: "this key has no value"},
		{name: "null service", text: "volens: 1\nprocessor: {name: a}\nservices: {shop: }\n", at: "3:12", says: "this key has no value"},
		{name: "empty text", text: uses(w + "{item: '', for: deliver}\n"), at: "11:20", says: "this is empty"},
		{name: "empty mapping for a text", text: "volens: 1\nprocessor: {name: {}}\nservices: {}\n", at: "2:13", says: "this is empty"},
		{name: "no services", text: "volens: 1\nprocessor: {name: a}\nservices: {}\n", at: "3:1", says: "at least one"},
		{name: "missing keys", text: "processor: {people: 3}\n", at: "1:1", says: `"volens" is missing`},
		{name: "wrong version", text: strings.Replace(minimal, "volens: 1", "volens: 2", 1), at: "1:9", says: "this version"},
		{name: "text for number", text: "volens: one\n", at: "1:9", says: "wrong type: this is text"},
		{name: "number for text", text: "volens: 1\nprocessor: {name: a, officer: {phone: 13800138000}}\nservices: {}\n", at: "2:39", says: "wrong type: this is a number", golden: true},
		{name: "negative people", text: "volens: 1\nprocessor: {name: a, people: -3}\nservices: {}\n", at: "2:30", says: "wrong type: this is a number"},
		{name: "fraction of people", text: "volens: 1\nprocessor: {name: a, people: 2.5}\nservices: {}\n", at: "2:30", says: "wrong type: this is a number"},
		{name: "yes for true", text: uses(w + "{item: phone, for: deliver, necessary: yes}\n"), at: "11:52", says: "wrong type: this is text", golden: true},
		{name: "list for mapping", text: "volens: 1\nprocessor: [a]\nservices: {}\n", at: "2:1", says: "wrong type: this is a list"},
		{name: "mapping for list", text: uses(w + "{items: {phone: 1}, for: deliver}\n"), at: "11:14", says: "wrong type: this is a mapping"},
		{name: "word for list", text: uses(w + "{item: phone, for: deliver, manner: automatic}\n"), at: "11:49", says: "wrong type: this is text"},
		{name: "list of services", text: "volens: 1\nprocessor: {name: a}\nservices: [{name: shop}]\n", at: "3:1", says: "wrong type: this is a list"},
		{name: "unknown word", text: uses(w + "{item: phone, for: deliver, basis: concent}\n"), at: "11:48", says: `unknown word "concent"`, golden: true},
		{name: "unknown word in a list", text: uses(w + "{item: phone, for: deliver, manner: [entered, stolen]}\n"), at: "11:59", says: `unknown word "stolen"`},
		{name: "unknown engine", text: minimal + "stores: {db: {engine: postgresql}}\n", at: "12:23", says: `unknown word "postgresql"`},
		{name: "bad period", text: uses(w + "{item: phone, for: deliver, kept: {for: 3years}}\n"), at: "11:53", says: "not well formed", golden: true},
		{name: "bad frequency", text: uses(w + "{item: phone, for: deliver, when: sometimes}\n"), at: "11:47", says: "not well formed"},
		{name: "bad date", text: with2(minimal, "type: online-shopping", "type: online-shopping\n    sign-in: {assessment: {date: 2026-02-30}}"), at: "7:34", says: "not well formed"},
		{name: "bad mail", text: "volens: 1\nprocessor: {name: a, officer: {mail: wangning}}\nservices: {}\n", at: "2:38", says: "not well formed"},
		{name: "bad country", text: minimal + "stores: {db: {engine: mysql, country: China}}\n", at: "12:39", says: "not well formed"},
		{name: "unicode id", text: strings.Replace(minimal, "  shop:", "  商城:", 1), at: "4:3", says: "is not well formed", golden: true},
		{name: "upper-case id", text: strings.Replace(minimal, "  shop:", "  Shop:", 1), at: "4:3", says: "is not well formed"},
		{name: "id with dots", text: strings.Replace(minimal, "  shop:", "  a.b:", 1), at: "4:3", says: "is not well formed"},
		{name: "number as id", text: strings.Replace(minimal, "  shop:", "  404:", 1), at: "4:3", says: "is not well formed"},
		{name: "long id", text: strings.Replace(minimal, "  shop:", "  "+strings.Repeat("a", 65)+":", 1), at: "4:3", says: "is not well formed"},
		{name: "list as key", text: "volens: 1\n? [a]\n: 1\n", at: "2:3", says: "this key is not text"},
		{name: "null key", text: "~: 1\n", at: "1:1", says: "this key is not text"},
		{name: "unknown item", text: uses(w + "{item: phnoe, for: deliver}\n"), at: "11:20", says: `no such kind of personal information "phnoe"`, golden: true},
		{name: "unknown purpose", text: uses(w + "{item: phone, for: delivery}\n"), at: "11:32", says: `no such purpose "delivery"`},
		{name: "unknown store", text: uses(w + "{item: phone, for: deliver, kept: {in: mian}}\n" + "stores: {main: {engine: mysql}}\n"), at: "11:52", says: `no such store "mian"`},
		{name: "unknown recipient", text: uses(w + "{item: phone, for: deliver, gives: [courier]}\n"), at: "11:49", says: `no such recipient "courier"`},
		{name: "unknown function", text: uses(ok) + "components: {sdk: {name: a, in: [shop/odrer]}}\n", at: "12:34", says: "no such function"},
		{name: "no functions", text: "volens: 1\nprocessor: {name: a}\nservices: {s: {name: a, type: other, functions: {}}}\n", at: "3:38", says: "at least one"},
		{name: "component nowhere", text: uses(ok) + "components: {sdk: {name: a, in: []}}\n", at: "12:29", says: "at least one"},
		{name: "fraction for text", text: "volens: 1\nprocessor: {name: 1.5}\nservices: {}\n", at: "2:19", says: "this is a number"},
		{name: "date for text", text: "volens: 1\nprocessor: {name: 2026-03-01}\nservices: {}\n", at: "2:19", says: "this is a date"},
		{name: "truth for text", text: "volens: 1\nprocessor: {name: true}\nservices: {}\n", at: "2:19", says: "this is true or false"},
		{name: "unknown type", text: strings.Replace(minimal, "online-shopping", "shopping", 1), at: "6:11", says: `no such type of service "shopping"`},
		{name: "no item", text: uses(w + "{for: deliver}\n"), at: "11:13", says: "no kind of personal information"},
		{name: "item and items", text: uses(w + "{item: phone, items: [email], for: deliver}\n"), at: "11:27", says: "exclude each other"},
		{name: "no items", text: uses(w + "{items: [], for: deliver}\n"), at: "11:14", says: "at least one"},
		{name: "same use twice", text: uses(ok + ok), at: "12:13", says: "the same item is used twice", golden: true},
		{name: "unknown use", text: with2(minimal, "type: online-shopping", "type: online-shopping\n    asks: {together: [[shop/order/recipient-address/deliver, shop/order/phone/deliver]]}"), at: "7:62", says: "no such use"},
		{name: "misspelt use", text: with2(minimal, "type: online-shopping", "type: online-shopping\n    asks: {together: [[shop/order/recipient-adress/deliver]]}"), at: "7:24", says: "no such use"},
		{name: "own item taken", text: minimal + "items: {phone: {name: 电话}}\n", at: "12:9", says: "phone is already in the taxonomy"},
		{name: "own item taken, without content", text: minimal + "items: {phone: }\n", at: "12:9", says: "phone is already in the taxonomy"},
		{name: "own purpose taken", text: minimal + "purposes: {pay: {class: provide, is: a, put-to: b}}\n", at: "12:12", says: "pay is already in"},
		{name: "store called device", text: minimal + "stores: {device: {engine: files}}\n", at: "12:10", says: "device is a reserved word"},
		{name: "collects and does not", text: uses(ok) + "components: {sdk: {name: a, in: [shop/order], collects-nothing: true, collects: [{item: phone, for: push}]}}\n", at: "12:65", says: "both what is collected"},
		{name: "10 MiB", text: minimal + strings.Repeat("# long\n", 10<<20/7), at: "1:1", says: "too large", golden: true},
		{name: "too many entries", text: "volens: [" + strings.Repeat("a,", 1<<20) + "]", at: "1:1", says: "too many entries"},
		{name: "too many documents", text: strings.Repeat("---\n", 1<<19), at: "1:1", says: "too many entries"},
		{name: "very long line", text: "volens: " + strings.Repeat("x", 1<<18), at: "1:9", says: "wrong type"},
		{name: "very long key", text: strings.Repeat("x", 1000) + ": 1\n", at: "1:1", says: `unknown key "…"`},
		{name: "33 lists", text: "volens: " + strings.Repeat("[", 33) + strings.Repeat("]", 33), at: "1:41", says: "nested more than 32 deep"},
		{name: "100,000 lists", text: "volens: " + strings.Repeat("[", 100_000), at: "1:41", says: "nested more than 32 deep"},
		{name: "100,000 dashes", text: strings.Repeat("- ", 100_000) + "a", at: "1:65", says: "nested more than 32 deep"},
		{name: "100,000 mappings", text: strings.Repeat("{a: ", 60_000), at: "1:129", says: "nested more than 32 deep"},
		{name: "binary", text: "volens: 1\n\x7fELF\x02\x01\x00", at: "2:1", says: "not a text file"},
		{name: "NUL", text: "volens: 1\nprocessor: {name: a\x00b}\n", at: "2:20", says: "control character"},
		{name: "escaped NUL", text: "volens: 1\nprocessor: {name: \"a\\0b\"}\nservices: {}\n", at: "2:19", says: "control character"},
		{name: "invalid UTF-8", text: "volens: 1\n# 商\xff城\n", at: "2:4", says: "not UTF-8", golden: true},
		{name: "GBK", text: "volens: 1\nprocessor: {name: \xc7\xe0\xba\xcc}\n", at: "2:19", says: "not UTF-8"},
		{name: "UTF-16", text: "\xff\xfev\x00o\x00", at: "1:1", says: "not UTF-8"},
		{name: "lone carriage return", text: "volens: 1\rprocessor: {}\n", at: "1:10", says: "unusual line break"},
		{name: "line separator", text: "volens: 1\n# a\u2028b\n", at: "2:4", says: "unusual line break"},
		{name: "right-to-left override", text: "volens: 1\n# a\u202eb\n", at: "2:4", says: "invisible"},
		{name: "byte order mark inside", text: "volens: 1\n# a\ufeffb\n", at: "2:4", says: "invisible"},
	}, brokenHoldings()...)
}

// brokenHoldings are what can be wrong with where people are.
func brokenHoldings() []broken {
	return []broken{
		{name: "blank in a holding", text: minimal + held("my orders: {}"), at: "12:38", says: "is not well formed"},
		{name: "open brace in a holding", text: minimal + held(`"session:{person": {}`), at: "12:38", says: "is not well formed"},
		{name: "holding twice", text: minimal + held("a.b: {}, a.b: {}"), at: "12:47", says: "is there twice"},
		{name: "unknown identifier", text: minimal + held("feedback: {found: [{in: mobile, by: phnoe}], fields: {tel: {gives: phone}}}"), at: "12:74", says: `no such identifier "phnoe"`, golden: true},
		{name: "identifier that nothing gives", text: minimal + held("feedback: {found: [{in: mobile, by: phone}]}"), at: "12:74", says: `no such identifier "phone"`},
		{name: "unknown identifier in a pattern", text: minimal + heldIn("redis", `"captcha:{phone}": {}`), at: "12:38", says: `no such identifier "phone"`},
		{name: "identifier in a table", text: minimal + held(`"log_{person}": {}`), at: "12:38", says: "the name of a table holds no identifier"},
		{name: "found in a pattern", text: minimal + heldIn("files", `"cart/{person}": {found: [{in: id, by: person}]}`), at: "12:56", says: "found by their names", golden: true},
		{name: "person given", text: minimal + held("users: {fields: {id: {gives: person}}}"), at: "12:67", says: "no column gives it"},
		{name: "account unfound", text: minimal + held("users: {account: true}"), at: "12:55", says: "a row is an account"},
		{name: "unknown item held", text: minimal + held("users: {fields: {tel: {item: phnoe}}}"), at: "12:67", says: `no such kind of personal information "phnoe"`},
		{name: "unknown transform", text: minimal + held("users: {fields: {tel: {as: band}}}"), at: "12:65", says: "not well formed", golden: true},
		{name: "half a ground", text: minimal + held("orders: {keep: {rank: law, for: 3y}}"), at: "12:47", says: "under, from missing", golden: true},
		{name: "a ground that is a draft", text: minimal + held("orders: {keep: {under: a, rank: draft, for: 3y, from: t}}"), at: "12:70", says: `unknown word "draft"`},
		{name: "a ground without end", text: minimal + held("orders: {keep: {under: a, rank: law, for: account, from: t}}"), at: "12:80", says: "has to give a last day"},
		{name: "kept by nothing", text: minimal + held("orders: {fields: {paid: {kept: true}}}"), at: "12:69", says: "no ground says so"},
		{name: "touching parts", text: minimal + heldIn("redis", `"cart:{person}*": {}`), at: "12:38", says: "two variable parts"},
		{name: "keep of objects", text: minimal + heldIn("s3", `"a/{person}": {keep: {under: a, rank: law, for: 3y, from: t}}`), at: "12:93", says: "only the time of writing"},
		{name: "born of objects", text: minimal + heldIn("files", `"a/{person}": {born: t}`), at: "12:59", says: "only the time of writing"},
		{name: "objects anonymised", text: minimal + heldIn("files", `"a/{person}": {then: anonymise}`), at: "12:59", says: "cannot be anonymised where they are"},
		{name: "address in two places", text: minimal + "stores: {db: {engine: mysql, url: {env: A, file: b}}}\n", at: "12:50", says: "env and file exclude each other"},
		{name: "address nowhere", text: minimal + "stores: {db: {engine: mysql, url: {}}}\n", at: "12:30", says: "where the address is found is not named", golden: true},
		{name: "replica nowhere", text: minimal + "stores: {db: {engine: mysql, replicas: [{env: A}, {}]}}\n", at: "12:51", says: "where the address is found is not named"},
		{name: "told nowhere", text: minimal + "recipients: {a: {name: a, role: joint, told: {}}}\n", at: "12:40", says: "where the address is found is not named"},
		{name: "address in the declaration", text: minimal + "stores: {db: {engine: mysql, url: {env: \"mysql://root:secret@db/mall\"}}}\n", at: "12:41", says: "not well formed"},
	}
}

// held is a table, heldIn what another engine has.
func held(h string) string { return heldIn("mysql", h) }

func heldIn(engine, h string) string {
	return "stores: {db: {engine: " + engine + ", holds: {" + h + "}}}\n"
}

func manyStores(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  s%d: {engine: redis}\n", i)
	}
	return b.String()
}

func with2(text, old, new string) string { return strings.Replace(text, old, new, 1) }

func TestBroken(t *testing.T) {
	for _, b := range brokens() {
		t.Run(b.name, func(t *testing.T) {
			err := soon(t, b.text)
			var e *Errors
			if !errors.As(err, &e) {
				t.Fatalf("no *Errors but %v", err)
			}
			isIt := func(p Problem) bool {
				return p.Place.String() == "shop.yaml:"+b.at && strings.Contains(p.Message.EN, b.says)
			}
			if !slices.ContainsFunc(e.Problems, isIt) {
				t.Errorf("does not say at %s that %q, but: %v", b.at, b.says, err)
			}
			for _, p := range e.Problems {
				if p.File == "" || p.Line < 1 || p.Column < 1 {
					t.Errorf("is nowhere: %+v", p)
				}
				if p.Message.ZH == "" || p.Message.EN == "" || p.Fix.ZH == "" && p.Expected.ZH == "" || (p.Fix.ZH == "") != (p.Fix.EN == "") {
					t.Errorf("lacks words in a language, or what to do: %+v", p)
				}
			}
		})
	}
}

// soon parses within a second, three times at most: others share the machine.
func soon(t *testing.T, text string) error {
	t.Helper()
	for range 3 {
		start := time.Now()
		_, err := Parse(source(text))
		if time.Since(start) < time.Second {
			return err
		}
	}
	t.Error("took more than a second each of three times")
	return nil
}

// What the errors say in full is kept, in both languages, for people to review.
func TestErrorTexts(t *testing.T) {
	var out strings.Builder
	for _, b := range brokens() {
		if !b.golden {
			continue
		}
		_, err := Parse(source(b.text))
		e := err.(*Errors)
		fmt.Fprintf(&out, "== %s\n\n%s\n%s\n", b.name, e.In(lang.ZH), e.In(lang.EN))
	}
	golden(t, "testdata/errors.golden", out.String())
}

// All mistakes come out at once, in order.
func TestAllMistakes(t *testing.T) {
	text := shop(t)
	text = with(t, text, "people: 260000", "people: many")
	text = with(t, text, "basis: contract", "basis: contrct")
	text = with(t, text, "country: US", "country: us")
	text = with(t, text, "for: recommend", "for: recomend")
	text = with(t, text, "engine: redis", "engin: redis")
	_, err := Parse(source(text))
	want := []string{"4:11", "44:20", "56:18", "77:14", "102:3", "103:5"}
	var got []string
	for _, p := range err.(*Errors).Problems {
		got = append(got, fmt.Sprintf("%d:%d", p.Line, p.Column))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s\n%v", diff, err)
	}
}

func TestFiftyMistakesAreEnough(t *testing.T) {
	_, err := Parse(source("volens: 1\n" + strings.Repeat("volens: 1\n", 80)))
	e := err.(*Errors)
	if len(e.Problems) != maxProblems || e.More != 32 {
		t.Errorf("%d problems and %d more", len(e.Problems), e.More)
	}
	if !strings.HasSuffix(e.Error(), "另有 32 处 / and 32 more") {
		t.Error(e.Error())
	}
}

// An error may end in a log: it never holds a value that could be personal data.
func TestErrorsEchoNoValues(t *testing.T) {
	const secret = "王宁小秘密"
	for _, text := range []string{
		"volens: " + secret, "volens: 1\nprocessor: {name: {zh: {a: " + secret + "}}}", "volens: *" + "wangning",
		uses("          - {item: " + secret + ", for: " + secret + ", basis: " + secret + ", kept: {for: " + secret + ", in: " + secret + "}}\n"),
		uses("          - {item: 13800138000, for: 13800138000x}\n"), "volens: \"" + secret, "volens: 1\nprocessor: {name: a, officer: {mail: " + secret + ", phone: 13800138000}}",
		uses("          - {item: wang@example.com, for: deliver}\n"),
	} {
		_, err := Parse(source(text))
		if err == nil {
			t.Fatalf("accepted: %s", text)
		}
		for _, leak := range []string{secret, "13800138000", "wang"} {
			if strings.Contains(err.Error(), leak) {
				t.Errorf("%q is in the error: %v", leak, err)
			}
		}
		for _, p := range err.(*Errors).Problems {
			p.Excerpt = ""
			if s := p.In(lang.ZH) + p.In(lang.EN); strings.Contains(s, secret) || strings.Contains(s, "13800138000") {
				t.Errorf("a value is in the problem: %s", s)
			}
		}
	}
}

func TestAcceptedForms(t *testing.T) {
	for name, text := range map[string]string{
		"byte order mark":       "\uFEFF" + minimal,
		"CRLF":                  strings.ReplaceAll(minimal, "\n", "\r\n"),
		"document marker":       "---\n" + minimal + "...\n",
		"JSON":                  `{"volens":1,"processor":{"name":"a"},"services":{"s":{"name":"a","type":"other","functions":{"f":{"name":"a"}}}}}`,
		"comments":              "# 声明\n" + minimal + "# 完\n",
		"many documents of one": minimal + "\n\n",
	} {
		if _, err := Parse(source(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Items, recipients and functions multiply; what is short in the file is not
// short in memory.
func TestUsesAreBounded(t *testing.T) {
	many := func(n int) string {
		return strings.TrimSuffix(strings.Repeat("phone, ", n), ", ")
	}
	in := strings.TrimSuffix(strings.Repeat("s/f, ", 400), ", ")
	text := "volens: 1\nprocessor: {name: 青禾}\nservices: {s: {name: 店, type: other, functions: {f: {name: 店}}}}\n" +
		"components:\n  c: {name: c, in: [" + in + "], collects: [{items: [" + many(300) + "], for: notify}]}\n"
	_, err := Parse(Source{Files: []File{{"volens.yaml", text}}})
	if err == nil || !strings.Contains(err.Error(), "multiply") {
		t.Errorf("%v", err)
	}
}
