// Package personal holds the rules on personal information: draft 19–26, Order 790
// Art. 21–28, PIPL 5–37 and 55–56, and the provisions on children, faces and necessary
// information.
package personal

import "github.com/volens/volens/lint/rule"

// Rules are in the order of the statute.
var Rules = []rule.Rule{
	necessityBeyondList, // draft 19
	necessityBeyondPurpose,
	necessityOtherPurpose,
	refusalStopsService,
	rulesTooFar, // draft 20
	useWithoutPlace,
	useWithoutFrequency,
	useWithoutEffect,
	useWithoutRetention,
	rightsWithoutWay,
	componentWithoutUses,
	componentWithoutRules,
	componentIncomplete,
	storeWithoutRisks,
	officerMissing,
	consentBlanket, // draft 21
	consentAcrossServices,
	sensitiveNotSeparate,
	guardianMissing,
	guardianCannotRefuse,
	childrenRulesMissing,
	minorsMarketed,
	minorsMarketingUnsaid,
	minorsAccessOpen,
	pretextGates,
	askingUnclear,
	refuseMissing,
	consentBundled,
	permissionsInBatch,
	reaskedTooSoon,
	erasureWithoutWay, // draft 22, PIPL 47
	retentionWithoutGround,
	rightsConditional, // draft 23
	rightsAnswerLate,
	biometricOnlyWay, // draft 25
	biometricNotAssessed,
	faceOffDevice,
	faceFilingMissing,
	basisCannotCarry, // PIPL 13
	basisDoubtful,
	basisWithoutLaw,
	consentNeverAsked,
	consentTicked, // PIPL 14
	refuseHarder,
	withdrawHarder,          // PIPL 15
	contactMissing,          // PIPL 17
	recipientWithoutContact, // PIPL 23
	derivedNotDeclared,      // PIPL 24
	sensitiveWithoutWhy,     // PIPL 30
	impactAssessmentMissing, // PIPL 55
	assessmentIncomplete,    // PIPL 56
	assessmentKeptShort,
	rulesNotPrompted, // No. 191
}
