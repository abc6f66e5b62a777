package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/volens/volens/internal/testdb"
)

const shopFile = "../../consent/testdata/shop.yaml"

const (
	forYou    = "shop/for-you"
	recommend = "shop/for-you/browsing-history/recommend"
)

// engines runs a test on both engines; args name a new and empty installation.
func engines(t *testing.T, test func(t *testing.T, args []string)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		test(t, []string{"--data", filepath.Join(dir, "data"), "--keys", filepath.Join(dir, "keys")})
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, []string{"--database", testdb.Postgres(t), "--keys", filepath.Join(t.TempDir(), "keys")})
	})
}

// ask puts the recommendation to a person and returns the id of the ask.
func ask(n *node, subject string) string {
	n.t.Helper()
	out := n.post("/v1/asks", object{"subject": subject, "service": "shop", "functions": []string{"for-you"}, "trigger": "function"}, 200)
	return dig(n.t, out, "ask").(string)
}

func grant(n *node, id, act string) object {
	n.t.Helper()
	return n.post("/v1/asks/"+id+"/answers", object{"answers": []object{{"choice": recommend, "grant": true, "evidence": object{"act": act}}}}, 200)
}

func decides(n *node, subject string, question object) object {
	n.t.Helper()
	question["subject"] = subject
	return n.post("/v1/decisions", question, 200)
}

func TestAnswerWithdrawDecide(t *testing.T) {
	engines(t, func(t *testing.T, args []string) {
		n := start(t, append(args, "--declaration", shopFile)...)
		if v := decides(n, "u-1", object{"action": "process", "use": recommend}); v["permit"] != false {
			t.Fatalf("before any answer: %v", v)
		}
		first := grant(n, ask(n, "u-1"), "a")
		if v := decides(n, "u-1", object{"action": "process", "use": recommend, "at_least": first["version"]}); v["permit"] != true {
			t.Fatalf("after yes: %v", v)
		}
		gone := n.post("/v1/withdrawals", object{"subject": "u-1", "uses": []string{recommend}}, 200)
		v := decides(n, "u-1", object{"action": "process", "use": recommend, "at_least": gone["version"], "primary": true})
		if v["permit"] != false || dig(t, v, "reasons", 0, "rule") != "consent-withdrawn" || dig(t, v, "reasons", 0, "record") != gone["version"] {
			t.Fatalf("after the withdrawal: %v", v)
		}
		if code, out := volens(t, append([]string{"verify"}, args...)...); code != 0 {
			t.Fatalf("verify: %d\n%s", code, out)
		}
	})
}

func TestRefusalDoesNotTurnPeopleAway(t *testing.T) {
	n := start(t, "--data", t.TempDir(), "--declaration", shopFile)
	id := ask(n, "u-1")
	n.post("/v1/asks/"+id+"/answers", object{"answers": []object{{"choice": recommend, "grant": false}, {"choice": "shop/for-you/heart-rate/recommend", "grant": false}}}, 200)
	for _, q := range []object{{"action": "refuse-service", "use": recommend}, {"action": "refuse-service", "function": "shop/order"}} {
		v := decides(n, "u-1", q)
		text := fmt.Sprint(v["reasons"])
		if v["permit"] != false || !strings.Contains(text, "article:19(3)") || !strings.Contains(text, "instrument:cn-pipl") {
			t.Errorf("%v: %v", q, v)
		}
	}
	again := n.post("/v1/asks", object{"subject": "u-1", "service": "shop", "functions": []string{"for-you"}, "trigger": "start"}, 200)
	if again["silence"] != true {
		t.Errorf("asked again after refusing: %v", again)
	}
}

// TestTwoNodesOnOneDatabase withdraws on one node and decides on the other, at
// once, a hundred times.
func TestTwoNodesOnOneDatabase(t *testing.T) {
	url, keys := testdb.Postgres(t), filepath.Join(t.TempDir(), "keys")
	args := []string{"--database", url, "--keys", keys, "--declaration", shopFile}
	a := start(t, args...)
	b := start(t, args...)
	for i := range 100 {
		subject := fmt.Sprint("u-", i)
		given := grant(a, ask(b, subject), "act")
		if v := decides(b, subject, object{"action": "process", "use": recommend, "at_least": given["version"]}); v["permit"] != true {
			t.Fatalf("%s: granted on one node, on the other %v", subject, v)
		}
		gone := a.post("/v1/withdrawals", object{"subject": subject, "service": "shop"}, 200)
		if v := decides(b, subject, object{"action": "process", "use": recommend, "at_least": gone["version"]}); v["permit"] != false {
			t.Fatalf("%s: withdrawn on one node, on the other %v", subject, v)
		}
	}
	if code, out := volens(t, "verify", "--database", url, "--keys", keys); code != 0 {
		t.Errorf("verify: %d\n%s", code, out)
	}
}

// TestActiveVersionIsARow activates a version through one node and sees it on
// the other, which was started with another file.
func TestActiveVersionIsARow(t *testing.T) {
	url, keys := testdb.Postgres(t), filepath.Join(t.TempDir(), "keys")
	b, err := os.ReadFile(shopFile)
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(t.TempDir(), "shop.yaml")
	if err := os.WriteFile(changed, []byte(strings.ReplaceAll(string(b), "for: 90d", "for: 30d")), 0o600); err != nil {
		t.Fatal(err)
	}
	one := start(t, "--database", url, "--keys", keys, "--declaration", shopFile)
	grant(one, ask(one, "u-1"), "a")
	two := start(t, "--database", url, "--keys", keys, "--declaration", changed)
	if v := decides(two, "u-1", object{"action": "process", "use": recommend, "primary": true}); v["permit"] != true {
		t.Fatalf("a file that was not activated changed a verdict: %v", v)
	}
	start(t, "--database", url, "--keys", keys, "--declaration", changed, "--activate")
	v := decides(one, "u-1", object{"action": "process", "use": recommend, "primary": true})
	if v["permit"] != false || dig(t, v, "reasons", 0, "rule") != "consent-stale" {
		t.Fatalf("after activation elsewhere: %v", v)
	}
}

// TestKilledWhileAnswering kills the server while clients answer, starts it
// again, and looks for every answer that was acknowledged.
func TestKilledWhileAnswering(t *testing.T) {
	engines(t, func(t *testing.T, args []string) {
		acked := map[string]bool{}
		for round := range 4 {
			n := start(t, append(args, "--declaration", shopFile)...)
			answerUntilKilled(n, round, acked)
			if code, out := volens(t, append([]string{"verify"}, args...)...); code != 0 {
				t.Fatalf("verify after kill %d: %d\n%s", round, code, out)
			}
		}
		n := start(t, args...)
		for subject := range acked {
			if v := decides(n, subject, object{"action": "process", "use": recommend}); v["permit"] != true {
				t.Errorf("the acknowledged answer of %s is gone: %v", subject, v)
			}
		}
		if len(acked) < 20 {
			t.Errorf("only %d answers were acknowledged: the test shows little", len(acked))
		}
	})
}

func answerUntilKilled(n *node, round int, acked map[string]bool) {
	var mu sync.Mutex
	var clients sync.WaitGroup
	var killed atomic.Bool
	for c := range 4 {
		clients.Go(func() {
			for i := 0; !killed.Load(); i++ {
				subject := fmt.Sprintf("u-%d-%d-%d", round, c, i)
				status, out, err := n.try("/v1/asks", object{"subject": subject, "service": "shop", "functions": []string{"for-you"}, "trigger": "function"})
				if err != nil || status != 200 {
					return
				}
				status, _, err = n.try("/v1/asks/"+out["ask"].(string)+"/answers", object{"answers": []object{{"choice": recommend, "grant": true, "evidence": object{"act": "a"}}}})
				if err == nil && status == 200 {
					mu.Lock()
					acked[subject] = true
					mu.Unlock()
				}
			}
		})
	}
	// Not before this round has something to lose, whatever the load.
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(time.Duration(5+round) * time.Millisecond) {
		mu.Lock()
		enough := len(acked) >= 8*(round+1)
		mu.Unlock()
		if enough {
			break
		}
	}
	n.kill()
	killed.Store(true)
	clients.Wait()
}

// TestRolledBackAgainstAKeptCheckpoint puts an older copy of the whole database
// in place; only a checkpoint kept elsewhere can tell.
func TestRolledBackAgainstAKeptCheckpoint(t *testing.T) {
	dir := t.TempDir()
	data, old, keys := filepath.Join(dir, "data"), filepath.Join(dir, "old"), filepath.Join(dir, "keys")
	args := []string{"--data", data, "--keys", keys}
	n := start(t, append(args, "--declaration", shopFile)...)
	grant(n, ask(n, "u-1"), "a")
	n.stop()
	if err := os.CopyFS(old, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	n = start(t, args...)
	n.post("/v1/withdrawals", object{"subject": "u-1", "service": "shop"}, 200)
	_, _, note := n.get("/v1/record/checkpoint")
	n.stop()
	kept := filepath.Join(dir, "checkpoint")
	if err := os.WriteFile(kept, []byte(note), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out := volens(t, append([]string{"verify", "--checkpoint", kept}, args...)...); code != 0 {
		t.Fatalf("before the roll-back: %d\n%s", code, out)
	}
	if code, out := volens(t, "verify", "--data", old, "--keys", keys); code != 0 {
		t.Fatalf("the old copy agrees with itself, yet: %d\n%s", code, out)
	}
	if code, out := volens(t, "verify", "--data", old, "--keys", keys, "--checkpoint", kept); code != 1 || !strings.Contains(out, "checkpoint") {
		t.Fatalf("after the roll-back: %d\n%s", code, out)
	}
}

// TestCheckingAReceipt needs nothing but the receipt and the public key.
func TestCheckingAReceipt(t *testing.T) {
	dir := t.TempDir()
	keys := filepath.Join(dir, "keys")
	n := start(t, "--data", filepath.Join(dir, "data"), "--keys", keys, "--declaration", shopFile)
	b, err := json.Marshal(grant(n, ask(n, "u-1"), "a")["receipt"])
	if err != nil {
		t.Fatal(err)
	}
	file, key := filepath.Join(dir, "receipt.json"), filepath.Join(keys, "log.pub")
	for text, want := range map[string]int{string(b): 0, `{"version":1,"receipt":` + string(b) + "}": 0, strings.Replace(string(b), `"grant":true`, `"grant":false`, 1): 1, "{}": 2} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out := volens(t, "verify", "--receipt", file, "--log-key", key); code != want {
			t.Errorf("exit code %d, want %d:\n%s", code, want, out)
		}
	}
}

// TestADamagedCheckpointFileIsNoFaultOfTheRecord tells a file that mail or an
// editor changed from a record that was.
func TestADamagedCheckpointFileIsNoFaultOfTheRecord(t *testing.T) {
	dir := t.TempDir()
	args := []string{"--data", filepath.Join(dir, "data"), "--keys", filepath.Join(dir, "keys")}
	n := start(t, append(args, "--declaration", shopFile)...)
	_, _, note := n.get("/v1/record/checkpoint")
	file := filepath.Join(dir, "checkpoint")
	for text, want := range map[string]int{
		note: 0, strings.ReplaceAll(note, "\n", "\r\n"): 0, "\ufeff" + note + "\n\n": 0, strings.TrimSpace(note): 0,
		"<html>": 2, strings.Replace(note, "\n2\n", "\n3\n", 1): 2, "": 2,
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out := volens(t, append([]string{"verify", "--checkpoint", file}, args...)...); code != want {
			t.Errorf("%q: exit code %d, want %d:\n%s", text, code, want, out)
		}
	}
}

// TestNodesBringTheSameDeclarationAtOnce: whoever comes second finds it there.
func TestNodesBringTheSameDeclarationAtOnce(t *testing.T) {
	dir := t.TempDir()
	in, err := open(t.Context(), where{Data: filepath.Join(dir, "data"), Keys: filepath.Join(dir, "keys")}, settings{publicURL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	s, err := read(shopFile)
	if err != nil {
		t.Fatal(err)
	}
	src := s.declaration.Source()
	errs := make(chan error, 8)
	for range cap(errs) {
		go func() {
			_, err := in.desk.Upload(t.Context(), src, time.Now())
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
