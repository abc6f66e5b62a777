package store

import (
	"fmt"
	"testing"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/audit"
)

// TestAuditReachesTheLastPersonOfAPartition fills one partition with more people
// than are read at once, and changes what one of the last said.
func TestAuditReachesTheLastPersonOfAPartition(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		s, err := Open(t.Context(), o)
		must(t, err)
		var last ledger.Lookup
		for i, n := 0, 0; n < 2*audit.PeopleAtOnce+1; i++ {
			id := fmt.Sprint("u-", i)
			l := o.Keys.Installation().Lookup(subject(t, id))
			if l.Partition() != 7 {
				continue
			}
			commit(t, s, withdrawal(t, person(t, s, id), "shop/for-you/browsing-history/recommend"))
			if n++; l.String() > last.String() {
				last = l
			}
		}
		sound(t, s)
		must(t, s.Close())
		raw(t, o, "update consents set state = 'granted' where part = 7 and lookup = $1", last[:])
		s = open(t, o)
		found, err := s.Audit(t.Context())
		must(t, err)
		if len(found) != 1 {
			t.Errorf("%d findings, want 1: %v", len(found), found)
		}
	})
}

// TestARowOfOtherTypesIsAFinding: SQLite stores any type in any column.
func TestARowOfOtherTypesIsAFinding(t *testing.T) {
	for _, query := range []string{"update leaves set idx = 'abc' where idx = 1", "update answers set granted = 'row.Maybe'", "update checkpoints set number = 'x' where number = 1",
		"update answers set granted = 2", "update asks set at = x'00ff'",
		`update asks set choices = replace(choices, '"zh":', '"zh":"EVIL","zh":')`, `update asks set choices = replace(choices, '[{', '[ {')`} {
		o := Options{Data: t.TempDir(), Keys: ring(t)}
		lived(t, o)
		raw(t, o, query)
		s := open(t, o)
		_, err := s.Verify(t.Context(), nil)
		found, auditErr := s.Audit(t.Context())
		if fault.RuleOf(err) != RowUnreadable && len(found) == 0 || auditErr != nil {
			t.Errorf("%s: %v, %v, %v", query, err, found, auditErr)
		}
	}
}
