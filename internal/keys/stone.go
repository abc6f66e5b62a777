package keys

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
)

// The purposes that the lines of the file of tombstones are bound to.
const (
	purposeStone = "volens/tombstone\x00"
	purposeBase  = "volens/tombstones\x00"
)

// A stone is a tombstone as its line holds it. Its form is permanent.
type stone struct {
	Number  int64        `json:"number"`
	Case    erase.CaseID `json:"case"`
	Subject string       `json:"subject"`
	Scope   plan.Scope   `json:"scope"`
	Keys    plan.Keys    `json:"keys,omitempty"`
	At      int64        `json:"at"`              // UTC milliseconds
	Expires int64        `json:"expires"`         // UTC milliseconds; 0: never
	Until   int64        `json:"until,omitempty"` // UTC milliseconds; 0: nothing is kept
}

func sealStone(r Ring, t erase.Tombstone) ([]byte, error) {
	s := stone{Number: t.Number, Case: t.Case, Subject: t.Subject, Scope: t.Scope, Keys: t.Keys, At: t.At.UnixMilli()}
	if !t.Expires.IsZero() {
		s.Expires = t.Expires.UnixMilli()
	}
	if !t.Until.IsZero() {
		s.Until = t.Until.UnixMilli()
	}
	return sealLine(r, s, purposeStone)
}

func sealBase(r Ring, b base) ([]byte, error) { return sealLine(r, b, purposeBase) }

func sealLine(r Ring, v any, purpose string) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return append(base64.StdEncoding.AppendEncode(nil, r.Seal(plain, []byte(purpose))), '\n'), nil
}

func fresh() graves { return graves{by: map[erase.CaseID]int{}} }

var (
	errStone = errors.New("a line does not open")
	errGap   = errors.New("a line is missing, or stands twice")
)

// take reads further lines. What stands behind the last whole line was being
// written when its process died; it was never acknowledged.
func (g *graves) take(r Ring, text []byte) error {
	for {
		line, rest, ok := bytes.Cut(text, []byte("\n"))
		if !ok {
			return g.complete()
		}
		if err := g.line(r, line); err != nil {
			return err
		}
		g.whole += int64(len(line)) + 1
		text = rest
	}
}

func (g *graves) line(r Ring, line []byte) error {
	sealed, err := base64.StdEncoding.Strict().DecodeString(string(line))
	if err != nil {
		return errStone
	}
	if g.whole == 0 {
		plain, err := r.Open(sealed, []byte(purposeBase))
		if err != nil || json.Unmarshal(plain, &g.base) != nil {
			return errStone
		}
		g.highest, g.head = g.base.Issued, bytes.Clone(line)
		return nil
	}
	plain, err := r.Open(sealed, []byte(purposeStone))
	var s stone
	if err != nil || json.Unmarshal(plain, &s) != nil {
		return errStone
	}
	return g.put(s)
}

// put takes a tombstone in: those that the base counts come first, with gaps where
// others expired, and then each has the next number. A case that is there already
// is set anew under its number.
func (g *graves) put(s stone) error {
	t := erase.Tombstone{Number: s.Number, Case: s.Case, Subject: s.Subject, Scope: s.Scope, Keys: s.Keys, At: time.UnixMilli(s.At).UTC()}
	if s.Expires != 0 {
		t.Expires = time.UnixMilli(s.Expires).UTC()
	}
	if s.Until != 0 {
		t.Until = time.UnixMilli(s.Until).UTC()
	}
	if i, again := g.by[s.Case]; again {
		if g.stones[i].Number != s.Number {
			return errGap
		}
		g.stones[i] = t
		return nil
	}
	last := int64(0)
	if n := len(g.stones); n > 0 {
		last = g.stones[n-1].Number
	}
	if s.Number <= last || s.Number > g.base.Issued && s.Number != g.highest+1 {
		return errGap
	}
	g.highest = max(g.highest, s.Number)
	g.by[t.Case] = len(g.stones)
	g.stones = append(g.stones, t)
	return nil
}

// complete checks that no line is missing.
func (g *graves) complete() error {
	if g.whole > 0 && int64(len(g.stones)) != g.highest-g.base.Expired {
		return errGap
	}
	return nil
}
