package law

import (
	"slices"

	"github.com/volens/volens/lang"
)

// An InstrumentID names one law, regulation, standard or practice. Ids are
// permanent: they appear in records and reports.
type InstrumentID string

// The instruments.
const (
	Draft           InstrumentID = "cn-nds-draft-2021"        // draft Regulations on Network Data Security Management, never in force
	Order790        InstrumentID = "cn-nds-790"               // the regulations as made, State Council Order 790
	PIPL            InstrumentID = "cn-pipl"                  // Personal Information Protection Law
	DSL             InstrumentID = "cn-dsl"                   // Data Security Law
	CSL             InstrumentID = "cn-csl"                   // Cybersecurity Law as amended in 2025, with its new numbers
	No191           InstrumentID = "cn-no191"                 // method for recognising unlawful collection by apps
	Necessary39     InstrumentID = "cn-necessary-39"          // necessary personal information of 39 types of apps
	Face            InstrumentID = "cn-face-2025"             // facial recognition measures
	Minors          InstrumentID = "cn-minors-766"            // protection of minors in cyberspace, State Council Order 766
	Children        InstrumentID = "cn-children-2019"         // personal information of children under fourteen
	Algorithm       InstrumentID = "cn-algorithm-2022"        // algorithm recommendation provisions
	Incident        InstrumentID = "cn-incident-2025"         // reporting of cybersecurity incidents
	Audit           InstrumentID = "cn-audit-2025"            // compliance audits of personal information
	OfficerFiling   InstrumentID = "cn-officer-filing-2025"   // filing of the person in charge of personal information
	FaceFiling      InstrumentID = "cn-face-filing-2025"      // filing of the use of facial recognition
	MinorsAudit     InstrumentID = "cn-minors-audit-2025"     // reporting of audits on information of minors
	Export          InstrumentID = "cn-export-2024"           // cross-border data flows, Order 16
	Contract        InstrumentID = "cn-contract-2023"         // standard contract for export
	Certification   InstrumentID = "cn-certification-2026"    // certification for export
	Review          InstrumentID = "cn-review-2022"           // cybersecurity review
	RiskAssessment  InstrumentID = "cn-risk-assessment-2026"  // network data risk assessment, Order 24
	SmallProcessors InstrumentID = "cn-small-processors-2026" // simplified duties of small processors, Order 25
	SDKNotice       InstrumentID = "cn-miit-292-2021"         // lists of collected and shared information
	ServiceNotice   InstrumentID = "cn-miit-26-2023"          // quality of app services
	AppFiling       InstrumentID = "cn-miit-105-2023"         // filing of apps
	CivilCode       InstrumentID = "cn-civil-code"            // how terms are counted
	ECommerce       InstrumentID = "cn-ecommerce-law"         // records that e-commerce platforms keep
	FaceCases       InstrumentID = "cn-spc-face-2021"         // the Supreme People's Court on face disputes
	GBT35273        InstrumentID = "cn-gbt-35273-2020"        // personal information security specification
	GBT45574        InstrumentID = "cn-gbt-45574-2025"        // processing of sensitive personal information
	GBT43697        InstrumentID = "cn-gbt-43697-2024"        // classification and grading of data
	GBT42574        InstrumentID = "cn-gbt-42574-2023"        // notices and consent
	GBT41391        InstrumentID = "cn-gbt-41391-2022"        // collection by apps
	GBT43435        InstrumentID = "cn-gbt-43435-2023"        // software development kits
	Practice        InstrumentID = "cn-practice"              // what the trade does; not law
)

// A Status says how far an instrument binds anybody.
type Status string

// The statuses.
const (
	StatusDraft      Status = "draft"      // published for comment, never in force
	StatusInForce    Status = "in-force"   // binding, see Effective
	StatusSuperseded Status = "superseded" // was binding, replaced
	StatusReference  Status = "reference"  // standards and methods that authorities judge by
	StatusPractice   Status = "practice"   // what the trade does; not law
)

var statusTexts = map[Status]lang.Text{
	StatusDraft:      {ZH: "征求意见稿，从未生效", EN: "draft, never in force"},
	StatusInForce:    {ZH: "现行有效", EN: "in force"},
	StatusSuperseded: {ZH: "已被取代", EN: "superseded"},
	StatusReference:  {ZH: "执法参考或推荐性标准", EN: "reference"},
	StatusPractice:   {ZH: "行业惯例，不是法律", EN: "practice, not law"},
}

// Statuses returns every status, the most binding first.
func Statuses() []Status {
	return []Status{StatusInForce, StatusReference, StatusSuperseded, StatusDraft, StatusPractice}
}

// Text says the status to people. An unknown status is shown as it is.
func (s Status) Text() lang.Text {
	if t, ok := statusTexts[s]; ok {
		return t
	}
	return lang.Text{ZH: string(s), EN: string(s)}
}

// A Confidence says how the content of an entry is known.
type Confidence = string

// The confidences.
const (
	FromText    Confidence = "text"    // read in the full text
	FromReprint Confidence = "reprint" // read in a reprint or secondary page that agrees with others
	FromMemory  Confidence = "memory"  // not read again; check before relying on it
)

// A Numbering says how an instrument numbers its parts, and so how they are
// cited.
type Numbering string

// The numberings.
const (
	ByArticle Numbering = "article" // 第十九条第一款第（三）项: "19¶1(3)"
	ByGroup   Numbering = "group"   // 第三组第4项: "III.4"
	ByClause  Numbering = "clause"  // 8.5 条, 附录B: "8.5", "B"
	ByItem    Numbering = "item"    // 第1项: "1"
)

// An Instrument is one law, regulation, standard or practice.
type Instrument struct {
	ID         InstrumentID `json:"id"`
	Title      lang.Text    `json:"title"`
	Short      lang.Text    `json:"short"`
	Number     string       `json:"number,omitempty"`    // document number, in Chinese
	Status     Status       `json:"status"`              //
	Numbering  Numbering    `json:"numbering"`           //
	Published  string       `json:"published,omitempty"` // YYYY-MM-DD or ""
	Effective  string       `json:"effective,omitempty"` // YYYY-MM-DD or ""
	Source     string       `json:"source,omitempty"`    // URL or ""
	Confidence Confidence   `json:"confidence"`
	Articles   []Article    `json:"articles"`
}

// An Article is one duty or definition of an instrument: a whole article, or
// one of its paragraphs (款) and items (项). Zero means whole, or not
// distinguished. Annexes of standards have negative article numbers: Annex A is
// -1, Annex B is -2. An entry for the instrument as a whole has all three zero.
type Article struct {
	Instrument InstrumentID `json:"instrument"`
	Article    int          `json:"article"`
	Paragraph  int          `json:"paragraph,omitempty"`
	Item       int          `json:"item,omitempty"`
	Through    int          `json:"through,omitempty"` // last paragraph, where the entry covers several

	ID          string         `json:"id,omitempty"`          // permanent id of the duty, "D19.3"; "" for chapeaux and the like
	Who         lang.Text      `json:"who"`                   // whom it binds; zero where everybody or nobody in particular
	Duty        lang.Text      `json:"duty"`                  // paraphrase
	Kinds       []string       `json:"kinds,omitempty"`       // what can be done about it, see Kinds
	Params      map[string]any `json:"params,omitempty"`      // details as noted; numbers to compute with are Parameters
	Counterpart string         `json:"counterpart,omitempty"` // remark on what became of a draft duty
	Live        []Citation     `json:"live,omitempty"`        // articles in force, or reference, with the same aim
	Penalty     string         `json:"penalty,omitempty"`     // article of the same instrument that punishes a breach
	Confidence  Confidence     `json:"confidence"`
}

// Citation cites the entry.
func (a Article) Citation() Citation {
	return Citation{Instrument: a.Instrument, Article: a.Article, Paragraph: a.Paragraph, Item: a.Item}
}

// Instruments returns all instruments in the order of the rulebooks.
func Instruments() []Instrument { return slices.Clone(loaded().instruments) }

// InstrumentByID finds an instrument.
func InstrumentByID(id InstrumentID) (Instrument, bool) {
	i, ok := loaded().byID[id]
	return i, ok
}

// Lookup finds the entry that c cites: the very entry, or else the entry of the
// paragraph or article that contains it.
func Lookup(c Citation) (Article, bool) { return loaded().lookup(c) }
