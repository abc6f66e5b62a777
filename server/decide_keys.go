package server

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/fault"
)

// KeyHolds is how long a node relies on what it read of an API key without reading
// it anew: a key that is taken back opens nothing after that. Where the store does
// not answer, what was read counts for decide.Holds, as what people said does, so
// that a replica can be asked for as long as it may answer.
const KeyHolds = time.Second

// keyPatience is how long the store is waited for, in a reading of a key.
const keyPatience = time.Second

// maxHeld bounds how many keys are held; there are few, and strangers' are not.
const maxHeld = 1024

// A keyring remembers for KeyHolds what the store says of a key, so that a
// decision needs no reading from the database. Only keys that exist are held. A
// key in its second half is read anew by one request, while others still rely on
// what was read: under load no burst of readings comes when it ends.
//
// Where the store cannot be reached, keys end with decide.Holds: nothing opens.
type keyring struct {
	keys Keys
	now  func() time.Time

	mu   sync.RWMutex
	held map[[sha256.Size]byte]*heldKey
}

type heldKey struct {
	scopes  []string
	read    time.Time
	reading atomic.Bool // somebody reads it anew
}

func newKeyring(k Keys, now func() time.Time) *keyring {
	return &keyring{keys: k, now: now, held: map[[sha256.Size]byte]*heldKey{}}
}

// authorise lets requests through whose Authorization header bears a key with
// the scope.
func (k *keyring) authorise(ctx context.Context, header string, s Scope) error {
	scheme, key, _ := strings.Cut(header, " ")
	key = strings.TrimSpace(key)
	if !strings.EqualFold(scheme, "bearer") || key == "" {
		return errNoKey
	}
	scopes, err := k.scopes(ctx, key)
	if err != nil {
		return err
	}
	if !slices.Contains(scopes, string(s)) {
		return fault.New(fault.Forbidden, "这个 API 密钥没有所需的权限："+string(s), "this API key lacks the scope "+string(s))
	}
	return nil
}

func (k *keyring) scopes(ctx context.Context, key string) ([]string, error) {
	id, now := sha256.Sum256([]byte(key)), k.now()
	k.mu.RLock()
	h := k.held[id]
	k.mu.RUnlock()
	if h != nil {
		switch age := age(h.read, now); {
		case age < KeyHolds/2, age < decide.Holds && !h.reading.CompareAndSwap(false, true):
			return h.scopes, nil
		}
		defer h.reading.Store(false)
	}
	patient, cancel := context.WithTimeout(ctx, keyPatience)
	defer cancel()
	scopes, err := k.keys.APIKey(patient, HashKey(key))
	k.hold(id, scopes, now, err)
	switch {
	case err == nil:
		return scopes, nil
	case fault.KindOf(err) == fault.NotFound:
		return nil, fault.New(fault.Unauthenticated, "API 密钥无效", "the API key is not valid")
	case h != nil && age(h.read, k.now()) < decide.Holds:
		return h.scopes, nil
	}
	return nil, err
}

// hold keeps what was read, as of before the reading began.
func (k *keyring) hold(id [sha256.Size]byte, scopes []string, now time.Time, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			delete(k.held, id)
		}
		return
	}
	if len(k.held) >= maxHeld {
		clear(k.held)
	}
	k.held[id] = &heldKey{scopes: scopes, read: now}
}

// age is how long ago t was, by whichever clock says longer: the wall clock goes
// on while a machine sleeps, and the monotonic one is never set back.
func age(t, now time.Time) time.Duration {
	wall := now.Round(0).Sub(t.Round(0))
	if wall < 0 { // set back: what was read cannot be dated
		return decide.Holds
	}
	return max(wall, now.Sub(t))
}

var errNoKey = fault.New(fault.Unauthenticated, "缺少 API 密钥", "an API key is needed").WithFix("请求头写 Authorization: Bearer 密钥", "send the header Authorization: Bearer KEY")
