package declaration

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

const manual = "../docs/declaration.md"

func readManual(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var fence = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")

// examples returns the YAML of the manual: the smallest declaration, then the
// parts of a large one.
func examples(t *testing.T) []string {
	var out []string
	for _, m := range fence.FindAllStringSubmatch(readManual(t), -1) {
		out = append(out, m[1])
	}
	return out
}

func TestManualExamplesParse(t *testing.T) {
	list := examples(t)
	if len(list) < 8 {
		t.Fatalf("only %d examples", len(list))
	}
	d := parse(t, list[0])
	if len(d.Uses()) != 1 || d.Uses()[0].ID != "shop/order/recipient-address/deliver" {
		t.Errorf("the smallest declaration: %v", d.Uses())
	}
	var src Source
	for i, text := range list[1:] {
		src.Files = append(src.Files, File{fmt.Sprintf("part-%02d.yaml", i+1), text})
	}
	whole, err := Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []UseID{"shop/order/recipient-phone/deliver>courier", "shop/for-you/push-token/notify@acme-push", "club/join/phone/register"} {
		use(t, whole, id)
	}
}

var tables = regexp.MustCompile(`(?s)<!-- (keys|words):([A-Za-z-]+) -->\n.*?<!-- end -->`)

// The tables of the manual are made from the tags and vocabularies of the code.
func TestManualTablesAreUpToDate(t *testing.T) {
	seen := map[string]bool{}
	got := tables.ReplaceAllStringFunc(readManual(t), func(s string) string {
		m := tables.FindStringSubmatch(s)
		seen[m[2]] = true
		table := wordTable
		if m[1] == "keys" {
			table = keyTable
		}
		body := table(t, m[2])
		return "<!-- " + m[1] + ":" + m[2] + " -->\n\n" + body + "\n<!-- end -->"
	})
	golden(t, manual, got)
	for typ := range shapes {
		if typ != textType && !seen[typ.Name()] {
			t.Errorf("the manual has no keys of %s", typ.Name())
		}
	}
	for typ := range vocabularies {
		if !seen[typ.Name()] {
			t.Errorf("the manual has no words of %s", typ.Name())
		}
	}
}

func keyTable(t *testing.T, name string) string {
	for typ, s := range shapes {
		if typ.Name() != name {
			continue
		}
		var out strings.Builder
		out.WriteString("| 键 key | 必填 required | 说明 | meaning |\n|---|---|---|---|\n")
		for i := range s.fields {
			f := &s.fields[i]
			required := ""
			if f.required {
				required = "✓"
			}
			zh, en := f.doc.ZH, f.doc.EN
			if f.enum != nil {
				zh += "：`" + strings.Join(f.enum, "`、`") + "`"
				en += ": `" + strings.Join(f.enum, "`, `") + "`"
			}
			fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", f.name, required, zh, en)
		}
		return out.String()
	}
	t.Errorf("there is no %s", name)
	return ""
}

func wordTable(t *testing.T, name string) string {
	var v vocabulary
	switch name {
	case "item":
		v = itemWords()
	case "purpose":
		return purposeTable()
	case "service-type":
		v = typeWords()
	case "When":
		v = whens
	case "Period":
		v = periods
	default:
		for typ, words := range vocabularies {
			if typ.Name() == name {
				v = words
			}
		}
	}
	if v == nil {
		t.Errorf("there are no words %s", name)
	}
	var out strings.Builder
	out.WriteString("| 词 word | 意思 | meaning |\n|---|---|---|\n")
	for _, w := range v {
		fmt.Fprintf(&out, "| `%s` | %s | %s |\n", w.key, w.is.ZH, w.is.EN)
	}
	return out.String()
}

func purposeTable() string {
	var out strings.Builder
	out.WriteString("| 词 word | 类别 class | 目的 | 用途 | purpose | put to |\n|---|---|---|---|---|---|\n")
	for _, p := range purposes {
		fmt.Fprintf(&out, "| `%s` | `%s` | %s | %s | %s | %s |\n", p.ID, p.Class, p.Is.ZH, p.PutTo.ZH, p.Is.EN, p.PutTo.EN)
	}
	return out.String()
}

// Everything that a declaration can hold appears in an example of the manual.
func TestManualShowsEveryKey(t *testing.T) {
	all := strings.Join(examples(t), "\n")
	for typ, s := range shapes {
		for _, name := range s.names() {
			if !regexp.MustCompile(`[ {\n]`+name+`:`).MatchString(all) && !rare[typ.Name()+"."+name] {
				t.Errorf("no example shows %s.%s", typ.Name(), name)
			}
		}
	}
}

// rare keys are explained by their tables alone.
var rare = map[string]bool{
	"Contact.url": true, "Contact.address": true, "Officer.phone": true, "Asks.ticked": true, "Asks.together": true,
	"Usage.refused": true, "Usage.asked": true, "Component.country": true, "Recipient.country": true, "Store.country": true, "Store.data": true,
	"Component.export": true, "Store.export": true,
}
