// Package platform holds the rules on platforms: draft 43–54, Order 790 Art. 40–46,
// PIPL 24 and 58 and the provisions on algorithms.
package platform

import "github.com/volens/volens/lint/rule"

// Rules are in the order of the statute.
var Rules = []rule.Rule{
	rulesUndisclosed, // draft 43
	consultationTooShort,
	consultationHidden,
	rulesNotAgreed,
	thirdPartiesUnbound,  // draft 44
	priceByPerson,        // draft 46
	appReviewMissing,     // draft 47
	recommendNotSeparate, // draft 49
	recommendWithoutOff,
	recommendOffHarder,
	recommendTagsFixed,
	stateDataReused,      // draft 51
	decisionWithoutHuman, // PIPL 24
	recommendUnexplained, // Provisions on Algorithms 16
	algorithmNotFiled,    // Provisions on Algorithms 24
}
