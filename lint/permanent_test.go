package lint

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRuleIDsArePermanent keeps the ids that stand in other people's pipelines,
// suppressions and records. Append; never rename, reuse or remove.
func TestRuleIDsArePermanent(t *testing.T) {
	want := []string{
		"biometric-not-assessed",
		"biometric-only-way",
		"complaint-answer-late",
		"complaint-channel-missing",
		"component-without-rules",
		"component-without-uses",
		"consent-across-services",
		"consent-blanket",
		"consent-bundled",
		"consent-never-asked",
		"consent-ticked",
		"contact-missing",
		"export-not-separate",
		"guardian-missing",
		"necessity-beyond-list",
		"officer-missing",
		"pretext-gates",
		"recipient-without-contact",
		"recommend-not-separate",
		"refusal-stops-service",
		"refuse-harder",
		"refuse-missing",
		"sensitive-not-separate",
		"sensitive-without-why",
		"store-without-measures",
		"store-without-risks",
		"third-party-not-separate",
		"use-without-effect",
		"use-without-frequency",
		"use-without-place",
		"use-without-retention",
	}
	var got []string
	for _, r := range Rules {
		got = append(got, r.ID)
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rule ids (-want +got):\n%s", diff)
	}
}
