package connect

import (
	"context"
	"net/netip"
	"time"

	"github.com/volens/volens/connect/database"
	"github.com/volens/volens/connect/endpoint"
	"github.com/volens/volens/connect/objects"
	"github.com/volens/volens/connect/redis"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// Stores opens the stores of a declaration, each by its engine. It keeps no
// connection and no address: what is opened is closed by whoever asked for it.
type Stores struct {
	Getenv func(string) string // os.Getenv where it is nil
	Allow  []netip.Prefix      // where endpoints may be beside the public internet
	Now    func() time.Time    // the clock that signs questions to endpoints
}

var _ plan.Stores = Stores{}

var (
	errOff = fault.New(fault.Unavailable, "声明中写明这个存储暂不能连接", "the declaration says that this store cannot be reached for now").
		Citing("off")
	errEngine = fault.New(fault.Invalid, "没有连接这种存储的办法", "there is no connector for this kind of store")
)

// Open opens a store with the account that may change it.
//
// Errors: fault.Unavailable where the store is off, its address cannot be found, or
// nobody answers there; fault.Invalid where the address is wrong.
func (s Stores) Open(ctx context.Context, of *declaration.Store) (plan.Connector, error) {
	address, err := s.address(of, of.URL)
	if err != nil {
		return nil, err
	}
	switch of.Engine {
	case "postgres", "mysql", "sqlite":
		return database.Open(ctx, of.Engine, address)
	case "redis":
		return redis.Open(ctx, address)
	case "s3":
		return objects.OpenBucket(ctx, address)
	case "files":
		return objects.OpenFiles(ctx, address)
	case "other":
		return endpoint.Open(ctx, address, s.Endpoints())
	}
	return nil, errEngine
}

// Look opens a store for looking: with the account for that, where there is one, and
// each of its replicas. Errors are as with Open, for any of them.
func (s Stores) Look(ctx context.Context, of *declaration.Store) ([]plan.Looker, error) {
	own := of.LookURL
	if own.IsZero() {
		own = of.URL
	}
	var all []plan.Looker
	for _, secret := range append([]declaration.Secret{own}, of.Replicas...) {
		l, err := s.look(ctx, of, secret)
		if err != nil {
			for _, opened := range all {
				_ = opened.Close()
			}
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

func (s Stores) look(ctx context.Context, of *declaration.Store, secret declaration.Secret) (plan.Looker, error) {
	address, err := s.address(of, secret)
	if err != nil {
		return nil, err
	}
	switch of.Engine {
	case "postgres", "mysql", "sqlite":
		return database.Look(ctx, of.Engine, address)
	case "redis":
		return redis.Look(ctx, address)
	case "s3":
		return objects.LookBucket(ctx, address)
	case "files":
		return objects.LookFiles(ctx, address)
	case "other":
		return endpoint.LookAt(ctx, address, s.Endpoints())
	}
	return nil, errEngine
}

// address looks up an address of a store that is not off.
func (s Stores) address(of *declaration.Store, secret declaration.Secret) (string, error) {
	if !of.Off.IsZero() {
		return "", errOff
	}
	return s.Address(secret)
}

// Endpoints is what endpoints are called with.
func (s Stores) Endpoints() endpoint.Options { return endpoint.Options{Allow: s.Allow, Now: s.Now} }

// Teller tells recipients at the addresses of the declaration.
func (s Stores) Teller() endpoint.Teller {
	return endpoint.Teller{Address: s.Address, Options: s.Endpoints()}
}
