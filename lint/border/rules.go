// Package border holds the rules on data that leaves China: draft 35–42, Order 790
// Art. 34–39, PIPL 38–41 and the provisions on cross-border flows.
package border

import "github.com/volens/volens/lint/rule"

// Rules are in the order of the statute.
var Rules = []rule.Rule{
	exportWithoutRoute, // draft 35
	exportRouteUndated,
	exportNotSeparate, // draft 36
	exportUntold,
	exportRouteTooLight,         // draft 37
	exportContractNotFiled,      // measures on the standard contract
	foreignCourtWithoutApproval, // draft 39
}
