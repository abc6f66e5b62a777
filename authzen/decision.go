package authzen

import (
	"errors"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Decision is one answer. Its context says why.
type Decision struct {
	Decision bool       `json:"decision"`
	Context  *Explained `json:"context,omitempty"`
}

// Explained is the context of a decision: every reason, and how long it holds.
type Explained struct {
	Reasons    []Reason   `json:"reasons,omitempty"`
	ValidUntil *time.Time `json:"valid_until,omitempty"` // past this moment ask again; who cannot, denies
	Version    *int64     `json:"version,omitempty"`     // log index of the last entry about the person that the answer knows of
	Error      *Problem   `json:"error,omitempty"`       // why this question could not be answered
}

// A Reason is why, in both languages.
type Reason struct {
	Rule     string    `json:"rule"`
	Permit   bool      `json:"permit"`            // which way it points
	Checked  *bool     `json:"checked,omitempty"` // false: this could not be checked and decided nothing
	Articles []Article `json:"articles,omitempty"`
	Path     string    `json:"path,omitempty"`   // place in the declaration or in the overlay
	Record   *int64    `json:"record,omitempty"` // log index of the entry behind it
	Message  Words     `json:"message"`
}

// Words are a text in both languages.
type Words struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// An Article is a citation, with the status of its instrument.
type Article struct {
	Instrument law.InstrumentID `json:"instrument"`
	Article    string           `json:"article"`
	Status     law.Status       `json:"status"`
}

// A Problem says why one question could not be answered; its status is an HTTP
// status that speaks of this question alone.
type Problem struct {
	Status  int   `json:"status"`
	Message Words `json:"message"`
}

// The permanent ids of the reasons that this package gives by itself.
const (
	OverlayPermits = "overlay-permits"
	OverlayNoRule  = "overlay-no-rule"
)

var (
	byRule = Reason{Rule: OverlayPermits, Permit: true, Message: Words{"叠加规则允许", "a rule of the overlay permits it"}}
	noRule = Reason{Rule: OverlayNoRule, Message: Words{"没有叠加规则允许", "no rule of the overlay permits it"}}

	errType    = fault.New(fault.NotFound, "不认识这种资源类型", "this type of resource is not known")
	errSubject = fault.New(fault.NotFound, "use、function、item 的主体类型应为 person 或 user", "the subject of a use, function or item is of type person or user")
)

func unanswered(err error) Decision {
	p := &Problem{Status: 400}
	f := (*fault.Error)(nil)
	if errors.As(err, &f) {
		p.Message = words(f.Public)
		if f.Kind == fault.NotFound {
			p.Status = 404
		}
	}
	return Decision{Context: &Explained{Error: p}}
}

func words(t lang.Text) Words { return Words{ZH: t.In(lang.ZH), EN: t.In(lang.EN)} }

func decided(v decide.Verdict) Decision {
	until := v.ValidUntil.UTC().Truncate(time.Millisecond)
	e := &Explained{ValidUntil: &until, Version: &v.Version}
	for _, r := range v.Reasons {
		e.Reasons = append(e.Reasons, shown(r))
	}
	return Decision{Decision: v.Permit, Context: e}
}

func shown(r decide.Reason) Reason {
	out := Reason{Rule: r.Rule, Permit: r.Permit, Path: r.Path, Message: words(r.Message)}
	if r.Record >= 0 {
		out.Record = &r.Record
	}
	if r.NotChecked {
		out.Checked = new(bool)
	}
	for _, c := range r.Cites {
		out.Articles = append(out.Articles, Article{c.Instrument, c.Ref(), c.Status()})
	}
	return out
}
