package law

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// spoiled returns the data with one passage of one file replaced.
func spoiled(t *testing.T, file, old, new string) fs.FS {
	t.Helper()
	m := fstest.MapFS{}
	err := fs.WalkDir(embedded, "data", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(embedded, name)
		if name == "data/"+file {
			if !strings.Contains(string(b), old) {
				t.Fatalf("%s does not hold %s", file, old)
			}
			b = []byte(strings.Replace(string(b), old, new, 1))
		}
		m[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestLoadRefuses breaks the data in each way that a hand could and expects to
// be told where.
func TestLoadRefuses(t *testing.T) {
	const draft, pipl = "instruments/cn-nds-draft-2021.json", "instruments/cn-pipl.json"
	for _, c := range []struct{ name, file, old, new, want string }{
		{"unknown field", draft, `"ref": "19"`, `"refs": "19"`, `unknown object member name "refs"`},
		{"not JSON", "items.json", "[", "{", "items.json"},
		{"more than data", "items.json", "\n]\n", "\n]\n[]", "after top-level value"},
		{"missing file", "rulebooks.json", `"cn-pipl"`, `"cn-pipk"`, "instruments/cn-pipk.json"},
		{"another instrument's file", pipl, `"id": "cn-pipl"`, `"id": "cn-pip"`, `cn-pipl: file for "cn-pip"`},
		{"listed twice", "rulebooks.json", `"cn-no191"`, `"cn-pipl"`, "listed twice"},
		{"title in one language", pipl, `"Personal Information Protection Law"`, `""`, "cn-pipl: title: text missing"},
		{"status", pipl, `"in-force"`, `"alive"`, `status "alive"`},
		{"numbering", pipl, `"numbering": "article"`, `"numbering": "page"`, `numbering "page"`},
		{"date", draft, "2021-11-14", "2021-11-31", `date "2021-11-31"`},
		{"reference", draft, `"ref": "19(3)"`, `"ref": "19.3"`, `cannot read "19.3"`},
		{"two entries", draft, `"ref": "19(3)"`, `"ref": "19(2)"`, "two entries"},
		{"kind", draft, `"human"`, `"magic"`, `kind "magic"`},
		{"confidence", pipl, `"confidence": "text"`, `"confidence": "sure"`, `confidence "sure"`},
		{"who in one language", pipl, `"personal information processor"`, `""`, "who in one language"},
		{"counterpart leads nowhere", draft, `"cn-pipl 16"`, `"cn-pipl 99"`, `"cn-pipl 99" leads nowhere`},
		{"counterpart of no instrument", draft, `"cn-pipl 16"`, `"eu-gdpr 7"`, "no such instrument"},
		{"penalty leads nowhere", draft, `"penalty": "61"`, `"penalty": "99"`, "leads nowhere"},
		{"citation unreadable", "parameters.json", `"cn-pipl 28"`, `"cn-pipl §28"`, "cannot read"},
		{"parameter twice", "parameters.json", `"erasure-draft"`, `"reask-interval"`, `"reask-interval": empty or twice`},
		{"value", "parameters.json", `"value": 48`, `"value": 0`, "value 0"},
		{"unit", "parameters.json", `"workday"`, `"moon"`, `unit "moon"`},
		{"bound", "parameters.json", `"more-than"`, `"over"`, `bound "over"`},
		{"item twice", "items.json", `"id": "email"`, `"id": "phone"`, `item "phone": empty or twice`},
		{"group", "items.json", `"group": "contact"`, `"group": "misc"`, `group "misc"`},
		{"family", "items.json", `"family": "religion"`, `"family": "belief"`, `family "belief"`},
		{"family without source", "items.json", `"family": "religion", "by"`, `"by"`, "a family needs a source"},
		{"modality", "items.json", `"modality": "face", `, "", "modality"},
		{"source", "items.json", `["cn-gbt-35273-2020"]`, `["cn-no191"]`, `source "cn-no191"`},
		{"type out of place", "app_types.json", `"no": 7`, `"no": 8`, "number 8 in place 7"},
		{"type needs no such item", "app_types.json", `"item": "phone"`, `"item": "fax"`, `no item "fax"`},
		{"type without entry", "instruments/cn-necessary-39.json", `"ref": "5(39)"`, `"ref": "5(40)"`, "no entry for 5(39)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(spoiled(t, c.file, c.old, c.new))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want something with %q", err, c.want)
			}
		})
	}
	if _, err := load(embedded); err != nil {
		t.Errorf("the data itself: %v", err)
	}
}
