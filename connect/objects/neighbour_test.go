package objects

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/minio/minio-go/v7"
	"pgregory.net/rapid"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/testdb"
)

// odd is what ids are made of here: what begins others, what a pattern, a path or an
// XML document takes for something else, and twins that look the same.
var odd = []string{"a", "A", "ab", "1", "12", "*", "?", "[", "]", "[a-z]", "{", "}", "{person}", "^", "-", ".", "..", " ", "\n", "%", "%2F", "+", "&amp;", "é", "e\u0301", "ａ", "張", "张", ":", "|", "#", "~"}

func drawIDs(t *rapid.T) (erased, others []string) {
	id := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(odd), 1, 4), func(parts []string) string { return strings.Join(parts, "") })
	all := rapid.SliceOfNDistinct(id.Filter(safe), 2, 4, rapid.ID[string]).Draw(t, "people")
	for _, id := range slices.Clone(all) { // and what is nearly one of them
		for _, twin := range []string{id + "a", strings.ToUpper(id), id + "*", id + ".x"} {
			if safe(twin) && !slices.Contains(all, twin) {
				all = append(all, twin)
			}
		}
	}
	n := rapid.IntRange(1, 2).Draw(t, "erased")
	return all[:n], all[n:]
}

func safe(id string) bool { return id != "" && id != "." && id != ".." }

// TestNobodyElsesObjectIsTouched knows whose each object is from having made it, and
// has some people erased.
func TestNobodyElsesObjectIsTouched(t *testing.T) {
	t.Run("files", func(t *testing.T) {
		p, _ := inFolder(t)
		p.neighbours()
	})
	t.Run("buckets", func(t *testing.T) {
		inBucket(t, testdb.S3(t), "odd", minio.MakeBucketOptions{}, false).neighbours()
	})
}

// neighbours does every example below a folder of its own.
func (p place) neighbours() {
	n := 0
	begun := time.Now() //nolint:forbidigo // as many examples as a few seconds hold
	rapid.Check(p.t, func(t *rapid.T) {
		if n++; n > 10 && time.Since(begun) > 5*time.Second {
			return
		}
		root := "r" + strconv.Itoa(n) + "/"
		c := rapid.SampledFrom([]struct {
			holding string
			make    []string // objects of one person; @ is the id
		}{
			{"f/{person}/", []string{"f/@/x", "f/@/y/z", "f/@/*"}}, {"{person}/", []string{"@/x"}}, {"i/{person}.pdf", []string{"i/@.pdf"}}, {"p{person}/", []string{"p@/x"}},
			{"e/{person}/*.csv", []string{"e/@/1.csv", "e/@/d/2.csv"}}, {"d/*/{person}", []string{"d/1/@", "d/2/3/@"}}, {"[x]?{person}^", []string{"[x]?@^"}}, {"s/{person}/end/", []string{"s/@/end/x"}},
		}).Draw(t, "pattern")
		erased, others := drawIDs(t)
		target := plan.Target{Holding: root + c.holding}
		mine := map[string]bool{}
		for i, id := range append(slices.Clone(erased), others...) {
			for _, form := range c.make {
				path := root + strings.ReplaceAll(form, "@", id)
				p.put(path, strconv.Itoa(i))
				mine[path] = i < len(erased)
			}
		}
		before := p.dump()
		want := maps.Clone(before)
		for path, gone := range mine {
			if gone {
				delete(want, path)
				delete(want, path+"@")
			}
		}
		search := plan.Search{By: person(erased...), Targets: []plan.Target{target}}
		if left, err := p.look.Look(p.t.Context(), search); err != nil || len(left) == 0 {
			t.Fatalf("nothing is seen: %v", err)
		}
		counted, err := p.Count(p.t.Context(), target, search.By)
		if err != nil {
			t.Fatal(err)
		}
		done, err := p.Do(p.t.Context(), target, search.By, plan.Deed{})
		if err != nil || done != counted || len(want) != len(before)-len(erased)*len(c.make) {
			t.Fatalf("%d done, %d counted, %d expected, %v %s", done, counted, len(before)-len(want), err, fault.RuleOf(err))
		}
		if diff := cmp.Diff(want, p.dump()); diff != "" {
			t.Fatalf("%q of %s: %s", erased, c.holding, diff)
		}
		if left, err := p.look.Look(p.t.Context(), search); err != nil || len(left) != 0 {
			t.Fatalf("afterwards: %v %v", left, err)
		}
	})
}
