package law

import "testing"

// TestParameters pins the numbers, their articles and whether the number itself
// counts. They are written out here, apart from the data.
func TestParameters(t *testing.T) {
	for _, c := range []struct {
		id    string
		value int
		unit  Unit
		bound Bound
		cite  Citation
	}{
		{"notify-people-draft", 3, Workday, AtMost, Cite(Draft, "11¶1")},
		{"incident-report-draft", 8, Hour, AtMost, Cite(Draft, "11¶2(1)")},
		{"incident-report-people-draft", 100_000, People, AtLeast, Cite(Draft, "11¶2(1)")},
		{"incident-final-report-draft", 5, Workday, AtMost, Cite(Draft, "11¶2(2)")},
		{"provision-records-draft", 5, Year, AtLeast, Cite(Draft, "12(3)")},
		{"erasure-draft", 15, Workday, AtMost, Cite(Draft, "22")},
		{"rights-answer-draft", 15, Workday, AtMost, Cite(Draft, "23(3)")},
		{"large-processor-people-draft", 1_000_000, People, AtLeast, Cite(Draft, "26")},
		{"important-data-filing-draft", 15, Workday, AtMost, Cite(Draft, "29")},
		{"training-hours-draft", 20, Hour, AtLeast, Cite(Draft, "30")},
		{"rules-consultation-draft", 30, Workday, AtLeast, Cite(Draft, "43¶2")},
		{"rules-approval-daily-users-draft", 100_000_000, People, MoreThan, Cite(Draft, "43¶3")},
		{"large-platform-users-draft", 50_000_000, People, MoreThan, Cite(Draft, "73(10)")},
		{"flaw-report", 24, Hour, AtMost, Cite(Order790, "10")},
		{"provision-records", 3, Year, AtLeast, Cite(Order790, "12")},
		{"large-processor-people", 10_000_000, People, AtLeast, Cite(Order790, "28")},
		{"large-platform-registered", 50_000_000, People, AtLeast, Cite(Order790, "62(8)")},
		{"guardian-age", 14, Year, LessThan, Cite(PIPL, "28")},
		{"impact-assessment-kept", 3, Year, AtLeast, Cite(PIPL, "56")},
		{"policy-clicks", 4, Click, AtMost, Cite(No191, "I.3")},
		{"rights-answer", 15, Workday, AtMost, Cite(No191, "VI.3")},
		{"complaint-answer", 15, Workday, AtMost, Cite(No191, "VI.5")},
		{"incident-report", 4, Hour, AtMost, Cite(Incident, "4")},
		{"incident-summary", 30, Day, AtMost, Cite(Incident, "8")},
		{"incident-people-larger", 1_000_000, People, AtLeast, Cite(Incident, "")},
		{"audit-people", 10_000_000, People, MoreThan, Cite(Audit, "4")},
		{"officer-people", 1_000_000, People, AtLeast, Cite(Audit, "12")},
		{"face-filing-people", 100_000, People, AtLeast, Cite(Face, "15")},
		{"small-processor-people", 100_000, People, LessThan, Cite(SmallProcessors, "")},
		{"algorithm-termination", 20, Workday, AtMost, Cite(Algorithm, "24")},
		{"logs-kept", 6, Month, AtLeast, Cite(CSL, "23(3)")},
		{"child-age", 14, Year, LessThan, Cite(Children, "2")},
		{"export-exempt-people", 100_000, People, LessThan, Cite(Export, "")},
		{"export-contract-people", 100_000, People, AtLeast, Cite(Export, "")},
		{"export-assessment-people", 1_000_000, People, AtLeast, Cite(Export, "7")},
		{"export-assessment-sensitive-people", 10_000, People, AtLeast, Cite(Export, "7")},
		{"contract-filing", 10, Workday, AtMost, Cite(Contract, "")},
		{"review-listing-people", 1_000_000, People, MoreThan, Cite(Review, "7")},
		{"security-review-people-draft", 1_000_000, People, AtLeast, Cite(Draft, "13")},
		{"officer-filing", 30, Workday, AtMost, Cite(OfficerFiling, "")},
		{"face-filing", 30, Workday, AtMost, Cite(Face, "15")},
		{"face-assessment-kept", 3, Year, AtLeast, Cite(Face, "9")},
		{"minors-audit-interval", 1, Year, AtMost, Cite(Minors, "37")},
		{"audit-interval", 2, Year, AtMost, Cite(Audit, "4")},
		{"platform-transactions-kept", 3, Year, AtLeast, Cite(ECommerce, "31")},
		{"large-platform-monthly-users", 10_000_000, People, AtLeast, Cite(Order790, "62(8)")},
		{"reask-interval", 48, Hour, AtLeast, Cite(Practice, "1")},
	} {
		p := Param(c.id)
		if p.Value != c.value || p.Unit != c.unit || p.Bound != c.bound || p.Cite != c.cite {
			t.Errorf("%s: %d %s %s by %s %s", c.id, p.Value, p.Unit, p.Bound, p.Cite.Instrument, p.Cite.Ref())
		}
	}
}

// TestBounds: 十万人以上 includes 100,000; 超过一亿 does not include 100,000,000.
func TestBounds(t *testing.T) {
	for _, c := range []struct {
		id   string
		n    int
		want bool
	}{
		{"incident-report-people-draft", 99_999, false},
		{"incident-report-people-draft", 100_000, true},
		{"rules-approval-daily-users-draft", 100_000_000, false},
		{"rules-approval-daily-users-draft", 100_000_001, true},
		{"large-platform-users-draft", 50_000_000, false},
		{"large-platform-registered", 50_000_000, true},
		{"small-processor-people", 100_000, false},
		{"small-processor-people", 99_999, true},
		{"review-listing-people", 1_000_000, false}, // 超过100万, where the draft says 百万人以上
		{"security-review-people-draft", 1_000_000, true},
		{"logs-kept", 6, true},
		{"logs-kept", 5, false},
		{"guardian-age", 13, true},
		{"guardian-age", 14, false},
		{"policy-clicks", 4, true},
		{"policy-clicks", 5, false},
	} {
		if got := Param(c.id).Met(c.n); got != c.want {
			t.Errorf("%s by %d: %v, want %v", c.id, c.n, got, c.want)
		}
	}
}

// TestDraftParametersSaySo: the suffix and the status of the article agree, so
// that nobody takes a draft number for one in force.
func TestDraftParametersSaySo(t *testing.T) {
	for _, p := range Parameters() {
		suffix := len(p.ID) > 6 && p.ID[len(p.ID)-6:] == "-draft"
		if suffix != (p.Cite.Status() == StatusDraft) {
			t.Errorf("%s rests on %s, which is %s", p.ID, p.Cite.Instrument, p.Cite.Status())
		}
	}
}

func TestParamPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an unknown parameter did not panic")
		}
	}()
	Param("no-such-number")
}
