package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/row"
)

// evidence keeps a body beside the leaf that holds its hash.
func (w *writer) evidence(e erase.NewEvidence) ([]write, error) {
	digest := ledger.Digest(e.Body)
	at := slices.IndexFunc(w.change.Entries, func(x ledger.Entry) bool { return x.Leaf.Evidence == digest })
	if at < 0 {
		return nil, internal.Because(errors.New("no entry of the change holds the hash of its evidence"))
	}
	if len(e.Body) > ledger.MaxBody {
		return nil, badText
	}
	return cleanly(evidenceTable, []string{string(e.Case)}, int64(row.CasePart(e.Case)), string(e.Case), version(at), string(e.Body))
}

// proved refuses a change with the hash of evidence and without the evidence: it
// could never be shown.
func (w *writer) proved() error {
	for _, entry := range w.change.Entries {
		if entry.Leaf.Evidence == "" {
			continue
		}
		if !slices.ContainsFunc(w.change.Rows, func(r ledger.Row) bool {
			e, ok := r.(erase.NewEvidence)
			return ok && ledger.Digest(e.Body) == entry.Leaf.Evidence
		}) {
			return internal.Because(errors.New("the evidence of an entry is not in its change"))
		}
	}
	return nil
}

const (
	selectEvidence = `select v.idx, v.body, l.leaf from evidence v left join leaves l on l.idx = v.idx
		where v.part = $1 and v.case_id = $2 order by v.idx`
)

// Evidence returns the evidence of a case in order, each with its place in the
// record. What does not have the hash that its leaf holds is an error. The case ""
// has what was erased of many people at once.
func (s *Store) Evidence(ctx context.Context, id erase.CaseID) ([]erase.Proved, error) {
	if !clean(string(id)) {
		return nil, nil
	}
	return listed(ctx, s, func(r row.Scanner) (p erase.Proved, err error) {
		var body, text string
		if err := r.Scan(&p.Index, &body, &text); err != nil {
			return p, err
		}
		leaf, err := ledger.ParseLeaf([]byte(text))
		if err != nil || leaf.Evidence != ledger.Digest([]byte(body)) {
			return p, fmt.Errorf("%w: the evidence of entry %d", row.ErrDamaged, p.Index)
		}
		p.Body = []byte(body)
		return p, nil
	}, selectEvidence, row.CasePart(id), string(id))
}

// What a piece of evidence of ours says was done: rows of a person's entries
// forgotten, and what was kept destroyed on its day.
const (
	ownKept      = "kept"
	deedDestroy  = "destroy"
	keptIsOver   = "kept-until-reached"
	broughtAgain = "brought-back"
)

// proof returns the entry and the row of a piece of evidence of ours.
func proof(e erase.Evidence, declaration string) (ledger.Entry, erase.NewEvidence, error) {
	e.V, e.Store = 1, row.OwnStore
	body, err := ledger.Canonical(e)
	if err != nil {
		return ledger.Entry{}, erase.NewEvidence{}, err
	}
	entry, err := ledger.EvidenceEntry(row.Milli(e.At), declaration, body)
	return entry, erase.NewEvidence{Case: e.Case, Body: body}, err
}
