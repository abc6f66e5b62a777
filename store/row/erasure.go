package row

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// What Case, Progress, Told, Kept and Gone read.
const (
	ReadCases  = `select part, id, request, state, due, body, file_key, file, mark, version, lookup, whose from cases`
	ReadStores = `select part, case_id, store, phase, body, mark, version from case_stores`
	ReadTold   = `select part, case_id, recipient, body, mark, version from case_told`
	ReadKept   = `select part, case_id, ground, declaration, until, sealed, mark, version from kept`
	ReadGone   = `select version, sealed from gone`
)

// A caseBody is a case as its row holds it: without what has rows of its own, and
// without a word of the person.
type caseBody struct {
	erase.Case
	Lookup, Stores, Told, File, Version *struct{} `json:",omitempty"`

	Due *workday.Deadline `json:",omitempty"` // none where it is zero, which has no text
}

// A fileBody is the file of a case as it is sealed.
type fileBody struct {
	erase.File
	Subject string
}

// deadline is d, or nothing for none.
func deadline(d workday.Deadline) *workday.Deadline {
	if d == (workday.Deadline{}) {
		return nil
	}
	return &d
}

func due0(d *workday.Deadline) workday.Deadline {
	if d == nil {
		return workday.Deadline{}
	}
	return *d
}

// Whose is the mark of a case and the person it is about, so that neither gets another.
func (r Reader) Whose(id erase.CaseID, l ledger.Lookup) []byte {
	return r.Mark("cases.whose", 0, string(id), l[:])
}

// CaseBody is a case as it is to be stored, beside its file.
func CaseBody(c erase.Case) ([]byte, error) {
	return json.Marshal(caseBody{Case: c, Due: deadline(c.Due)})
}

// FileBody is the file of a case as it is to be sealed.
func FileBody(f erase.File) ([]byte, error) {
	return json.Marshal(fileBody{File: f, Subject: f.Subject.Raw()})
}

func (r Reader) file(id erase.CaseID, sealedKey, sealed []byte) (erase.File, error) {
	if sealedKey == nil && sealed == nil {
		return erase.File{}, nil
	}
	key, err := r.Keys.Open(sealedKey, []byte(PurposeFileKey+string(id)))
	if err != nil || len(key) != len(ledger.SubjectKey{}) {
		return erase.File{}, ErrDamaged
	}
	plain, err := keys.OpenFor(ledger.SubjectKey(key), sealed, []byte(PurposeFile+string(id)))
	var f fileBody
	if err != nil || json.Unmarshal(plain, &f) != nil {
		return erase.File{}, ErrDamaged
	}
	if f.Subject != "" {
		if f.File.Subject, err = ledger.NewSubject(f.Subject); err != nil {
			return erase.File{}, ErrDamaged
		}
	}
	return f.File, nil
}

// Case reads a case with its opened file, without stores and recipients.
func (r Reader) Case(row Scanner) (erase.Case, error) {
	var part, due, version int64
	var id, request, state, body string
	var fileKey, file, mark, lookup, whose []byte
	if err := row.Scan(&part, &id, &request, &state, &due, &body, &fileKey, &file, &mark, &version, &lookup, &whose); err != nil {
		return erase.Case{}, err
	}
	damaged := fmt.Errorf("%w: the case of entry %d", ErrDamaged, version)
	var b caseBody
	if !r.Marked("cases", mark, version, part, id, request, state, due, body, fileKey, file) || json.Unmarshal([]byte(body), &b) != nil {
		return erase.Case{}, damaged
	}
	c := b.Case
	c.Version, c.Due = version, due0(b.Due)
	if (lookup == nil) != (whose == nil) || lookup != nil && len(lookup) != len(c.Lookup) {
		return erase.Case{}, damaged
	}
	if lookup != nil {
		c.Lookup = ledger.Lookup(lookup)
		if string(whose) != string(r.Whose(c.ID, c.Lookup)) {
			return erase.Case{}, damaged
		}
	}
	f, err := r.file(c.ID, fileKey, file)
	if err != nil {
		return erase.Case{}, damaged
	}
	c.File = f
	return c, nil
}

// Progress reads a store of a case.
func (r Reader) Progress(row Scanner) (id erase.CaseID, p erase.Progress, err error) {
	var part, version int64
	var store, phase, body string
	var mark []byte
	if err := row.Scan(&part, &id, &store, &phase, &body, &mark, &version); err != nil {
		return id, p, err
	}
	if !r.Marked("case_stores", mark, version, part, string(id), store, phase, body) || json.Unmarshal([]byte(body), &p) != nil {
		return id, p, fmt.Errorf("%w: the store of entry %d", ErrDamaged, version)
	}
	p.Version = version
	return id, p, nil
}

// Told reads a recipient of a case.
func (r Reader) Told(row Scanner) (id erase.CaseID, t erase.Told, err error) {
	var part, version int64
	var recipient, body string
	var mark []byte
	if err := row.Scan(&part, &id, &recipient, &body, &mark, &version); err != nil {
		return id, t, err
	}
	if !r.Marked("case_told", mark, version, part, string(id), recipient, body) || json.Unmarshal([]byte(body), &t) != nil {
		return id, t, fmt.Errorf("%w: the recipient of entry %d", ErrDamaged, version)
	}
	t.Version = version
	return id, t, nil
}

// A KeptRow is a row of what is kept.
type KeptRow struct {
	erase.Keep
	Declaration string // in force when it was kept
}

// Kept reads what is kept.
func (r Reader) Kept(row Scanner) (k KeptRow, err error) {
	var part, until, version int64
	var mark []byte
	if err := row.Scan(&part, &k.Case, &k.Under, &k.Declaration, &until, &k.Sealed, &mark, &version); err != nil {
		return k, err
	}
	if !r.Marked("kept", mark, version, part, string(k.Case), k.Under, k.Declaration, until, k.Sealed) {
		return k, fmt.Errorf("%w: what was kept with entry %d", ErrDamaged, version)
	}
	k.Until = Milli(until)
	return k, nil
}

// Gone reads somebody who was forgotten: they stand as if they had never said
// anything, which is what verdicts are to be made from.
func (r Reader) Gone(row Scanner) (m consent.Moved, err error) {
	var sealed []byte
	m.Standing.Consents = consent.Consents{}
	if err := row.Scan(&m.Standing.Version, &sealed); err != nil {
		return m, err
	}
	id, err := r.Keys.Open(sealed, []byte(PurposeGone))
	if err != nil {
		return m, fmt.Errorf("%w: who was forgotten in entry %d", ErrDamaged, m.Standing.Version)
	}
	if m.Subject, err = ledger.NewSubject(string(id)); err != nil {
		return m, fmt.Errorf("%w: who was forgotten in entry %d", ErrDamaged, m.Standing.Version)
	}
	m.Lookup = r.Keys.Installation().Lookup(m.Subject)
	return m, nil
}

// How evidence says that a person's entries are gone, and how many they were.
const (
	OwnStore   = "volens"
	OwnEntries = "entries"
	DeedForget = "forget"
)

// CasePart returns the partition of a case: its id tells nothing of the person's.
func CasePart(id erase.CaseID) int {
	sum := sha256.Sum256([]byte(id))
	return int(sum[0]) % ledger.Partitions
}

// Evidence is what rows are checked by in the body of a piece of evidence.
type Evidence struct {
	Case    erase.CaseID  `json:"case"`
	Trigger erase.Trigger `json:"trigger"`
	Store   string        `json:"store"`
	At      int64         `json:"at"`
	Steps   []struct {
		Holding, Deed string
		Rows          int64
	} `json:"steps"`
	Told []struct{ Recipient string } `json:"told"`
}

// Said reads the body of a piece of evidence.
func Said(body []byte) (e Evidence, ok bool) {
	ok = json.Unmarshal(body, &e) == nil
	return e, ok
}
