package notice_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/notice"
)

// An app whose basic function needs nothing lets people in who do not agree; one
// that needs something says why it does not.
func TestVisitorsAreLetInWhereNothingIsNeeded(t *testing.T) {
	const app = `
volens: 1
processor: {name: {zh: 青野, en: Qingye}}
services:
  train:
    name: {zh: 健身, en: training}
    type: fitness
    rules: {url: "https://qingye.example/rules?a=1&b=2"}
    functions:
      follow: {name: {zh: 跟练, en: training along}, basic: true}
      record: {name: {zh: 记录, en: recording}, uses: [{item: exercise-record, for: record-exercise, necessary: true}]}
`
	doc := build(t, parse(t, app), notice.AndroidPrivacy)
	got := android(t, doc)
	if !got.DisagreeMode.Support || got.DisagreeMode.LoadNativePlugins || got.DisagreeMode.ShowAlways || got.ButtonRefuse == "" {
		t.Errorf("visitors are not let in: %s", doc.File.Text)
	}
	if !strings.Contains(got.Message, `href="https://qingye.example/rules?a=1&amp;b=2"`) {
		t.Errorf("message %s", got.Message)
	}
	rules := build(t, parse(t, app), notice.Rules)
	if got.Version != notice.Short(rules.Stamp.Version) {
		t.Errorf("version %s, the rules have %s", got.Version, rules.Stamp.Version)
	}

	needs := build(t, read(t, full), notice.AndroidPrivacy)
	if android(t, needs).DisagreeMode.Support || !strings.Contains(texts(section(t, needs, "visitors")), "收货地址") {
		t.Errorf("what the basic function needs is not said: %s", texts(needs.Sections...))
	}
	if web := build(t, parse(t, strings.Replace(app, "type: fitness", "type: fitness\n    on: [web]", 1)), notice.AndroidPrivacy); web.File != nil {
		t.Error("a web page got a file for Android")
	}
}

type androidFile struct {
	Version, Prompt, Message, ButtonRefuse string
	DisagreeMode                           struct{ Support, LoadNativePlugins, VisitorEntry, ShowAlways bool }
}

func android(t *testing.T, doc notice.Document) androidFile {
	t.Helper()
	var f androidFile
	if doc.File == nil || doc.File.Name != "androidPrivacy.json" {
		t.Fatalf("file %+v", doc.File)
	}
	if err := json.Unmarshal([]byte(doc.File.Text), &f); err != nil || f.Prompt != "template" {
		t.Fatalf("%v in %s", err, doc.File.Text)
	}
	return f
}

func TestAppleManifest(t *testing.T) {
	doc := build(t, read(t, full), notice.IOSPrivacy)
	values := plistStrings(t, doc.File.Text)
	for _, want := range []string{"Name", "PhysicalAddress", "PhoneNumber", "SensitiveInfo", "Health", "BrowsingHistory", "DeviceID", "PurchaseHistory"} {
		if !slices.Contains(values, "NSPrivacyCollectedDataType"+want) {
			t.Errorf("%s is missing", want)
		}
	}
	if !strings.Contains(doc.File.Text, "<key>NSPrivacyTracking</key>\n\t<true/>") {
		t.Error("advertising data goes to a third party, and tracking is not stated")
	}
	for _, want := range []string{"宠物名字", "播放记录", "推送标识", "NSPrivacyAccessedAPITypes"} {
		if !strings.Contains(doc.File.Text, want) || !strings.Contains(texts(doc.Sections...), want) {
			t.Errorf("%s is not left open", want)
		}
	}
}

// plistStrings reads a property list and returns its strings. It fails where the list
// is not well-formed.
func plistStrings(t *testing.T, text string) []string {
	t.Helper()
	var all []string
	dec := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "string" {
			var s string
			if err := dec.DecodeElement(&s, &start); err != nil {
				t.Fatal(err)
			}
			all = append(all, s)
		}
	}
}

func TestWeChatKinds(t *testing.T) {
	s := section(t, build(t, read(t, full), notice.WeChat), "types")
	custom := 0
	for _, r := range s.Blocks[0].Table.Rows {
		if key := r.Cells[1].ZH; key == notice.Unstated.ZH {
			custom++
		}
	}
	if custom == 0 || !s.Blocks[1].Open || !strings.Contains(s.Blocks[1].Text.ZH, "宠物名字") {
		t.Error("what WeChat has no kind for is not left open")
	}
	if got := texts(s); strings.Contains(got, "播放记录") || !strings.Contains(got, "联系收件人并把商品送到") {
		t.Errorf("the kinds of the mini-program:\n%s", got)
	}
	none := build(t, read(t, shop), notice.WeChat)
	if len(none.Open()) == 0 {
		t.Error("no service runs on WeChat, and nobody is told")
	}
}
