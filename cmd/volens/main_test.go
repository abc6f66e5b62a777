package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/volens/volens/internal/testdb"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
)

// TestMain lets scripts and tests run the program itself as "volens", and stops
// the database server that tests may have started.
func TestMain(m *testing.M) {
	testscript.Main(withDatabase{m}, map[string]func(){"volens": main})
}

type withDatabase struct{ m *testing.M }

func (w withDatabase) Run() int { return testdb.Main(w.m) }

// The scripts read like the manual: command, exit code, what is printed.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "declare": declare},
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "")
			e.Setenv("LC_ALL", "")
			return nil
		},
	})
}

// exits runs a command and requires its exit code: exits 2 volens lint gone.yaml.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command…")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		e, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		code = e.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// declare writes a declaration with which nothing is wrong, or one that breaks one
// rule and no other: declare volens.yaml consent-ticked.
func declare(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: declare file [rule]")
	}
	text := lint.Example("")
	if len(args) == 2 {
		r, ok := lint.RuleByID(args[1])
		if !ok {
			ts.Fatalf("no rule %s", args[1])
		}
		text = lint.Example(r.Bad)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// broken is an output that panics, standing for whatever we did not foresee.
type broken struct{}

func (broken) Write([]byte) (int, error) { panic("the roof fell in\nand more") }

func TestPanicIsExitCodeThreeAndOneLine(t *testing.T) {
	var stderr bytes.Buffer
	code := run([]string{"explain"}, &process{out: broken{}, err: &stderr, getenv: func(string) string { return "" }})
	if code != exitFailure {
		t.Errorf("exit code %d, want %d", code, exitFailure)
	}
	if got := stderr.String(); got != "volens: internal error: the roof fell in\n" {
		t.Errorf("stderr %q", got)
	}
}

// full is an output that takes nothing, such as a full disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestLostOutputIsAFailure(t *testing.T) {
	for _, args := range []string{"explain", "explain consent-bundled", "diff " + shopFile + " " + shopFile, "version", "lint " + shopFile, "lint -o json " + shopFile, "lint -o html " + shopFile, "explain 21(4)"} {
		var stderr bytes.Buffer
		code := run(strings.Fields(args), &process{out: full{}, err: &stderr, getenv: func(string) string { return "" }})
		if code != exitFailure || !strings.Contains(stderr.String(), "no space left") {
			t.Errorf("volens %s: exit code %d, stderr %q", args, code, stderr.String())
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		flag, all, lang string
		want            lang.Lang
	}{
		{"", "", "", lang.ZH},
		{"", "", "en_US.UTF-8", lang.EN},
		{"", "zh_CN.UTF-8", "en_US.UTF-8", lang.ZH},
		{"", "en_GB", "zh_CN.UTF-8", lang.EN},
		{"", "", "C.UTF-8", lang.ZH},
		{"zh", "en_US.UTF-8", "en", lang.ZH},
		{"en", "", "zh_CN", lang.EN},
	} {
		env := map[string]string{"LC_ALL": c.all, "LANG": c.lang}
		got := speech{c.flag}.language(&process{getenv: func(k string) string { return env[k] }})
		if got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
}
