package row

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

// A requestBody is a request as it is sealed: what names the person stands beside
// it, and whose guardian asks is no text of the person's.
type requestBody struct {
	rights.Request
	Lookup, Subject, Version *struct{} `json:",omitempty"`

	By     []byte      `json:",omitempty"`
	Clocks []clockBody `json:",omitempty"`
}

// A clockBody is a clock, which may have no last day.
type clockBody struct {
	rights.Clock
	Due *workday.Deadline `json:"due,omitempty"`
}

// RequestPurpose is what the body of a request is bound to.
func RequestPurpose(l ledger.Lookup, id rights.RequestID) []byte {
	return []byte(PurposeRequest + string(l[:]) + string(id))
}

// ReadRequests reads requests as Request does. The table is r.
const ReadRequests = `select r.part, r.id, r.lookup, r.kind, r.state, r.ended, r.entered, r.due, r.body, r.mark, r.version, p.sealed_key, p.sealed_id
	from requests r left join persons p on p.part = r.part and p.lookup = r.lookup`

// RequestBody is a request as it is to be sealed.
func RequestBody(r rights.Request) ([]byte, error) {
	b := requestBody{Request: r}
	for _, c := range r.Clocks {
		b.Clocks = append(b.Clocks, clockBody{c, deadline(c.Due)})
	}
	if !r.By.IsZero() {
		b.By = r.By[:]
	}
	return json.Marshal(b)
}

// Request reads and opens a request.
func (r Reader) Request(row Scanner) (q rights.Request, err error) {
	var part, entered, due, version int64
	var lookup, body, mark, sealedKey, sealedID []byte
	var ended bool
	if err := row.Scan(&part, &q.ID, &lookup, &q.Kind, &q.State, &ended, &entered, &due, &body, &mark, &version, &sealedKey, &sealedID); err != nil {
		return q, err
	}
	damaged := fmt.Errorf("%w: the request of entry %d", ErrDamaged, version)
	l, ok := LookupOf(lookup, int(part))
	if !ok || !r.Marked("requests", mark, version, part, string(q.ID), lookup, string(q.Kind), string(q.State), ended, entered, due, body) {
		return rights.Request{}, damaged
	}
	plain, who, err := r.Open(l, sealedKey, sealedID, body, RequestPurpose(l, q.ID))
	var b requestBody
	if err != nil || json.Unmarshal(plain, &b) != nil || b.Request.ID != q.ID || len(b.By) > 0 && len(b.By) != len(l) {
		return rights.Request{}, damaged
	}
	q = b.Request
	q.Lookup, q.Subject, q.Version = l, who.Subject, version
	for _, c := range b.Clocks {
		c.Clock.Due = due0(c.Due)
		q.Clocks = append(q.Clocks, c.Clock)
	}
	copy(q.By[:], b.By)
	return q, nil
}

// What Code and Archive read. The tables are c and a.
const (
	ReadCodes = `select c.part, c.request, c.lookup, c.hash, c.expires, c.attempts, c.mark, c.version, p.created_at
		from request_codes c left join persons p on p.part = c.part and p.lookup = c.lookup`
	ReadArchives = `select a.part, a.request, a.lookup, a.expires, a.name, a.body, a.mark, a.version, p.sealed_key, p.sealed_id
		from archives a left join persons p on p.part = a.part and p.lookup = a.lookup`
)

// Code reads a one-time code, of somebody who is there.
func (r Reader) Code(row Scanner) (c rights.SetCode, err error) {
	var part, expires, attempts, version int64
	var lookup, mark []byte
	var person sql.NullInt64
	if err := row.Scan(&part, &c.Request, &lookup, &c.Hash, &expires, &attempts, &mark, &version, &person); err != nil {
		return c, err
	}
	l, ok := LookupOf(lookup, int(part))
	if !ok || !person.Valid && !l.IsZero() || !r.Marked("request_codes", mark, version, part, string(c.Request), lookup, c.Hash, expires, attempts) {
		return c, fmt.Errorf("%w: the code of entry %d", ErrDamaged, version)
	}
	c.Lookup, c.Expires, c.Attempts = l, Milli(expires), int(attempts)
	return c, nil
}

// Archive reads and opens a finished copy.
func (r Reader) Archive(row Scanner) (a rights.NewArchive, err error) {
	var part, expires, version int64
	var lookup, name, body, mark, sealedKey, sealedID []byte
	if err := row.Scan(&part, &a.Request, &lookup, &expires, &name, &body, &mark, &version, &sealedKey, &sealedID); err != nil {
		return a, err
	}
	damaged := fmt.Errorf("%w: the copy of entry %d", ErrDamaged, version)
	l, ok := LookupOf(lookup, int(part))
	if !ok || !r.Marked("archives", mark, version, part, string(a.Request), lookup, expires, name, body) {
		return a, damaged
	}
	text, _, err := r.Open(l, sealedKey, sealedID, name, ArchivePurpose(l, a.Request, true))
	if err != nil {
		return a, damaged
	}
	if a.Body, _, err = r.Open(l, sealedKey, sealedID, body, ArchivePurpose(l, a.Request, false)); err != nil {
		return a, damaged
	}
	a.Lookup, a.Name, a.Expires = l, string(text), Milli(expires)
	return a, nil
}

// ArchivePurpose is what the name of a finished copy, or its body, is bound to.
func ArchivePurpose(l ledger.Lookup, id rights.RequestID, name bool) []byte {
	if name {
		return []byte(PurposeArchiveName + string(l[:]) + string(id))
	}
	return []byte(PurposeArchive + string(l[:]) + string(id))
}

// Requested is the part of an entry's body that names the request.
type Requested struct {
	Request rights.RequestID `json:"request"`
}
