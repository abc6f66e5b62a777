package server

import (
	"testing"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// TestThresholdsSayWhetherTheyBind: a number of the draft is not taken for law.
func TestThresholdsSayWhetherTheyBind(t *testing.T) {
	got := map[law.Status]string{}
	for _, x := range met(200_000_000, lang.EN) {
		if x.Status != x.Article.Status || x.StatusText != x.Status.Text().In(lang.EN) || x.StatusText == "" {
			t.Errorf("%s: %q, %q", x.ID, x.Status, x.StatusText)
		}
		got[x.Status] = x.StatusText
	}
	if got[law.StatusDraft] != "draft, never in force" || got[law.StatusInForce] != "in force" {
		t.Errorf("statuses: %v", got)
	}
}
