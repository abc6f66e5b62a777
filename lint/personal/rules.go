// Package personal holds the rules on personal information: draft 19–26, Order 790
// Art. 21–28, PIPL 5–37, and the provisions on children, faces and necessary
// information.
package personal

import "github.com/volens/volens/lint/rule"

// Rules are in the order of the statute.
var Rules = []rule.Rule{
	necessityBeyondList, // draft 19
	refusalStopsService,
	useWithoutPlace, // draft 20
	useWithoutFrequency,
	useWithoutEffect,
	useWithoutRetention,
	componentWithoutUses,
	componentWithoutRules,
	storeWithoutRisks,
	officerMissing,
	consentBlanket, // draft 21
	consentAcrossServices,
	sensitiveNotSeparate,
	guardianMissing,
	pretextGates,
	refuseMissing,
	consentBundled,
	biometricOnlyWay, // draft 25
	biometricNotAssessed,
	consentNeverAsked, // PIPL 13
	consentTicked,     // PIPL 14
	refuseHarder,
	contactMissing,          // PIPL 17
	recipientWithoutContact, // PIPL 23
	sensitiveWithoutWhy,     // PIPL 30
}
