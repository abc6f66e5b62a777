package client

import (
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/replica"
)

// A Verdict is one answer with every reason for it. The zero value denies.
type Verdict struct {
	Reasons []Reason
	Version int64 // log index of the last entry about the person that the answer knows of; -1 for none

	permit bool
	until  time.Duration // by the clock that goes on while the machine sleeps
	clock  replica.Clock
}

// A Reason is why.
type Reason struct {
	Rule     string    `json:"rule"`               // permanent id, such as decide.ConsentWithdrawn
	Articles []Article `json:"articles,omitempty"` // each with the status of its instrument
	Path     string    `json:"path,omitempty"`     // place in the declaration
	Record   *int64    `json:"record,omitempty"`   // log index of the entry behind it
	Checked  *bool     `json:"checked,omitempty"`  // false: this could not be checked, and decided nothing
	Message  string    `json:"message,omitempty"`
}

// Permits reports whether the verdict permits, now: past its time a verdict
// denies, so that it is safe to keep.
func (v Verdict) Permits() bool { return v.permit && v.clock != nil && v.clock.Boot() < v.until }

// Has reports whether one of the reasons is of the rule.
func (v Verdict) Has(rule string) bool {
	for _, r := range v.Reasons {
		if r.Rule == rule {
			return true
		}
	}
	return false
}

// Unreachable is the permanent id of the reason of a verdict that nobody gave:
// Volens did not answer in time, or not in a way that counts.
const Unreachable = "unreachable"

// unreachable denies.
func (c *Client) unreachable() Verdict {
	m := lang.Text{ZH: "没有得到 Volens 的回答，故拒绝", EN: "Volens gave no answer, so the answer is no"}
	return Verdict{Version: -1, Reasons: []Reason{{Rule: Unreachable, Message: m.In(c.lang)}}}
}

// verdictJSON is a verdict as the API writes it.
type verdictJSON struct {
	Permit  bool     `json:"permit"`
	Reasons []Reason `json:"reasons"`
	ValidMS int64    `json:"valid_ms"`
	Version *int64   `json:"version"`
}

// verdict counts the time from when the question was asked: however long the
// answer was on its way, it is no younger than that. What the server says is
// bounded, so that a fault there cannot make a verdict that lasts.
func (c *Client) verdict(in verdictJSON, asked time.Duration) Verdict {
	holds := min(time.Duration(max(in.ValidMS, 0))*time.Millisecond, decide.Holds)
	v := Verdict{Reasons: in.Reasons, Version: -1, permit: in.Permit, until: asked + holds, clock: c.clock}
	if in.Version != nil {
		v.Version = *in.Version
	}
	return v
}

// own turns a verdict that was made in this process into one of the client.
func (c *Client) own(v decide.Verdict, until time.Duration) Verdict {
	out := Verdict{Version: v.Version, permit: v.Permit, until: until, clock: c.clock}
	for _, r := range v.Reasons {
		shown := Reason{Rule: r.Rule, Articles: httpx.Articles(r.Cites), Path: r.Path, Message: r.Message.In(c.lang)}
		if r.Record >= 0 {
			shown.Record = &r.Record
		}
		if r.NotChecked {
			shown.Checked = new(bool)
		}
		out.Reasons = append(out.Reasons, shown)
	}
	return out
}
