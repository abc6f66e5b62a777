// Package platform holds the rules on platforms: draft 43–54, Order 790 Art. 40–46,
// PIPL 24 and 58 and the provisions on algorithms.
package platform

import "github.com/volens/volens/lint/rule"

// Rules are in the order of the statute.
var Rules = []rule.Rule{
	recommendNotSeparate, // draft 49
}
