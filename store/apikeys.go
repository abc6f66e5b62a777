package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/volens/volens/fault"
)

var noAPIKey = fault.New(fault.NotFound, "没有这个 API 密钥", "there is no such API key")

const (
	insertAPIKey = `insert into api_keys (hash, name, scopes, created_at) values ($1, $2, $3, $4) on conflict (hash) do nothing`
	selectAPIKey = `select scopes from api_keys where hash = $1`
	countAPIKeys = `select count(*) from api_keys`
)

// PutAPIKey stores what a key may be used for, under the hash of the key, and
// returns once that is durable; name says to people whose it is. fault.Conflict
// where the hash is there already.
func (s *Store) PutAPIKey(ctx context.Context, hash, name string, scopes []string) error {
	switch {
	case s.write == nil:
		return readOnly
	case s.broken.Load():
		return brokenDisk
	case !clean(hash, name) || !clean(scopes...):
		return badText
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
// there is none.
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

// CountAPIKeys returns how many API keys there are.
func (s *Store) CountAPIKeys(ctx context.Context) (n int, err error) {
	err = s.read.QueryRowContext(ctx, countAPIKeys).Scan(&n)
	return n, s.explain(err, "counting API keys")
}
