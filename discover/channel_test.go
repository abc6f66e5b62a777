package discover

import (
	"strings"
	"testing"

	"github.com/volens/volens/lang"
)

// What a manifest shows of where the service runs stands in the draft; a schema
// shows nothing.
func TestChannels(t *testing.T) {
	for want, sources := range map[string][]Source{
		"on: [wechat]":          {{Name: "app.json", Kind: WeChat}},
		"on: [wechat, android]": {{Name: "app.json", Kind: WeChat}, {Name: "AndroidManifest.xml", Kind: Android}, {Name: "b/app.json", Kind: WeChat}},
		"":                      {{Name: "a.sql", Kind: SQL}},
	} {
		text := Draft(sources, lang.EN).YAML
		if got := strings.Contains(text, "\n    on: ["); got != (want != "") || !strings.Contains(text, want) {
			t.Errorf("want %q in:\n%s", want, text)
		}
	}
}
