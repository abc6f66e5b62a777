package redis

import (
	"context"
	"strconv"
	"time"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

const (
	patience = 5 * time.Second        // for a rewriting or a snapshot to end
	pace     = 100 * time.Millisecond // between two looks at it
)

// never stands for: not before somebody does something.
var never = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// Settle has the append-only file rewritten and the snapshot made anew, where Redis
// keeps them and the account may, and waits for the replicas. What remains:
//
//   - aof: the append-only file may hold what was deleted until it is rewritten
//   - rdb: so may the snapshot until the next one
//   - replicas: a replica has not said that it follows
//   - unknown: the account may not ask what is kept
func (s store) Settle(ctx context.Context, _ []string) ([]plan.Remnant, error) {
	about, err := info(ctx, s.c, "persistence")
	if err != nil {
		return []plan.Remnant{{What: "unknown", Gone: never}}, unlessDenied(err)
	}
	var left []plan.Remnant
	if about["aof_enabled"] == "1" && !s.rewritten(ctx) {
		left = append(left, plan.Remnant{What: "aof", Gone: never})
	}
	if s.snapshots(ctx) && !s.snapped(ctx) {
		left = append(left, plan.Remnant{What: "rdb", Gone: never})
	}
	replicas, err := s.replicas(ctx)
	if err != nil {
		return nil, err
	}
	if replicas {
		left = append(left, plan.Remnant{What: "replicas", Gone: never})
	}
	return left, nil
}

// unlessDenied returns nil where the server answered that we may not.
func unlessDenied(err error) error {
	if slug := fault.RuleOf(err); slug == "no-right" || slug == "refused" {
		return nil
	}
	return err
}

// rewritten has the append-only file rewritten, and reports whether it ended. One
// that was running already began before the deed and may hold what was deleted.
func (s store) rewritten(ctx context.Context) bool {
	return s.c.BgRewriteAOF(ctx).Err() == nil && s.ended(ctx, "aof_rewrite_scheduled", "aof_rewrite_in_progress", "aof_last_bgrewrite_status")
}

// snapshots reports whether the server makes any, or may: where it does not say, it
// may.
func (s store) snapshots(ctx context.Context) bool {
	rules, err := s.c.ConfigGet(ctx, "save").Result()
	return err != nil || rules["save"] != ""
}

// snapped makes a snapshot, in the place of the last one, where the server is known
// to make any: one that it never made would be a new copy.
func (s store) snapped(ctx context.Context) bool {
	if rules, err := s.c.ConfigGet(ctx, "save").Result(); err != nil || rules["save"] == "" {
		return false
	}
	return s.c.BgSave(ctx).Err() == nil && s.ended(ctx, "rdb_bgsave_in_progress", "rdb_bgsave_in_progress", "rdb_last_bgsave_status")
}

// ended waits until what runs in the background has ended, and reports whether it
// ended well.
func (s store) ended(ctx context.Context, scheduled, running, outcome string) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		about, err := info(ctx, s.c, "persistence")
		if err != nil {
			return false
		}
		if about[scheduled] != "1" && about[running] != "1" {
			return about[outcome] == "ok"
		}
		pause, stop := context.WithTimeout(ctx, pace)
		<-pause.Done()
		stop()
	}
}

// replicas reports whether there are replicas that did not follow in time.
func (s store) replicas(ctx context.Context) (bool, error) {
	about, err := info(ctx, s.c, "replication")
	if err != nil {
		return false, err
	}
	n, _ := strconv.Atoi(about["connected_slaves"])
	if n == 0 {
		return false, nil
	}
	// WAIT is about what this connection wrote, so that it has to write something:
	// deleting what is not there is not written. The deeds came before, on
	// connections of the same server, and replicas follow in order; what is waited
	// for is a message to all of them.
	conn := s.c.Conn()
	defer func() { _ = conn.Close() }()
	if err := conn.Publish(ctx, "volens", "").Err(); err != nil {
		return true, nil // it may not be told to: then nobody knows
	}
	reached, err := conn.Wait(ctx, n, patience/2).Result()
	return err != nil || reached < int64(n), nil
}
