// Package important holds the rules on important data and on processors of many
// people: draft 13, 14 and 26–33, Order 790 Art. 28–33.
package important

import "github.com/volens/volens/lint/rule"

// Rules are in the order of the statute.
var Rules = []rule.Rule{}
