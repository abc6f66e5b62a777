package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/store/row"
)

var noAPIKey = fault.New(fault.NotFound, "没有这个 API 密钥", "there is no such API key")

const (
	insertAPIKey = `insert into api_keys (hash, name, scopes, created_at) values ($1, $2, $3, $4) on conflict (hash) do nothing`
	selectAPIKey = `select scopes from api_keys where hash = $1 and revoked_at is null`
	countAPIKeys = `select count(*) from api_keys where revoked_at is null`
	listAPIKeys  = `select hash, name, scopes, created_at, revoked_at from api_keys order by created_at, hash`
	revokeAPIKey = `update api_keys set revoked_at = $1 where hash = $2 and revoked_at is null`
)

// PutAPIKey stores what a key may be used for, under the hash of the key, and
// returns once that is durable; name says to people whose it is. fault.Conflict
// where the hash is there already.
func (s *Store) PutAPIKey(ctx context.Context, hash, name string, scopes []string) error {
	if err := s.canWrite(append(scopes, hash, name)...); err != nil {
		return err
	}
	list, err := json.Marshal(scopes)
	if err != nil {
		return internal.Because(err)
	}
	res, err := s.write.ExecContext(ctx, insertAPIKey, hash, name, string(list), time.Now().UnixMilli())
	if err != nil {
		return s.explain(err, "storing an API key")
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		return exists
	}
	return s.explain(err, "storing an API key")
}

// APIKey returns the scopes of the key with this hash; fault.NotFound where
// there is none, or it was revoked.
func (s *Store) APIKey(ctx context.Context, hash string) (scopes []string, err error) {
	if !clean(hash) {
		return nil, noAPIKey
	}
	var list string
	err = s.read.QueryRowContext(ctx, selectAPIKey, hash).Scan(&list)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noAPIKey
	}
	if err != nil {
		return nil, s.explain(err, "reading an API key")
	}
	if json.Unmarshal([]byte(list), &scopes) != nil {
		return nil, changed.Because(errors.New("the scopes of an API key"))
	}
	return scopes, nil
}

// A KeyInfo is what is stored of an API key, but the key itself.
type KeyInfo struct {
	Hash    string
	Name    string // whose it is
	Scopes  []string
	Created time.Time
	Revoked time.Time // zero while it may be used
}

// APIKeys lists the API keys, revoked ones included, oldest first.
func (s *Store) APIKeys(ctx context.Context) ([]KeyInfo, error) {
	return listed(ctx, s, func(r row.Scanner) (k KeyInfo, err error) {
		var list string
		var created int64
		var revoked sql.NullInt64
		if err := r.Scan(&k.Hash, &k.Name, &list, &created, &revoked); err != nil {
			return k, err
		}
		if json.Unmarshal([]byte(list), &k.Scopes) != nil {
			return k, changed.Because(errors.New("the scopes of an API key"))
		}
		k.Created, k.Revoked = row.Milli(created), row.Maybe(revoked)
		return k, nil
	}, listAPIKeys)
}

// RevokeAPIKey ends the use of a key for good, on every node at once;
// fault.NotFound where no key in use has this hash.
func (s *Store) RevokeAPIKey(ctx context.Context, hash string) error {
	if err := s.canWrite(hash); err != nil {
		return err
	}
	res, err := s.write.ExecContext(ctx, revokeAPIKey, time.Now().UnixMilli(), hash)
	if err != nil {
		return s.explain(err, "revoking an API key")
	}
	if n, err := res.RowsAffected(); err == nil && n == 0 {
		return noAPIKey
	}
	return nil
}

// CountAPIKeys returns how many API keys may be used.
func (s *Store) CountAPIKeys(ctx context.Context) (n int, err error) {
	err = s.read.QueryRowContext(ctx, countAPIKeys).Scan(&n)
	return n, s.explain(err, "counting API keys")
}
