package erase

import (
	"time"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
)

// change makes a step of a case a change: its rows, the evidence beside them, and
// one leaf that holds the hash of the evidence.
func change(c Case, e Evidence, now time.Time, rows ...ledger.Row) (ledger.Change, error) {
	e.V, e.Case, e.Trigger, e.At = 1, c.ID, c.Trigger, now.UnixMilli()
	body, err := ledger.Canonical(e)
	if err != nil {
		return ledger.Change{}, err
	}
	entry, err := ledger.EvidenceEntry(now, c.Declaration, body)
	if err != nil {
		return ledger.Change{}, err
	}
	return ledger.NewChange(entry).Writing(rows...).Writing(NewEvidence{Case: c.ID, Body: body}), nil
}

// expects makes a change hold only as long as the rows that it writes are as they
// were read.
func (c Case) expects(ch ledger.Change) ledger.Change {
	for _, r := range ch.Rows {
		switch r := r.(type) {
		case NewCase:
			ch = ch.Expecting(ledger.Expectation{Of: r.RowOf(), Key: string(c.ID), Version: ledger.Absent})
		case SetCase:
			ch = ch.Expecting(ledger.Expectation{Of: r.RowOf(), Key: string(c.ID), Version: c.Version})
		case SetProgress:
			was, _ := c.progress(r.Progress.Store)
			ch = ch.Expecting(ledger.Expectation{Of: r.RowOf(), Key: string(c.ID) + "/" + was.Store, Version: was.Version})
		case SetTold:
			was, _ := c.told(r.Told.Recipient)
			ch = ch.Expecting(ledger.Expectation{Of: r.RowOf(), Key: string(c.ID) + "/" + was.Recipient, Version: was.Version})
		}
	}
	return ch
}

// standing makes a change hold only as long as no store of the case came further since
// it was read, except one.
func (c Case) standing(ch ledger.Change, except string) ledger.Change {
	for _, p := range c.Stores {
		if p.Store != except {
			ch = ch.Expecting(ledger.Expectation{Of: SetProgress{}.RowOf(), Key: string(c.ID) + "/" + p.Store, Version: p.Version})
		}
	}
	return ch
}

// about is evidence of one store as it is now.
func (p Progress) about() Evidence {
	return Evidence{Store: p.Store, Phase: p.Phase, Reason: p.Reason, Looked: p.By}
}

// step is a deed in evidence.
func stepOf(a *plan.Action, counted, rows int64) Step {
	s := Step{Holding: a.Target.Holding, Deed: deedOf(a), Counted: counted, Rows: rows}
	for column := range a.Deed.Change {
		s.Fields = append(s.Fields, column)
	}
	return s.sorted()
}

func deedOf(a *plan.Action) string {
	switch {
	case a.Keep != nil:
		return "keep"
	case a.Deed.Change == nil:
		return "delete"
	}
	return "anonymise"
}
