// Package important holds the rules on important data and on processors of many
// people: draft 13, 14 and 26–33, Order 790 Art. 28–33, and what PIPL says of their
// mergers and officers.
package important

import "github.com/volens/volens/lint/rule"

// Rules are in the order of the statute.
var Rules = []rule.Rule{
	reviewNotApplied, // draft 13
	reviewDoubtful,
	expansionNotReported,
	takeoverNotReported,          // draft 14
	takeoverUntold,               // PIPL 22
	officerNotFiled,              // PIPL 52
	dataHeadMissing,              // draft 28
	importantDataNotFiled,        // draft 29
	trainingTooShort,             // draft 30
	importantDataNotAssessed,     // draft 32
	importantDataWithoutApproval, // draft 33
	roleMissing,                  // draft 73
}
