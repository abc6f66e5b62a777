package duties

import "github.com/volens/volens/law"

// An Entry is one duty that List can return, with every article that it may rest
// on.
type Entry struct {
	ID    string
	Cites []law.Citation
}

// Catalogue returns all duties.
func Catalogue() []Entry {
	return []Entry{
		{"face-filing", []law.Citation{law.Cite(law.Face, "15"), law.Cite(law.FaceFiling, "")}},
		{"export-contract-filing", []law.Citation{law.Cite(law.Contract, "")}},
		{"minors-audit", []law.Citation{law.Cite(law.Minors, "37")}},
		{"important-data-filing", []law.Citation{law.Cite(law.Draft, "29")}},
		{"important-data-declaration", []law.Citation{law.Cite(law.Order790, "29")}},
		{"minors-audit-report", []law.Citation{law.Cite(law.MinorsAudit, "")}},
		{"minors-responsibility-report", []law.Citation{law.Cite(law.Minors, "20")}},
		{"risk-assessment-regular", []law.Citation{law.Cite(law.DSL, "30")}},
		{"compliance-audit-draft", []law.Citation{law.Cite(law.Draft, "58")}},
		{"incident-summary", []law.Citation{law.Cite(law.Incident, "8")}},
		{"records-of-giving-draft", []law.Citation{law.Cite(law.Draft, "12(3)")}},
		{"erasure-draft", []law.Citation{law.Cite(law.Draft, "22")}},
		{"rights-answer-draft", []law.Citation{law.Cite(law.Draft, "23(3)")}},
		{"rights-answer-app", []law.Citation{law.Cite(law.No191, "VI.3")}},
		{"flaw-told", []law.Citation{law.Cite(law.Order790, "10"), law.Cite(law.CSL, "24")}},
		{"flaw-report", []law.Citation{law.Cite(law.Order790, "10")}},
		{"complaint-answer-app", []law.Citation{law.Cite(law.No191, "VI.5")}},
		{"change-rules-draft", []law.Citation{law.Cite(law.Draft, "21¶2")}},
		{"change-told", []law.Citation{law.Cite(law.PIPL, "17"), law.Cite(law.No191, "II.2")}},
		{"complaint-figures", []law.Citation{law.Cite(law.Draft, "18¶2")}},
		{"training", []law.Citation{law.Cite(law.Draft, "30"), law.Cite(law.Draft, "26")}},
		{"platform-audit", []law.Citation{law.Cite(law.Draft, "53")}},
		{"responsibility-report", []law.Citation{law.Cite(law.Order790, "44")}},
		{"consultation", []law.Citation{law.Cite(law.Draft, "43¶2")}},
		{"risk-assessment", []law.Citation{law.Cite(law.Order790, "33"), law.Cite(law.RiskAssessment, "")}},
		{"security-assessment-report", []law.Citation{law.Cite(law.Draft, "32¶1"), law.Cite(law.Draft, "26")}},
		{"export-report", []law.Citation{law.Cite(law.Draft, "40")}},
		{"compliance-audit", []law.Citation{law.Cite(law.Audit, "4"), law.Cite(law.PIPL, "54"), law.Cite(law.Order790, "27")}},
		{"assessment-kept", []law.Citation{law.Cite(law.PIPL, "56"), law.Cite(law.Face, "9"), law.Cite(law.Draft, "32¶2")}},
		{"algorithm-filing", []law.Citation{law.Cite(law.Algorithm, "24")}},
		{"incident-report-draft", []law.Citation{law.Cite(law.Draft, "11¶2(1)")}},
		{"incident-notice-draft", []law.Citation{law.Cite(law.Draft, "11¶1")}},
		{"incident-final-report-draft", []law.Citation{law.Cite(law.Draft, "11¶2(2)")}},
		{"incident-report", []law.Citation{law.Cite(law.Incident, "4"), law.Cite(law.Incident, "")}},
		{"incident-notice", []law.Citation{law.Cite(law.PIPL, "57"), law.Cite(law.Order790, "11¶2")}},
		{"incident-minors", []law.Citation{law.Cite(law.Minors, "35")}},
		{"records-of-giving", []law.Citation{law.Cite(law.Order790, "12")}},
		{"erasure", []law.Citation{law.Cite(law.PIPL, "47"), law.Cite(law.Order790, "24")}},
		{"rights-answer", []law.Citation{law.Cite(law.Order790, "23"), law.Cite(law.PIPL, "50")}},
		{"officer-filing-change", []law.Citation{law.Cite(law.OfficerFiling, "")}},
		{"impact-assessment", []law.Citation{law.Cite(law.PIPL, "55"), law.Cite(law.PIPL, "56")}},
		{"flaw", []law.Citation{law.Cite(law.Order790, "10"), law.Cite(law.DSL, "29"), law.Cite(law.CSL, "24"), law.Cite(law.Draft, "10")}},
		{"complaint-answer", []law.Citation{law.Cite(law.Order790, "20"), law.Cite(law.CSL, "51"), law.Cite(law.Draft, "18¶1")}},
		{"change", []law.Citation{law.Cite(law.Draft, "21¶2"), law.Cite(law.Order790, "22(6)"), law.Cite(law.PIPL, "14")}},
		{"officer-filing", []law.Citation{law.Cite(law.OfficerFiling, "")}},
		{"face-filing-change", []law.Citation{law.Cite(law.Face, "15")}},
		{"algorithm-filing-change", []law.Citation{law.Cite(law.Algorithm, "24")}},
	}
}
