package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/store/row"
)

var (
	noRequest = fault.New(fault.NotFound, "没有这项请求", "there is no such request")
	noCode    = fault.New(fault.NotFound, "没有待核对的验证码", "no code is waiting to be checked")
	noArchive = fault.New(fault.NotFound, "没有这份副本，或已过期", "there is no such copy, or it has expired")
)

// whenever is the due time of what has no last day: the end of 9999.
const whenever int64 = 253402300799999

func (w *writer) request(ctx context.Context, to *table, r rights.Request) ([]write, error) {
	part, ok := row.PartOf(r.ID)
	if !ok || part != r.Lookup.Partition() {
		return nil, internal.Because(errors.New("the id of a request does not begin with the person's partition"))
	}
	seal, err := w.sealer(ctx, r.Lookup)
	if err != nil {
		return nil, err
	}
	plain, err := row.RequestBody(r)
	if err != nil {
		return nil, internal.Because(fmt.Errorf("writing a request: %w", row.ErrDamaged)) // the cause could quote it
	}
	v := w.requestVersion(r.Lookup, r.ID)
	w.order.wrote = append(w.order.wrote, wrote{rowKey{ofRequest, string(r.ID)}, v})
	return cleanly(to, []string{string(r.Kind), string(r.State)}, w.marking("requests", v,
		int64(part), string(r.ID), r.Lookup[:], string(r.Kind), string(r.State), !r.Open(), r.Entered.UnixMilli(), dueOf(r),
		seal(plain, row.RequestPurpose(r.Lookup, r.ID)))...)
}

// dueOf is when the first clock of a request ends, in UTC milliseconds.
func dueOf(r rights.Request) int64 {
	due := whenever
	for _, c := range r.Clocks {
		if !c.Due.At.IsZero() { // some have no last day
			due = min(due, c.Due.At.UnixMilli())
		}
	}
	return due
}

// requestVersion is the place of the last entry about a request; where no entry
// names it, that of the first about the person.
func (w *writer) requestVersion(l ledger.Lookup, id rights.RequestID) version {
	at := w.version(l, ledger.KindRequest)
	for i, e := range w.change.Entries {
		var b row.Requested
		if e.Leaf.Kind == ledger.KindRequest && json.Unmarshal(e.Body, &b) == nil && b.Request == id {
			at = version(i)
		}
	}
	return at
}

func (w *writer) code(c rights.SetCode) ([]write, error) {
	part, ok := row.PartOf(c.Request)
	if !ok || part != c.Lookup.Partition() {
		return nil, internal.Because(errors.New("the code is of a request of another person"))
	}
	if len(c.Hash) == 0 {
		return []write{{dropCode, []any{int64(part), string(c.Request)}}}, nil
	}
	if !c.Lookup.IsZero() {
		w.order.needs = append(w.order.needs, c.Lookup)
	}
	return cleanly(setCodes, nil, w.marking("request_codes", w.requestVersion(c.Lookup, c.Request),
		int64(part), string(c.Request), c.Lookup[:], c.Hash, c.Expires.UnixMilli(), int64(c.Attempts))...)
}

func (w *writer) archive(ctx context.Context, a rights.NewArchive) ([]write, error) {
	part, ok := row.PartOf(a.Request)
	if !ok || part != a.Lookup.Partition() {
		return nil, internal.Because(errors.New("the copy is of a request of another person"))
	}
	seal, err := w.sealer(ctx, a.Lookup)
	if err != nil {
		return nil, err
	}
	return cleanly(setArchives, nil, w.marking("archives", w.requestVersion(a.Lookup, a.Request),
		int64(part), string(a.Request), a.Lookup[:], a.Expires.UnixMilli(), seal([]byte(a.Name), row.ArchivePurpose(a.Lookup, a.Request, true)), seal(a.Body, row.ArchivePurpose(a.Lookup, a.Request, false)))...)
}

var dropCode = undoing(`delete from request_codes where part = $1 and request = $2`)

const (
	selectRequest    = row.ReadRequests + ` where r.part = $1 and r.id = $2`
	selectRequestsOf = row.ReadRequests + ` where r.part = $1 and r.lookup = $2 order by r.entered desc, r.id`
	selectOpen       = row.ReadRequests + ` where not r.ended order by r.due, r.id limit $1`
	selectAfter      = row.ReadRequests + ` where not r.ended and (r.part > $1 or r.part = $1 and r.id > $2) order by r.part, r.id limit $3`
	selectCode       = row.ReadCodes + ` where c.part = $1 and c.request = $2`
	selectArchive    = row.ReadArchives + ` where a.part = $1 and a.request = $2`
	countRequests    = `select kind, state, count(*), min(due) from requests group by kind, state order by kind, state`
)

// Request returns a request as it stands; fault.NotFound where there is none,
// whatever the id looks like.
func (s *Store) Request(ctx context.Context, id rights.RequestID) (rights.Request, error) {
	part, ok := row.PartOf(id)
	if !ok {
		return rights.Request{}, noRequest
	}
	r, err := s.rows.Request(s.read.QueryRowContext(ctx, selectRequest, part, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return rights.Request{}, noRequest
	}
	return r, s.explain(err, "reading a request")
}

// RequestsOf lists the requests of a person, the one that was entered last at the
// head.
func (s *Store) RequestsOf(ctx context.Context, l ledger.Lookup) ([]rights.Request, error) {
	return listed(ctx, s, s.rows.Request, selectRequestsOf, l.Partition(), l[:])
}

// OpenRequests lists the requests that have not ended, the one that is due first at
// the head.
func (s *Store) OpenRequests(ctx context.Context, limit int) ([]rights.Request, error) {
	return listed(ctx, s, s.rows.Request, selectOpen, limit)
}

// OpenAfter lists the requests that have not ended in the order of their ids, from
// the one after this; "" is the beginning.
func (s *Store) OpenAfter(ctx context.Context, after rights.RequestID, limit int) ([]rights.Request, error) {
	part, ok := row.PartOf(after)
	if !ok {
		part, after = -1, ""
	}
	return listed(ctx, s, s.rows.Request, selectAfter, part, string(after), limit)
}

// Code returns the one-time code of a request; fault.NotFound where none is set.
// Whether it has expired is for the caller.
func (s *Store) Code(ctx context.Context, id rights.RequestID) (rights.SetCode, error) {
	part, ok := row.PartOf(id)
	if !ok {
		return rights.SetCode{}, noCode
	}
	c, err := s.rows.Code(s.read.QueryRowContext(ctx, selectCode, part, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return rights.SetCode{}, noCode
	}
	return c, s.explain(err, "reading a code")
}

// Archive returns the finished copy of a request, opened; fault.NotFound where
// there is none, or it expired by now.
func (s *Store) Archive(ctx context.Context, id rights.RequestID, now time.Time) (rights.NewArchive, error) {
	part, ok := row.PartOf(id)
	if !ok {
		return rights.NewArchive{}, noArchive
	}
	a, err := s.rows.Archive(s.read.QueryRowContext(ctx, selectArchive, part, string(id)))
	if errors.Is(err, sql.ErrNoRows) || err == nil && !now.Before(a.Expires) {
		return rights.NewArchive{}, noArchive
	}
	return a, s.explain(err, "reading a copy")
}

// A RequestCount is how many requests of a kind are in a state.
type RequestCount struct {
	Kind  rights.Kind
	State rights.State
	Count int64
	Due   time.Time // of the one that is due first; the end of 9999 where none has a last day
}

// CountRequests returns how many requests there are, by kind and state.
func (s *Store) CountRequests(ctx context.Context) ([]RequestCount, error) {
	return listed(ctx, s, func(r row.Scanner) (c RequestCount, err error) {
		var due int64
		err = r.Scan(&c.Kind, &c.State, &c.Count, &due)
		c.Due = row.Milli(due)
		return c, err
	}, countRequests)
}
