package trials

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheUnitStartsWhatThereIs holds the unit file against the program, and has
// systemd read it where there is one.
func TestTheUnitStartsWhatThereIs(t *testing.T) {
	volens := program(t)
	text, err := os.ReadFile("../../deploy/systemd/volens.service")
	must(t, err)
	help, err := exec.Command(volens, "serve", "--help").CombinedOutput()
	must(t, err)
	flags := regexp.MustCompile(`--[a-z-]+`).FindAllString(string(text), -1)
	if len(flags) < 3 {
		t.Fatalf("the unit starts volens with %v", flags)
	}
	for _, flag := range flags {
		if !strings.Contains(string(help), flag) {
			t.Errorf("volens serve has no %s", flag)
		}
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		return // what is left is systemd's own opinion
	}
	unit := filepath.Join(t.TempDir(), "volens.service")
	must(t, os.WriteFile(unit, []byte(strings.ReplaceAll(string(text), "/usr/local/bin/volens", volens)), 0o600))
	if out, err := exec.Command(analyze, "verify", unit).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}
