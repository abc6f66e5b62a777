// Package border holds the rules on data that leaves China: draft 35–42, Order 790
// Art. 34–39, PIPL 38–41 and the provisions on cross-border flows.
package border

import "github.com/volens/volens/lint/rule"

// Rules are in the order of the statute.
var Rules = []rule.Rule{
	exportNotSeparate, // draft 36
}
