package redis

import (
	"context"
	"errors"
	"net"
	"strings"

	goredis "github.com/redis/go-redis/v9"

	"github.com/volens/volens/fault"
)

// A cause is what went wrong, in words of our own: what the client and the server
// say repeats keys and addresses.
type cause string

// Error says it.
func (c cause) Error() string { return string(c) }

var (
	errAddress = fault.New(fault.Invalid, "Redis 地址的写法不对：应写成 redis://用户:密码@主机:6379/0", "the address of Redis has the wrong form: it is redis://user:password@host:6379/0").Citing("address-form").
			WithFix("写成 redis://用户:密码@主机:6379/0，TLS 用 rediss://", "write redis://user:password@host:6379/0, or rediss:// for TLS")
	errCluster = fault.New(fault.Unavailable, "这是 Redis 集群，尚不支持", "this is a Redis Cluster, which is not supported").
			Citing("redis-cluster").WithFix("改由签名 webhook 或人工处理这个存储", "let this store be reached by a signed webhook, or by hand")
	errTarget = fault.New(fault.Invalid, "这样的目标在 Redis 里没有意义", "such a target means nothing in Redis")
	errOnly   = fault.New(fault.Invalid, "只有哈希的字段可以单独改动", "only a hash has fields that can be changed one by one").
			WithFix("把这一处声明为删除", "declare this holding to be deleted")
	errKind = fault.New(fault.Unavailable, "有一种看不进去的数据类型", "there is a kind of value that cannot be looked into").
		Citing("unknown-type")
	errBusy = fault.New(fault.Unavailable, "这些键一直在变，稍后再试", "these keys keep changing, try again later").
		Citing("busy")
)

// failed makes a fault of what the client or the server says. Faults stay as they
// are.
func failed(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	slug, why := reason(err)
	return fault.New(fault.Unavailable, "Redis 连不上或拒绝了", "Redis cannot be reached, or refuses").
		Citing(slug).Because(cause(why))
}

// reason returns the permanent slug and the words for an error.
func reason(err error) (slug, why string) {
	if answer, ok := errors.AsType[goredis.Error](err); ok {
		code, _, _ := strings.Cut(answer.Error(), " ")
		switch code {
		case "NOAUTH", "WRONGPASS":
			return "no-entry", "the user or the password is wrong"
		case "NOPERM":
			return "no-right", "this user may not do it"
		case "READONLY":
			return "read-only", "it is a replica"
		case "LOADING", "MASTERDOWN", "BUSY", "TRYAGAIN", "OOM", "MISCONF":
			return "busy", "it answered " + code
		case "MOVED", "ASK", "CLUSTERDOWN", "CROSSSLOT":
			return "redis-cluster", "it is a cluster"
		}
		return "refused", "it answered with an error"
	}
	var timeout net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, goredis.ErrPoolTimeout) || errors.As(err, &timeout) && timeout.Timeout() {
		return "timeout", "it took too long"
	}
	return "unreachable", "nobody answers, or the connection broke off"
}
