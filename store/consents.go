package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

const selectConsents = `select use_id, fingerprint, declaration, state, at, ask, version
	from consents where part = $1 and lookup = $2`

// Consents returns what the person last said on the named uses, or on all where
// none is named. A use they never spoke on is not in it.
func (s *Store) Consents(ctx context.Context, l ledger.Lookup, uses ...declaration.UseID) (consent.Consents, error) {
	rows, err := s.read.QueryContext(ctx, selectConsents, l.Partition(), l[:])
	if err != nil {
		return nil, s.explain(err, "reading consents")
	}
	defer func() { _ = rows.Close() }()
	all := consent.Consents{}
	for rows.Next() {
		var c consent.Consent
		var at int64
		if err := rows.Scan(&c.Use, &c.Fingerprint, &c.Declaration, &c.State, &at, &c.Ask, &c.Version); err != nil {
			return nil, s.explain(err, "reading consents")
		}
		c.At = milli(at)
		if len(uses) == 0 || slices.Contains(uses, c.Use) {
			all[c.Use] = c
		}
	}
	return all, s.explain(rows.Err(), "reading consents")
}

var noAsk = fault.New(fault.NotFound, "没有这次询问", "there is no such ask")

// maxAskID is longer than any ask id.
const maxAskID = 64

// partOf returns the subject partition that an ask id begins with: "07-…".
func partOf(id consent.AskID) (part int, ok bool) {
	if len(id) < 4 || len(id) > maxAskID || id[2] != '-' {
		return 0, false
	}
	for _, c := range []byte(id) {
		if c <= ' ' || c > '~' {
			return 0, false
		}
	}
	a, b := int(id[0]-'0'), int(id[1]-'0')
	part = a*10 + b
	return part, a >= 0 && a <= 9 && b >= 0 && b <= 9 && part < ledger.Partitions
}

const (
	selectAsk = `select id, lookup, service, trigger, declaration, choices, at, expires, version
		from asks where part = $1 and id = $2`
	selectAnswers    = `select choice, granted, digest, version from answers where part = $1 and ask = $2`
	selectRecentAsks = `select id, lookup, service, trigger, declaration, choices, at, expires, version
		from asks where part = $1 and lookup = $2 and at >= $3 order by at, version`
	selectRecentAnswers = `select n.ask, n.choice from asks a join answers n on n.part = a.part and n.ask = a.id
		where a.part = $1 and a.lookup = $2 and a.at >= $3`
)

// Ask returns an ask and what was answered to it, choice by choice;
// fault.NotFound where there is none, whatever the id looks like.
func (s *Store) Ask(ctx context.Context, id consent.AskID) (consent.Ask, map[consent.ChoiceID]consent.Answered, error) {
	part, ok := partOf(id)
	if !ok {
		return consent.Ask{}, nil, noAsk
	}
	ask, err := scanAsk(s.read.QueryRowContext(ctx, selectAsk, part, string(id)))
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

// scanAsk reads a row of asks.
func scanAsk(row interface{ Scan(...any) error }) (consent.Ask, error) {
	var a consent.Ask
	var lookup []byte
	var choices string
	var at, expires int64
	if err := row.Scan(&a.ID, &lookup, &a.Service, &a.Trigger, &a.Declaration, &choices, &at, &expires, &a.Version); err != nil {
		return consent.Ask{}, err
	}
	if len(lookup) != len(a.Lookup) || json.Unmarshal([]byte(choices), &a.Choices) != nil {
		return consent.Ask{}, fmt.Errorf("%w: the ask of entry %d", errDamaged, a.Version)
	}
	// What is read must be what was written, to the byte: a reader that passes
	// over strange keys would show people one thing and auditors another.
	if written, err := json.Marshal(a.Choices); err != nil || string(written) != choices {
		return consent.Ask{}, fmt.Errorf("%w: the ask of entry %d", errDamaged, a.Version)
	}
	a.Lookup = ledger.Lookup(lookup)
	a.At, a.Expires = milli(at), milli(expires)
	return a, nil
}

// RecentAsks returns the asks of the service that were put to the person since
// then, oldest first, with those choices that were left unanswered.
func (s *Store) RecentAsks(ctx context.Context, l ledger.Lookup, service string, since time.Time) ([]consent.Ask, error) {
	asks, err := s.asksSince(ctx, l, service, since)
	if err != nil || len(asks) == 0 {
		return nil, s.explain(err, "reading recent asks")
	}
	// Answers are read after the asks: one that comes in between makes us ask
	// less and not more.
	done, err := s.answeredSince(ctx, l, since)
	if err != nil {
		return nil, s.explain(err, "reading the answers to recent asks")
	}
	var open []consent.Ask
	for _, a := range asks {
		a.Choices = slices.DeleteFunc(a.Choices, func(c consent.Choice) bool { return done[answer{a.ID, c.ID}] })
		if len(a.Choices) > 0 {
			open = append(open, a)
		}
	}
	return open, nil
}

// An answer names a choice of an ask.
type answer struct {
	ask    consent.AskID
	choice consent.ChoiceID
}

func (s *Store) asksSince(ctx context.Context, l ledger.Lookup, service string, since time.Time) ([]consent.Ask, error) {
	rows, err := s.read.QueryContext(ctx, selectRecentAsks, l.Partition(), l[:], since.UnixMilli())
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []consent.Ask
	for rows.Next() {
		a, err := scanAsk(rows)
		if err != nil {
			return nil, err
		}
		if a.Service == service {
			all = append(all, a)
		}
	}
	return all, rows.Err()
}

func (s *Store) answeredSince(ctx context.Context, l ledger.Lookup, since time.Time) (map[answer]bool, error) {
	rows, err := s.read.QueryContext(ctx, selectRecentAnswers, l.Partition(), l[:], since.UnixMilli())
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	done := map[answer]bool{}
	for rows.Next() {
		var a answer
		if err := rows.Scan(&a.ask, &a.choice); err != nil {
			return nil, err
		}
		done[a] = true
	}
	return done, rows.Err()
}
