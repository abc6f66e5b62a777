package declaration

import (
	"errors"
	"strings"
	"testing"

	"github.com/volens/volens/lang"
)

type besides struct {
	Version int       `yaml:"version,required" doc:"版本 | version"`
	Things  []*beside `yaml:"things" doc:"各项 | things"`
}

type beside struct {
	Place `yaml:"-"`
	Name  string    `yaml:"name,required" doc:"名称 | name"`
	Day   string    `yaml:"day" format:"date" doc:"日期 | date"`
	Why   lang.Text `yaml:"why" doc:"为什么 | why"`
}

func TestParseBeside(t *testing.T) {
	var v besides
	at, err := ParseBeside(File{Name: ".beside.yaml", Text: "version: 1\nthings:\n  - name: one\n    day: 2026-11-22\n    why: 因为\n"}, &v)
	if err != nil {
		t.Fatal(err)
	}
	one := v.Things[0]
	if one.Name != "one" || one.Day != "2026-11-22" || one.Why != (lang.Text{ZH: "因为"}) || one.String() != ".beside.yaml:3:5" {
		t.Errorf("%+v", one)
	}
	if got := at("things[0].day").String(); got != ".beside.yaml:4:10" {
		t.Errorf("the day stands at %s", got)
	}
	if got := at("things[0].gone").String(); got != ".beside.yaml:3:5" {
		t.Errorf("what is missing is missed at %s", got)
	}
	if got := at("").String(); got != ".beside.yaml:1:1" {
		t.Errorf("the file begins at %s", got)
	}
}

// It is as strict as a declaration is.
func TestParseBesideRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "1:1: 文件里没有内容",
		"# nothing\n":                "1:1: 文件里没有内容",
		"- a\n":                      "1:1: 类型不对",
		"version: 1\nthigs: []\n":    "2:1: 不认识的键“thigs”",
		"things: []\n":               "1:1: 缺少“version”",
		"version: 1\nthings: [{}]\n": "2:10: 缺少“name”",
		"version: 1\nthings: [{name: a, day: 2026-13-01}]\n": "2:25: ",
		"version: 1\nversion: 1\n":                           "2:1: 键“version”重复",
		"&a {version: 1}\n":                                  "1:1: 不接受锚点",
		"version: &a 1\n":                                    "不接受锚点",
		"version: 1\nthings: [\n":                            "括号未闭合",
		"version: \x00":                                      "含有控制字符",
	} {
		_, err := ParseBeside(File{Name: "beside.yaml", Text: text}, &besides{})
		e, ok := errors.AsType[*Errors](err)
		if !ok || !strings.Contains(e.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
			continue
		}
		if strings.Contains(e.Problems[0].Expected.EN, "volens: 1") {
			t.Errorf("%q: it asks for a declaration", text)
		}
	}
}
