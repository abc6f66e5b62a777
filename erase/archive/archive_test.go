package archive

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
)

var update = flag.Bool("update", false, "write the golden files anew")

// small is a copy of one of everything.
func small() Copy {
	orders := []declaration.UseID{"shop/order/phone-number/deliver"}
	return Copy{
		Processor: lang.Text{ZH: "示例商店", EN: "Example Shop"},
		Request:   "07-abc", At: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
		Purposes: []Purpose{{Use: orders[0], Service: lang.Text{ZH: "商城", EN: "Shop"}, Function: lang.Text{ZH: "下单", EN: "Ordering"}, Purpose: lang.Text{ZH: "送货", EN: "Delivery"}}},
		Sections: []Section{
			{Store: "main", Holding: "orders", Name: lang.Text{ZH: "订单库", EN: "Orders"},
				Columns: []Column{{Name: "phone", Item: lang.Text{ZH: "电话号码", EN: "Phone number"}, Uses: orders}, {Name: "note"}},
				Records: []plan.Record{{"phone": "13800138000", "note": "=HYPERLINK(\"http://evil.example\")"}, {"phone": "13800138000", "note": "<script>alert(1)</script>", "born": "2026-01-02"}}},
			{Store: "files", Holding: "avatars/{person}/", Name: lang.Text{ZH: "头像", EN: "Avatars"}, Objects: true,
				Records: []plan.Record{{"path": "avatars/u-1/me.png", "size": "3", "content": "png"}, {"path": "avatars/u-1/large.mp4", "size": "999999999"}}},
		},
		Missing: []lang.Text{{ZH: "“画像库”无法连接。", EN: "The profile store could not be reached."}},
	}
}

// open writes a copy and reads it as anybody would, with the sums checked.
func open(t *testing.T, c Copy) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c, ""); err != nil {
		t.Fatal(err)
	}
	return unpack(t, b.Bytes())
}

func unpack(t *testing.T, archive []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := all[f.Name]; twice || !filepath.IsLocal(f.Name) || strings.ContainsAny(f.Name, "\\:\x00") {
			t.Errorf("a name that escapes or stands twice: %q", f.Name)
		}
		all[f.Name] = string(text)
	}
	check(t, all)
	return all
}

// check reads manifest and sums: every file is in both, with its true sum.
func check(t *testing.T, all map[string]string) {
	t.Helper()
	var m struct {
		Files []file `json:"files"`
	}
	if err := json.Unmarshal([]byte(all["manifest.json"]), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Files) != len(all)-2 {
		t.Errorf("the manifest has %d files of %d", len(m.Files), len(all)-2)
	}
	for _, f := range m.Files {
		if sum := sha256.Sum256([]byte(all[f.Name])); f.SHA256 != hex.EncodeToString(sum[:]) || f.Size != int64(len(all[f.Name])) {
			t.Errorf("the manifest is wrong about %q", f.Name)
		}
	}
	lines := strings.Split(strings.TrimSuffix(all["SHA256SUMS"], "\n"), "\n")
	if len(lines) != len(all)-1 {
		t.Errorf("%d sums of %d files", len(lines), len(all))
	}
	for _, line := range lines {
		sum, name, _ := strings.Cut(line, "  ")
		if got := sha256.Sum256([]byte(all[name])); sum != hex.EncodeToString(got[:]) {
			t.Errorf("the sum of %q does not hold", name)
		}
	}
}

func TestSmallCopy(t *testing.T) {
	all := open(t, small())
	for name, text := range all {
		path := filepath.Join("testdata", "small", filepath.FromSlash(name))
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), text); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if len(all) != 7 {
		t.Errorf("%d files", len(all))
	}
}

// TestSameCopySameBytes: maps have no order, and the archive has one.
func TestSameCopySameBytes(t *testing.T) {
	var first bytes.Buffer
	if err := Write(&first, small(), ""); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		var again bytes.Buffer
		if err := Write(&again, small(), ""); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatal("other bytes")
		}
	}
}

func TestPageRunsNothingAndFetchesNothing(t *testing.T) {
	page := open(t, small())["index.html"]
	for _, no := range []string{"<script", "javascript:", "<img", "<iframe", "http://evil", "url(", "<link", " src="} {
		if strings.Contains(strings.ReplaceAll(page, "HYPERLINK(&#34;http://evil.example", ""), no) {
			t.Errorf("the page holds %q", no)
		}
	}
	for _, yes := range []string{"&lt;script&gt;", "default-src 'none'", "画像库", "商城", "送货", "电话号码", "<td>2</td>"} {
		if !strings.Contains(page, yes) {
			t.Errorf("the page lacks %q", yes)
		}
	}
}

// TestHostileNames: no name in the data becomes a path out of the archive, hides
// another file, or is what an operating system cannot have.
func TestHostileNames(t *testing.T) {
	evil := []string{
		"../../etc/passwd", "/etc/passwd", `..\..\boot.ini`, `C:\x.png`, "a/../../b", "", ".", "..", "...", "CON", "aux.txt", ".bashrc", "-rf",
		"same.png", "same.png", "SAME.PNG", strings.Repeat("长", 5000) + ".png", "x\x00.png", "a\nb.png", "\u202egnp.exe", "x.html", "x.svg", "x.js", "\xff\xfe.png", "a:b", "manifest.json", "index.html",
	}
	c := small()
	for _, name := range evil {
		c.Sections = append(c.Sections,
			Section{Store: name, Holding: name, Objects: true, Columns: []Column{{Name: name}, {Name: name}}, Records: []plan.Record{{"path": name, "content": "x", name: name}, {"path": name, "content": "y"}}},
			Section{Store: name, Holding: name})
	}
	all := open(t, c)
	lower := map[string]bool{}
	for name := range all {
		if lower[strings.ToLower(name)] {
			t.Errorf("%q collides where case does not count", name)
		}
		lower[strings.ToLower(name)] = true
		if len(name) > 240 {
			t.Errorf("%q is too long", name)
		}
		for _, part := range strings.Split(name, "/") {
			if part == "" || part[0] == '.' && part != "." || len(part) > 200 || strings.ContainsAny(part, "\x00\n\u202e<>:\"|?*") {
				t.Errorf("a part of a name: %q", part)
			}
		}
		if ext := filepath.Ext(name); strings.HasPrefix(name, "files/") && (ext == ".html" || ext == ".svg" || ext == ".js" || ext == ".exe") {
			t.Errorf("%q would run", name)
		}
	}
	if len(all) != 7+4*len(evil) {
		t.Errorf("%d files of %d", len(all), 7+4*len(evil))
	}
	if name := c.Name(""); name != "copy-07-abc.zip" {
		t.Errorf("named %q", name)
	}
}

// TestTablesAreNotCarriedOut: every cell that a spreadsheet could take for a formula
// is text, and nothing else is changed.
func TestTablesAreNotCarriedOut(t *testing.T) {
	cells := map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "＝1": "'＝1",
		"": "", "1=1": "1=1", `a"b,c;d`: `a"b,c;d`, "北京市\n朝阳区": "北京市\n朝阳区", "'": "'", "a\x00b": "a\uFFFDb", "\xff": "\uFFFD",
	}
	for in, want := range cells {
		c := Copy{Sections: []Section{{Store: "s", Holding: "h", Columns: []Column{{Name: "=cmd"}}, Records: []plan.Record{{"=cmd": in}}}}}
		text, ok := strings.CutPrefix(open(t, c)["csv/01-s-h.csv"], bom)
		if !ok {
			t.Fatal("no byte order mark")
		}
		r := csv.NewReader(strings.NewReader(text))
		lines, err := r.ReadAll()
		if err != nil || len(lines) != 2 || lines[0][0] != "'=cmd" || lines[1][0] != want {
			t.Errorf("%q becomes %q, want %q (%v)", in, lines, want, err)
		}
	}
}

func TestEncryptedToThePerson(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, small(), id.Recipient().String()); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b.Bytes(), []byte("index.html")) {
		t.Error("it can be read without the key")
	}
	r, err := age.Decrypt(bytes.NewReader(b.Bytes()), id)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	var same bytes.Buffer
	if err := Write(&same, small(), ""); err != nil || !bytes.Equal(same.Bytes(), plain) {
		t.Errorf("decrypted it is another archive (%v)", err)
	}
	for _, no := range []string{"age1x", "AGE-SECRET-KEY-1", id.Recipient().String() + "\n" + id.Recipient().String(), "ssh-rsa x", strings.Repeat("a", 9999), " "} {
		b.Reset()
		if err := Write(&b, small(), no); fault.KindOf(err) != fault.Invalid || b.Len() != 0 || strings.Contains(err.Error(), "AGE-") {
			t.Errorf("%.20q: %v", no, err)
		}
	}
}

func TestTooLarge(t *testing.T) {
	c := Copy{Sections: []Section{{Records: []plan.Record{{"a": strings.Repeat("x", MaxContent-1)}}}}}
	if err := Write(io.Discard, c, ""); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	c.Sections = append(c.Sections, Section{Records: []plan.Record{{"b": ""}}})
	var b bytes.Buffer
	if err := Write(&b, c, ""); fault.KindOf(err) != fault.TooLarge || b.Len() != 0 {
		t.Errorf("over it: %v", err)
	}
}

// TestManyRecords: the page shows the first, the table and the data have all.
func TestManyRecords(t *testing.T) {
	s := Section{Store: "s", Holding: "h"}
	for i := range 2 * shown {
		s.Records = append(s.Records, plan.Record{"n": fmt.Sprint("row-", i)})
	}
	all := open(t, Copy{Sections: []Section{s}})
	if n := strings.Count(all["index.html"], "row-"); n != shown {
		t.Errorf("%d on the page", n)
	}
	if a, b := strings.Count(all["data.json"], "row-"), strings.Count(all["csv/01-s-h.csv"], "row-"); a != 2*shown || b != 2*shown {
		t.Errorf("%d in the data, %d in the table", a, b)
	}
	var d struct {
		Sections []struct{ Records []plan.Record }
	}
	if err := json.Unmarshal([]byte(all["data.json"]), &d); err != nil || len(d.Sections[0].Records) != 2*shown {
		t.Errorf("data.json: %v", err)
	}
}

func TestWritingThatFails(t *testing.T) {
	var whole bytes.Buffer
	if err := Write(&whole, small(), ""); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 100, whole.Len() / 2, whole.Len() - 1} {
		if err := Write(&full{left: n}, small(), ""); err == nil {
			t.Errorf("no error though only %d bytes fit", n)
		}
	}
}

// full is a disk with little room.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left < len(p) {
		return 0, io.ErrShortWrite
	}
	f.left -= len(p)
	return len(p), nil
}
