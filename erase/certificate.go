package erase

import (
	"context"
	"encoding/json"
	"slices"
)

// Certificate is what the person is given when a case is closed, and what an
// officer shows before: the evidence, with its places in the record.
//
// Errors: fault.NotFound where there is no such case.
func (r *Runner) Certificate(ctx context.Context, id CaseID) (Certificate, error) {
	c, err := r.Book.Case(ctx, id)
	if err != nil {
		return Certificate{}, err
	}
	all, err := r.Book.Evidence(ctx, id)
	if err != nil {
		return Certificate{}, err
	}
	return Certificate{Case: c.ID, Trigger: c.Trigger, State: c.State, Reason: c.Reason, Event: c.Event, Due: c.Due.At, Ended: c.Ended,
		Stores: c.Stores, Told: c.Told, Evidence: all, Kept: keptIn(all)}, nil
}

// Opened opens evidence. What is no evidence is left out: its leaf still stands.
func Opened(all []Proved) []Evidence {
	var out []Evidence
	for _, p := range all {
		var e Evidence
		if json.Unmarshal(p.Body, &e) == nil {
			out = append(out, e)
		}
	}
	return out
}

// keptIn is what grounds keep, as the latest evidence of each place says.
func keptIn(all []Proved) []Kept {
	var kept []Kept
	for _, e := range Opened(all) {
		for _, k := range e.Keeps {
			kept = slices.DeleteFunc(kept, func(old Kept) bool { return old.Store == k.Store && old.Holding == k.Holding })
			kept = append(kept, k)
		}
	}
	return kept
}
