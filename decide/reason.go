package decide

import (
	"math/bits"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/law"
)

// Verdict gives the ruling its words. read is the moment as of which it was true;
// it holds from then, and no longer than the person's age and guardian stay what
// they are.
func (r *Ruling) Verdict(read time.Time) Verdict { return r.VerdictFor(read, Holds) }

// VerdictFor is Verdict where an answer may be relied on for another time than
// Holds.
func (r *Ruling) VerdictFor(read time.Time, holds time.Duration) Verdict {
	until := read.Add(holds)
	if next := r.who.changes(read.UnixMilli()); next < until.UnixMilli() {
		until = time.UnixMilli(next).In(read.Location())
	}
	return Verdict{Permit: r.Permit(), Reasons: r.Reasons(), Version: r.version, ValidUntil: until}
}

// Reasons returns every reason, those of the use first. It allocates; Rule and
// Cites tell the first reason without.
func (r *Ruling) Reasons() []Reason {
	var all []Reason
	if r.more != nil && r.more.parts != nil {
		for _, p := range r.more.parts {
			all = r.reasonsOf(all, p.row, p.found)
		}
		return all
	}
	all = r.reasonsOf(all, r.target.Row, r.row)
	all = r.reasonsOf(all, r.target.Give, r.give)
	return r.reasonsOf(all, noRow, r.whole)
}

// Rule returns the id of the reason that settles it: the first against where there
// is one, otherwise the first for.
func (r *Ruling) Rule() string {
	c, _, ok := r.settles()
	if !ok {
		return ""
	}
	return ids[c]
}

// Cites returns the articles of the reason that settles it. They are not to be
// changed.
func (r *Ruling) Cites() []law.Citation {
	c, row, ok := r.settles()
	switch {
	case !ok:
		return nil
	case row != noRow && c == consentMissing:
		return r.table.lacks[r.table.rows[row].lacks].missing
	case row != noRow && c == consentRefused:
		return r.table.lacks[r.table.rows[row].lacks].refused
	}
	return says[c].cites
}

func (r *Ruling) settles() (code, int32, bool) {
	for _, which := range [...]found{deny, speakFor} {
		switch {
		case r.row&which != 0:
			return first(r.row & which), r.target.Row, true
		case r.give&which != 0:
			return first(r.give & which), r.target.Give, true
		case r.whole&which != 0:
			return first(r.whole & which), noRow, true
		}
	}
	return 0, noRow, false
}

func first(f found) code { return code(bits.TrailingZeros64(uint64(f))) }

func (r *Ruling) reasonsOf(all []Reason, row int32, f found) []Reason {
	for ; f != 0; f &= f - 1 {
		c := first(f)
		if c == stopped || c == recipientSuspended {
			all = r.stopReasons(all, c)
			continue
		}
		all = append(all, r.reason(c, row))
	}
	return all
}

// reason makes one reason of a code about a row, or about none.
func (r *Ruling) reason(c code, row int32) Reason {
	out := Reason{
		Rule: ids[c], Permit: c.bit()&speakFor != 0, NotChecked: c.bit()&leaveOpen != 0,
		Cites: says[c].cites, Message: says[c].message, Record: r.record(c, row),
	}
	if row != noRow {
		out.Path = r.table.cold[row].use.Place.Path
	} else if r.table != nil && r.target.Row != noRow {
		out.Path = r.table.cold[r.target.Row].use.Place.Path
	}
	switch c {
	case personRestricted, personErasing:
		out.Path = ""
	}
	r.special(&out, c, row)
	out.Cites = append([]law.Citation(nil), out.Cites...)
	return out
}

// record is the log index of what is behind a code.
func (r *Ruling) record(c code, row int32) int64 {
	switch c {
	case consentGranted, consentRefused, consentWithdrawn, consentStale, consentInsufficient, consentLapsed, consentByChild,
		refusalNoGround, refusalNecessary, refusalNotAsked:
		if row == noRow {
			return -1
		}
		if c, ok := r.said[r.table.cold[row].use.ID]; ok && c.State != "" {
			return c.Version
		}
	case guardianMissing:
		if r.who != nil && r.who.GuardianAt >= 0 {
			return r.who.GuardianAt
		}
		if r.who != nil {
			return r.who.AgeAt
		}
	case childExcluded, minorMarketing, minorRecommended:
		if r.who != nil {
			return r.who.AgeAt
		}
	case personRestricted, personErasing:
		if r.who != nil {
			return r.who.RestrictedAt
		}
	default:
	}
	return -1
}

// stopReasons is one reason for each stop in force, with who stopped it and why.
func (r *Ruling) stopReasons(all []Reason, c code) []Reason {
	for i := range r.more.stops {
		s := &r.more.stops[i]
		if (s.Recipient != "") != (c == recipientSuspended) {
			continue
		}
		out := r.reason(c, noRow)
		out.Record = s.Version
		all = append(all, told(out, s))
	}
	return all
}

// told adds what whoever stopped it gave as the reason.
func told(out Reason, s *consent.Stop) Reason {
	if s.Reason != "" {
		out.Message.ZH += "：" + s.Reason
		out.Message.EN += ": " + s.Reason
	}
	return out
}
