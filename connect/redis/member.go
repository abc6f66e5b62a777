package redis

import (
	"context"
	"errors"

	goredis "github.com/redis/go-redis/v9"
)

// memberships returns the members of the keys that are identifiers of the goal.
func memberships(ctx context.Context, c goredis.Cmdable, g goal, there []match, taken map[string]bool) ([]match, error) {
	var asked []match
	for _, m := range there {
		switch {
		case taken[m.key]: // all of it goes already
		case m.kind == "string" || m.kind == "stream":
			return nil, errTarget
		default:
			asked = append(asked, m)
		}
	}
	var all []match
	for _, m := range asked {
		for ids := g.members; len(ids) > 0; ids = ids[min(batch, len(ids)):] {
			found, err := membersOf(ctx, c, m, ids[:min(batch, len(ids))])
			if err != nil {
				return nil, err
			}
			if found.times > 0 {
				all = append(all, found)
			}
		}
	}
	return all, nil
}

// membersOf asks one key for some identifiers.
func membersOf(ctx context.Context, c goredis.Cmdable, m match, ids []string) (match, error) {
	cmds, err := c.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for _, id := range ids {
			ask(ctx, p, m, id)
		}
		return nil
	})
	if err != nil && !errors.Is(err, goredis.Nil) {
		return match{}, failed(err)
	}
	m.times, m.members = 0, []string{}
	for i, cmd := range cmds {
		n, err := occurrences(cmd)
		if err != nil {
			return match{}, failed(err)
		}
		if n > 0 {
			m.times += n
			m.members = append(m.members, ids[i])
		}
	}
	return m, nil
}

// ask asks whether an identifier is a member of a key.
func ask(ctx context.Context, p goredis.Pipeliner, m match, id string) {
	switch m.kind {
	case "set":
		p.SIsMember(ctx, m.key, id)
	case "zset":
		p.ZScore(ctx, m.key, id)
	case "list":
		p.LPosCount(ctx, m.key, id, 0, goredis.LPosArgs{})
	default:
		p.HExists(ctx, m.key, id)
	}
}

// occurrences reads the answer to ask.
func occurrences(cmd goredis.Cmder) (int64, error) {
	if err := cmd.Err(); err != nil && !errors.Is(err, goredis.Nil) {
		return 0, err
	}
	switch answer := cmd.(type) {
	case *goredis.BoolCmd:
		if answer.Val() {
			return 1, nil
		}
	case *goredis.FloatCmd:
		if answer.Err() == nil {
			return 1, nil
		}
	case *goredis.IntSliceCmd:
		return int64(len(answer.Val())), nil
	}
	return 0, nil
}

// remove takes members out of a key.
func (m match) remove(ctx context.Context, p goredis.Pipeliner) {
	members := make([]any, len(m.members))
	for i, id := range m.members {
		members[i] = id
	}
	switch m.kind {
	case "set":
		p.SRem(ctx, m.key, members...)
	case "zset":
		p.ZRem(ctx, m.key, members...)
	case "list":
		for _, id := range m.members {
			p.LRem(ctx, m.key, 0, id)
		}
	default:
		p.HDel(ctx, m.key, m.members...)
	}
}
