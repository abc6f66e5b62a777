package redis

import (
	"context"
	"strings"
	"sync"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"

	"github.com/volens/volens/erase/plan"
)

const (
	dialling  = 3 * time.Second // for a connection to be made
	answering = 5 * time.Second // for one command or pipeline
)

// quiet keeps the client from writing addresses to standard error.
var quiet sync.Once

// dial makes a client for one address and asks whether somebody is there.
func dial(ctx context.Context, address, name string) (*goredis.Client, error) {
	quiet.Do(logging.Disable)
	o, err := goredis.ParseURL(address)
	if err != nil {
		return nil, errAddress // the parser's error repeats the address
	}
	o.ClientName, o.DisableIdentity, o.Protocol = name, true, 2
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = dialling, answering, answering, answering
	o.MaxRetries, o.DialerRetries, o.PoolSize, o.ContextTimeoutEnabled = -1, 1, 2, true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	c := goredis.NewClient(o)
	if err := greet(ctx, c); err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

// greet finds out whether the server answers, and is one that we can work with.
func greet(ctx context.Context, c *goredis.Client) error {
	if err := c.Ping(ctx).Err(); err != nil {
		return failed(err)
	}
	// An account that may not ask sees no cluster here, and is told by the first
	// key that is elsewhere.
	about, err := info(ctx, c, "cluster")
	if err == nil && about["cluster_enabled"] == "1" {
		return errCluster
	}
	return nil
}

// info returns one section of what the server says of itself.
func info(ctx context.Context, c *goredis.Client, section string) (map[string]string, error) {
	text, err := c.Info(ctx, section).Result()
	if err != nil {
		return nil, failed(err)
	}
	all := map[string]string{}
	for line := range strings.Lines(text) {
		if k, v, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ":"); ok {
			all[k] = v
		}
	}
	return all, nil
}

// A store is one database of a Redis.
type store struct{ c *goredis.Client }

var _ plan.Connector = store{}

// Open opens the database at an address such as redis://user:password@host:6379/0.
//
// Errors: fault.Invalid where the address is wrong, fault.Unavailable where nobody
// answers or it is a cluster; none repeats the address.
func Open(ctx context.Context, address string) (plan.Connector, error) {
	c, err := dial(ctx, address, "volens")
	if err != nil {
		return nil, err
	}
	return store{c}, nil
}

// Close ends the connections.
func (s store) Close() error { return failed(s.c.Close()) }

// Survey says which Redis it is. There are no tables.
func (s store) Survey(ctx context.Context) (plan.Survey, error) {
	about, err := info(ctx, s.c, "server")
	if err != nil {
		return plan.Survey{}, err
	}
	return plan.Survey{Engine: "redis " + about["redis_version"]}, nil
}
