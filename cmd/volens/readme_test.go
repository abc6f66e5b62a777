package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

var console = regexp.MustCompile("(?s)```console\n\\$ bin/volens ([^\n]*)\n(.*?)```")

// TestReadmesShowRealOutput runs what the READMEs show. A line "…" stands for
// any number of lines.
func TestReadmesShowRealOutput(t *testing.T) {
	for _, file := range []string{"README.md", "README.zh-CN.md"} {
		text, err := os.ReadFile("../../" + file)
		if err != nil {
			t.Fatal(err)
		}
		blocks := console.FindAllStringSubmatch(string(text), -1)
		if len(blocks) == 0 {
			t.Errorf("%s shows no output", file)
		}
		for _, b := range blocks {
			cmd := exec.Command("volens", strings.Fields(b[1])...)
			cmd.Dir = "../.."
			out, _ := cmd.Output() // findings are no failure here
			var want []string
			for part := range strings.SplitSeq(b[2], "…\n") {
				want = append(want, regexp.QuoteMeta(part))
			}
			if !regexp.MustCompile("(?s)^" + strings.Join(want, ".*") + "$").Match(out) {
				t.Errorf("%s: volens %s now prints:\n%s", file, b[1], out)
			}
		}
	}
}
