package fulfil

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase/archive"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// own is what Volens itself has about a person: what they said, word for word what
// they were asked, what is known of their age and guardian, and their requests. A
// number in the column receipt is where a receipt of the entry can be had.
func (o *Office) own(ctx context.Context, s ledger.Subject, m *room) ([]archive.Section, error) {
	p, err := o.Consent.People.Person(ctx, s)
	if err != nil || !p.Known {
		return nil, err
	}
	l := p.Identity.Lookup
	standing, err := o.Consent.People.Standing(ctx, l)
	if err != nil {
		return nil, err
	}
	entries, err := o.entries(ctx, l)
	if err != nil {
		return nil, err
	}
	asked, err := o.Requests.RequestsOf(ctx, l)
	if err != nil {
		return nil, err
	}
	all := []archive.Section{
		volens("consents", "同意记录", "Consents", []string{"use", "state", "at", "by", "receipt"}, consentsOf(standing)),
		volens("standing", "年龄段、监护与限制", "Age band, guardian and restriction", []string{"what", "is", "how", "from", "until", "receipt"}, standingOf(standing)),
		volens("requests", "行权申请", "Requests", []string{"request", "kind", "received", "state", "reason", "text"}, requestsOf(asked)),
		volens("entries", "记录全文", "The record, word for word", []string{"receipt", "kind", "at", "body"}, entries),
	}
	for _, s := range all {
		for _, r := range s.Records {
			if _, err := m.take(r, false); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

func volens(holding, zh, en string, columns []string, records []plan.Record) archive.Section {
	s := archive.Section{Store: "volens", Holding: holding, Name: lang.Text{ZH: zh, EN: en}, Records: records}
	for _, c := range columns {
		s.Columns = append(s.Columns, archive.Column{Name: c})
	}
	return s
}

func consentsOf(s consent.Standing) []plan.Record {
	var all []plan.Record
	for _, c := range s.Consents.InOrder() {
		by := string(c.By)
		if c.By == consent.ByPerson {
			by = "person"
		}
		all = append(all, plan.Record{"use": string(c.Use), "state": string(c.State), "at": stamp(c.At), "by": by, "receipt": number(c.Version)})
	}
	return all
}

func standingOf(s consent.Standing) []plan.Record {
	var all []plan.Record
	if s.Age.Band != consent.AgeUnknown {
		all = append(all, plan.Record{"what": "age", "is": string(s.Age.Band), "how": s.Age.Method, "from": stamp(s.Age.At), "until": stamp(s.Age.Lapses), "receipt": number(s.Age.Version)})
	}
	if g := s.Guardian; !g.Lookup.IsZero() {
		until := g.Expires
		if !g.Ended.IsZero() {
			until = g.Ended
		}
		all = append(all, plan.Record{"what": "guardian", "is": g.Relation, "how": g.Method, "from": stamp(g.Since), "until": stamp(until), "receipt": number(g.Version)})
	}
	if s.Restriction.Mode != consent.Free {
		all = append(all, plan.Record{"what": "restriction", "is": string(s.Restriction.Mode), "how": s.Restriction.Reason, "from": stamp(s.Restriction.At), "receipt": number(s.Restriction.Version)})
	}
	return all
}

func requestsOf(asked []rights.Request) []plan.Record {
	var all []plan.Record
	for _, r := range asked {
		said := r.Detail.Text
		for _, reply := range r.Detail.Replies {
			said = strings.TrimPrefix(said+"\n"+reply.Text, "\n")
		}
		if r.Detail.Answer != "" {
			said = strings.TrimPrefix(said+"\n"+r.Detail.Answer, "\n")
		}
		all = append(all, plan.Record{"request": string(r.ID), "kind": string(r.Kind), "received": stamp(r.Received), "state": string(r.State), "reason": string(r.Reason), "text": said})
	}
	return all
}

// entries reads every entry about the person. It holds that of a guardian by a
// pseudonym only, as the record itself does.
func (o *Office) entries(ctx context.Context, l ledger.Lookup) ([]plan.Record, error) {
	var all []plan.Record
	for _, kind := range ledger.Kinds() {
		if !kind.Personal() {
			continue
		}
		at, err := o.Consent.Record.About(ctx, l, kind)
		if err != nil {
			return nil, err
		}
		for _, index := range at {
			r, err := o.Consent.Record.Receipt(ctx, index)
			if err != nil {
				return nil, err
			}
			var leaf ledger.Leaf
			if json.Unmarshal(r.Leaf, &leaf) != nil {
				return nil, errEntry
			}
			all = append(all, plan.Record{"receipt": number(index), "kind": string(kind), "at": stamp(leaf.Time()), "body": string(r.Body)})
		}
	}
	return all, nil
}

var errEntry = fault.New(fault.Internal, "记录中的内容不能解析", "an entry of the record cannot be read")

// shanghai is the time of notices and copies.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(shanghai).Format(time.RFC3339)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
