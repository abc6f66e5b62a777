package redis

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/testdb"
)

// TestTwentyThousandKeys erases ten people out of two thousand.
func TestTwentyThousandKeys(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	p := f.c.Pipeline()
	for i := range 20_000 {
		p.Set(t.Context(), fmt.Sprintf("cart:%d:%d", i%2000, i/2000), "x", 0)
	}
	if _, err := p.Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range 10 {
		ids = append(ids, fmt.Sprint(i*7))
	}
	if n := f.do(plan.Target{Holding: "cart:{person}:*"}, person(ids...), nil); n != 100 {
		t.Errorf("%d", n)
	}
	if n := f.c.DBSize(t.Context()).Val(); n != 19_900 {
		t.Errorf("%d left", n)
	}
	if left := f.residue(plan.Search{Targets: []plan.Target{{Holding: "cart:{person}:*"}}, By: person(ids...)}); len(left) != 0 {
		t.Errorf("%v", left)
	}
	if left := f.residue(plan.Search{Targets: []plan.Target{{Holding: "cart:{person}:*"}}, By: person("1")}); len(left) != 1 || left[0].Count != 10 {
		t.Errorf("%v", left)
	}
	exact := plan.Target{Holding: "cart:{person}:{n}"}
	all := plan.Keys{"n": {"0", "1", "2"}}
	for i := range 2000 {
		all["person"] = append(all["person"], fmt.Sprint(i))
	}
	if n := f.do(exact, all, nil); n != 3*1990 {
		t.Errorf("%d by exact names", n)
	}
}

// timely fails where an error took longer than anybody should wait, or is not that
// the store is unavailable.
func timely(t *testing.T, what string, do func() error) {
	t.Helper()
	begun := time.Now() //nolint:forbidigo // how long a failure takes is what is tested
	err := do()
	if fault.KindOf(err) != fault.Unavailable || fault.RuleOf(err) == "" {
		t.Errorf("%s: %v", what, err)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("%s took %s", what, took)
	}
	if err != nil && strings.Contains(err.Error(), "sock") {
		t.Errorf("%s repeats the address: %v", what, err)
	}
}

func TestAServerThatDiesInTheMiddle(t *testing.T) {
	for name, fail := range map[string]func(*testdb.RedisServer){"killed": (*testdb.RedisServer).Kill, "frozen": (*testdb.RedisServer).Freeze} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := testdb.Redis(t)
			f := open(t, server.URL())
			for i := range 5000 {
				f.c.Set(t.Context(), fmt.Sprintf("s:1:%d", i), "x", 0)
			}
			target := plan.Target{Holding: "s:{person}:*"}
			n := 0
			timely(t, "reading", func() error {
				for _, err := range f.Read(t.Context(), target, person("1"), nil) {
					if err != nil {
						return err
					}
					if n++; n == 100 {
						fail(server)
					}
				}
				return nil
			})
			if n < 100 {
				t.Errorf("%d rows", n)
			}
			timely(t, "doing", func() error {
				_, err := f.Do(t.Context(), target, person("1"), plan.Deed{})
				return err
			})
			timely(t, "looking", func() error {
				_, err := f.look.Look(t.Context(), plan.Search{Values: []string{"x"}})
				return err
			})
			timely(t, "settling", func() error { _, err := f.Settle(t.Context(), nil); return err })
			timely(t, "opening", func() error { _, err := Open(t.Context(), server.URL()); return err })
			if name == "frozen" {
				server.Thaw()
			}
		})
	}
}

func TestAddressesAndAccounts(t *testing.T) {
	for _, address := range []string{"", "mysql://root:secret@db/x", "redis://:secret@db/none", "redis://secret@%"} {
		_, err := Open(t.Context(), address)
		if fault.KindOf(err) != fault.Invalid || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", address, err)
		}
	}
	server := testdb.Redis(t, "--requirepass", "secret")
	_, err := Open(t.Context(), server.URL())
	if fault.RuleOf(err) != "no-entry" {
		t.Errorf("without a password: %v", err)
	}
	cluster := testdb.Redis(t, "--port", "0", "--cluster-enabled", "yes", "--tls-port", "0")
	if _, err := Open(t.Context(), cluster.URL()); fault.RuleOf(err) != "redis-cluster" {
		t.Errorf("a cluster: %v", err)
	}
}

func TestStoresAreToldApart(t *testing.T) {
	a, b := testdb.Redis(t), testdb.Redis(t)
	seen := map[string]bool{}
	for _, address := range []string{a.URL(), a.Database(1), b.URL()} {
		f := open(t, address)
		for range 2 {
			name, err := f.look.Store(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			seen[name] = true
		}
	}
	if len(seen) != 3 {
		t.Errorf("%v", seen)
	}
}

// TestWhatIsKeptOnDisk writes a value to both files of Redis, erases it, settles,
// and reads the files.
func TestWhatIsKeptOnDisk(t *testing.T) {
	server := testdb.Redis(t, "--appendonly", "yes", "--save", "3600 1", "--rdbcompression", "no", "--appendfsync", "always")
	f := open(t, server.URL())
	f.run("set s:1 canary-on-disk", "set s:2 other", "save")
	if got := filesWith(t, server.Folder(), "canary-on-disk"); got < 2 {
		t.Fatalf("the value is in %d files before", got)
	}
	f.do(plan.Target{Holding: "s:{person}"}, person("1"), nil)
	left, err := f.Settle(t.Context(), nil)
	if err != nil || len(left) != 0 {
		t.Errorf("%v %v", left, err)
	}
	if got := filesWith(t, server.Folder(), "canary-on-disk"); got != 0 {
		t.Errorf("the value is in %d files after", got)
	}
	f.run("acl setuser weak on nopass ~* +@all -@admin -@dangerous +info")
	weak := open(t, strings.Replace(server.URL(), "unix://", "unix://weak:x@", 1))
	left, err = weak.Settle(t.Context(), nil)
	if err != nil || len(left) != 2 || left[0].What != "aof" || left[1].What != "rdb" {
		t.Errorf("an account that may not: %v %v", left, err)
	}
}

// TestLeastPrivilege works with the accounts that docs/connectors.md gives.
func TestLeastPrivilege(t *testing.T) {
	server := testdb.Redis(t, "--appendonly", "yes")
	f := open(t, server.URL())
	text, err := os.ReadFile("../../docs/connectors.md")
	if err != nil {
		t.Fatal(err)
	}
	accounts := 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "ACL SETUSER") {
			accounts++
			f.run(strings.ReplaceAll(line, ">密码", ">x"))
		}
	}
	if accounts != 2 {
		t.Fatalf("%d accounts", accounts)
	}
	as := func(name string) fixture {
		return open(t, strings.Replace(server.URL(), "unix://", "unix://"+name+":x@", 1))
	}
	f.run("hset p:1 name n user 1", "set s:1 x", "sadd online 1 2", "rpush l 1", "zadd z 1 1")
	doer, seer := as("volens"), as("volens-look")
	search := plan.Search{Targets: []plan.Target{{Holding: "p:*", Found: found("user", "person")}, {Holding: "s:{person}"}}, By: person("1"), Values: []string{"n"}}
	if left := seer.residue(search); len(left) == 0 {
		t.Error("nothing is seen")
	}
	if _, err := doer.Set(t.Context(), search.Targets[1], person("1"), map[string]string{Value: "y"}); err != nil {
		t.Error(err)
	}
	for _, target := range append(search.Targets, plan.Target{Holding: "online", Found: found(Member, "person")}, plan.Target{Holding: "l", Found: found(Member, "person")}, plan.Target{Holding: "z", Found: found(Member, "person")}) {
		if n := doer.do(target, person("1"), nil); n != 1 {
			t.Errorf("%s: %d", target.Holding, n)
		}
	}
	if left, err := doer.Settle(t.Context(), nil); err != nil || len(left) != 0 {
		t.Errorf("%v %v", left, err)
	}
	if _, err := seer.Do(t.Context(), plan.Target{Holding: "onli{person}"}, person("ne"), plan.Deed{}); fault.RuleOf(err) != "no-right" {
		t.Errorf("whoever looks may write: %v", err)
	}
	if err := doer.c.FlushAll(t.Context()).Err(); err == nil {
		t.Error("the account may delete everything")
	}
}

func filesWith(t *testing.T, dir, text string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || d.Name() == "log" {
			return nil //nolint:nilerr // a file that Redis removed meanwhile holds nothing
		}
		content, _ := os.ReadFile(path)
		if strings.Contains(string(content), text) {
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAReplicaThatDoesNotFollow freezes a replica before the deed.
func TestAReplicaThatDoesNotFollow(t *testing.T) {
	port := fmt.Sprint(testdb.FreePort(t))
	f := open(t, testdb.Redis(t, "--port", port, "--bind", "127.0.0.1").URL())
	if left, err := f.Settle(t.Context(), nil); err != nil || len(left) != 0 {
		t.Fatalf("without replicas: %v %v", left, err)
	}
	replica := testdb.Redis(t, "--replicaof", "127.0.0.1", port, "--repl-diskless-sync-delay", "0")
	f.run("set s:1 x")
	r := open(t, replica.URL())
	for r.c.Exists(t.Context(), "s:1").Val() == 0 {
		if t.Context().Err() != nil {
			t.Fatal("the replica does not follow")
		}
	}
	f.do(plan.Target{Holding: "s:{person}"}, person("1"), nil)
	if left, err := f.Settle(t.Context(), nil); err != nil || len(left) != 0 {
		t.Errorf("a replica that follows: %v %v", left, err)
	}
	if left := r.residue(plan.Search{Targets: []plan.Target{{Holding: "s:{person}"}}, By: person("1")}); len(left) != 0 {
		t.Errorf("settled, and left on the replica: %v", left)
	}
	f.run("set s:2 x")
	replica.Freeze()
	defer replica.Thaw()
	f.do(plan.Target{Holding: "s:{person}"}, person("2"), nil)
	left, err := f.Settle(t.Context(), nil)
	if err != nil || len(left) != 1 || left[0].What != "replicas" {
		t.Errorf("a replica that does not follow: %v %v", left, err)
	}
}

func TestMain(m *testing.M) { os.Exit(testdb.Main(m)) }
