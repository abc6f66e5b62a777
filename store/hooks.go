package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/store/row"
)

var noHook = fault.New(fault.NotFound, "没有这个订阅", "there is no such subscription")

const (
	setHook = `insert into hooks (id, url, secret, events, created_at, disabled_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (id) do update set url = excluded.url, secret = excluded.secret, events = excluded.events, disabled_at = excluded.disabled_at`
	selectHooks = `select id, url, secret, events, created_at, disabled_at from hooks order by created_at, id`
	deleteHook  = `delete from hooks where id = $1`
)

// purposeHook is what the sealed secret of a subscription is bound to.
const purposeHook = "volens/hook\x00"

// PutHook stores a subscription, or replaces all but the creation time of the one
// with this id. The secret is sealed.
func (s *Store) PutHook(ctx context.Context, h consent.Hook) error {
	if err := s.canWrite(append(h.Events, h.ID, h.URL)...); err != nil {
		return err
	}
	events, err := json.Marshal(h.Events)
	if err != nil {
		return internal.Because(err)
	}
	_, err = s.write.ExecContext(ctx, setHook, h.ID, h.URL, s.keys.Seal(h.Secret, []byte(purposeHook+h.ID)), string(events),
		h.Created.UnixMilli(), ended(h.Disabled))
	return s.explain(err, "storing a subscription")
}

// Hooks lists the subscriptions, disabled ones included, oldest first.
func (s *Store) Hooks(ctx context.Context) ([]consent.Hook, error) {
	return listed(ctx, s, s.scanHook, selectHooks)
}

func (s *Store) scanHook(r row.Scanner) (h consent.Hook, err error) {
	var secret []byte
	var events string
	var created int64
	var disabled sql.NullInt64
	if err := r.Scan(&h.ID, &h.URL, &secret, &events, &created, &disabled); err != nil {
		return h, err
	}
	h.Created, h.Disabled = row.Milli(created), row.Maybe(disabled)
	if h.Secret, err = s.keys.Open(secret, []byte(purposeHook+h.ID)); err != nil || json.Unmarshal([]byte(events), &h.Events) != nil {
		return h, fmt.Errorf("%w: the subscription %s", row.ErrDamaged, h.ID)
	}
	return h, nil
}

// DropHook ends a subscription; fault.NotFound where there is none. What waits
// for it stays, until whoever delivers finds it gone.
func (s *Store) DropHook(ctx context.Context, id string) error {
	if err := s.canWrite(id); err != nil {
		return err
	}
	res, err := s.write.ExecContext(ctx, deleteHook, id)
	if err != nil {
		return s.explain(err, "ending a subscription")
	}
	if n, err := res.RowsAffected(); err == nil && n == 0 {
		return noHook
	}
	return nil
}
