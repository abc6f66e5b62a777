package report

import "github.com/volens/volens/lang"

// suppressedJSON is what is put aside, and what is wrong with entries that do so.
type suppressedJSON struct {
	Count    int           `json:"count"`
	Next     string        `json:"next_lapses,omitempty"` // a day
	Findings []heldJSON    `json:"findings"`
	Problems []problemJSON `json:"problems"`
}

// heldJSON is a finding that is put aside.
type heldJSON struct {
	findingJSON
	Suppression suppressionJSON `json:"suppression"`
}

type suppressionJSON struct {
	Reason lang.Text `json:"reason"`
	Since  string    `json:"since,omitempty"`
	Until  string    `json:"until"`
	By     string    `json:"by"`
	Entry  string    `json:"entry"` // file:line:column
}

// baselineJSON is what the baseline holds: findings that are still there, and how
// many are gone.
type baselineJSON struct {
	Known []findingJSON `json:"known"`
	Stale int           `json:"stale"`
}

func (p page) heldJSON(h heldEntry) heldJSON {
	return heldJSON{p.findingJSON(h.entry), suppressionJSON{h.why, h.aside.Since, h.aside.Until, h.by, h.where}}
}

// suppressedJSON is nil where nothing is put aside.
func (p page) suppressedJSON() *suppressedJSON {
	out := &suppressedJSON{Findings: []heldJSON{}, Problems: []problemJSON{}}
	if out.Count, out.Next = p.suppressed(); out.Count+len(p.wrong) == 0 {
		return nil
	}
	for _, h := range p.held {
		if h.aside != nil {
			out.Findings = append(out.Findings, p.heldJSON(h))
		}
	}
	for _, e := range p.wrong {
		out.Problems = append(out.Problems, p.problemJSON(e))
	}
	return out
}

// baselineJSON is nil where there is no baseline.
func (p page) baselineJSON() *baselineJSON {
	if !p.baseline {
		return nil
	}
	out := &baselineJSON{[]findingJSON{}, p.stale}
	for _, h := range p.held {
		if h.aside == nil {
			out.Known = append(out.Known, p.findingJSON(h.entry))
		}
	}
	return out
}
