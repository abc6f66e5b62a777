package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/row"
)

const selectConsents = `select use_id, fingerprint, declaration, state, at, ask, giver, quality, version
	from consents where part = $1 and lookup = $2`

// Consents returns what the person last said on the named uses, or on all where
// none is named. A use they never spoke on is not in it.
func (s *Store) Consents(ctx context.Context, l ledger.Lookup, uses ...declaration.UseID) (consent.Consents, error) {
	all, err := consentsOf(ctx, s.read, l)
	if err != nil {
		return nil, s.explain(err, "reading consents")
	}
	if len(uses) > 0 {
		maps.DeleteFunc(all, func(use declaration.UseID, _ consent.Consent) bool { return !slices.Contains(uses, use) })
	}
	return all, nil
}

// consentsOf reads what one person said.
func consentsOf(ctx context.Context, q querier, l ledger.Lookup) (consent.Consents, error) {
	rows, err := q.QueryContext(ctx, selectConsents, l.Partition(), l[:])
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := consent.Consents{}
	for rows.Next() {
		c, err := row.Consent(rows)
		if err != nil {
			return nil, err
		}
		all[c.Use] = c
	}
	return all, rows.Err()
}

var noAsk = fault.New(fault.NotFound, "没有这次询问", "there is no such ask")

const (
	selectAsk = `select id, lookup, service, trigger, declaration, choices, age, guardian, at, expires, version
		from asks where part = $1 and id = $2`
	selectAnswers    = `select choice, granted, digest, version from answers where part = $1 and ask = $2`
	selectRecentAsks = `select id, lookup, service, trigger, declaration, choices, age, guardian, at, expires, version
		from asks where part = $1 and lookup = $2 and at >= $3 order by at, version`
	selectRecentAnswers = `select n.ask, n.choice, n.granted, n.digest, n.version from asks a join answers n on n.part = a.part and n.ask = a.id
		where a.part = $1 and a.lookup = $2 and a.at >= $3`
)

// Ask returns an ask and what was answered to it, choice by choice;
// fault.NotFound where there is none, whatever the id looks like.
func (s *Store) Ask(ctx context.Context, id consent.AskID) (consent.Ask, map[consent.ChoiceID]consent.Answered, error) {
	part, ok := row.PartOf(id)
	if !ok {
		return consent.Ask{}, nil, noAsk
	}
	ask, err := row.Ask(s.read.QueryRowContext(ctx, selectAsk, part, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return consent.Ask{}, nil, noAsk
	}
	if err != nil {
		return consent.Ask{}, nil, s.explain(err, "reading an ask")
	}
	answers, err := s.answers(ctx, part, id)
	return ask, answers, s.explain(err, "reading the answers to an ask")
}

func (s *Store) answers(ctx context.Context, part int, id consent.AskID) (map[consent.ChoiceID]consent.Answered, error) {
	rows, err := s.read.QueryContext(ctx, selectAnswers, part, string(id))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := map[consent.ChoiceID]consent.Answered{}
	for rows.Next() {
		var choice consent.ChoiceID
		var a consent.Answered
		if err := rows.Scan(&choice, &a.Granted, &a.Digest, &a.Version); err != nil {
			return nil, err
		}
		all[choice] = a
	}
	return all, rows.Err()
}

// RecentAsks returns the asks that were put to the person since then, over all
// services, oldest first, each with what was answered to it.
func (s *Store) RecentAsks(ctx context.Context, l ledger.Lookup, since time.Time) ([]consent.Past, error) {
	all, err := s.asksSince(ctx, l, since)
	if err != nil || len(all) == 0 {
		return nil, s.explain(err, "reading recent asks")
	}
	// Answers are read after the asks: one that comes in between makes us ask
	// less and not more.
	done, err := s.answeredSince(ctx, l, since)
	if err != nil {
		return nil, s.explain(err, "reading the answers to recent asks")
	}
	for i := range all {
		all[i].Answered = done[all[i].ID]
	}
	return all, nil
}

// An answer names a choice of an ask.
type answer struct {
	ask    consent.AskID
	choice consent.ChoiceID
}

func (s *Store) asksSince(ctx context.Context, l ledger.Lookup, since time.Time) ([]consent.Past, error) {
	rows, err := s.read.QueryContext(ctx, selectRecentAsks, l.Partition(), l[:], since.UnixMilli())
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []consent.Past
	for rows.Next() {
		a, err := row.Ask(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, consent.Past{Ask: a})
	}
	return all, rows.Err()
}

func (s *Store) answeredSince(ctx context.Context, l ledger.Lookup, since time.Time) (map[consent.AskID]map[consent.ChoiceID]consent.Answered, error) {
	rows, err := s.read.QueryContext(ctx, selectRecentAnswers, l.Partition(), l[:], since.UnixMilli())
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	done := map[consent.AskID]map[consent.ChoiceID]consent.Answered{}
	for rows.Next() {
		var at answer
		var a consent.Answered
		if err := rows.Scan(&at.ask, &at.choice, &a.Granted, &a.Digest, &a.Version); err != nil {
			return nil, err
		}
		if done[at.ask] == nil {
			done[at.ask] = map[consent.ChoiceID]consent.Answered{}
		}
		done[at.ask][at.choice] = a
	}
	return done, rows.Err()
}

const selectAbout = `select idx from entries where part = $1 and lookup = $2 and kind = $3 order by idx`

// About returns the log indexes of the entries of a kind about a person, in order.
func (s *Store) About(ctx context.Context, l ledger.Lookup, kind ledger.Kind) ([]int64, error) {
	return listed(ctx, s, func(r row.Scanner) (index int64, err error) {
		err = r.Scan(&index)
		return index, err
	}, selectAbout, l.Partition(), l[:], string(kind))
}
