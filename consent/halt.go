package consent

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// Hash returns what the record commits to: the hash of the canonical JSON of the
// stop, without the version that the record gives it.
func (s Stop) Hash() (string, error) {
	s.Version = 0
	s.At, s.Until = milli(s.At), milli(s.Until)
	b, err := ledger.Canonical(s)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}

// same reports whether two stops hold the same, whenever each was set.
func (s Stop) same(other Stop) bool {
	s.At, s.Version, s.Until = other.At, other.Version, milli(s.Until)
	other.Until = milli(other.Until)
	return s == other
}

// check refuses a stop that says nothing, or that would stop nothing because its
// target is misspelt.
func (s Stop) check(d *declaration.Declaration, now time.Time) error {
	switch {
	case !actForm.MatchString(s.ID):
		return fault.New(fault.Invalid, "id 应为 1 至 128 个可见的 ASCII 字符", "id takes 1 to 128 visible ASCII characters")
	case s.Reason == "" || s.By == "" || len(s.Reason) > maxNote || len(s.By) > maxNote:
		return fault.New(fault.Invalid, "须写明为何停止、由谁停止，各不超过 512 字节", "say why and who stops, each in at most 512 bytes")
	case !s.Until.IsZero() && !s.Until.After(now):
		return fault.New(fault.Invalid, "until 须在将来", "until must lie in the future")
	case s.Service+s.Function+s.Use+s.Item+s.Recipient == "":
		return fault.New(fault.Invalid, "须写明停止什么：service、function、use、item、recipient 至少一项", "say what is stopped: at least one of service, function, use, item, recipient")
	case !s.declared(d):
		return fault.New(fault.Invalid, "声明中没有要停止的对象", "the declaration has no such thing to stop").
			WithFix("逐项核对拼写：写错的停止不了任何处理", "check the spelling: what is misspelt stops nothing")
	}
	return nil
}

// declared reports whether everything that the stop names is declared.
func (s Stop) declared(d *declaration.Declaration) bool {
	_, service := d.Service(s.Service)
	_, function := d.Function(s.Function)
	_, use := d.UseByID(declaration.UseID(s.Use))
	item := slices.ContainsFunc(d.Uses(), func(u declaration.Use) bool { return string(u.Item.ID) == s.Item })
	to := slices.ContainsFunc(d.Recipients, func(r *declaration.Recipient) bool { return r.ID == s.Recipient }) ||
		slices.ContainsFunc(d.Components, func(c *declaration.Component) bool { return c.ID == s.Recipient })
	return (s.Service == "" || service) && (s.Function == "" || function) && (s.Use == "" || use) &&
		(s.Item == "" || item) && (s.Recipient == "" || to)
}

// Halt stops processing for everybody at once, whatever people agreed to. The
// same stop again changes nothing.
//
// Errors: fault.Invalid for a stop of nothing; fault.Conflict for another stop
// that stands under the id.
func Halt(d *declaration.Declaration, s Stop, standing []Stop, now time.Time) (ledger.Change, error) {
	s.At, s.Until, s.Lifted, s.Version = milli(now), milli(s.Until), false, 0
	if err := s.check(d, now); err != nil {
		return ledger.Change{}, err
	}
	if was, ok := stopped(standing, s.ID); ok {
		if s.same(was) {
			return ledger.Change{}, nil
		}
		return ledger.Change{}, fault.New(fault.Conflict, "这个 id 下已有另一项停止", "another stop stands under this id").
			Citing(StopExists).WithFix("换一个 id，或先解除原来的停止", "take another id, or lift that stop first")
	}
	return stopChange(s, now)
}

// StopExists is the permanent id of a stop whose id is taken.
const StopExists = "stop-exists"

// Resume lifts a stop.
//
// Errors: fault.NotFound where no stop stands under the id; fault.Invalid where
// nobody is named who lifts it.
func Resume(id, by string, standing []Stop, now time.Time) (ledger.Change, error) {
	s, ok := stopped(standing, id)
	switch {
	case !ok:
		return ledger.Change{}, fault.New(fault.NotFound, "没有这项生效的停止", "no such stop stands")
	case by == "" || len(by) > maxNote:
		return ledger.Change{}, fault.New(fault.Invalid, "须写明由谁解除，不超过 512 字节", "say who lifts it, in at most 512 bytes")
	}
	s.Lifted, s.By, s.At, s.Version = true, by, milli(now), 0
	return stopChange(s, now)
}

func stopped(standing []Stop, id string) (Stop, bool) {
	at := slices.IndexFunc(standing, func(s Stop) bool { return s.ID == id && !s.Lifted })
	if at < 0 {
		return Stop{}, false
	}
	return standing[at], true
}

func stopChange(s Stop, now time.Time) (ledger.Change, error) {
	sum, err := s.Hash()
	if err != nil {
		return ledger.Change{}, err
	}
	entry, err := ledger.PlainEntry(ledger.KindStop, now, sum)
	if err != nil {
		return ledger.Change{}, err
	}
	return ledger.NewChange(entry).Writing(SetStop{Stop: s}), nil
}
