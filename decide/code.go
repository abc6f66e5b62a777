package decide

// A code is one thing found while deciding. A ruling is a set of them: bits, so
// that deciding allocates nothing. Codes never leave the process; ids do.
type code uint8

const (
	useUndeclared code = iota
	recipientUndeclared
	consentGranted
	consentMissing
	consentRefused
	consentWithdrawn
	consentStale
	consentInsufficient
	consentLapsed
	consentByChild
	guardianMissing
	childExcluded
	minorMarketing
	minorRecommended
	basisCannotCarry
	otherBasis
	recipientCovered
	approvalMissing
	personRestricted
	personErasing
	stopped
	recipientSuspended
	frequencyKept
	frequencyExceeded
	frequencyNotChecked
	functionInUse
	exportDeclared
	exportUndeclared
	exportWithoutRoute
	recommendationUndeclared
	separateConsentNeeded
	anotherWay
	biometricOnlyWay
	biometricByLaw
	wayWithoutBiometrics
	wayUndeclared
	askPossible
	askNothing
	askMoment
	refusalNoGround
	refusalNecessary
	refusalOtherBasis
	refusalOtherBasisNeeded
	refusalNotAsked
	recordBehind
	replicaStale
	ageLapsed
	compelledRestricted
	refusalByAge
	askMinor

	codes
)

// The permanent ids of reasons.
const (
	UseUndeclared       = "use-undeclared"
	RecipientUndeclared = "recipient-undeclared"
	ConsentGranted      = "consent-granted"
	ConsentMissing      = "consent-missing"
	ConsentRefused      = "consent-refused"
	ConsentWithdrawn    = "consent-withdrawn"
	ConsentStale        = "consent-stale"
	OtherBasis          = "other-basis"
	RecipientCovered    = "recipient-covered"
	RefusalNoGround     = "refusal-no-ground"
	RefusalNecessary    = "refusal-necessary"
	RefusalOtherBasis   = "refusal-other-basis"
	RefusalNotAsked     = "refusal-not-asked"
	RecordBehind        = "record-behind"

	ConsentInsufficient      = "consent-insufficient"
	ConsentLapsed            = "consent-lapsed"
	ConsentByChild           = "consent-by-child"
	GuardianMissing          = "guardian-missing"
	ChildExcluded            = "child-excluded"
	MinorMarketing           = "minor-marketing"
	MinorRecommended         = "minor-recommended"
	BasisCannotCarry         = "basis-cannot-carry"
	ApprovalMissing          = "approval-missing"
	PersonRestricted         = "person-restricted"
	PersonErasing            = "person-erasing"
	Stopped                  = "stopped"
	RecipientSuspended       = "recipient-suspended"
	FrequencyKept            = "frequency-kept"
	FrequencyExceeded        = "frequency-exceeded"
	FrequencyNotChecked      = "frequency-not-checked"
	FunctionInUse            = "function-in-use"
	ExportDeclared           = "export-declared"
	ExportUndeclared         = "export-undeclared"
	ExportWithoutRoute       = "export-without-route"
	RecommendationUndeclared = "recommendation-undeclared"
	SeparateConsentNeeded    = "separate-consent-needed"
	AnotherWay               = "another-way"
	BiometricOnlyWay         = "biometric-only-way"
	BiometricByLaw           = "biometric-by-law"
	WayWithoutBiometrics     = "way-without-biometrics"
	WayUndeclared            = "way-undeclared"
	AskPossible              = "ask-possible"
	AskNothing               = "ask-nothing"
	AskMoment                = "ask-moment"
	ReplicaStale             = "replica-stale"
	AgeLapsed                = "age-lapsed"
	CompelledRestricted      = "restriction-and-duty"
	RefusalByAge             = "refusal-by-age"
	AskMinor                 = "ask-minor"
)

// ids are the ids of the codes.
var ids = [codes]string{
	useUndeclared: UseUndeclared, recipientUndeclared: RecipientUndeclared,
	consentGranted: ConsentGranted, consentMissing: ConsentMissing, consentRefused: ConsentRefused,
	consentWithdrawn: ConsentWithdrawn, consentStale: ConsentStale, consentInsufficient: ConsentInsufficient,
	consentLapsed: ConsentLapsed, consentByChild: ConsentByChild, guardianMissing: GuardianMissing,
	childExcluded: ChildExcluded, minorMarketing: MinorMarketing, minorRecommended: MinorRecommended,
	basisCannotCarry: BasisCannotCarry, otherBasis: OtherBasis, recipientCovered: RecipientCovered,
	approvalMissing: ApprovalMissing, personRestricted: PersonRestricted, personErasing: PersonErasing,
	stopped: Stopped, recipientSuspended: RecipientSuspended,
	frequencyKept: FrequencyKept, frequencyExceeded: FrequencyExceeded, frequencyNotChecked: FrequencyNotChecked,
	functionInUse: FunctionInUse, exportDeclared: ExportDeclared, exportUndeclared: ExportUndeclared,
	exportWithoutRoute: ExportWithoutRoute, recommendationUndeclared: RecommendationUndeclared,
	separateConsentNeeded: SeparateConsentNeeded, anotherWay: AnotherWay, biometricOnlyWay: BiometricOnlyWay,
	biometricByLaw: BiometricByLaw, wayWithoutBiometrics: WayWithoutBiometrics, wayUndeclared: WayUndeclared,
	askPossible: AskPossible, askNothing: AskNothing, askMoment: AskMoment,
	refusalNoGround: RefusalNoGround, refusalNecessary: RefusalNecessary, refusalOtherBasis: RefusalOtherBasis,
	refusalOtherBasisNeeded: RefusalOtherBasis, refusalNotAsked: RefusalNotAsked,
	recordBehind: RecordBehind, replicaStale: ReplicaStale,
	ageLapsed: AgeLapsed, compelledRestricted: CompelledRestricted, refusalByAge: RefusalByAge, askMinor: AskMinor,
}

// found is a set of codes.
type found uint64

func (c code) bit() found { return 1 << c }

func set(all ...code) found {
	var f found
	for _, c := range all {
		f |= c.bit()
	}
	return f
}

var (
	// speakFor are the codes that permit.
	speakFor = set(consentGranted, otherBasis, recipientCovered, frequencyKept, exportDeclared, anotherWay,
		wayWithoutBiometrics, askPossible, refusalNecessary, refusalOtherBasisNeeded)
	// leaveOpen are the codes of what nobody has checked: they neither permit nor deny.
	leaveOpen = set(minorRecommended, frequencyNotChecked, functionInUse, biometricByLaw, askMoment, compelledRestricted, refusalByAge)
	// deny are all others.
	deny = ^(speakFor | leaveOpen)
)
