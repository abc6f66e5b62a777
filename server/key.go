package server

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
)

// A Scope is what an API key may be used for. Values are permanent.
type Scope string

// The scopes.
const (
	ScopeConsent Scope = "consent" // ask, answer, withdraw, search
	ScopeDecide  Scope = "decide"  // decisions only: what a back end needs
	ScopeLink    Scope = "link"    // vouch for a login of the service: links for people's browsers, requests made in the app
	ScopeKeys    Scope = "keys"    // make further keys
	ScopeWho     Scope = "who"     // questions over all people
	ScopePeople  Scope = "people"  // ages, guardians, restrictions, merges, imports
	ScopeDeclare Scope = "declare" // versions of the declaration
	ScopeHooks   Scope = "hooks"   // subscriptions and dead letters
	ScopeStop    Scope = "stop"    // stop processing for everybody
	ScopeFeed    Scope = "feed"    // keep a replica: the standing of everybody

	ScopeRequests Scope = "requests" // act as staff on requests of people and on erasures; never in one key with keys
)

// Scopes returns every scope.
func Scopes() []Scope {
	return []Scope{ScopeConsent, ScopeDecide, ScopeLink, ScopeKeys, ScopeWho, ScopePeople, ScopeDeclare, ScopeHooks, ScopeStop, ScopeFeed, ScopeRequests}
}

// Keys is where API keys are kept, by hash only.
type Keys interface {
	// APIKey returns the scopes of the key with this hash; fault.NotFound where
	// there is none.
	APIKey(ctx context.Context, hash string) (scopes []string, err error)
	// PutAPIKey stores a key.
	PutAPIKey(ctx context.Context, hash, name string, scopes []string) error
}

// NewKey returns a new random key and the hash to store.
func NewKey() (key, hash string) {
	key = "vk_" + rand.Text()
	return key, HashKey(key)
}

// HashKey returns the hash under which a key is stored. Keys are long and
// random, so a plain hash will do.
func HashKey(key string) string {
	sum := sha256.Sum256([]byte("volens/api-key/v1\x00" + key))
	return hex.EncodeToString(sum[:])
}

type actorKey struct{}

// actor is the hash of the key that a request came with. It stands for the member
// of staff who acts: two names can be given to one key, or one name to two, but no
// two keys have one hash.
func actor(ctx context.Context) string {
	hash, _ := ctx.Value(actorKey{}).(string)
	return hash
}

// require lets requests through whose key has the scope.
func (a *api) require(s Scope) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		hash, err := a.authorise(ctx.Context(), ctx.Header("Authorization"), s)
		if err != nil {
			r, w := humago.Unwrap(ctx)
			httpx.WriteProblem(w, r, a.Slog, err)
			return
		}
		next(huma.WithValue(ctx, actorKey{}, hash))
	}
}

func (a *api) authorise(ctx context.Context, header string, s Scope) (hash string, err error) {
	scheme, key, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "bearer") || key == "" {
		return "", errNoKey
	}
	hash = HashKey(strings.TrimSpace(key))
	scopes, err := a.Keys.APIKey(ctx, hash)
	if fault.KindOf(err) == fault.NotFound {
		return "", fault.New(fault.Unauthenticated, "API 密钥无效", "the API key is not valid")
	}
	if err != nil {
		return "", err
	}
	if !slices.Contains(scopes, string(s)) {
		return "", fault.New(fault.Forbidden, "这个 API 密钥没有所需的权限："+string(s), "this API key lacks the scope "+string(s))
	}
	if s == ScopeRequests && slices.Contains(scopes, string(ScopeKeys)) {
		return "", errTwoInOne
	}
	return hash, nil
}

// errTwoInOne: whoever can make keys could make the second pair of eyes as well.
var errTwoInOne = fault.New(fault.Forbidden, "能造密钥的密钥不能经办个人的请求：两个人把关，不能由一个人造出来", "a key that can make keys does not act on people's requests: nobody makes the second pair of eyes by themselves").
	WithFix("给每个经办人各造一把只带 requests 权限的密钥", "make a key of its own, with the scope requests, for each member of staff")

type newKeyIn struct {
	Body struct {
		Name   string  `json:"name" minLength:"1" maxLength:"64" doc:"What the key is for"`
		Scopes []Scope `json:"scopes" minItems:"1" enum:"consent,decide,link,keys,who,people,declare,hooks,stop,feed,requests"`
	}
}

type newKeyOut struct {
	Body struct {
		Key    string  `json:"key" doc:"Shown this once"`
		Scopes []Scope `json:"scopes"`
	}
}

func (a *api) newKey(ctx context.Context, in *newKeyIn) (*newKeyOut, error) {
	if slices.Contains(in.Body.Scopes, ScopeKeys) && slices.Contains(in.Body.Scopes, ScopeRequests) {
		return nil, errTwoInOne
	}
	key, hash := NewKey()
	var names []string
	for _, s := range in.Body.Scopes {
		names = append(names, string(s))
	}
	if err := a.Keys.PutAPIKey(ctx, hash, in.Body.Name, names); err != nil {
		return nil, err
	}
	out := &newKeyOut{}
	out.Body.Key, out.Body.Scopes = key, in.Body.Scopes
	return out, nil
}
