package lint

// Rules holds every rule in the order of the statute: by the article of the draft
// of 2021, then those that rest on the law in force alone.
var Rules = []Rule{
	storeWithoutMeasures,    // draft 9
	thirdPartyNotSeparate,   // draft 12
	complaintChannelMissing, // draft 18
	necessityBeyondList,     // draft 19
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
	exportNotSeparate,    // draft 36
	recommendNotSeparate, // draft 49
	consentNeverAsked,    // PIPL 13
	consentTicked,        // PIPL 14
	refuseHarder,
	contactMissing,          // PIPL 17
	recipientWithoutContact, // PIPL 23
	sensitiveWithoutWhy,     // PIPL 30
	complaintAnswerLate,     // No. 191
}
