package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

var lostGraves = fault.New(fault.Invalid, "密钥目录里的墓碑比数据库知道的少：已删除的人可能重新出现，拒绝启动",
	"the key folder has fewer tombstones than the database knows of: erased people could come back, refused").
	WithFix("把 keys 目录下的 tombstones 文件从它的备份放回；多个节点须共用一个 keys 目录", "put the file tombstones in the key folder back from its backup; several nodes share one key folder")

// metaGraves is the highest number of a tombstone that was ever issued.
const metaGraves = "tombstones"

// Tombstones are what Graves and ReErase work with; internal/keys has them.
type Tombstones interface {
	erase.Graves
	// Highest returns the highest number that was ever issued.
	Highest() (int64, error)
	// Begin makes an empty file where there is none; Began reports whether there is one.
	Begin() error
	Began() (bool, error)
}

// graves also notes in the database how many tombstones there are.
type graves struct {
	erase.Graves
	store *Store
}

// Graves returns the tombstones for whoever erases: the database remembers how many
// there are, so that ReErase notices where some are missing.
func (s *Store) Graves(t Tombstones) erase.Graves { return graves{t, s} }

// Bury keeps a tombstone, and only then notes its number: a note that is missing
// after a crash does no harm, a tombstone that is missing would.
func (g graves) Bury(t erase.Tombstone) (int64, error) {
	n, err := g.Graves.Bury(t)
	if err != nil {
		return 0, err
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	if err := g.store.canWrite(); err != nil {
		return 0, err
	}
	if _, err := g.store.write.ExecContext(ctx, raiseMeta, metaGraves, strconv.FormatInt(n, 10)); err != nil {
		return 0, g.store.explain(err, "noting a tombstone")
	}
	return n, nil
}

// CheckGraves refuses to go on where the database knows of more tombstones than
// were ever issued in the key folder, or of a file that is not there: a backup from
// before the first erasure knows of none, and would bring everybody back.
//
// Errors: fault.Invalid, with what to do.
func (s *Store) CheckGraves(ctx context.Context, t Tombstones) error {
	var known int64
	err := s.read.QueryRowContext(ctx, `select cast(value as bigint) from meta where key = $1`, metaGraves).Scan(&known)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return s.explain(err, "reading how many tombstones there are")
	}
	began, err := t.Began()
	if err != nil {
		return err
	}
	issued, err := t.Highest()
	if err == nil && (!began || issued < known) {
		return lostGraves.Because(fmt.Errorf("%d of %d", issued, known))
	}
	return err
}

// createdAt is when a person was stored, or none.
const createdAt = `select created_at from persons where part = $1 and lookup = $2`

// BroughtBack returns those tombstones of whole people who are in this database
// again, stored at or before the tombstone's time: a backup brought them back.
// Whoever registered anew since then is not among them, nor is anybody whose
// erasure is still open here, for it goes on by itself.
func (s *Store) BroughtBack(ctx context.Context, stones []erase.Tombstone) (back []erase.Tombstone, err error) {
	for _, t := range stones {
		if len(t.Scope.Uses) > 0 || t.Subject == "" {
			continue
		}
		who, err := ledger.NewSubject(t.Subject)
		if err != nil {
			return nil, changed.Because(fmt.Errorf("tombstone %d", t.Number))
		}
		l := s.keys.Installation().Lookup(who)
		var created int64
		switch err := s.read.QueryRowContext(ctx, createdAt, l.Partition(), l[:]).Scan(&created); {
		case errors.Is(err, sql.ErrNoRows):
			continue
		case err != nil:
			return nil, s.explain(err, "looking for people who came back")
		}
		open, err := s.isOpen(ctx, t.Case)
		if err != nil {
			return nil, err
		}
		if created <= t.At.UnixMilli() && !open {
			back = append(back, t)
		}
	}
	return back, nil
}

func (s *Store) isOpen(ctx context.Context, id erase.CaseID) (bool, error) {
	c, err := s.Case(ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil && c.Ended.IsZero(), err
}

// ReErase is for the start of a server, before it serves: it refuses where
// tombstones are missing, and forgets again whom a backup brought back, each in a
// change that says so. It returns how many there were. Other stores are for
// erase.Runner.Again.
func (s *Store) ReErase(ctx context.Context, t Tombstones, now time.Time) (n int, err error) {
	if err := s.CheckGraves(ctx, t); err != nil {
		return 0, err
	}
	if err := t.Begin(); err != nil {
		return 0, err
	}
	if highest, err := t.Highest(); err != nil {
		return 0, err
	} else if _, err := s.write.ExecContext(ctx, raiseMeta, metaGraves, strconv.FormatInt(highest, 10)); err != nil {
		return 0, s.explain(err, "noting the tombstones")
	}
	stones, err := t.Tombstones(now)
	if err != nil {
		return 0, err
	}
	back, err := s.BroughtBack(ctx, stones)
	if err != nil || len(back) == 0 {
		return 0, err
	}
	hash, _, ok, err := s.Active(ctx)
	if err != nil {
		return 0, err
	}
	if !ok {
		hash = ledger.Digest(nil) // nothing was declared when the backup was made
	}
	people := map[string]bool{} // somebody may have several tombstones
	for _, stone := range back {
		if err := s.forgetAgain(ctx, stone, hash, now); err != nil {
			return len(people), err
		}
		people[stone.Subject] = true
	}
	return len(people), nil
}

// forgetAgain forgets one person. Where another node was faster, or somebody just
// wrote about them, the person is looked at again.
func (s *Store) forgetAgain(ctx context.Context, t erase.Tombstone, declaration string, now time.Time) error {
	who, err := ledger.NewSubject(t.Subject)
	if err != nil {
		return changed.Because(fmt.Errorf("tombstone %d", t.Number))
	}
	entry, row, err := proof(erase.Evidence{Case: t.Case, Trigger: erase.TriggerRestore, Phase: erase.Erasing, Reason: broughtAgain, At: now.UnixMilli()}, declaration)
	if err != nil {
		return internal.Because(err)
	}
	change := ledger.NewChange(entry).Writing(row, erase.Forget{Case: t.Case, Lookup: s.keys.Installation().Lookup(who)})
	for range attempts {
		if _, err = s.Commit(ctx, change); fault.KindOf(err) != fault.Conflict {
			return err
		}
		if back, err := s.BroughtBack(ctx, []erase.Tombstone{t}); err != nil || len(back) == 0 {
			return err
		}
	}
	return err
}
