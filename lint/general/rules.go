// Package general holds the rules on the general provisions: draft 5–18, Order 790
// Art. 8–20 and PIPL 51, and what No. 191 says of complaints.
package general

import "github.com/volens/volens/lint/rule"

// Rules are in the order of the statute.
var Rules = []rule.Rule{
	representativeMissing, // draft 2: whom the law reaches; PIPL 53
	securityPolicyMissing, // draft 6
	saleWithoutGround,     // draft 8
	supportForUnlawful,    // draft 8
	storeWithoutMeasures,  // draft 9
	cryptographyMissing,
	mlpsTooLow,
	sensitiveInClear,
	personalInClear,
	incidentPlanMissing,   // draft 11
	thirdPartyNotSeparate, // draft 12
	thirdPartyUntold,
	recipientWithoutAgreement,
	recipientUnsupervised,
	recipientPassesOn,
	recordsKeptShort,
	sourceWithoutGround,  // draft 15
	crawlerWithoutGround, // draft 15
	crawlerNotAssessed,   // draft 17
	crawlerWithoutRate,
	crawlerIgnoresConventions,
	crawlerWithoutStop,
	crawlerBreaksIn,
	complaintChannelMissing, // draft 18
	complaintPersonMissing,
	complaintAnswerLate, // No. 191
	storeKeepsLonger,    // draft 22, PIPL 47
	logsTooShort,        // Cybersecurity Law 23
}
