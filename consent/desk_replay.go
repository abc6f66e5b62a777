package consent

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// Shown records that an ask was seen, or closed without an answer, and returns
// the person's version afterwards. The same report again changes nothing,
// whatever its clocks say; see See for what is refused.
func (k *Desk) Shown(ctx context.Context, id AskID, seen Seen, now time.Time) (version int64, err error) {
	err = k.retry(func() error {
		past, p, party, err := k.put(ctx, id, ledger.Lookup{})
		if err != nil {
			return err
		}
		n, err := ledger.NewNonce(k.Random)
		if err != nil {
			return err
		}
		c, err := See(past.Ask, seen, party, n, now)
		if err != nil {
			return err
		}
		word := mark(p, "shown", seen.word(id))
		_, _, again, err := k.People.Once(ctx, p.Identity.Lookup, word)
		if version = p.Version; err != nil || again {
			return err
		}
		done, err := k.commit(ctx, p, remember(c, p, word, hash([]byte(word)), string(id)))
		version = done.First
		return err
	})
	return version, err
}

// A Replay is everything about one ask as the record has it: what was put, to the
// word and in order, under which version of the declaration, how it was shown,
// and how and when it was answered or left.
type Replay struct {
	Ask     Ask
	Shown   []Recorded[ShownBody]
	Answers []Recorded[AnswerBody]
	Left    []ChoiceID // without an answer
}

// A Recorded is the body of an entry, with its place and time in the record.
type Recorded[Body any] struct {
	Version int64 // log index: its receipt proves it
	At      time.Time
	Body    Body
}

// Replay gives back an ask as it was. Everything in it but the ask itself is read
// from receipts, and so is what can be proved.
func (k *Desk) Replay(ctx context.Context, id AskID) (Replay, error) {
	ask, answered, err := k.People.Ask(ctx, id)
	if err != nil {
		return Replay{}, err
	}
	r := Replay{Ask: ask}
	var at []int64
	for _, c := range ask.Choices {
		if a, ok := answered[c.ID]; ok {
			at = append(at, a.Version)
		} else {
			r.Left = append(r.Left, c.ID)
		}
	}
	slices.Sort(at)
	if r.Answers, err = recorded[AnswerBody](ctx, k.Record, slices.Compact(at)); err != nil {
		return Replay{}, err
	}
	seen, err := k.Record.About(ctx, ask.Lookup, ledger.KindShown)
	if err != nil {
		return Replay{}, err
	}
	seen = slices.DeleteFunc(seen, func(index int64) bool { return index < ask.Version })
	shown, err := recorded[ShownBody](ctx, k.Record, seen)
	r.Shown = slices.DeleteFunc(shown, func(s Recorded[ShownBody]) bool { return s.Body.Ask != id })
	return r, err
}

func recorded[Body any](ctx context.Context, from Record, at []int64) ([]Recorded[Body], error) {
	var all []Recorded[Body]
	for _, index := range at {
		r, err := from.Receipt(ctx, index)
		if err != nil {
			return nil, err
		}
		x := Recorded[Body]{Version: index}
		var leaf ledger.Leaf
		if json.Unmarshal(r.Leaf, &leaf) != nil || json.Unmarshal(r.Body, &x.Body) != nil {
			return nil, fault.New(fault.Internal, "记录中的内容不能解析", "an entry of the record cannot be read")
		}
		x.At = leaf.Time()
		all = append(all, x)
	}
	return all, nil
}
