package objects

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/testdb"
)

func TestMain(m *testing.M) { os.Exit(testdb.Main(m)) }

// A place is a store that tests fill and read in their own way.
type place struct {
	t    *testing.T
	put  func(path, content string)
	dump func() map[string]string
	plan.Connector
	look plan.Looker
}

// client is a client of the tests' own.
func client(t *testing.T, s *testdb.S3Server) *minio.Client {
	t.Helper()
	user, secret := s.Keys()
	c, err := minio.New(s.Endpoint(), &minio.Options{Creds: credentials.NewStaticV4(user, secret, ""), MaxRetries: 1})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// inBucket makes a bucket.
func inBucket(t *testing.T, s *testdb.S3Server, name string, o minio.MakeBucketOptions, versions bool) place {
	t.Helper()
	c := client(t, s)
	if err := c.MakeBucket(t.Context(), name, o); err != nil {
		t.Fatal(err)
	}
	if versions {
		if err := c.EnableVersioning(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	connector, err := OpenBucket(t.Context(), s.URL(name))
	if err != nil {
		t.Fatal(err)
	}
	looker, err := LookBucket(t.Context(), s.URL(name))
	if err != nil {
		t.Fatal(err)
	}
	p := place{t: t, Connector: connector, look: looker}
	p.put = func(path, content string) {
		t.Helper()
		if _, err := c.PutObject(t.Context(), name, path, strings.NewReader(content), int64(len(content)), minio.PutObjectOptions{}); err != nil {
			t.Fatalf("%q: %v", path, err)
		}
	}
	p.dump = func() map[string]string {
		all := map[string]string{}
		for o := range c.ListObjectsIter(t.Context(), name, minio.ListObjectsOptions{Recursive: true, WithVersions: versions}) {
			if o.Err != nil {
				t.Fatal(o.Err)
			}
			all[o.Key+"@"+o.VersionID] = fmt.Sprint(o.ETag, o.Size, o.IsDeleteMarker, o.LastModified)
		}
		return all
	}
	return p
}

func inFolder(t *testing.T) (place, string) {
	t.Helper()
	dir := t.TempDir()
	connector, err := OpenFiles(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connector.Close() })
	looker, err := LookFiles(t.Context(), "file://"+dir)
	if err != nil {
		t.Fatal(err)
	}
	p := place{t: t, Connector: connector, look: looker}
	p.put = func(path, content string) {
		t.Helper()
		at := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.dump = func() map[string]string { return dumpFolder(t, dir) }
	return p, dir
}

func dumpFolder(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		content := []byte(d.Type().String())
		if d.Type().IsRegular() {
			if content, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		all[strings.TrimPrefix(path, dir+"/")] = fmt.Sprintf("%x %s", sha256.Sum256(content), info.ModTime())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// everywhere runs a test on files and on buckets with and without versions.
func everywhere(t *testing.T, test func(t *testing.T, p place)) {
	t.Helper()
	t.Run("files", func(t *testing.T) {
		p, _ := inFolder(t)
		test(t, p)
	})
	t.Run("buckets", func(t *testing.T) {
		s := testdb.S3(t)
		t.Run("plain", func(t *testing.T) { test(t, inBucket(t, s, "plain", minio.MakeBucketOptions{}, false)) })
		t.Run("with versions", func(t *testing.T) { test(t, inBucket(t, s, "versions", minio.MakeBucketOptions{}, true)) })
	})
}

func (p place) do(t plan.Target, by plan.Keys) int64 {
	p.t.Helper()
	counted, err := p.Count(p.t.Context(), t, by)
	if err != nil {
		p.t.Fatal(err)
	}
	n, err := p.Do(p.t.Context(), t, by, plan.Deed{})
	if err != nil {
		p.t.Fatal(err)
	}
	again, err := p.Do(p.t.Context(), t, by, plan.Deed{})
	if err != nil || again != 0 || n != counted {
		p.t.Errorf("%s: %d counted, %d done, %d again, %v", t.Holding, counted, n, again, err)
	}
	return n
}

func (p place) residue(s plan.Search) []plan.Residue {
	p.t.Helper()
	left, err := p.look.Look(p.t.Context(), s)
	if err != nil {
		p.t.Fatal(err)
	}
	return left
}

func person(ids ...string) plan.Keys { return plan.Keys{"person": ids} }

// hostile are ids that a path, a glob or a URL could take for something else.
var hostile = []string{"*", "?", "[a]", "%2e%2e", "%2F", "..a", "a..", "-", "{person}", "张三", "a b", "a+b", "a&b=c", "~", "#x", "a:b"}

func TestNobodyElseIsTouched(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		for _, id := range append(slices.Clone(hostile), "1", "12", "a") {
			p.put("avatars/"+id+"/big.png", "picture of "+id)
			p.put("avatars/"+id+"/old/small.png", "small")
			p.put("invoices/"+id+".pdf", "invoice")
			p.put("exports/"+id+"/a.csv", "x")
			p.put("exports/"+id+"/keep.bin", "x")
		}
		for _, id := range append(slices.Clone(hostile), "1") {
			want := p.dump()
			maps.DeleteFunc(want, func(path, _ string) bool {
				path, _, _ = strings.Cut(path, "@")
				return strings.HasPrefix(path, "avatars/"+id+"/") || path == "invoices/"+id+".pdf" || path == "exports/"+id+"/a.csv"
			})
			for holding, n := range map[string]int64{"avatars/{person}/": 2, "invoices/{person}.pdf": 1, "exports/{person}/*.csv": 1} {
				if got := p.do(plan.Target{Holding: holding}, person(id)); got != n {
					t.Errorf("%q: %s: %d, want %d", id, holding, got, n)
				}
			}
			if diff := cmp.Diff(want, p.dump()); diff != "" {
				t.Fatalf("%q: %s", id, diff)
			}
			if left := p.residue(plan.Search{Targets: []plan.Target{{Holding: "avatars/{person}/"}, {Holding: "invoices/{person}.pdf"}}, By: person(id)}); len(left) > 0 {
				t.Errorf("%q: %v", id, left)
			}
		}
	})
}

func TestTargetsThatMeanNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		p.put("avatars/1/x", "x")
		for name, c := range map[string]struct {
			plan.Target
			id string
		}{
			"up": {plan.Target{Holding: "avatars/{person}/"}, ".."}, "here": {plan.Target{Holding: "avatars/{person}/"}, "."},
			"deeper": {plan.Target{Holding: "a/{person}.pdf"}, "../avatars/1/x"}, "a slash": {plan.Target{Holding: "{person}/"}, "avatars/1"},
			"everybody's": {plan.Target{Holding: "avatars/"}, "1"}, "from the root": {plan.Target{Holding: "/avatars/{person}"}, "1"},
			"declared up": {plan.Target{Holding: "../{person}"}, "1"}, "nothing between": {plan.Target{Holding: "a//{person}"}, "1"},
			"a column": {plan.Target{Holding: "avatars/{person}/", Within: []plan.Window{{Column: "at"}}}, "1"},
			"found":    {plan.Target{Holding: "avatars/{person}/", Found: []*declaration.Found{{In: "x", By: "person"}}}, "1"},
			"no end":   {plan.Target{Holding: "avatars/{person}/", Everyone: true}, "1"},
		} {
			if _, err := p.Do(t.Context(), c.Target, person(c.id), plan.Deed{}); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := p.Do(t.Context(), plan.Target{Holding: "avatars/{person}/"}, person("1"), plan.Deed{Change: map[string]declaration.Transform{"content": "null"}})
		_, err2 := p.Set(t.Context(), plan.Target{Holding: "avatars/{person}/"}, person("1"), map[string]string{"content": "x"})
		if fault.KindOf(err) != fault.Invalid || fault.KindOf(err2) != fault.Invalid {
			t.Errorf("%v, %v", err, err2)
		}
		if n := len(p.dump()); n != 1 {
			t.Errorf("%d objects left", n)
		}
	})
}

func TestObjectsAreRead(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		p.put("f/1/a.txt", "文本")
		p.put("f/1/b.bin", "\x00\xff")
		p.put("f/2/c.txt", "other")
		var got []plan.Record
		for r, err := range p.Read(t.Context(), plan.Target{Holding: "f/{person}/"}, person("1"), []string{Path, Size, Content}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, r)
		}
		slices.SortFunc(got, func(a, b plan.Record) int { return strings.Compare(a[Path], b[Path]) })
		want := []plan.Record{{Path: "f/1/a.txt", Size: "6", Content: "文本"}, {Path: "f/1/b.bin", Size: "2", Content: "data:application/octet-stream;base64,AP8="}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for r, err := range p.Read(t.Context(), plan.Target{Holding: "f/{person}/", Limit: 1}, person("1"), nil) {
			if _, failed := time.Parse(time.RFC3339Nano, r[Written]); failed != nil || err != nil || r[Content] != "" {
				t.Errorf("%v %v", r, err)
			}
		}
		keys, err := p.Resolve(t.Context(), plan.Target{Holding: "f/{person}/"}, person("2"), map[string]string{Path: "file"})
		if diff := cmp.Diff(plan.Keys{"file": {"f/2/c.txt"}}, keys); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
	})
}

func TestWindowsAreOfTheTimeOfWriting(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		p.put("f/1/a.txt", "x")
		p.put("f/2/a.txt", "x")
		var at time.Time
		for r, err := range p.Read(t.Context(), plan.Target{Holding: "f/{person}/"}, person("1"), nil) {
			if err != nil {
				t.Fatal(err)
			}
			at, _ = time.Parse(time.RFC3339Nano, r[Written])
		}
		before := plan.Target{Holding: "f/{person}/", Within: []plan.Window{{Column: declaration.Written, To: at.Add(-time.Hour)}}, Everyone: true}
		after := before
		after.Within = []plan.Window{{From: at.Add(-time.Hour), To: at.Add(time.Hour)}}
		if n := p.do(before, nil); n != 0 {
			t.Errorf("%d", n)
		}
		one := after
		one.Limit = 1
		if n, err := p.Do(t.Context(), one, nil, plan.Deed{}); n != 1 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		if n := p.do(after, nil); n != 1 || len(p.dump()) != 0 {
			t.Errorf("%d", n)
		}
	})
}

func TestValuesAreLookedForEverywhere(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		search := plan.Search{Values: []string{"13800138000"}, Targets: []plan.Target{{Holding: "f/{person}/"}}, By: person("1")}
		for name, c := range map[string]struct {
			path, content string
			found         bool
		}{
			"a name": {"x/13800138000.bin", "x", true}, "declared, of others": {"f/2/p.png", "\x89PNG13800138000", true},
			"a text elsewhere": {"logs/app.log", "call 13800138000", true}, "far inside": {"logs/b.log", strings.Repeat("x", 1<<20) + "13800138000", true},
			"no text, elsewhere": {"x/y.png", "13800138000", false}, "another": {"logs/c.log", "13800138001", false},
		} {
			p.put(c.path, c.content)
			left := p.residue(search)
			if (len(left) == 1) != c.found || c.found && (left[0].How != "value" || strings.Contains(left[0].Where, "138")) {
				t.Errorf("%s: %v", name, left)
			}
			whole := plan.Target{Holding: "*/{person}", Everyone: true, Within: []plan.Window{{To: never}}}
			if n := p.do(whole, nil); n < 1 {
				t.Fatalf("%s: not cleared", name)
			}
		}
		p.put("f/1/x", "13800138000")
		if left := p.residue(search); len(left) != 2 {
			t.Errorf("%v", left)
		}
		search.Spare = []plan.Target{{Holding: "f/{person}/"}}
		if left := p.residue(search); len(left) != 0 {
			t.Errorf("spared: %v", left)
		}
	})
}

func TestThousandsOfFiles(t *testing.T) {
	p, _ := inFolder(t)
	for i := range 6000 {
		p.put(fmt.Sprintf("f/%d/%d", i%1200, i/1200), "")
	}
	var ids []string
	for i := range 600 {
		ids = append(ids, fmt.Sprint(i))
	}
	if n := p.do(plan.Target{Holding: "f/{person}/"}, person(ids...)); n != 3000 || len(p.dump()) != 3000 {
		t.Errorf("%d", n)
	}
}

// TestValuesInOtherFormsAreFoundInObjectsNobodyDeclared has an address and a number as
// software writes them, in names and contents, and those of others beside them.
func TestValuesInOtherFormsAreFoundInObjectsNobodyDeclared(t *testing.T) {
	p, _ := inFolder(t)
	search := plan.Search{Values: []string{"Zhou.Ou@mail.example", "13911112222"}}
	for _, other := range []string{"xzhou.ou@mail.example", "zhou.ou@mail.example.com", "139111122223"} {
		p.put("other/"+other+".txt", "a,"+other+",b")
	}
	if left := p.residue(search); len(left) != 0 {
		t.Errorf("of others: %v", left)
	}
	for i, form := range []string{"zhou.ou@mail.example", "ZHOU.OU@MAIL.EXAMPLE", "zhou.ou%40mail.example", "8613911112222", "139-1111-2222"} {
		p.put("named/"+form+".csv", "x")
		p.put(fmt.Sprintf("held/%d.csv", i), "a,"+form+",b")
		counts := map[string]int64{}
		for _, r := range p.residue(search) {
			folder, _, _ := strings.Cut(r.Where, "/")
			if counts[folder] += r.Count; strings.Contains(strings.ToLower(r.Where), "zhou") {
				t.Errorf("%s says who it is", r.Where)
			}
		}
		if diff := cmp.Diff(map[string]int64{"named": int64(i + 1), "held": int64(i + 1)}, counts); diff != "" {
			t.Error(form, diff)
		}
	}
}
