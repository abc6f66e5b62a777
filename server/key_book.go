package server

import (
	"context"
	"slices"
	"time"

	"github.com/volens/volens/fault"
)

// A KeyInfo is what is stored of an API key, but the key itself.
type KeyInfo struct {
	Hash    string
	Name    string
	Scopes  []string
	Created time.Time
	Revoked time.Time // zero while it may be used
}

// A KeyBook lists and revokes API keys.
type KeyBook interface {
	// APIKeys lists them, revoked ones included, oldest first.
	APIKeys(ctx context.Context) ([]KeyInfo, error)
	// RevokeAPIKey ends the use of a key; fault.NotFound where none in use has the hash.
	RevokeAPIKey(ctx context.Context, hash string) error
}

type keysOut struct {
	Body struct {
		Keys []keyInfo `json:"keys"`
	}
}

type keyInfo struct {
	ID      string     `json:"id" doc:"Hash of the key: names it and opens nothing"`
	Name    string     `json:"name"`
	Scopes  []string   `json:"scopes"`
	Created time.Time  `json:"created_at"`
	Revoked *time.Time `json:"revoked_at,omitempty" doc:"Absent while it may be used"`
}

func (a *api) listKeys(ctx context.Context, _ *struct{}) (*keysOut, error) {
	all, err := a.KeyBook.APIKeys(ctx)
	out := &keysOut{}
	out.Body.Keys = []keyInfo{}
	for _, k := range all {
		out.Body.Keys = append(out.Body.Keys, keyInfo{ID: k.Hash, Name: k.Name, Scopes: k.Scopes, Created: *instant(k.Created), Revoked: instantOf(k.Revoked)})
	}
	return out, err
}

type revokeIn struct {
	Body struct {
		ID string `json:"id" pattern:"^[0-9a-f]{64}$"`
	}
}

var errLastKey = fault.New(fault.Conflict, "这是最后一把能管理密钥的密钥，撤销后再也造不出新的", "this is the last key that can manage keys: without it no other can be made").
	WithFix("先造一把带 keys 权限的新密钥", "make another key with the scope keys first")

// revokeKey ends the use of a key, but not of the last that can make others.
func (a *api) revokeKey(ctx context.Context, in *revokeIn) (*doneOut, error) {
	all, err := a.KeyBook.APIKeys(ctx)
	if err != nil {
		return nil, err
	}
	manages := func(k KeyInfo) bool { return k.Revoked.IsZero() && slices.Contains(k.Scopes, string(ScopeKeys)) }
	others := slices.ContainsFunc(all, func(k KeyInfo) bool { return k.Hash != in.Body.ID && manages(k) })
	if !others && slices.ContainsFunc(all, func(k KeyInfo) bool { return k.Hash == in.Body.ID && manages(k) }) {
		return nil, errLastKey
	}
	return done(a.KeyBook.RevokeAPIKey(ctx, in.Body.ID))
}
