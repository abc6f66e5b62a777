package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/erase/plan"
)

func TestNamed(t *testing.T) {
	f := &plan.Find{Names: []string{"called"}}
	rows := []plan.Record{{"called": "叶夜", "city": "上海"}, {"called": `["叶夜","Ann"]`}, {"called": "unknown"}, {"called": "叶"}, {"called": strings.Repeat("x", 101)}, {}}
	if diff := cmp.Diff([]string{"Ann", "叶夜"}, f.Named(rows)); diff != "" {
		t.Error(diff)
	}
	for i := range 1000 {
		rows = append(rows, plan.Record{"called": fmt.Sprint("name ", i)})
	}
	if n := len(f.Named(rows)); n != 200 {
		t.Errorf("%d names", n)
	}
}
