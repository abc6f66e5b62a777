// Package general holds the rules on the general provisions: draft 5–18, Order 790
// Art. 8–20 and PIPL 51, and what No. 191 says of complaints.
package general

import "github.com/volens/volens/lint/rule"

// Rules are in the order of the statute.
var Rules = []rule.Rule{
	storeWithoutMeasures,    // draft 9
	thirdPartyNotSeparate,   // draft 12
	complaintChannelMissing, // draft 18
	complaintAnswerLate,     // No. 191
}
