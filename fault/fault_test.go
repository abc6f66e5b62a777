package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
)

func TestCopiesLeaveTheOriginalAlone(t *testing.T) {
	base := fault.New(fault.Refused, "不可", "no")
	cause := errors.New("disk on fire")
	full := base.Citing("some-rule", law.Cite(law.PIPL, "16")).WithFix("改", "mend it").Because(cause)
	if base.Rule != "" || base.Cites != nil || !base.Fix.IsZero() || base.Unwrap() != nil {
		t.Errorf("the original changed: %+v", base)
	}
	if full.Rule != "some-rule" || len(full.Cites) != 1 || full.Fix.EN != "mend it" || !errors.Is(full, cause) {
		t.Errorf("the copy lacks something: %+v", full)
	}
}

func TestPublicNeverShowsTheCause(t *testing.T) {
	err := fault.New(fault.Internal, "内部错误", "internal error").Because(errors.New("secret"))
	if got := err.Error(); got != "internal error: secret" {
		t.Errorf("Error() = %q", got)
	}
	if err.Public.Both() != "内部错误 / internal error" {
		t.Errorf("Public = %q", err.Public.Both())
	}
}

func TestKindAndRuleOfWrappedErrors(t *testing.T) {
	err := fmt.Errorf("reading: %w", fault.New(fault.NotFound, "没有", "none").Citing("gone"))
	if fault.KindOf(err) != fault.NotFound || fault.RuleOf(err) != "gone" {
		t.Errorf("%s %q", fault.KindOf(err), fault.RuleOf(err))
	}
	if plain := errors.New("x"); fault.KindOf(plain) != fault.Internal || fault.RuleOf(plain) != "" {
		t.Error("an error that is no fault has a kind or a rule")
	}
}
