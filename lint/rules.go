package lint

import (
	"slices"

	"github.com/volens/volens/lint/border"
	"github.com/volens/volens/lint/general"
	"github.com/volens/volens/lint/important"
	"github.com/volens/volens/lint/personal"
	"github.com/volens/volens/lint/platform"
	"github.com/volens/volens/lint/rule"
)

// A Rule is one duty that a declaration can break.
type Rule = rule.Rule

// A Severity says how sure a finding is.
type Severity = rule.Severity

// The severities.
const (
	Breach  = rule.Breach
	Warning = rule.Warning
)

// Rules holds every rule, by the chapters of the statute.
var Rules = slices.Concat(general.Rules, personal.Rules, important.Rules, border.Rules, platform.Rules)
