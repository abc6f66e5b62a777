package server

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
)

// appendVerdict writes v as the type verdict describes it.
func appendVerdict(b []byte, v *decide.Verdict, l lang.Lang, now time.Time) []byte {
	b = append(b, `{"permit":`...)
	b = strconv.AppendBool(b, v.Permit)
	b = append(b, `,"reasons":[`...)
	for i := range v.Reasons {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendReason(b, &v.Reasons[i], l)
	}
	b = append(b, ']')
	b = appendValidity(b, v.ValidUntil, now)
	b = strconv.AppendInt(append(b, `,"version":`...), v.Version, 10)
	return append(b, '}')
}

func appendReason(b []byte, r *decide.Reason, l lang.Lang) []byte {
	b = quoted(append(b, `{"rule":`...), r.Rule)
	b = append(b, `,"articles":[`...)
	for i, c := range r.Cites {
		if i > 0 {
			b = append(b, ',')
		}
		b = quoted(append(b, `{"instrument":`...), string(c.Instrument))
		b = quoted(append(b, `,"article":`...), c.Ref())
		b = quoted(append(b, `,"status":`...), string(c.Status()))
		b = append(b, '}')
	}
	b = append(b, ']')
	if r.Path != "" {
		b = quoted(append(b, `,"path":`...), r.Path)
	}
	if r.Record >= 0 {
		b = strconv.AppendInt(append(b, `,"record":`...), r.Record, 10)
	}
	if r.NotChecked {
		b = append(b, `,"checked":false`...)
	}
	b = quoted(append(b, `,"message":`...), r.Message.In(l))
	return append(b, '}')
}

// appendValidity says until when an answer holds: by the clock, and as a length
// of time, for those whose clock differs.
func appendValidity(b []byte, until, now time.Time) []byte {
	b = append(b, `,"valid_until":"`...)
	b = until.UTC().Truncate(time.Millisecond).AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","valid_ms":`...)
	return strconv.AppendInt(b, max(0, until.Sub(now).Milliseconds()), 10)
}

// appendProblem writes a denial for a question that was not understood.
func appendProblem(b []byte, p *httpx.Problem, now time.Time) []byte {
	b = appendValidity(append(b, `{"permit":false,"reasons":[]`...), now, now)
	shown, _ := json.Marshal(p) // plain strings only: cannot fail
	b = append(append(b, `,"version":-1,"problem":`...), shown...)
	return append(b, '}')
}

func quoted(b []byte, s string) []byte {
	b, _ = jsontext.AppendQuote(b, s) // our own text, which is UTF-8
	return b
}
